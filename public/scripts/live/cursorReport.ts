import type { Cursor } from './protocol.ts';

const cursorMilliseconds = 100;

/** Tells where the cursor is, a few times a second at most. */
export class CursorReport {
  readonly #send: (cursor: Cursor | null) => void;
  #cursor: Cursor | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (cursor: Cursor | null) => void) {
    this.#send = send;
  }

  move(cursor: Cursor | null): void {
    this.#cursor = cursor;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send(this.#cursor);
    }, cursorMilliseconds);
  }

  /** For a new connection, which starts without a cursor. */
  repeat(): void {
    if (this.#cursor) this.#send(this.#cursor);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
