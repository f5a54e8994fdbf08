import { type Answer, page, redirect } from '../../../core/answers.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { addAuthority, nameAuthority } from './actions.ts';
import type { NamesForm } from './forms.ts';
import { bodyPage, namesFrom } from './handlers.ts';
import { authoritiesSeen } from './lists.ts';
import { requireAuthority, theSystem } from './queries.ts';

export async function showAuthorities(visit: SignedInVisit): Promise<Answer> {
  const { t, refused } = visit;
  const authorities = await authoritiesSeen(visit.language);
  const title = t('accounts.authorities.title');
  return page('accounts/authorities', { title, space: 'platform', authorities, refused });
}

export async function newAuthority(visit: SignedInVisit<NamesForm>): Promise<Answer> {
  const about = { record: { type: 'system', id: theSystem.id } };
  const { id } = await visit.act(about, (unit) => addAuthority(unit, namesFrom(visit.input)));
  leaveNotice(visit, 'accounts.bodies.named');
  return redirect(paths.authority({ id }));
}

export async function showAuthority(visit: SignedInVisit): Promise<Answer> {
  const { names } = await requireAuthority(visit.person, visit.params.id);
  const made = await bodyPage(visit, 'authority');
  const inviteAction = paths.authorityOfficials({ id: made.body.id });
  return page('accounts/authority', { ...made, space: 'platform', names, inviteAction });
}

export async function renameAuthority(visit: SignedInVisit<NamesForm>): Promise<Answer> {
  const { _id: id } = await requireAuthority(visit.person, visit.params.id);
  await visit.act({ record: { type: 'authority', id } }, (unit) =>
    nameAuthority(unit, id, namesFrom(visit.input)),
  );
  leaveNotice(visit, 'accounts.bodies.named');
  return redirect(paths.authority({ id }));
}
