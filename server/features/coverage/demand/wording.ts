import type { House } from '../../../core/house.ts';
import { formats } from '../../../core/i18n.ts';
import { KeyUnavailable } from '../../../core/keys.ts';
import type { Visit } from '../../../core/route.ts';
import type { Disclosure } from './disclosure.ts';
import { type DemandAnswer, disclosedDemand } from './queries.ts';

/** The counts, or null while their key is not there: a page of the register goes on without them. */
export const demandOrNull = (house: House): Promise<Disclosure | null> =>
  disclosedDemand(house).catch((error) => {
    if (error instanceof KeyUnavailable) return null;
    throw error;
  });

/** How often, for a line of a list. */
export const rowWords = (
  { t, language }: Pick<Visit, 't' | 'language'>,
  { counted, few }: DemandAnswer,
): string => t(few ? 'demand.rowAtLeast' : 'demand.row', { number: formats(language).number(counted) });

/** How often, in one sentence; null when nothing was looked for in vain. */
function timesWords(
  { t, language }: Pick<Visit, 't' | 'language'>,
  { counted, few, since }: DemandAnswer,
): string | null {
  if (since === null || (counted === 0 && !few)) return null;
  const { month, number } = formats(language);
  const values = { since: month(since), number: number(counted), count: counted };
  if (counted === 0) return t('demand.few', values);
  return t(few ? 'demand.atLeast' : 'demand.times', values);
}

/** The same with what is not told apart and what stood in the way. */
export function demandWords(visit: Pick<Visit, 't' | 'language'>, answer: DemandAnswer) {
  const { t, language } = visit;
  const { together, since, obstacles } = answer;
  const { number, month } = formats(language);
  const none = since === null || together > 0 ? null : t('demand.none', { since: month(since) });
  return {
    times: timesWords(visit, answer) ?? none,
    together: together > 0 ? t('demand.together', { number: number(together), count: together }) : null,
    obstacles: obstacles.map((one) => ({
      text: t(one.obstacle ? `demand.obstacle.${one.obstacle}` : 'demand.obstacle.notApart'),
      number: number(one.count),
    })),
  };
}
