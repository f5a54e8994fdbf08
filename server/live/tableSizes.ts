import * as Y from 'yjs';
import { type Place, place } from './places.ts';
import type { Deletion, Reading, Struct } from './reading.ts';

/** Twice what a page makes: two people who add at once, each within the page's limit, are let in. */
export const largestTable = { rows: 200, cells: 40 };

/** Rows or cells of one client, side by side. */
interface Part {
  clock: number;
  length: number;
  /** The table or row they are in, as `client.clock`; null when that is not known. */
  parent: string | null;
  limit: number;
  /** By character: whether it was not deleted. */
  stands: boolean[];
}

const limits: Partial<Record<Place, number>> = {
  [place.row]: largestTable.rows,
  [place.noRow]: largestTable.rows,
  [place.cell]: largestTable.cells,
  [place.noCell]: largestTable.cells,
};

const nameOf = ({ client, clock }: Y.ID): string => `${client}.${clock}`;

/** The last part that begins at or before a clock. */
function indexAt(parts: readonly Part[], clock: number): number {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.clock <= clock) low = middle;
    else high = middle - 1;
  }
  return low;
}

function partAt(known: ReadonlyMap<number, Part[]>, { client, clock }: Y.ID): Part | undefined {
  const parts = known.get(client) ?? [];
  const part = parts[indexAt(parts, clock)];
  return part && clock >= part.clock && clock < part.clock + part.length ? part : undefined;
}

/** How many rows each table has and how many cells each row, so that nobody makes one that no page can show. */
export class TableSizes {
  readonly #parts = new Map<number, Part[]>();
  readonly #counts = new Map<string, number>();

  /** @returns false, and takes nothing in, when a table or row would become larger than it may; what is stored always may. */
  take(reading: Reading, placeOf: (struct: Struct) => Place, isStored: boolean): boolean {
    const fresh = this.#partsIn(reading, placeOf);
    const added = new Map<string, { by: number; limit: number }>();
    for (const { part } of fresh) {
      if (part.parent === null) continue;
      const by = (added.get(part.parent)?.by ?? 0) + part.stands.filter(Boolean).length;
      added.set(part.parent, { by, limit: part.limit });
    }
    const isTooMuch = [...added].some(
      ([parent, { by, limit }]) => by > 0 && (this.#counts.get(parent) ?? 0) + by > limit,
    );
    if (isTooMuch && !isStored) return false;
    for (const { client, part } of fresh) {
      const known = this.#parts.get(client);
      if (known) known.push(part);
      else this.#parts.set(client, [part]);
    }
    for (const [parent, { by }] of added) this.#counts.set(parent, (this.#counts.get(parent) ?? 0) + by);
    for (const deletion of reading.deletions) this.#delete(deletion);
    return true;
  }

  #partsIn(reading: Reading, placeOf: (struct: Struct) => Place): { client: number; part: Part }[] {
    const fresh = new Map<number, Part[]>();
    const items = new Map<Part, Y.Item>();
    for (const [client, structs] of reading.structs) {
      for (const struct of structs) {
        const limit = limits[placeOf(struct)];
        if (limit === undefined || !(struct instanceof Y.Item) || partAt(this.#parts, struct.id)) continue;
        const { id, length } = struct;
        const isDeleted = struct.content instanceof Y.ContentDeleted;
        const stands = Array.from({ length }, () => !isDeleted);
        const part: Part = { clock: id.clock, length, parent: null, limit, stands };
        items.set(part, struct);
        const list = fresh.get(client);
        if (list) list.push(part);
        else fresh.set(client, [part]);
      }
    }
    const isKnown = new Set<Part>();
    // A neighbour is in the same table or row; the first of them says in which. What was followed once is known.
    for (const first of items.keys()) {
      const path: Part[] = [];
      let parent: string | null = null;
      for (let part: Part | undefined = first; part && parent === null; ) {
        path.push(part);
        const item: Y.Item = items.get(part)!;
        const beside: Y.ID | null = item.origin ?? item.rightOrigin;
        const next: Part | undefined = beside
          ? (partAt(fresh, beside) ?? partAt(this.#parts, beside))
          : undefined;
        parent = beside ? (next?.parent ?? null) : nameOf(item.parent as unknown as Y.ID);
        part = next && items.has(next) && !isKnown.has(next) ? next : undefined;
      }
      for (const part of path) {
        part.parent = parent;
        isKnown.add(part);
      }
    }
    return [...fresh].flatMap(([client, parts]) => parts.map((part) => ({ client, part })));
  }

  #delete({ client, clock, length }: Deletion): void {
    const parts = this.#parts.get(client) ?? [];
    for (let i = indexAt(parts, clock); i < parts.length; i++) {
      const part = parts[i]!;
      if (part.clock >= clock + length) break;
      const from = Math.max(0, clock - part.clock);
      const to = Math.min(part.length, clock + length - part.clock);
      for (let at = from; at < to; at++) {
        if (!part.stands[at]) continue;
        part.stands[at] = false;
        if (part.parent !== null) this.#counts.set(part.parent, this.#counts.get(part.parent)! - 1);
      }
    }
  }
}
