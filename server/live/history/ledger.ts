import { type Deletion, Malformed, type Reading, readUpdate } from '../reading.ts';
import { Unreadable } from '../unreadable.ts';
import {
  type Entry,
  type EntryIndex,
  lastWhere,
  never,
  type RedactedStretch,
  type Stretch,
} from './entries.ts';

/** Characters of one client from `from` up to `to`, and the entry that first did something to them. */
interface Span {
  from: number;
  to: number;
  entry: EntryIndex;
}

/** Redacted characters, and the entry that redacted them. */
export interface Redacted extends RedactedStretch {
  entry: EntryIndex;
}

/**
 * Who wrote and who deleted each character, read from the log alone: an update holds its own characters and names
 * the ones it deletes, and the log says whose update it was. Of two who deleted the same, the first in the log did.
 */
export class Ledger {
  readonly entries: Entry[] = [];
  readonly #births = new Map<number, { from: number; entry: EntryIndex }[]>();
  readonly #next = new Map<number, number>();
  readonly #deletions = new Map<number, Span[]>();
  #deaths: Map<number, Span[]> | null = null;
  readonly #repeated = new Map<EntryIndex, Stretch[]>();
  readonly #redacted = new Map<number, Redacted[]>();

  /** @throws Unreadable when the update does not decode. */
  take(entry: Entry, update: Uint8Array): void {
    const index = this.entries.push(entry) - 1;
    const { structs, deletions } = readStored(update);
    for (const [client, list] of structs) {
      const last = list.at(-1);
      const known = this.#next.get(client) ?? 0;
      const end = last ? last.id.clock + last.length : 0;
      if (end <= known) continue;
      const births = this.#births.get(client) ?? [];
      births.push({ from: known, entry: index });
      this.#births.set(client, births);
      this.#next.set(client, end);
    }
    for (const { client, clock, length } of deletions) {
      const spans = this.#deletions.get(client) ?? [];
      spans.push({ from: clock, to: clock + length, entry: index });
      this.#deletions.set(client, spans);
    }
    for (const stretch of entry.redacted ?? []) {
      const known = this.#redacted.get(stretch.client) ?? [];
      known.push({ ...stretch, entry: index });
      this.#redacted.set(
        stretch.client,
        known.sort((a, b) => a.clock - b.clock),
      );
    }
    this.#deaths = null;
  }

  /** What of a stretch was redacted, in the order of its characters. */
  redactedIn({ client, clock, length }: Stretch): Redacted[] {
    return (this.#redacted.get(client) ?? []).flatMap((one) => {
      const from = Math.max(one.clock, clock);
      const to = Math.min(one.clock + one.length, clock + length);
      return from < to
        ? [{ ...one, clock: from, length: to - from, offset: one.offset + from - one.clock }]
        : [];
    });
  }

  /** The part of a stretch that was ever written; the rest may be of a time that a backup took back. */
  known<S extends Stretch>(stretch: S): S[] {
    const length = Math.min(stretch.length, (this.#next.get(stretch.client) ?? 0) - stretch.clock);
    return length > 0 ? [{ ...stretch, length }] : [];
  }

  /** Whether some of these characters had been written after a commit, and not been deleted by themselves. */
  holds(stretches: readonly Stretch[], sequence: number): boolean {
    const moment = this.lastEntryOf(sequence);
    return stretches.some(({ client, clock, length }) =>
      [clock, ...this.cuts(client, clock, length)].some(
        (at) => this.birthOf(client, at) <= moment && this.deathOf(client, at) > moment,
      ),
    );
  }

  /** The last sequence number taken in; 0 for none. */
  get sequence(): number {
    return this.entries.at(-1)?.sequence ?? 0;
  }

  /** The last entry of a commit and of all before it; -1 before the first. */
  lastEntryOf(sequence: number): EntryIndex {
    return lastWhere(this.entries, (entry) => entry.sequence <= sequence);
  }

  birthOf(client: number, clock: number): EntryIndex {
    const births = this.#births.get(client) ?? [];
    return births[lastWhere(births, ({ from }) => from <= clock)]?.entry ?? never;
  }

  deathOf(client: number, clock: number): EntryIndex {
    const spans = this.#allDeaths().get(client) ?? [];
    const span = spans[lastWhere(spans, ({ from }) => from <= clock)];
    return span && clock < span.to ? span.entry : never;
  }

  /** The clocks inside a stretch, without its ends, at which the writer or the deleter changes. */
  cuts(client: number, clock: number, length: number): number[] {
    const births = this.#births.get(client) ?? [];
    const deaths = this.#allDeaths().get(client) ?? [];
    const end = clock + length;
    const found = new Set<number>();
    const note = (at: number): unknown => at > clock && at < end && found.add(at);
    for (let i = lastWhere(births, ({ from }) => from <= clock) + 1; i < births.length; i++) {
      const { from } = births[i]!;
      if (from >= end) break;
      note(from);
    }
    for (
      let i = Math.max(
        0,
        lastWhere(deaths, ({ from }) => from <= clock),
      );
      i < deaths.length;
      i++
    ) {
      const { from, to } = deaths[i]!;
      if (from >= end) break;
      note(from);
      note(to);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** What an entry deleted that an earlier one had deleted, as two people do who did not see each other's work yet. */
  deletedAgain(entry: EntryIndex): readonly Stretch[] {
    this.#allDeaths();
    return this.#repeated.get(entry) ?? [];
  }

  #allDeaths(): Map<number, Span[]> {
    if (this.#deaths) return this.#deaths;
    this.#repeated.clear();
    this.#deaths = new Map(
      [...this.#deletions].map(([client, spans]) => {
        const { first, later } = firstWins(spans);
        for (const { from, to, entry } of later) {
          const known = this.#repeated.get(entry) ?? [];
          known.push({ client, clock: from, length: to - from });
          this.#repeated.set(entry, known);
        }
        return [client, first];
      }),
    );
    return this.#deaths;
  }
}

function readStored(update: Uint8Array): Reading & { deletions: Deletion[] } {
  try {
    return readUpdate(update);
  } catch (error) {
    if (error instanceof Malformed) throw new Unreadable('a stored update does not decode');
    throw error;
  }
}

/**
 * Overlapping spans, given in the order of their entries, made into disjoint ones where the first entry counts.
 * Each cell between two ends is painted once: a painted cell points past itself, so that the work stays in
 * proportion however often the same characters are deleted again. Spans that were deleted before, wholly or in part,
 * come back too.
 */
function firstWins(spans: readonly Span[]): { first: Span[]; later: Span[] } {
  const ends = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const place = new Map(ends.map((end, index) => [end, index]));
  const following = Int32Array.from({ length: ends.length + 1 }, (_, index) => index);
  const painted: (EntryIndex | undefined)[] = new Array(ends.length);
  const free = (cell: number): number => {
    let found = cell;
    while (following[found] !== found) found = following[found]!;
    for (let at = cell; at !== found; ) {
      const next = following[at]!;
      following[at] = found;
      at = next;
    }
    return found;
  };
  const later: Span[] = [];
  for (const span of spans) {
    const [start, end] = [place.get(span.from)!, place.get(span.to)!];
    let fresh = 0;
    for (let cell = free(start); cell < end; cell = free(cell)) {
      painted[cell] = span.entry;
      following[cell] = cell + 1;
      fresh += 1;
    }
    if (fresh < end - start) later.push(span);
  }
  const result: Span[] = [];
  for (const [cell, entry] of painted.entries()) {
    if (entry === undefined) continue;
    const last = result.at(-1);
    const [from, to] = [ends[cell]!, ends[cell + 1]!];
    if (last?.entry === entry && last.to === from) last.to = to;
    else result.push({ from, to, entry });
  }
  return { first: result, later };
}
