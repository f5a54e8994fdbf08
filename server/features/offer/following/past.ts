import { OfferChangeModel, type OfferChangeRecord, type OfferKind } from '../../../../models/OfferChange.ts';
import type { Provenance, Verification } from '../../../../models/provenance.ts';
import { breather } from '../../../core/breath.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { OfferRecords } from '../entries.ts';
import { recordsOfUnits, unitsOfRecords } from '../records.ts';
import { partsOf, type Stored, valuesOf } from '../upkeep/plain.ts';

type Step = Pick<OfferChangeRecord, 'kind' | 'recordId' | 'step' | 'at' | 'by' | 'body' | 'way' | 'changes'>;

/** Units of which something was said after a day, as they were at its end. */
export interface PastUnits {
  ids: string[];
  records: OfferRecords;
}

/** So many units are read at once. */
const portion = 200;

const kindOf: Record<keyof OfferRecords, OfferKind> = {
  organisations: 'organisation',
  sites: 'site',
  careUnits: 'unit',
  careModules: 'module',
};

/** Midnight in Brussels comes at most two hours before that of UTC: what this finds too much is told apart by its day. */
const afterDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + 22 * 3_600_000);

/**
 * A record as it was at the end of a Belgian day; null when somebody made it later. One that came with the reference
 * data was always there.
 * @param steps all of its history, newest first
 */
export function recordOn(
  kind: OfferKind,
  record: Stored & { provenance?: Provenance | null; verified?: Verification | null },
  steps: readonly Step[],
  day: string,
): Stored | null {
  const isLater = (at: Date): boolean => brusselsDay(at) > day;
  const later = steps.filter(({ at }) => isLater(at));
  if (later.length === 0) return record;
  const before = steps.slice(later.length);
  if (before.length === 0 && !record.provenance) return null;
  const values = valuesOf(kind, record);
  for (const { changes } of later) for (const { field, from } of changes) values[field] = from ?? null;
  const names = [...new Set(later.flatMap(({ changes }) => changes.map(({ field }) => field)))];
  const confirmed = before.find(({ way }) => way === 'confirmed');
  const kept = record.verified && !isLater(record.verified.at) ? record.verified : null;
  return {
    ...record,
    ...partsOf(kind, values, names),
    changedAt: before.find(({ changes }) => changes.length > 0)?.at ?? null,
    verified: confirmed ? { at: confirmed.at, by: confirmed.by, body: confirmed.body } : kept,
  };
}

async function historiesOf(ids: string[]): Promise<Map<string, Step[]>> {
  const steps = await OfferChangeModel.find({ recordId: { $in: ids } })
    .sort({ step: -1 })
    .lean<Step[]>();
  const histories = new Map<string, Step[]>();
  for (const step of steps) histories.set(step.recordId, [...(histories.get(step.recordId) ?? []), step]);
  return histories;
}

/** The units of everything that was changed later, also those a module belonged to before. */
async function unitsChangedAfter(day: string): Promise<string[]> {
  const steps = await OfferChangeModel.find(
    { at: { $gte: afterDay(day) } },
    { kind: 1, recordId: 1, at: 1, changes: { $elemMatch: { field: 'careUnitId' } } },
  ).lean<Pick<Step, 'kind' | 'recordId' | 'at' | 'changes'>[]>();
  const later = steps.filter(({ at }) => brusselsDay(at) > day);
  const records = new Map(later.map(({ kind, recordId }) => [recordId, { type: kind, id: recordId }]));
  const left = later.flatMap(({ changes }) => changes?.map(({ from }) => from) ?? []);
  const now = await unitsOfRecords([...records.values()]);
  return [...new Set([...now, ...left.filter((from): from is string => typeof from === 'string')])];
}

/**
 * Every unit of which something was said after a Belgian day (YYYY-MM-DD), with its records as they were at the end of
 * it: all others are what they were. Records that were taken back since, as by the undoing of an import, were never there.
 */
export async function unitsAsOf(day: string): Promise<PastUnits> {
  const ids = await unitsChangedAfter(day);
  const found: { [Part in keyof OfferRecords]: Map<string, Stored> } = {
    organisations: new Map(),
    sites: new Map(),
    careUnits: new Map(),
    careModules: new Map(),
  };
  const breath = breather();
  for (let at = 0; at < ids.length; at += portion) {
    const records = (await recordsOfUnits(ids.slice(at, at + portion))) as unknown as Record<
      string,
      Stored[]
    >;
    const histories = await historiesOf(Object.values(records).flatMap((some) => some.map(({ _id }) => _id)));
    for (const part of Object.keys(kindOf) as (keyof OfferRecords)[]) {
      for (const record of records[part] ?? []) {
        const then = recordOn(kindOf[part], record, histories.get(record._id) ?? [], day);
        if (then) found[part].set(then._id, then);
        await breath();
      }
    }
  }
  const records = Object.fromEntries(
    Object.entries(found).map(([part, some]) => [part, [...some.values()]]),
  ) as unknown as OfferRecords;
  return { ids, records };
}
