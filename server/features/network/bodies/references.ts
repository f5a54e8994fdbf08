import type { ClientSession } from 'mongodb';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import type { BodyValues } from '../../../../models/bodyFields.ts';
import { areaOf } from '../../../geography/geography.ts';
import { allPlatforms } from '../../coverage/register/queries.ts';
import { meaningsOf } from '../../coverage/wordsAndTasks/queries.ts';
import { zonesInUse } from '../../coverage/zones/queries.ts';
import { fault, refuse } from './faults.ts';

type Session = ClientSession | null;

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
