import type { Reading, Struct } from './reading.ts';
import { Survey, type Track } from './survey.ts';
import { TableSizes } from './tableSizes.ts';

/**
 * Knows of a document which clocks exist and in which kind of place each character stands, but no text. With it
 * an update can be refused that would wait forever for something missing, or put a thing where editors choke on it,
 * at the price of a few look-ups instead of a whole Y.Doc.
 */
export class Outline {
  readonly #tracks = new Map<number, Track>();
  readonly #tables = new TableSizes();

  /**
   * Takes in an update that can be applied to this document now: nothing missing, nothing in a wrong place.
   * @returns why it takes in nothing: something it builds on is missing, or a table would become too large.
   * With `isStored` one that was let in before, by the rules of then.
   * @throws Malformed when it puts something where it does not belong; nothing is taken in either.
   */
  admit(reading: Reading, isStored = false): 'out_of_order' | 'too_large' | null {
    const survey = new Survey(this.#tracks, reading, isStored);
    if (!survey.isComplete() || !survey.run()) return 'out_of_order';
    const fits = this.#tables.take(reading, (struct) => survey.placeOf(struct), isStored);
    if (!fits) return 'too_large';
    for (const [client, structs] of reading.structs) this.#append(client, structs, survey);
    return null;
  }

  #append(client: number, structs: Struct[], survey: Survey): void {
    const track = this.#tracks.get(client) ?? { next: 0, starts: [], places: [] };
    this.#tracks.set(client, track);
    for (const struct of structs) {
      const end = struct.id.clock + struct.length;
      if (end <= track.next) continue;
      const standing = survey.placeOf(struct);
      if (track.places.at(-1) !== standing) {
        track.starts.push(track.next);
        track.places.push(standing);
      }
      track.next = end;
    }
  }
}
