import { type Answer, redirect } from '../../../../core/answers.ts';
import { Forbidden } from '../../../../core/errors.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import type { HistoryInput, RestorationInput } from '../../../../live/history/forms.ts';
import type { RedactionInput, SearchInput } from '../../../../live/redaction/forms.ts';
import { paths } from '../../../../paths.ts';
import { redactQuietly } from '../../../prose/actions.ts';
import { redactMinutes, restoreInMinutes } from './actions.ts';
import { historyPage, historyText, searchPage } from './pages.ts';
import { requireMinutes, type SeenMinutes } from './queries.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const aboutOf = ({ params }: Pick<Visit, 'params'>) => ({
  meeting: params.id ?? '',
  item: params.item ?? '',
});
const idsOf = ({ params }: Pick<Visit, 'params'>) => ({ id: params.id ?? '', item: params.item ?? '' });
const seenIn = (visit: Visit): Promise<SeenMinutes> =>
  requireMinutes(visit.person, aboutOf(visit), visit.now);

/** What an act on minutes is about, for the body this person does it for. */
const actOn = ({ room, item }: SeenMinutes) => ({
  record: { type: 'minutes', id: item._id },
  ...(room.access.body ? { bodyId: room.access.body } : {}),
});

export const showHistory = async (visit: Visit<HistoryInput>): Promise<Answer> =>
  historyPage(visit, await seenIn(visit));

export const showHistoryText = async (visit: Visit<HistoryInput>): Promise<Answer> =>
  historyText(visit, await seenIn(visit));

/** A refused form of the history, with what is wrong, on the page it came from. */
export const showHistoryAgain = (visit: Visit): Promise<Answer> => showHistory(visit as Visit<HistoryInput>);

/** Where the address of a form leads that is only sent to. */
export const toHistory = (visit: Visit): Answer => redirect(paths.minutesHistory(idsOf(visit)));

export async function restore(visit: Visit<RestorationInput>): Promise<Answer> {
  const { house, person, input } = visit;
  const seen = await seenIn(visit);
  const { place, sequence } = await visit.act(actOn(seen), (unit) =>
    restoreInMinutes(house, unit, person, aboutOf(visit), input),
  );
  leaveNotice(visit, `plans.history.restored.${place}`);
  return redirect(`${paths.minutesHistory(idsOf(visit))}#restored-${sequence}`);
}

async function entitled(visit: Visit): Promise<SeenMinutes> {
  const seen = await seenIn(visit);
  if (!seen.mayRedact) throw new Forbidden();
  return seen;
}

export const showSearch = async (visit: Visit): Promise<Answer> =>
  searchPage(visit, await entitled(visit), { words: [], where: 'everywhere', line: undefined });

/** Looking for words in what was deleted too is kept. */
export async function search(visit: Visit<SearchInput>): Promise<Answer> {
  const seen = await entitled(visit);
  await visit.seen(actOn(seen));
  return searchPage(visit, seen, visit.input);
}

export const showSearchAgain = async (visit: Visit): Promise<Answer> =>
  searchPage(visit, await entitled(visit), null);

export async function redact(visit: Visit<RedactionInput>): Promise<Answer> {
  const { house, person, input } = visit;
  const seen = await entitled(visit);
  await redactQuietly(house, { kind: 'minutes', documentId: seen.item._id }, (attempt) =>
    visit.act(actOn(seen), (unit) => {
      attempt();
      return redactMinutes(house, unit, person, aboutOf(visit), input);
    }),
  );
  leaveNotice(visit, 'plans.redaction.done');
  return redirect(`${paths.minutesHistory(idsOf(visit))}#redactions`);
}
