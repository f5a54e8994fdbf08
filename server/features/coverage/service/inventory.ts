import type { OfferRecords } from '../../offer/following/queries.ts';
import { type OfferLine, offerLines } from '../offerLines.ts';

/** The modules of the offer as coverage sees them, by their units. */
export class OfferInventory {
  readonly #byUnit = new Map<string, OfferLine[]>();
  readonly #byId = new Map<string, OfferLine>();

  /** In the order of their units. */
  lines(): Iterable<OfferLine> {
    return this.#byId.values();
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

  /** Makes some units anew, and answers which modules changed, came or went. */
  change(ids: readonly string[], records: OfferRecords): string[] {
    const touched = new Set<string>();
    for (const unit of ids) {
      for (const { id } of this.#byUnit.get(unit) ?? []) {
        touched.add(id);
        this.#byId.delete(id);
      }
      this.#byUnit.delete(unit);
    }
    for (const line of offerLines(records)) {
      touched.add(line.id);
      this.#put(line);
    }
    return [...touched];
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
  }
}
