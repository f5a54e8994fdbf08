import { type Answer, redirect } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { RedactionInput, SearchInput } from '../../../live/redaction/forms.ts';
import { paths } from '../../../paths.ts';
import { type CaseAccess, mayRedact } from '../../cases/policy.ts';
import { requireCaseAccess } from '../../cases/queries.ts';
import { redactQuietly } from '../../prose/actions.ts';
import { mustRead } from '../history/queries.ts';
import { write } from '../write.ts';
import { redactWords } from './actions.ts';
import { searchPage } from './pages.ts';

async function entitled(visit: SignedInVisit): Promise<CaseAccess> {
  const access = await requireCaseAccess(visit.house, visit.person, visit.params.id);
  mustRead(access);
  if (!mayRedact(access)) throw new NotFound();
  return access;
}

/** Looking for words in the history is a view of it. */
async function seen(visit: SignedInVisit): Promise<CaseAccess> {
  const access = await entitled(visit);
  const { caseId, body } = access;
  const record = { type: 'narrative', id: caseId, caseId };
  await visit.seen({ record, bodyId: body, name: 'history.viewed' });
  return access;
}

export async function showSearch(visit: SignedInVisit): Promise<Answer> {
  return searchPage(visit, await seen(visit), { words: [], where: 'everywhere', line: undefined });
}

export async function search(visit: SignedInVisit<SearchInput>): Promise<Answer> {
  return searchPage(visit, await seen(visit), visit.input);
}

export async function showSearchAgain(visit: SignedInVisit): Promise<Answer> {
  return searchPage(visit, await seen(visit), null);
}

export async function redact(visit: SignedInVisit<RedactionInput>): Promise<Answer> {
  const { house, input } = visit;
  const { caseId } = await entitled(visit);
  await redactQuietly(house, { kind: 'plan', documentId: caseId }, (attempt) =>
    write(visit, { type: 'narrative', id: caseId }, (unit, access) => {
      attempt();
      return redactWords(house, unit, access, input);
    }),
  );
  visit.request.session.notice = { key: 'plans.redaction.done' };
  return redirect(`${paths.planHistory({ id: caseId })}#redactions`);
}
