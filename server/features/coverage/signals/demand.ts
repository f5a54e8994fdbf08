import type { GapRecord } from '../../../../models/Gap.ts';
import type { House } from '../../../core/house.ts';
import { formats } from '../../../core/i18n.ts';
import { monthsFrom } from '../demand/demand.ts';
import { type Disclosure, inFives } from '../demand/disclosure.ts';
import { type DemandAnswer, type DemandAsked, demandIn, monthOf } from '../demand/queries.ts';
import { demandOrNull } from '../demand/wording.ts';
import { askedBy } from '../register/demand.ts';
import type { LetterReader } from './beginnings.ts';

/** What may be said of searches in vain, and when that was asked. */
export interface DemandNow {
  found: Disclosure;
  now: Date;
  /** The counts are those of a demo. */
  isExample: boolean;
}

/** Null while the counts cannot be read: a letter begins without them. */
export async function demandNow(house: House): Promise<DemandNow | null> {
  const found = await demandOrNull(house);
  return found && { found, now: house.clock.now(), isExample: house.demo };
}

/** What a letter says about one question: what a page may show, and of that only multiples of five. */
export function letterCounts(found: Disclosure, asked: DemandAsked): DemandAnswer {
  const { counted, together, obstacles, ...rest } = demandIn(found, asked);
  return {
    ...rest,
    counted: inFives(counted),
    together: inFives(together),
    obstacles: obstacles.map((one) => ({ ...one, count: inFives(one.count) })),
  };
}

const noted = ({ counted, together, few }: DemandAnswer): boolean => counted + together > 0 || few;

/** How often the help a gap is about was looked for in vain; '' when it was not, or the gap does not say what or where. */
export function demandWordsOf({ found }: DemandNow, gap: GapRecord, reader: LetterReader): string {
  const { t, language, wording } = reader;
  const asked = askedBy(gap.values);
  const said = asked && letterCounts(found, asked);
  if (!asked || !said || !noted(said)) return '';
  const { number } = formats(language);
  const { types = [], areas = [], ages = [], targets = [] } = asked;
  const subject = [
    types.length > 0 ? wording.value('functions', [...types]) : t('signals.begin.demand.anyHelp'),
    wording.value('ages', [...ages] as typeof gap.values.ages),
    wording.value('targetGroups', [...targets] as typeof gap.values.targetGroups),
    wording.value('areas', [...areas]),
  ].filter(Boolean);
  const times = said.counted > 0 ? 'times' : said.few ? 'few' : 'apart';
  const list = said.obstacles.map((one) =>
    t('signals.begin.demand.obstacle', {
      words: t(`demand.obstacle.${one.obstacle ?? 'notApart'}`),
      number: number(one.count),
    }),
  );
  return [
    t(`signals.begin.demand.${times}`, { subject: subject.join('; '), number: number(said.counted) }),
    said.together > 0 ? t('signals.begin.demand.together', { number: number(said.together) }) : '',
    list.length > 0 ? t('signals.begin.demand.obstacles', { list: list.join(', ') }) : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Of which months these counts are, and where they come from. */
export function demandIntro({ found, now, isExample }: DemandNow, { t, language }: LetterReader): string {
  const { month, day } = formats(language);
  const until = monthsFrom(monthOf(now), -1);
  const intro = t('signals.begin.demand.intro', {
    since: month(found.since ?? until),
    until: month(until),
    day: day(now),
  });
  return isExample ? `${intro} ${t('signals.begin.demand.example')}` : intro;
}
