import type { Verification } from '../../../../models/provenance.ts';
import type { Reader } from '../wording.ts';
import { type Standing, standingOf } from './standing.ts';

const tags: Record<Standing, { tone: string; icon: string }> = {
  confirmed: { tone: 'ok', icon: 'check-circle' },
  soon: { tone: 'info', icon: 'clock' },
  due: { tone: 'wait', icon: 'hourglass' },
  never: { tone: 'wait', icon: 'help' },
};

/**
 * What a confirmation is worth now, in words, for those who keep entries current: who said so and when.
 * @param people names by id.
 */
export function trustView(
  { verified }: { verified: Verification | null },
  reader: Reader,
  people: ReadonlyMap<string, string>,
) {
  const { t, day, today } = reader;
  const standing = standingOf(verified, today);
  const last = verified
    ? t('upkeep.lastConfirmed', {
        day: day(verified.at),
        name: people.get(verified.by) ?? t('upkeep.someone'),
      })
    : null;
  return { ...tags[standing], text: t(`upkeep.standing.${standing}`), last };
}
