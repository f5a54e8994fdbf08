import * as Y from 'yjs';
import { rootName } from '../../public/scripts/live/protocol.ts';
import { type Place, place, placeBelow, placeBeside } from './places.ts';
import { Malformed, type Reading, type Struct } from './reading.ts';

/** What one client id wrote: `places[i]` holds from clock `starts[i]` up to the next start, or `next`. */
export interface Track {
  next: number;
  starts: number[];
  places: Place[];
}

function indexAt(starts: readonly { clock: number }[] | readonly number[], clock: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const start = starts[middle] as { clock: number } | number;
    if ((typeof start === 'number' ? start : start.clock) <= clock) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One update, looked at against what is known. */
export class Survey {
  readonly #tracks: ReadonlyMap<number, Track>;
  readonly #reading: Reading;
  readonly #isStored: boolean;
  readonly #places = new Map<Struct, Place>();
  readonly #starts = new Map<number, number[]>();

  constructor(tracks: ReadonlyMap<number, Track>, reading: Reading, isStored: boolean) {
    this.#tracks = tracks;
    this.#isStored = isStored;
    this.#reading = reading;
    for (const [client, structs] of reading.structs) {
      this.#starts.set(
        client,
        structs.map((struct) => struct.id.clock),
      );
    }
  }

  /** Nothing that the update builds on or deletes is missing. */
  isComplete(): boolean {
    for (const [client, structs] of this.#reading.structs) {
      if ((structs[0] as Struct).id.clock > (this.#tracks.get(client)?.next ?? 0)) return false;
      for (const struct of structs) if (struct instanceof Y.Item && !this.#hasAllOf(struct)) return false;
    }
    return this.#reading.deletions.every(({ client, clock, length }) =>
      this.#exists(client, clock + length - 1),
    );
  }

  #hasAllOf(item: Y.Item): boolean {
    const parent = item.parent instanceof Y.ID ? item.parent : null;
    return [item.origin, item.rightOrigin, parent].every(
      (id) => id === null || (this.#exists(id.client, id.clock) && !this.#isItselfOrLater(item, id)),
    );
  }

  #isItselfOrLater(item: Y.Item, id: Y.ID): boolean {
    return id.client === item.id.client && id.clock >= item.id.clock;
  }

  #exists(client: number, clock: number): boolean {
    const last = this.#reading.structs.get(client)?.at(-1);
    const next = Math.max(this.#tracks.get(client)?.next ?? 0, last ? last.id.clock + last.length : 0);
    return clock < next;
  }

  /** Finds the place of every struct. @returns false when structs refer to each other in a circle. */
  run(): boolean {
    for (const structs of this.#reading.structs.values()) {
      for (const struct of structs) if (!this.#settle(struct)) return false;
    }
    return true;
  }

  placeOf(struct: Struct): Place {
    return this.#places.get(struct) ?? place.gone;
  }

  /** Follows neighbours and parents until one is known; a loop, since a chain can be as long as the document. */
  #settle(first: Struct): boolean {
    const path = [first];
    const onPath = new Set(path);
    for (let struct = path.at(-1); struct; struct = path.at(-1)) {
      const standing = this.#standing(struct);
      if (typeof standing === 'number') {
        this.#places.set(struct, standing);
        onPath.delete(struct);
        path.pop();
      } else {
        if (onPath.has(standing)) return false;
        onPath.add(standing);
        path.push(standing);
      }
    }
    return true;
  }

  /** The struct's place, or another struct whose place is needed first. */
  #standing(struct: Struct): Place | Struct {
    const known = this.#places.get(struct);
    if (known !== undefined) return known;
    if (!(struct instanceof Y.Item)) return place.gone;
    const neighbour = struct.origin ?? struct.rightOrigin;
    const beside = neighbour ? this.#find(neighbour) : this.#belowParent(struct);
    return typeof beside === 'number' ? placeBeside(struct, beside, this.#isStored) : beside;
  }

  #find(id: Y.ID): Place | Struct {
    const track = this.#tracks.get(id.client);
    if (track && id.clock < track.next) return track.places[indexAt(track.starts, id.clock)] ?? place.gone;
    const structs = this.#reading.structs.get(id.client);
    const struct = structs?.[indexAt(this.#starts.get(id.client) ?? [], id.clock)];
    if (!struct) return place.gone;
    return this.#places.get(struct) ?? struct;
  }

  #belowParent(item: Y.Item): Place | Struct {
    const parent = item.parent as unknown;
    if (typeof parent === 'string') {
      if (parent !== rootName || item.parentSub !== null) throw new Malformed('another root');
      return place.line;
    }
    const above = this.#find(parent as Y.ID);
    return typeof above === 'number' ? placeBelow(above, item.parentSub !== null) : above;
  }
}
