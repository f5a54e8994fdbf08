import type { ClientSession } from 'mongodb';
import { UnmetDemandModel } from '../../../../models/UnmetDemand.ts';
import type { KeyRing } from '../../../core/keys.ts';
import { functionsEver } from '../register/queries.ts';
import { type Demand, demandShape } from './demand.ts';
import { demandCipher, sealTally, talliedIn } from './tally.ts';

/**
 * The one door from the case space to the platform's counts. It is given the keys, the transaction of the case's own
 * record and a demand, and nothing that tells of which case, who or when: no act, no person, no body, no day.
 * @param by one more, or one less when what was said is taken back
 * @throws when the demand holds anything else than its six fields, or a word that is no code
 */
export async function countDemand(
  keys: KeyRing,
  session: ClientSession,
  demand: Demand,
  by: 1 | -1,
): Promise<void> {
  const { month, ...kind } = demandShape.parse(demand);
  if (!(await functionsEver()).some((one) => one._id === kind.type))
    throw new Error('no such kind of help: a demand is counted by its codes');
  const cipher = await demandCipher(keys);
  const before = await talliedIn(cipher, month, session);
  const isSame = (one: Demand): boolean =>
    one.type === kind.type &&
    one.area === kind.area &&
    one.age === kind.age &&
    one.target === kind.target &&
    one.obstacle === kind.obstacle;
  const count = (before.find(isSame)?.count ?? 0) + by;
  const others = before.filter((one) => !isSame(one));
  const after = count > 0 ? [...others, { month, ...kind, count }] : others;
  await UnmetDemandModel.updateOne(
    { _id: month },
    { $set: { tally: sealTally(cipher, month, after) } },
    { upsert: true, session },
  );
}
