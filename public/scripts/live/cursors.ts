import type { Plugin } from 'prosemirror-state';
import { yCursorPlugin } from 'y-prosemirror';
import * as Y from 'yjs';
import type { Cursor, Place, Presence } from './protocol.ts';

interface Shown {
  user: { name: string; color: string; seat: number };
  cursor: Cursor | null;
}

/** y-prosemirror complains about anything but six digits; the colour itself comes from the class. */
const unusedColour = '#000000';
const wordJoiner = '\u2060';

/** One of the five colours of the design. */
export const faceClass = (seat: number): string => `face--${((seat - 1) % 5) + 1}`;

/** Where the others are, in the shape y-prosemirror asks for: it expects the awareness of y-protocols. */
export class Cursors {
  #others = new Map<number, Shown>();
  #own: { cursor: Cursor | null } = { cursor: null };
  readonly #listeners = new Set<() => void>();
  readonly #moved: (cursor: Cursor | null) => void;

  constructor(moved: (cursor: Cursor | null) => void) {
    this.#moved = moved;
  }

  show(self: string, here: readonly Presence[]): void {
    const others = here.filter(({ id }) => id !== self);
    this.#others = new Map(
      others.map(({ name, seat, cursor }, index) => [
        index,
        { user: { name, seat, color: unusedColour }, cursor: cursor },
      ]),
    );
    for (const listener of this.#listeners) listener();
  }

  getStates(): Map<number, Shown> {
    return this.#others;
  }

  getLocalState(): { cursor: Cursor | null } {
    return this.#own;
  }

  setLocalStateField(
    _name: string,
    cursor: { anchor: Y.RelativePosition; head: Y.RelativePosition } | null,
  ): void {
    const place = (position: Y.RelativePosition): Place => Y.relativePositionToJSON(position) as Place;
    this.#own = { cursor: cursor && { anchor: place(cursor.anchor), head: place(cursor.head) } };
    this.#moved(this.#own.cursor);
  }

  on(_name: string, listener: () => void): void {
    this.#listeners.add(listener);
  }

  off(_name: string, listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

function caretOf({ name, seat }: Shown['user']): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `caret ${faceClass(seat)}`;
  const flag = document.createElement('span');
  flag.textContent = name;
  caret.append(wordJoiner, flag, wordJoiner);
  return caret;
}

export const cursorPlugin = (cursors: Cursors): Plugin =>
  yCursorPlugin(cursors as unknown as Parameters<typeof yCursorPlugin>[0], {
    awarenessStateFilter: () => true,
    cursorBuilder: caretOf,
    selectionBuilder: ({ seat }: Shown['user']) => ({ class: `prose__selection ${faceClass(seat)}` }),
  });
