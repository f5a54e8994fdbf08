import { type Kept, lowest, type Upon } from './keep.ts';

/** How far a page has the document, and what content of its own was written on top of. */
export class Ground {
  sequence = 0;
  restoration = '';
  /** The document was there once, from the server or from this device. */
  isKnown = false;
  /** What that of a page that is gone was written on top of, until the server let it in. */
  #taken: Upon | null = null;

  /** Goes on with what another page, that is gone, left on this device. */
  begin({ isText, sequence, restoration, unsent }: Kept): void {
    this.sequence = sequence;
    this.restoration = restoration;
    this.isKnown = isText;
    const own = isText ? [{ sequence, restoration }] : [];
    this.#taken = lowest([...own, ...unsent.map((one) => one.upon)]);
  }

  /** The server let it in. */
  reach({ sequence, restoration }: Upon): void {
    this.sequence = sequence;
    this.restoration = restoration;
    this.#taken = null;
  }

  /** What content of this page's own was written on top of; null when it has none. */
  get upon(): Upon | null {
    if (this.#taken) return this.#taken;
    return this.isKnown ? { sequence: this.sequence, restoration: this.restoration } : null;
  }
}
