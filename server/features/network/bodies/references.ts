import type { ClientSession } from 'mongodb';
import { z } from 'zod';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import type { BodyValues, FunctionValues, SeatValues } from '../../../../models/bodyFields.ts';
import { MembershipModel } from '../../../../models/Membership.ts';
import { Invalid } from '../../../core/errors.ts';
import { areaOf } from '../../../geography/geography.ts';
import { allPlatforms, partnersOf } from '../../coverage/register/queries.ts';
import { meaningsOf } from '../../coverage/wordsAndTasks/queries.ts';
import { zonesInUse } from '../../coverage/zones/queries.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';

type Session = ClientSession | null;

/** By field: the key of what is wrong, null when nothing is. */
type Faults = Record<string, string | null>;

const fault = (isRight: boolean, key: string): string | null => (isRight ? null : `bodies.errors.${key}`);

/** Fields that are looked at again when another changes. */
const together: Readonly<Record<string, readonly string[]>> = {
  platforms: ['parent', 'areas'],
  rhythmUnit: ['rhythmNumber'],
  from: ['until'],
  person: ['name'],
  share: ['area'],
};

/** @throws Invalid beside each field that is to be mended; only what changed is looked at */
function refuse(faults: Faults, changed: readonly string[]): void {
  const looked = new Set(changed.flatMap((field) => [field, ...(together[field] ?? [])]));
  const wrong = Object.entries(faults).flatMap(([field, key]) =>
    key !== null && looked.has(field) ? [[field, key] as const] : [],
  );
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong));
}

const overlap = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

/** Whether a body can be part of another: of the same platforms or organisation, and not of itself. */
async function isParent(
  { _id, organisation }: Pick<BodyRecord, '_id' | 'organisation'>,
  { parent, platforms }: BodyValues,
  session: Session,
): Promise<boolean> {
  const seen = new Set([_id]);
  for (let id = parent, first = true; id !== ''; first = false) {
    if (seen.has(id)) return false;
    seen.add(id);
    const found = await BodyModel.findById(id).session(session).lean<BodyRecord | null>();
    if (!found) return !first;
    const isNear = organisation
      ? found.organisation === organisation
      : found.organisation === null && overlap(found.values.platforms, platforms);
    if (first && !isNear) return false;
    id = found.values.parent;
  }
  return true;
}

/**
 * Checks what only the store knows of a body.
 * @param changed only these fields are looked at: what is there already may be of yesterday
 * @throws Invalid beside the field that is to be mended
 */
export async function checkBody(
  body: Pick<BodyRecord, '_id' | 'organisation' | 'values'>,
  changed: readonly string[],
  session: Session,
): Promise<void> {
  const { values, organisation } = body;
  const [platforms, zones, meanings] = await Promise.all([
    allPlatforms(session),
    zonesInUse(),
    meaningsOf(values.platforms, session),
  ]);
  const isPlatform = (id: string): boolean => platforms.some((one) => one._id === id);
  const isMeaning = (id: string, word: string): boolean =>
    id === '' || meanings.some((one) => one._id === id && one.values.word === word);
  const isInside = organisation !== null;
  const rhythm = (values.rhythmUnit === '') === (values.rhythmNumber === null);
  refuse(
    {
      areas: fault(
        values.areas.every((nis) => areaOf(nis) !== undefined),
        'fromList',
      ),
      zones: fault(
        values.zones.every((id) => zones.some((one) => one._id === id)),
        'fromList',
      ),
      parent: fault(values.parent === '' || (await isParent(body, values, session)), 'parent'),
      openness: fault((values.openness === 'inside') === isInside, 'openness'),
      rhythmNumber:
        fault(rhythm, 'rhythm') ??
        fault(values.rhythmNumber === null || values.rhythmNumber > 0, 'rhythmPositive'),
      circuitMeaning: fault(isMeaning(values.circuitMeaning, 'care_circuit'), 'fromList'),
      networkMeaning: fault(isMeaning(values.networkMeaning, 'care_network'), 'fromList'),
      platforms:
        fault(values.platforms.every(isPlatform), 'fromList') ??
        fault(isInside === (values.platforms.length === 0), 'platform'),
    },
    changed,
  );
}

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
