import { type Answer, json, redirect } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { HistoryInput, RestorationInput } from '../../../live/history/forms.ts';
import { paths } from '../../../paths.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { requireCaseAccess } from '../../cases/queries.ts';
import { write, writeOfText } from '../write.ts';
import { addVersion, changeVersion, restorePassage, setVersionRemoved } from './actions.ts';
import type { VersionChangeInput, VersionInput } from './forms.ts';
import { historyPage, historyText } from './pages.ts';
import { mustRead } from './queries.ts';

/** A page that moves from moment to moment is one view of the history, not many. */
const sameView = 10 * 60_000;

const wantsJson = (visit: SignedInVisit): boolean => visit.request.accepts(['html', 'json']) === 'json';

/** Decides about the text, and writes the act, before anything of it is read. */
async function seen(visit: SignedInVisit, once?: { unlessWithin: number }): Promise<CaseAccess> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  mustRead(access);
  const { caseId, body } = access;
  await visit.seen({
    record: { type: 'narrative', id: caseId, caseId },
    bodyId: body,
    name: 'history.viewed',
    ...once,
  });
  return access;
}

export async function showHistory(visit: SignedInVisit<HistoryInput>): Promise<Answer> {
  return historyPage(visit, await seen(visit));
}

export async function showHistoryText(visit: SignedInVisit<HistoryInput>): Promise<Answer> {
  return historyText(visit, await seen(visit, { unlessWithin: sameView }));
}

/** A refused form of the history, with what was typed and what is wrong, on the page it came from. */
export async function showHistoryAgain(visit: SignedInVisit): Promise<Answer> {
  return historyPage(visit as SignedInVisit<HistoryInput>, await seen(visit));
}

/** Scripts get the outcome; forms go back to the history, which says how it went. */
function done(visit: SignedInVisit, outcome: unknown, told: string, anchor: string): Answer {
  if (wantsJson(visit)) return json(outcome);
  visit.request.session.notice = { key: told };
  return redirect(`${paths.planHistory({ id: visit.params.id ?? '' })}#${anchor}`);
}

export async function restore(visit: SignedInVisit<RestorationInput>): Promise<Answer> {
  const { house, person, params, input } = visit;
  const outcome = await write(visit, { type: 'narrative', id: params.id ?? '' }, (unit, access) =>
    restorePassage(house, unit, access, person, input),
  );
  return done(visit, outcome, `plans.history.restored.${outcome.place}`, `restored-${outcome.sequence}`);
}

export async function nameVersion(visit: SignedInVisit<VersionInput>): Promise<Answer> {
  const about = { type: 'version', id: visit.params.id ?? '' } as const;
  const outcome = await writeOfText(visit, about, (unit, access, epoch) =>
    addVersion(visit.house, unit, access, { ...visit.input, epoch }),
  );
  return done(visit, outcome, 'plans.history.versions.added', 'versions');
}

export async function renameVersion(visit: SignedInVisit<VersionChangeInput>): Promise<Answer> {
  const id = visit.params.versionId ?? '';
  const outcome = await writeOfText(visit, { type: 'version', id }, (unit, access, epoch) =>
    changeVersion(visit.house, unit, access, id, { ...visit.input, epoch }),
  );
  return done(visit, outcome, 'plans.history.versions.changed', 'versions');
}

/** Puts a version aside, or back. */
const removal = (removed: boolean) => async (visit: SignedInVisit) => {
  const id = visit.params.versionId ?? '';
  const outcome = await write(visit, { type: 'version', id }, (unit, access) =>
    setVersionRemoved(unit, access, id, removed),
  );
  const told = removed ? 'plans.history.versions.removed' : 'plans.history.versions.putBack';
  return done(visit, outcome, told, 'versions');
};
export const removeVersion = removal(true);
export const restoreVersion = removal(false);
