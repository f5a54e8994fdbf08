import type { AnyBulkWriteOperation, Document } from 'mongodb';
import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { OfferChangeModel, type OfferChangeRecord, type OfferKind } from '../../../../models/OfferChange.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { touchedWord } from '../touched.ts';
import { type KeptRecord, modelOf, moduleTypesInUse } from './queries.ts';

type Write = AnyBulkWriteOperation<Document>;

const perKind = <T>(make: () => T): Record<OfferKind, T> => ({
  organisation: make(),
  site: make(),
  unit: make(),
  module: make(),
});

/** The fields that say what a record belongs to. */
const places = ['organisationId', 'careUnitId'];

/** The order in which what is written goes to the store. */
const kinds = ['organisation', 'site', 'unit', 'module'] as const satisfies readonly OfferKind[];

/**
 * The care offer as one transaction reads and writes it: what was asked once is not asked again, and what is written
 * goes to the store together. So one change and two hundred go the same way and differ in the number of questions only.
 */
export class Ledger {
  readonly unit: Unit;
  readonly #records = perKind(() => new Map<string, KeptRecord | null>());
  #writes = perKind<Write[]>(() => []);
  #steps: OfferChangeRecord[] = [];
  /** The last place taken, among all units and in each unit. */
  readonly #orders = new Map<string, number>();
  readonly #past = new Map<string, number>();
  readonly #touched = new Set<string>();
  readonly #moved = new Set<string>();
  #types: ModuleTypeRecord[] | null = null;

  constructor(unit: Unit) {
    this.unit = unit;
  }

  /** Asks at once for what will be needed. Ids of nothing are none. */
  async load(kind: OfferKind, ids: Iterable<unknown>): Promise<void> {
    const known = this.#records[kind];
    const missing = [...new Set(ids)].filter((id): id is string => typeof id === 'string' && !known.has(id));
    if (missing.length === 0) return;
    for (const id of missing) known.set(id, null);
    const found = await modelOf[kind]
      .find({ _id: { $in: missing } })
      .session(this.unit.session)
      .lean<KeptRecord[]>();
    for (const one of found) known.set(one._id, one);
  }

  /** A record as this transaction has left it. */
  async record(kind: OfferKind, id: string): Promise<KeptRecord | null> {
    await this.load(kind, [id]);
    return this.#records[kind].get(id) ?? null;
  }

  /** The records that were asked for and are there. */
  known(kind: OfferKind): KeptRecord[] {
    return [...this.#records[kind].values()].filter((one) => one !== null);
  }

  async typesInUse(): Promise<ModuleTypeRecord[]> {
    this.#types ??= await moduleTypesInUse(this.unit.session);
    return this.#types;
  }

  /** Asks which of some new records were there before: a history is never removed, and goes on. */
  async loadPast(ids: string[]): Promise<void> {
    const steps = await OfferChangeModel.find({ recordId: { $in: ids } }, { recordId: 1, step: 1 })
      .session(this.unit.session)
      .lean<Pick<OfferChangeRecord, 'recordId' | 'step'>[]>();
    for (const { recordId, step } of steps)
      this.#past.set(recordId, Math.max(step, this.#past.get(recordId) ?? 0));
  }

  /** The last step of a record that went; 0 for one that never was. */
  lastStep(id: string): number {
    return this.#past.get(id) ?? 0;
  }

  /** The place after the last: among all units, among the modules of one unit. */
  async nextOrder(kind: 'unit' | 'module', careUnitId: string): Promise<number> {
    const among = kind === 'unit' ? '' : careUnitId;
    const next = (this.#orders.get(among) ?? (await this.#lastOrder(kind, careUnitId))) + 1;
    this.#orders.set(among, next);
    return next;
  }

  async #lastOrder(kind: 'unit' | 'module', careUnitId: string): Promise<number> {
    const { session } = this.unit;
    const last =
      kind === 'unit'
        ? await CareUnitModel.findOne({}, { order: 1 }).sort({ order: -1 }).session(session).lean()
        : await CareModuleModel.findOne({ careUnitId }, { order: 1 })
            .sort({ order: -1 })
            .session(session)
            .lean();
    return last?.order ?? -1;
  }

  /** @throws mongoose's ValidationError for what no form lets through. */
  async insert(kind: OfferKind, record: KeptRecord): Promise<void> {
    // The states are of our own making, and by far the dearest to check.
    const { fields, ...said } = record;
    const made = new modelOf[kind](said);
    await made.validate();
    this.#writes[kind].push({ insertOne: { document: { ...made.toBSON(), fields } } });
    this.#put(kind, record._id, record);
    if (kind === 'unit') this.#orders.set(record._id, -1);
  }

  /**
   * @param parts parts of the record by name, each as a whole
   * @param states of the fields that changed, by the key of the field
   * @throws mongoose's ValidationError for what no form lets through.
   */
  async change(
    kind: OfferKind,
    record: KeptRecord,
    parts: Record<string, unknown>,
    states: Record<string, FieldState> = {},
  ): Promise<void> {
    const { _id } = record;
    const names = Object.keys(parts);
    const made = new modelOf[kind]({ _id, ...parts });
    await made.validate(names);
    const cast = made.toBSON() as Record<string, unknown>;
    const set: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, cast[name] ?? null]));
    for (const [key, state] of Object.entries(states)) set[`fields.${key}`] = state;
    this.#writes[kind].push({ updateOne: { filter: { _id } as Document, update: { $set: set } } });
    this.#put(kind, _id, { ...record, ...parts, fields: { ...record.fields, ...states } } as KeptRecord);
  }

  remove(kind: OfferKind, id: string): void {
    this.#writes[kind].push({ deleteOne: { filter: { _id: id } as Document } });
    this.#put(kind, id, null);
  }

  remember(step: OfferChangeRecord): void {
    this.#steps.push(step);
  }

  #put(kind: OfferKind, id: string, record: KeptRecord | null): void {
    const before = this.#records[kind].get(id);
    this.#records[kind].set(id, record);
    if (kind !== 'module') this.#touched.add(touchedWord(kind, id));
    else
      for (const one of [before, record])
        if (one) this.#touched.add(touchedWord('unit', String(one.careUnitId)));
    if (!before || !record) return;
    for (const place of places) if (before[place] !== record[place]) this.#moved.add(place);
  }

  /** What was written so far, for an act that stands for many records: which, and by which fields they moved. */
  touched(): { changed: string[]; fields: string[] } {
    return { changed: [...this.#touched], fields: [...this.#moved] };
  }

  /** Sends what was written to the store. Questions that are not by id see it only then. */
  async write(): Promise<void> {
    const { session } = this.unit;
    const writes = this.#writes;
    const steps = this.#steps;
    this.#writes = perKind<Write[]>(() => []);
    this.#steps = [];
    for (const kind of kinds)
      for (const some of inPortions(writes[kind]))
        await modelOf[kind].collection.bulkWrite(some, { session });
    for (const some of inPortions(steps))
      await OfferChangeModel.collection.insertMany(some as never[], { session });
  }
}

/** So many documents are put into bytes at once: others are answered in between. */
const portion = 50;

function inPortions<T>(all: readonly T[]): T[][] {
  const portions: T[][] = [];
  for (let at = 0; at < all.length; at += portion) portions.push(all.slice(at, at + portion));
  return portions;
}
