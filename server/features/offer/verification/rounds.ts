import type { OfferReminderRecord } from '../../../../models/OfferReminder.ts';
import type { Verification } from '../../../../models/provenance.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { dueOn, monthsBetween, monthsLater } from '../upkeep/standing.ts';

/** The step at which the coordinators of the platforms are told; before it, the organisation's own people are. */
export const coordinatorStep = 3;

/** What nobody ever confirmed is asked about when it has stood as it is for so many months. */
const monthsUnasked = 1;

/**
 * The day (YYYY-MM-DD) from which an entry waits: half a year after its confirmation, or a month after it was last
 * changed when nobody confirmed it, or after its organisation joined a platform when nobody changed it either.
 * Null when none of that is known: then nobody can be asked.
 */
export function waitingSince(
  entry: { verified: Verification | null; changedAt?: Date | null },
  admittedAt: Date | null,
): string | null {
  const due = dueOn(entry.verified);
  const from = entry.changedAt ?? admittedAt;
  return due ?? (from && monthsLater(brusselsDay(from), monthsUnasked));
}

type Latest = Pick<OfferReminderRecord, 'round' | 'step' | 'at' | 'endedAt'>;

/**
 * What is to be sent for an organisation now: the first reminder when something begins to wait, the next after each
 * month in which something went on waiting, the last to the coordinators; `ended` when a round has to be closed
 * because nothing waits any more. What begins to wait after the last reminder begins a round of its own.
 * @param since days from which entries wait, the future ones too.
 */
export function nextReminder(
  since: readonly string[],
  latest: Latest | null,
  today: string,
): { round: number; step: number } | 'ended' | null {
  const waiting = since.filter((day) => day <= today).sort();
  const [oldest] = waiting;
  const isOpen = latest !== null && latest.endedAt === null;
  if (oldest === undefined) return isOpen ? 'ended' : null;
  if (!isOpen) return { round: (latest?.round ?? 0) + 1, step: 0 };
  const sentOn = brusselsDay(latest.at);
  if (latest.step >= coordinatorStep)
    return waiting.some((day) => day > sentOn) ? { round: latest.round + 1, step: 0 } : null;
  const step = latest.step + 1;
  const isTime = monthsBetween(sentOn, today) >= 1 && monthsBetween(oldest, today) >= step;
  return isTime ? { round: latest.round, step } : null;
}
