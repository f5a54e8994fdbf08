import type { ClientSession } from 'mongodb';
import { z } from 'zod';
import type { BodyRecord } from '../../../../models/Body.ts';
import type { FunctionValues, SeatValues } from '../../../../models/bodyFields.ts';
import { MembershipModel } from '../../../../models/Membership.ts';
import { areaOf } from '../../../geography/geography.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';
import { fault, refuse } from './faults.ts';

type Session = ClientSession | null;

/** Whether somebody belongs to an organisation or platform today. */
const isOf = async (person: string, body: string, session: Session): Promise<boolean> =>
  (await MembershipModel.exists({ person, body, current: true }).session(session)) !== null;

const isEmail = (text: string): boolean => z.email().safeParse(text).success;

/** Who can send delegates: the partners and the platforms themselves; inside an organisation that one alone. */
async function isSender(
  organisation: string,
  body: Pick<BodyRecord, 'organisation' | 'values'>,
  session: Session,
): Promise<boolean> {
  if (body.organisation !== null) return organisation === body.organisation;
  const { platforms } = body.values;
  if (platforms.includes(organisation)) return true;
  return (await partnersOf(platforms, session)).some((one) => one._id === organisation);
}

const isSiteOf = async (site: string, organisation: string, session: Session): Promise<boolean> =>
  (await offerOf([organisation], session)).sites.some((one) => one._id === site);

const hasCome = (from: string, until: string): boolean => from === '' || until === '' || from <= until;

/**
 * Checks what only the store knows of a seat.
 * @param isJoining who joins an open body by themselves need not be of a partner of its platforms
 * @throws Invalid
 */
export async function checkSeat(
  values: SeatValues,
  changed: readonly string[],
  body: Pick<BodyRecord, 'organisation' | 'values'>,
  session: Session,
  isJoining = false,
): Promise<void> {
  const { organisation, organisationWords, person, name, email, site, from, until } = values;
  const isSomebody = organisation !== '' || organisationWords !== '' || person !== '' || name !== '';
  refuse(
    {
      organisation:
        fault(isSomebody, 'somebody') ??
        fault(
          isJoining || organisation === '' || (await isSender(organisation, body, session)),
          'organisation',
        ),
      person: fault(
        person === '' || organisation === '' || (await isOf(person, organisation, session)),
        'person',
      ),
      name: fault(person === '' || name === '', 'personOrName'),
      email: fault(email === '' || isEmail(email), 'email'),
      site: fault(
        site === '' || (organisation !== '' && (await isSiteOf(site, organisation, session))),
        'fromList',
      ),
      until: fault(hasCome(from, until), 'untilBefore'),
    },
    changed,
  );
}

/** @throws Invalid */
export async function checkFunction(
  platform: string,
  { share, area, person, name, from, until }: FunctionValues,
  changed: readonly string[],
  session: Session,
): Promise<void> {
  refuse(
    {
      area:
        fault(share !== 'area' || area !== '', 'area') ??
        fault(area === '' || areaOf(area) !== undefined, 'fromList'),
      person: fault(person === '' || (await isOf(person, platform, session)), 'person'),
      name: fault(person === '' || name === '', 'personOrName'),
      until: fault(hasCome(from, until), 'untilBefore'),
    },
    changed,
  );
}
