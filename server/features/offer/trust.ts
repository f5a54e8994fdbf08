import type { CareModuleRecord } from '../../../models/CareModule.ts';
import { nameOn } from '../../../models/Organisation.ts';
import type { House } from '../../core/house.ts';
import type { Language } from '../../core/i18n.ts';
import { bodyNames } from '../network/queries.ts';
import type { Entry } from './entries.ts';
import { monthsBetween, standingOf } from './upkeep/standing.ts';
import type { Reader } from './wording.ts';

/** Names of bodies other than an entry's own organisation that confirmed it, such as a platform that helped; by id. */
export type Confirmers = ReadonlyMap<string, string>;

/** The public reads for which body something was confirmed, never by which person. Asks only when it has to. */
export async function confirmersOf(house: House, entries: Entry[], language: Language): Promise<Confirmers> {
  const bodies = entries.map(({ unit }) => [unit.verified?.body, unit.organisationId] as const);
  const others = new Set(bodies.flatMap(([body, own]) => (body && body !== own ? [body] : [])));
  return others.size > 0 ? bodyNames(house, [...others], language) : new Map();
}

/** What is publicly said of the last confirmation of an entry. */
export interface PublicTrust {
  /** Nobody confirmed it for half a year. */
  isDue: boolean;
  /** In two or three words, for a list. */
  short: string;
  /** When and by whom, beside the short words. */
  note: string;
  /** In a sentence, for the sheet, and what stands after it. */
  head: string;
  text: string;
}

/** Null as long as nobody confirmed it: then its source is what can be said. */
export function publicTrust(
  { unit, organisation }: Pick<Entry, 'unit' | 'organisation'>,
  confirmers: Confirmers,
  reader: Reader,
): PublicTrust | null {
  const { verified } = unit;
  if (verified === null) return null;
  const { t, today } = reader;
  const isOwn = verified.body === undefined || verified.body === unit.organisationId;
  const known = isOwn
    ? organisation && nameOn(organisation, new Date(today))
    : confirmers.get(verified.body!);
  const by = { day: reader.day(verified.at), name: known ?? t('verification.public.someone') };
  const isDue = standingOf(verified, today) === 'due';
  const late = { count: monthsBetween(verified.at.toISOString().slice(0, 10), today) };
  return {
    isDue,
    short: isDue ? t('verification.public.late', late) : t('offer.tag.confirmed', by),
    note: isDue ? t('verification.public.callFirst', by) : t('verification.public.by', by),
    head: isDue ? t('verification.public.lateAndCall', late) : t('verification.public.confirmed', by),
    text: isDue ? t('verification.public.last', by) : '',
  };
}

/** What a module's own confirmation adds to that of its unit; null when it says the same. */
export function moduleTrust(module: CareModuleRecord, unit: Entry['unit'], reader: Reader): string | null {
  const { today, t } = reader;
  if (unit.verified === null || standingOf(unit.verified, today) === 'due') return null;
  if (module.verified === null) return t('offer.tag.unconfirmed');
  if (standingOf(module.verified, today) !== 'due') return null;
  const count = monthsBetween(module.verified.at.toISOString().slice(0, 10), today);
  return t('verification.public.late', { count });
}
