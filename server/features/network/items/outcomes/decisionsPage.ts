import { type Answer, page } from '../../../../core/answers.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { fold } from '../../../../geography/fold.ts';
import { paths } from '../../../../paths.ts';
import { marked } from '../../bodies/marks.ts';
import { bodyName } from '../agendaPage.ts';
import type { DecisionsInput } from '../forms.ts';
import { meetingsById } from '../meetings.ts';
import type { Place } from '../place.ts';
import { readerOf, viewsIn } from '../queries.ts';
import { outcomeRecordsOf } from '../records.ts';
import type { OutcomeView } from '../views.ts';

/** Whether an outcome holds every word that is looked for, and is of the state that is asked. */
export function isAsked(one: OutcomeView, { words, kind, state }: DecisionsInput): boolean {
  const text = fold(`${one.text} ${one.who.name}`);
  const isOpen = one.state === 'open' || one.state === 'taken';
  return (
    fold(words)
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (kind === '' || one.kind === kind) &&
    (state === '' ||
      (state === 'open' && isOpen) ||
      (state === 'overdue' && one.isOverdue) ||
      (state === 'closed' && !isOpen))
  );
}

const lastDay = '9999';

/** The newest first; or by due day, or by who does it, the longest open first. */
export function sorted(
  all: readonly OutcomeView[],
  sort: DecisionsInput['sort'],
  language: string,
): OutcomeView[] {
  const byAge = (a: OutcomeView, b: OutcomeView): number => +a.recordedAt - +b.recordedAt;
  if (sort === 'due')
    return [...all].sort((a, b) => (a.due || lastDay).localeCompare(b.due || lastDay) || byAge(a, b));
  if (sort === 'who')
    return [...all].sort((a, b) => a.who.name.localeCompare(b.who.name, language) || byAge(a, b));
  return [...all].sort((a, b) => byAge(b, a));
}

/** What a body decided, and who does what. */
export async function decisionsPage(visit: SignedInVisit<DecisionsInput>, place: Place): Promise<Answer> {
  const { person, now, language, t, input } = visit;
  const { body, rights } = place;
  const all = await viewsIn(
    await outcomeRecordsOf({ body: body._id }),
    readerOf(person, place, now, language),
  );
  const shown = sorted(
    all.filter((one) => isAsked(one, input)),
    input.sort,
    language,
  );
  return page('agenda/decisions', {
    title: t('agenda.decisions.title'),
    space: 'network',
    styles: ['/styles/agenda.css'],
    scripts: ['/build/gaps.js'],
    topics: `items:${body._id}`,
    entries: paths.bodyDecisions({ id: body._id }, input),
    ...{ name: bodyName(place, language), asked: input, rights, all: all.length },
    open: all.filter((one) => one.state === 'open').length,
    overdue: all.filter((one) => one.isOverdue).length,
    mark: marked(shown).mark,
    outcomes: shown,
    meetings: await meetingsById(shown.map((one) => one.meeting)),
    to: {
      body: paths.body({ id: body._id }),
      list: paths.bodyDecisions({ id: body._id }),
      backlog: paths.backlog({ id: body._id }),
    },
  });
}
