import { PersonModel } from '../../../models/Person.ts';
import type { House } from '../../core/house.ts';
import { newToken } from '../../core/tokens.ts';
import { paths } from '../../paths.ts';
import { loadAuthorities } from './authorities.ts';
import { makeLink, withdrawLinks } from './links.ts';
import { outside } from './mails.ts';

/**
 * The address where the first administrator sets up an account, as long as nobody has one; null afterwards.
 * Every start makes a new link and withdraws the older ones, so that one in an old log opens nothing.
 */
export async function ensureSetUpLink(house: House): Promise<string | null> {
  await loadAuthorities(house);
  if (await PersonModel.exists({})) return null;
  const token = newToken();
  const draft = { name: 'account.setUpOffered', actor: null, record: { type: 'system', id: 'schakel' } };
  await house.unitOfWork.do(draft, async (unit) => {
    await withdrawLinks(unit, { purpose: 'firstAdministrator' });
    await makeLink(unit, token, { purpose: 'firstAdministrator' });
    return null;
  });
  return outside(house, paths.setUp({ token }));
}
