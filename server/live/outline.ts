import type { Reading, Struct } from './reading.ts';
import { Survey, type Track } from './survey.ts';

/**
 * Knows of a document which clocks exist and in which kind of place each character stands, but no text. With it
 * an update can be refused that would wait forever for something missing, or put a thing where editors choke on it,
 * at the price of a few look-ups instead of a whole Y.Doc.
 */
export class Outline {
  readonly #tracks = new Map<number, Track>();

  /**
   * Takes in an update that can be applied to this document now: nothing missing, nothing in a wrong place.
   * @returns false, and takes in nothing, when something it builds on is missing.
   * With `isStored` one that was let in before, by the rules of then.
   * @throws Malformed when it puts something where it does not belong; nothing is taken in either.
   */
  admit(reading: Reading, isStored = false): boolean {
    const survey = new Survey(this.#tracks, reading, isStored);
    if (!survey.isComplete() || !survey.run()) return false;
    for (const [client, structs] of reading.structs) this.#append(client, structs, survey);
    return true;
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
