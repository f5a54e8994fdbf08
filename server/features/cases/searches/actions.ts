import { randomUUID } from 'node:crypto';
import { FailedSearchModel } from '../../../../models/FailedSearch.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { countDemand } from '../../coverage/demand/actions.ts';
import { type Demand, monthOf } from '../../coverage/demand/queries.ts';
import { type CaseAccess, mayWriteRecords } from '../policy.ts';
import { failedSearchesOf } from './queries.ts';
import { sealSearch } from './records.ts';

/** Most searches of one case. */
const most = 500;

/** The same help for the same people in the same area, whatever stood in the way. */
const isSameSearch = (one: Demand, other: Demand): boolean =>
  one.type === other.type &&
  one.area === other.area &&
  one.age === other.age &&
  one.target === other.target &&
  one.month === other.month;

/**
 * Help was looked for and not found: kept in the case, and counted once. The same again in the same month is refused,
 * so that five in a month are of five cases.
 * @throws NotFound, Invalid
 */
export async function recordFailedSearch(
  house: House,
  unit: Unit,
  access: CaseAccess,
  found: Omit<Demand, 'month'>,
): Promise<{ searchId: string }> {
  if (!mayWriteRecords(access)) throw new NotFound();
  const said: Demand = { ...found, month: monthOf(unit.now) };
  const earlier = await failedSearchesOf(house, access, unit.session);
  if (earlier.some((one) => !one.takenBackAt && isSameSearch(one.said, said)))
    throw new Invalid({ type: 'cases.search.errors.already' });
  if (earlier.length >= most) throw new Invalid({ type: 'cases.search.errors.full' });
  // The count first: of two people who say the same at once, one is run again and then sees what the other said.
  await countDemand(house.keys, unit.session, said, 1);
  const cipher = await house.keys.cipher(access.caseId);
  const id = randomUUID();
  const record = {
    _id: id,
    case: access.caseId,
    said: sealSearch(cipher, id, said),
    saidAt: unit.now,
    saidBy: access.personId,
  };
  await FailedSearchModel.create([record], { session: unit.session });
  unit.note({ search: id });
  return { searchId: id };
}

/** What was said is taken back, by anyone who writes in the case; the count goes down again. @throws NotFound, Conflict */
export async function takeBackSearch(
  house: House,
  unit: Unit,
  access: CaseAccess,
  searchId: string,
): Promise<{ takenBack: true }> {
  if (!mayWriteRecords(access)) throw new NotFound();
  const found = (await failedSearchesOf(house, access, unit.session)).find((one) => one.id === searchId);
  if (!found) throw new NotFound();
  if (found.takenBackAt) throw new Conflict('cases.search.errors.alreadyTakenBack');
  await countDemand(house.keys, unit.session, found.said, -1);
  await FailedSearchModel.updateOne(
    { _id: searchId },
    { $set: { takenBackAt: unit.now, takenBackBy: access.personId } },
    { session: unit.session },
  );
  return { takenBack: true };
}
