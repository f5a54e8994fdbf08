import { type MeetingSeriesRecord, type SeriesPlan, seriesKinds } from '../../../models/MeetingSeries.ts';
import { type Answer, page } from '../../core/answers.ts';
import { brusselsDay, languages } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { hasInsz } from '../../fields/insz.ts';
import { paths } from '../../paths.ts';
import type { SeenBody } from '../network/bodies/queries.ts';
import { bodyNames, personNames } from '../network/queries.ts';
import { bodyName } from './formPage.ts';
import { markOf } from './marks.ts';
import { meetingsOfSeries } from './series/queries.ts';
import { dayAfter } from './series.ts';
import { dayInWords, hoursInWords } from './wallClock.ts';

const nths = [1, 2, 3, 4, -1] as const;

const weekdayName = (weekday: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, weekday)),
  );

/** How a series repeats, in one sentence. */
export function ruleWords(
  { rule }: SeriesPlan,
  { t, language }: Pick<SignedInVisit, 't' | 'language'>,
): string {
  const said = {
    count: rule.every,
    nth: t(`meetings.series.nth.${rule.nth === -1 ? 'last' : rule.nth}`),
    weekday: weekdayName(rule.weekday, language),
    monthDay: rule.monthDay,
  };
  if (rule.kind === 'days') return t('meetings.series.words.days', { count: rule.days.length });
  return t(`meetings.series.words.${rule.kind}`, said);
}

type Inputs = Record<string, string>;

const inputsOf = ({ rule, ...plan }: SeriesPlan, lastDay: string): Inputs => ({
  ...plan,
  ...{
    kind: rule.kind,
    nth: String(rule.nth),
    weekday: String(rule.weekday),
    monthDay: String(rule.monthDay),
  },
  everyMonths: rule.kind === 'weeks' ? '1' : String(rule.every),
  everyWeeks: rule.kind === 'weeks' ? String(rule.every) : '2',
  days: rule.days.join('\n'),
  lastDay,
});

function fieldsOf(visit: SignedInVisit<unknown>, inputs: Inputs) {
  const { t, language, refused } = visit;
  return {
    values: refused ? refused.values : inputs,
    refused,
    insz: hasInsz(visit),
    kinds: seriesKinds.map((value) => ({ value, text: t(`meetings.series.kind.${value}`) })),
    nths: nths.map((value) => ({
      value: String(value),
      text: t(`meetings.series.nth.${value === -1 ? 'last' : value}`),
    })),
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((one) => ({ value: String(one), text: weekdayName(one, language) })),
    forms: ['in_person', 'online', 'both'].map((value) => ({ value, text: t(`meetings.form.${value}`) })),
    languageChoices: languages.map((value) => ({ value, text: t(`general.languages.${value}`) })),
  };
}

/** The rhythm a body says it has, where a series can have the same. */
function rhythmOf({ values }: SeenBody['body']): Inputs {
  const number = values.rhythmNumber ?? 0;
  if (number < 1) return {};
  if (values.rhythmUnit === 'every_weeks') return { kind: 'weeks', everyWeeks: String(number) };
  if (values.rhythmUnit === 'every_months') return { everyMonths: String(number) };
  const months = 12 / number;
  return values.rhythmUnit === 'times_a_year' && Number.isInteger(months)
    ? { everyMonths: String(months) }
    : {};
}

export function newSeriesPage(visit: SignedInVisit<unknown>, seen: SeenBody): Answer {
  const { t, language } = visit;
  const name = bodyName(seen, visit);
  const begin: Inputs = {
    ...{ title: name, kind: 'weekday', nth: '1', weekday: '2', monthDay: '1' },
    ...{ everyMonths: '1', everyWeeks: '2', ...rhythmOf(seen.body) },
    ...{
      days: '',
      form: 'in_person',
      language: seen.body.values.language || language,
      firstDay: '',
      lastDay: '',
    },
  };
  return page('meetings/seriesForm', {
    title: t('meetings.series.new'),
    space: 'network',
    narrow: true,
    crumb: { href: paths.meetings({ body: seen.body._id }), text: name },
    target: paths.seriesList(),
    back: paths.meetings({ body: seen.body._id }),
    body: seen.body._id,
    bodyName: name,
    change: null,
    ...fieldsOf(visit, begin),
  });
}

/** The plan of a series, to change from a day on. */
export function planPage(
  visit: SignedInVisit<unknown>,
  seen: SeenBody & { series: MeetingSeriesRecord },
): Answer {
  const { series } = seen;
  return page('meetings/seriesForm', {
    title: visit.t('meetings.series.change'),
    space: 'network',
    narrow: true,
    crumb: { href: paths.series({ id: series._id }), text: series.plan.title },
    target: paths.seriesPlan({ id: series._id }),
    back: paths.series({ id: series._id }),
    body: '',
    bodyName: '',
    change: { revision: series.revision },
    ...fieldsOf(visit, {
      ...inputsOf(series.plan, series.lastDay),
      changeFrom: dayAfter(brusselsDay(visit.now), 1),
    }),
  });
}

/** A series with its meetings, each a page of its own. */
export async function seriesPage(
  visit: SignedInVisit<unknown>,
  seen: SeenBody & { series: MeetingSeriesRecord; mayPlan: boolean },
): Promise<Answer> {
  const { person, now, language, t, house, refused } = visit;
  const { series, mayPlan } = seen;
  const id = series._id;
  const [meetings, people, bodies] = await Promise.all([
    meetingsOfSeries(person, id, now),
    personNames(series.steps.flatMap((one) => one.by ?? [])),
    bodyNames(
      house,
      series.steps.map((one) => one.body),
      language,
    ),
  ]);
  const isEnded = series.steps.at(-1)?.kind === 'ended';
  return page('meetings/series', {
    title: series.plan.title,
    space: 'network',
    bodyName: bodyName(seen, visit),
    bodyHref: paths.body({ id: series.body }),
    listHref: paths.meetings({ body: series.body }),
    rule: ruleWords(series.plan, visit),
    ...{ ...hoursInWords(series.plan, language), revision: series.revision, isEnded },
    firstDay: dayInWords(series.firstDay, language),
    lastDay: series.lastDay ? dayInWords(series.lastDay, language) : '',
    meetings: meetings.map(({ meeting }) => ({
      href: paths.meeting({ id: meeting._id }),
      day: dayInWords(meeting.values.day, language),
      ...hoursInWords(meeting.values, language),
      state: meeting.state,
      mark: markOf[meeting.state],
      movedFrom:
        meeting.isApart && meeting.seriesDay !== meeting.values.day && /^\d/.test(meeting.seriesDay)
          ? dayInWords(meeting.seriesDay, language)
          : '',
      isPast: meeting.endsAt <= now,
    })),
    steps: series.steps.map((one) => ({
      ...{ text: t(`meetings.series.step.${one.kind}`), at: one.at, why: one.why },
      who: { person: one.by ? (people.get(one.by) ?? '') : '', body: bodies.get(one.body) ?? '' },
    })),
    change: mayPlan && !isEnded ? paths.seriesPlan({ id }) : null,
    end: mayPlan && !isEnded ? paths.seriesEnd({ id }) : null,
    tomorrow: dayAfter(brusselsDay(now), 1),
    refused,
    insz: hasInsz(visit),
  });
}
