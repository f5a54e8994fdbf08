import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../../models/CareUnit.ts';
import { statusOn } from '../../../../models/moduleStatus.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { Verification } from '../../../../models/provenance.ts';

/** An entry is looked after once in this many months; then it is due. */
export const monthsTrusted = 6;

/** In the last weeks before it is due, whoever keeps it is asked in advance. Days. */
const askedBefore = 30;

/**
 * How far an entry can be trusted: confirmed; soon to be confirmed again; due, as nobody confirmed it for half a
 * year; or never confirmed by anybody of the organisation.
 */
export type Standing = 'confirmed' | 'soon' | 'due' | 'never';

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The day so many months on; the last of a shorter month stands for a day it does not have. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** The day (YYYY-MM-DD) from which an entry is due; null for what was never confirmed: that is due at once. */
export const dueOn = (verified: Verification | null): string | null =>
  verified && monthsLater(dayOf(verified.at), monthsTrusted);

/** @param today YYYY-MM-DD */
export function standingOf(verified: Verification | null, today: string): Standing {
  const due = dueOn(verified);
  if (due === null) return 'never';
  if (due <= today) return 'due';
  const asked = dayOf(new Date(Date.parse(due) - askedBefore * 86_400_000));
  return asked <= today ? 'soon' : 'confirmed';
}

type Verified = { verified: Verification | null };

/** Whether somebody should look at an entry now or soon. @param today YYYY-MM-DD */
export const isWaiting = (one: Verified, today: string): boolean =>
  standingOf(one.verified, today) !== 'confirmed';

/** What has stopped is not asked about any more. @param today YYYY-MM-DD */
export function isRunning(kind: OfferKind, record: object, today: string): boolean {
  if (kind === 'unit') return (record as CareUnitRecord).status !== 'stopped';
  return kind !== 'module' || statusOn(record as CareModuleRecord, today) !== 'stopped';
}

/** Whole months between two days (YYYY-MM-DD); 0 when `until` comes first. */
export function monthsBetween(day: string, until: string): number {
  let months = 0;
  while (monthsLater(day, months + 1) <= until) months += 1;
  return months;
}

const nextDay = (day: string): string => dayOf(new Date(Date.parse(day) + 86_400_000));

/**
 * What `isWaiting` says, as a condition the store can look for.
 * @param today YYYY-MM-DD
 */
export function waitingFilter(today: string): object {
  // The last day on which a confirmation no longer counts as one: half a year ago, and the days somebody is asked before.
  let day = monthsLater(today, 1 - monthsTrusted);
  while (standingOf({ at: new Date(day), by: '' }, today) === 'confirmed')
    day = dayOf(new Date(Date.parse(day) - 86_400_000));
  return { $or: [{ verified: null }, { 'verified.at': { $lt: new Date(nextDay(day)) } }] };
}

/** What `isRunning` says of a module, in the same way. @param today YYYY-MM-DD */
export const runningModuleFilter = (today: string): object => ({
  status: { $ne: 'stopped' },
  $or: [{ until: null }, { until: { $gte: new Date(today) } }],
});
