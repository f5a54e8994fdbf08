import { randomUUID } from 'node:crypto';
import type { Cursor, Presence, PresenceNews } from '../../public/scripts/live/protocol.ts';

/** Changes of this long are told in one message. */
const gatherMilliseconds = 40;

/**
 * Who is in one document and where. Names come from the session by way of the feature's answer, never from a page;
 * a page only says where its cursor is.
 */
export class PresenceBoard {
  readonly #here = new Map<string, Presence>();
  readonly #seats = new Map<string, number>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #tell: (news: Omit<PresenceNews, 'document'>) => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (news: Omit<PresenceNews, 'document'>) => void) {
    this.#tell = tell;
  }

  list(): Presence[] {
    return [...this.#here.values()];
  }

  /** @returns the id of this page's presence. */
  enter(personId: string, shown: { name: string; organisationName: string }): string {
    const id = randomUUID();
    const seat = this.#seats.get(personId) ?? this.#freeSeat();
    this.#seats.set(personId, seat);
    this.#here.set(id, {
      id,
      seat,
      name: shown.name,
      organisationName: shown.organisationName,
      cursor: null,
    });
    this.#note(id);
    return id;
  }

  /** The lowest number nobody has; a person keeps theirs while the document is open. */
  #freeSeat(): number {
    const taken = new Set(this.#seats.values());
    let seat = 1;
    while (taken.has(seat)) seat += 1;
    return seat;
  }

  move(id: string, cursor: Cursor | null): void {
    const presence = this.#here.get(id);
    if (!presence) return;
    presence.cursor = cursor;
    this.#note(id);
  }

  leave(id: string): void {
    if (!this.#here.delete(id)) return;
    this.#changed.delete(id);
    this.#gone.add(id);
    this.#schedule();
  }

  #note(id: string): void {
    this.#changed.add(id);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), gatherMilliseconds).unref();
  }

  #flush(): void {
    this.#timer = null;
    const here = [...this.#changed].flatMap((id) => this.#here.get(id) ?? []);
    const gone = [...this.#gone];
    this.#changed.clear();
    this.#gone.clear();
    if (here.length > 0 || gone.length > 0) this.#tell({ here, gone });
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
