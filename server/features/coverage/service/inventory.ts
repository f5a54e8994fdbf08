import type { OfferRecords } from '../../offer/following/queries.ts';
import { type OfferLine, offerLines } from '../offerLines.ts';

/** What a module was and is; null where it was or is not there. */
export interface ChangedLine {
  before: OfferLine | null;
  after: OfferLine | null;
}

/** The modules of the offer as coverage sees them, by their units. */
export class OfferInventory {
  readonly #byUnit = new Map<string, OfferLine[]>();
  readonly #byId = new Map<string, OfferLine>();
  /** By module type, those of which it is not known under null; made when a cell is first opened. */
  #byType: Map<string | null, Map<string, OfferLine>> | null = null;

  /** In the order of their units. */
  lines(): Iterable<OfferLine> {
    return this.#byId.values();
  }

  /** Those that may be about a module type, or all: who asks for one type need not look at the others. */
  *linesAbout(type: string | undefined): Iterable<OfferLine> {
    if (type === undefined) return yield* this.lines();
    if (!this.#byType) {
      this.#byType = new Map();
      for (const line of this.lines()) this.#putByType(line);
    }
    for (const key of [type, null]) yield* this.#byType.get(key)?.values() ?? [];
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
        for (const type of line.types ?? [null]) this.#byType?.get(type)?.delete(line.id);
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
    this.#putByType(line);
  }

  #putByType(line: OfferLine): void {
    if (!this.#byType) return;
    for (const type of line.types ?? [null]) {
      const lines = this.#byType.get(type) ?? new Map<string, OfferLine>();
      this.#byType.set(type, lines.set(line.id, line));
    }
  }
}
