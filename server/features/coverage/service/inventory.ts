import { whereabouts } from '../../../geography/geography.ts';
import type { OfferRecords } from '../../offer/following/queries.ts';
import { arrondissementsFor } from '../antenna.ts';
import { type OfferLine, offerLines } from '../offerLines.ts';
import { municipalities, type Territory } from '../territories.ts';

/** What a module was and is; null where it was or is not there. */
export interface ChangedLine {
  before: OfferLine | null;
  after: OfferLine | null;
}

/** Entries under what they say; made when it is first asked, and kept current from then on. */
class Index {
  readonly #keysOf: (line: OfferLine) => readonly (string | null)[];
  #under: Map<string | null, Map<string, OfferLine>> | null = null;

  constructor(keysOf: (line: OfferLine) => readonly (string | null)[]) {
    this.#keysOf = keysOf;
  }

  /** Entries under any of these, each once. @param all for when it has to be made */
  under(keys: readonly (string | null)[], all: Iterable<OfferLine>): Iterable<OfferLine> {
    this.make(all);
    const lists = keys.flatMap((key) => this.#under!.get(key) ?? []);
    return lists.length === 1 ? lists[0]!.values() : new Set(lists.flatMap((lines) => [...lines.values()]));
  }

  make(all: Iterable<OfferLine>): void {
    if (this.#under) return;
    this.#under = new Map();
    for (const line of all) this.put(line);
  }

  put(line: OfferLine): void {
    if (!this.#under) return;
    for (const key of this.#keysOf(line)) {
      const lines = this.#under.get(key) ?? new Map<string, OfferLine>();
      this.#under.set(key, lines.set(line.id, line));
    }
  }

  delete(line: OfferLine): void {
    if (!this.#under) return;
    for (const key of this.#keysOf(line)) this.#under.get(key)?.delete(line.id);
  }
}

/** The modules of the offer as coverage sees them, by their units. */
export class OfferInventory {
  readonly #byUnit = new Map<string, OfferLine[]>();
  readonly #byId = new Map<string, OfferLine>();
  /** By module type, those of which it is not known under null. */
  readonly #byType = new Index((line) => line.types ?? [null]);
  /** By arrondissement, those that may work in any under null. */
  readonly #byArrondissement = new Index((line) => arrondissementsFor(line) ?? [null]);

  /** In the order of their units. */
  lines(): Iterable<OfferLine> {
    return this.#byId.values();
  }

  /** Those that may be about a module type, or all: who asks for one type need not look at the others. */
  linesAbout(type: string | undefined): Iterable<OfferLine> {
    return type === undefined ? this.lines() : this.#byType.under([type, null], this.lines());
  }

  /** Those that may stand in a territory: who opens a cell need not look at the whole country. */
  linesAround({ members }: Territory): Iterable<OfferLine> {
    const around = new Set(members.map((one) => whereabouts(municipalities[one]!).arrondissement));
    return this.#byArrondissement.under([...around, null], this.lines());
  }

  /** So that whoever opens the first cell does not wait for it. */
  prepare(): void {
    this.#byType.make(this.lines());
    this.#byArrondissement.make(this.lines());
  }

  get size(): number {
    return this.#byId.size;
  }

  line(id: string): OfferLine | undefined {
    return this.#byId.get(id);
  }

  add(records: OfferRecords): void {
    for (const line of offerLines(records)) this.#put(line);
  }

  /** Makes some units anew, and answers the modules that changed, came or went. */
  change(ids: readonly string[], records: OfferRecords): ChangedLine[] {
    const changes = new Map<string, ChangedLine>();
    for (const unit of ids) {
      for (const line of this.#byUnit.get(unit) ?? []) {
        changes.set(line.id, { before: line, after: null });
        this.#byId.delete(line.id);
        this.#byType.delete(line);
        this.#byArrondissement.delete(line);
      }
      this.#byUnit.delete(unit);
    }
    for (const line of offerLines(records)) {
      changes.set(line.id, { before: changes.get(line.id)?.before ?? null, after: line });
      this.#put(line);
    }
    return [...changes.values()];
  }

  /** The units some records, modules or units themselves, belong to. */
  unitsOf(ids: readonly string[]): string[] {
    const units = ids.flatMap((id) => (this.#byUnit.has(id) ? [id] : (this.#byId.get(id)?.unit ?? [])));
    return [...new Set(units)];
  }

  /** The same with some units as they were: lines are never changed, so both share all others. */
  withUnits(ids: readonly string[], records: OfferRecords): OfferInventory {
    const other = new OfferInventory();
    for (const [unit, lines] of this.#byUnit) other.#byUnit.set(unit, lines);
    for (const [id, line] of this.#byId) other.#byId.set(id, line);
    other.change(ids, records);
    return other;
  }

  #put(line: OfferLine): void {
    const lines = this.#byUnit.get(line.unit);
    if (lines) lines.push(line);
    else this.#byUnit.set(line.unit, [line]);
    this.#byId.set(line.id, line);
    this.#byType.put(line);
    this.#byArrondissement.put(line);
  }
}
