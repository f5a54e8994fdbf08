import { UnmetDemandModel } from '../../../../models/UnmetDemand.ts';
import type { House } from '../../../core/house.ts';
import { type Demand, type DemandCount, monthOf, monthsFrom } from './demand.ts';
import { demandCipher, sealTally } from './tally.ts';

type Given = [Demand['type'], Demand['area'], Demand['age'], Demand['target'], Demand['obstacle'], number[]];

/** Made up: how often in each of the last nine months, the oldest first. */
const examples: Given[] = [
  ['short_residential', '13000', 'adults', '', 'nothing_there', [1, 2, 1, 3, 2, 2, 1, 3, 2]],
  ['short_residential', '13000', 'adults', 'dual_diagnosis', 'turned_away', [0, 1, 2, 1, 1, 2, 1, 1, 2]],
  ['long_residential', '13000', 'adults', '', 'too_far', [1, 0, 1, 1, 2, 1, 1, 0, 2]],
  ['therapeutic_community', '11000', 'adults', '', 'nothing_there', [2, 3, 2, 2, 4, 3, 2, 3, 3]],
  ['therapeutic_community', '11000', 'adults', 'dual_diagnosis', 'turned_away', [1, 1, 0, 2, 1, 1, 2, 0, 1]],
  ['therapeutic_community', '12000', 'adults', '', 'too_far', [0, 1, 1, 0, 1, 1, 0, 1, 1]],
  ['therapeutic_community', '13000', 'adults', '', 'too_far', [0, 0, 1, 0, 1, 0, 0, 0, 1]],
  ['detox', '11000', 'adults', '', 'waiting_list', [3, 2, 4, 3, 3, 5, 4, 3, 4]],
  ['detox', '12000', 'adults', 'homeless', 'turned_away', [0, 1, 0, 1, 1, 0, 1, 1, 0]],
  ['aftercare', '12000', 'adults', '', 'waiting_list', [1, 0, 1, 1, 1, 0, 2, 1, 1]],
  ['crisis', '13000', 'children_youth', 'young_users', 'nothing_there', [1, 1, 0, 1, 2, 1, 1, 1, 0]],
  ['outreach', '11000', 'elderly', '', 'nothing_there', [0, 0, 1, 0, 0, 1, 0, 0, 1]],
  ['crisis', '71000', 'adults', 'homeless', 'nothing_there', [1, 1, 2, 1, 1, 2, 1, 2, 1]],
  ['ambulatory_counselling', '72000', 'children_youth', '', 'waiting_list', [1, 2, 1, 1, 2, 1, 2, 1, 2]],
  ['detox', '34000', 'adults', '', 'nothing_there', [2, 2, 3, 2, 2, 3, 2, 3, 2]],
  ['therapeutic_community', '34000', 'adults', '', 'too_far', [1, 1, 1, 2, 1, 1, 1, 2, 1]],
  ['case_management', '36000', 'adults', 'dual_diagnosis', 'waiting_list', [1, 0, 1, 1, 0, 1, 1, 1, 1]],
  ['ambulatory_counselling', '23000', 'adults', '', 'too_far', [1, 2, 2, 1, 2, 1, 2, 2, 1]],
  ['crisis', '24000', 'adults', 'dual_diagnosis', 'turned_away', [1, 1, 1, 0, 2, 1, 1, 1, 2]],
  ['detox', '62000', 'children_youth', 'young_users', 'nothing_there', [1, 1, 2, 1, 1, 1, 2, 1, 1]],
];

/** Counts of earlier months for the demo, whose pages say that they are made up; safe to repeat. */
export async function loadDemoDemand(house: House): Promise<void> {
  if (house.keys.state !== 'ready') return;
  const cipher = await demandCipher(house.keys);
  for (let back = 9; back >= 1; back--) {
    const month = monthsFrom(monthOf(house.clock.now()), -back);
    const counts = examples.flatMap(([type, area, age, target, obstacle, months]): DemandCount[] => {
      const count = months[months.length - back] ?? 0;
      return count > 0 ? [{ type, area, age, target, obstacle, month, count }] : [];
    });
    const draft = { name: 'unmetDemand.filled', actor: null, record: { type: 'unmetDemand', id: month } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      if (await UnmetDemandModel.exists({ _id: month }).session(session)) return;
      await UnmetDemandModel.create([{ _id: month, tally: sealTally(cipher, month, counts) }], { session });
    });
  }
}
