import type { GapStatus } from '../../../../models/Gap.ts';
import type { GovernmentSignalRecord } from '../../../../models/GovernmentSignal.ts';
import type { SignalField } from '../../../../models/signalFields.ts';
import { isClosed } from '../register/lifeCycle.ts';

/** Without these a government does not know what it is asked. */
const needed: readonly SignalField[] = ['title', 'missing', 'asked'];

type Signal = Pick<GovernmentSignalRecord, 'values' | 'signatures' | 'revision'>;

/** The platforms that did not sign these words yet. */
export const unsigned = ({ values, signatures, revision }: Signal): string[] =>
  values.platforms.filter(
    (platform) => !signatures.some((one) => one.platform === platform && one.revision === revision),
  );

/** Why a draft cannot be sent yet. */
export type Obstacle =
  | { code: 'empty'; field: SignalField }
  | { code: 'unsigned'; platform: string }
  | { code: 'notVerified' | 'closed'; gap: string };

/**
 * What stands between a draft and its dispatch: words that are needed, platforms that did not sign these words, gaps
 * that nobody looked at yet or that are closed. Who sends it signs by that.
 * @param sender the platform it is sent for
 */
export function obstaclesTo(
  signal: Signal,
  gaps: readonly { _id: string; status: GapStatus }[],
  sender: string,
): Obstacle[] {
  return [
    ...needed
      .filter((field) => signal.values[field] === '')
      .map((field) => ({ code: 'empty' as const, field })),
    ...unsigned(signal)
      .filter((platform) => platform !== sender)
      .map((platform) => ({ code: 'unsigned' as const, platform })),
    ...gaps.flatMap(({ _id: gap, status }): Obstacle[] => {
      if (status === 'reported') return [{ code: 'notVerified', gap }];
      return isClosed(status) ? [{ code: 'closed', gap }] : [];
    }),
  ];
}
