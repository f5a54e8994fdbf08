import { Content } from './content.ts';
import { LiveDocument, type Surroundings } from './document.ts';
import type { LiveFeature } from './feature.ts';

/** Fewer commits than this are not worth a checkpoint at closing. */
const worthCompacting = 20;

interface Place {
  document: Promise<LiveDocument>;
  /** Joins under way: a document is not put away under their hands. */
  held: number;
  timer: NodeJS.Timeout | null;
}

/** The documents that are open on this server. */
export class Shelf {
  readonly #surroundings: Surroundings;
  readonly #places = new Map<string, Place>();
  #isClosed = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * Opens a document, or the one that is open or being opened: the promise is kept before it is awaited, so that
   * two early joiners share one load. What failed to load is forgotten, so that the next try may succeed.
   * Commits of other servers are in it.
   * @throws KeyUnavailable, Unreadable
   */
  async hold<T>(
    name: string,
    feature: LiveFeature,
    documentId: string,
    use: (document: LiveDocument) => Promise<T>,
  ): Promise<T> {
    const isFresh = !this.#places.has(name);
    const place = this.#places.get(name) ?? this.#place(name, feature, documentId);
    place.held += 1;
    try {
      const document = await place.document;
      if (!isFresh) await document.refresh();
      if (!document.isOver) return await use(document);
      this.#forget(name, place);
      return await this.hold(name, feature, documentId, use);
    } finally {
      place.held -= 1;
      this.#consider(name, place);
    }
  }

  #place(name: string, feature: LiveFeature, documentId: string): Place {
    const place: Place = { document: this.#load(name, feature, documentId), held: 0, timer: null };
    this.#places.set(name, place);
    place.document.catch(() => this.#places.delete(name));
    return place;
  }

  async #load(name: string, feature: LiveFeature, documentId: string): Promise<LiveDocument> {
    const cipher = await feature.cipher(documentId);
    const content = new Content(await this.#surroundings.log.load(name, cipher));
    return new LiveDocument({ ...this.#surroundings, name, documentId, feature, cipher, content });
  }

  #forget(name: string, place: Place): void {
    if (place.timer) clearTimeout(place.timer);
    if (this.#places.get(name) === place) this.#places.delete(name);
  }

  /** Words of it were redacted: what is in memory is put away at once, and opened anew by whoever asks. */
  async renew(name: string): Promise<void> {
    const place = this.#places.get(name);
    if (!place) return;
    this.#forget(name, place);
    (await place.document.catch(() => null))?.end();
  }

  /** The document if it is open here. */
  async find(name: string): Promise<LiveDocument | null> {
    return (await this.#places.get(name)?.document.catch(() => null)) ?? null;
  }

  /** Call after somebody left: when that was the last one, the document is put away after a while. */
  left(name: string): void {
    const place = this.#places.get(name);
    if (place) this.#consider(name, place);
  }

  #consider(name: string, place: Place): void {
    if (place.timer) clearTimeout(place.timer);
    if (this.#isClosed || this.#places.get(name) !== place) return;
    place.timer = setTimeout(() => void this.#putAway(name, place), this.#surroundings.linger).unref();
  }

  async #putAway(name: string, place: Place): Promise<void> {
    place.timer = null;
    const document = await place.document.catch(() => null);
    if (!document?.isEmpty || place.held > 0) return;
    await document.settle();
    if (this.#isClosed) return;
    await document.compact(worthCompacting);
    if (!document.isEmpty || place.held > 0 || this.#places.get(name) !== place) return;
    document.close();
    this.#places.delete(name);
  }

  async all(): Promise<LiveDocument[]> {
    const documents = await Promise.all(
      [...this.#places.values()].map(({ document }) => document.catch(() => null)),
    );
    return documents.filter((document) => document !== null);
  }

  /**
   * Nothing is put away any more. Pages still leave while a server stops: a checkpoint made half a minute after would go to
   * whatever store is connected by then.
   */
  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#places.values()) if (timer) clearTimeout(timer);
  }
}
