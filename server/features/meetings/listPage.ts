import { type Answer, page } from '../../core/answers.ts';
import { brusselsDay, formats, inLanguage } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import type { ListInput } from './forms.ts';
import { answerMark, markOf } from './marks.ts';
import { meetingsSeenBy, plannableBodies, requireBodyOf, type SeenMeeting } from './queries.ts';
import { seriesOfBodies } from './series/queries.ts';
import { dayInWords, hoursInWords } from './wallClock.ts';

/** How many that were held are listed at once; a month shows all of them. */
const mostPast = 20;

function rowOf({ meeting, body, own }: SeenMeeting, { language }: Pick<SignedInVisit, 'language'>) {
  const { _id, values, state } = meeting;
  const name = inLanguage(body?.body.values.name ?? {}, language);
  return {
    ...{ id: _id, href: paths.meeting({ id: _id }), title: values.title, state, mark: markOf[state] },
    day: dayInWords(values.day, language),
    ...{ ...hoursInWords(values, language), form: values.form },
    body: name.text,
    bodyLang: name.language === language ? null : name.language,
    answer: own && state === 'called' ? { response: own.response, mark: answerMark[own.response] } : null,
  };
}

type Row = ReturnType<typeof rowOf>;

/** Mine by what they wait for, of a body, or those of a month in their order. */
function groupsOf(seen: readonly SeenMeeting[], visit: SignedInVisit<ListInput>) {
  const { now, input, t, language } = visit;
  const rows = (some: readonly SeenMeeting[]): Row[] => some.map((one) => rowOf(one, visit));
  if (input.month !== '') {
    const title = formats(language).month(input.month);
    const ofMonth = seen.filter(({ meeting }) => meeting.values.day.startsWith(input.month));
    return [{ name: 'month', title, rows: rows(ofMonth) }];
  }
  const isOver = ({ meeting }: SeenMeeting): boolean =>
    meeting.endsAt <= now || ['closed', 'approved'].includes(meeting.state);
  const waits = ({ meeting, own }: SeenMeeting): boolean =>
    own?.response === '' && meeting.state === 'called' && meeting.endsAt > now;
  const coming = seen.filter((one) => !isOver(one) && one.meeting.state !== 'draft' && !waits(one));
  const parts = {
    answer: seen.filter(waits),
    coming,
    draft: seen.filter((one) => one.meeting.state === 'draft' && !isOver(one)),
    past: seen.filter(isOver).reverse().slice(0, mostPast),
  };
  return Object.entries(parts)
    .map(([name, some]) => ({ name, title: t(`meetings.list.${name}`), rows: rows(some) }))
    .filter((group) => group.rows.length > 0);
}

const isMine = ({ own, rights }: SeenMeeting): boolean => own !== null || rights.keep;

function monthsAround(month: string): { before: string; after: string } {
  const [year = 2026, number = 1] = month.split('-').map(Number);
  const of = (shift: number): string =>
    new Date(Date.UTC(year, number - 1 + shift, 1)).toISOString().slice(0, 7);
  return { before: of(-1), after: of(1) };
}

/** The meetings of somebody, of a body, or of a month. */
export async function listPage(visit: SignedInVisit<ListInput>): Promise<Answer> {
  const { person, now, input, t, language } = visit;
  const body = input.body ? await requireBodyOf(person, input.body, now) : null;
  const seen = await meetingsSeenBy(person, now, body ? { body: body.body._id } : {});
  const shown = body ? seen : seen.filter(isMine);
  const [plannable, series] = await Promise.all([
    plannableBodies(person, now),
    seriesOfBodies(person, now, body?.body._id),
  ]);
  const bodyName = body ? inLanguage(body.body.values.name, language).text : '';
  const month = input.month || brusselsDay(now).slice(0, 7);
  const { before, after } = monthsAround(month);
  const to = (more: object): string =>
    paths.meetings({ ...(input.body ? { body: input.body } : {}), ...more });
  const plans = body ? plannable.some((one) => one.body._id === body.body._id) : plannable.length > 0;
  return page('meetings/index', {
    title: body ? t('meetings.ofBody', { name: bodyName }) : t('meetings.title'),
    space: 'network',
    bodyHref: body ? paths.body({ id: body.body._id }) : null,
    bodyName,
    groups: groupsOf(shown, visit),
    month: input.month ? { before: to({ month: before }), after: to({ month: after }) } : null,
    toMonth: to({ month }),
    toAll: to({}),
    begin: plans ? paths.newMeeting(input.body ? { body: input.body } : {}) : null,
    beginSeries: plans ? paths.newSeries(input.body ? { body: input.body } : {}) : null,
    series: series.map((one) => ({ href: paths.series({ id: one._id }), title: one.plan.title })),
    calendar: paths.calendar(),
  });
}
