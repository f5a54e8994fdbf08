import type { SaveState } from './events.ts';
import type { LineMark } from './lineTools.ts';
import { type MountOptions, Session } from './session.ts';

export type { SaveState } from './events.ts';
export type { MountOptions, SessionCopy } from './session.ts';

/*
 * The element to mount on:
 *   data-live="plan:5f2c"        the document's name
 *   data-language="nl"           the language the text is written in; the page's own when absent
 *   data-label-NAME="..."        for every name in labelNames (notes.ts)
 * What it holds from the server (the text for pages without script) stays until the live text is there.
 *
 * It sends these events, which bubble:
 *   live:status  detail SaveState, whenever it changes
 *   live:waiting there is a connection, but nobody is signed in; only with staysSignedOut
 *   live:remarks  something else is said about the text: the list beside it is to be shown anew
 *   live:ended   detail { reason }, after which the text is gone from the page unless it starts over
 */

export interface MountedEditor {
  /** The state now; changes come as live:status events on the element. */
  readonly status: SaveState;
  /** The list of remarks was shown anew. */
  remarksShown(): void;
  /** What was made of which lines, from now on. */
  showMade(made: readonly LineMark[]): void;
  /** Puts the keyboard back in the text, where its caret was. */
  focus(): void;
  destroy(): void;
}

/** Turns an element into the live editor of one document. */
export function mountLiveEditor(root: HTMLElement, options: MountOptions = {}): MountedEditor {
  const session = new Session(root, options);
  session.start();
  const warn = (event: BeforeUnloadEvent): void => {
    const { state, unsaved } = session.status;
    if (unsaved > 0 && state !== 'kept') event.preventDefault();
  };
  const keep = (): void => {
    if (document.visibilityState === 'hidden') session.keepNow();
  };
  window.addEventListener('beforeunload', warn);
  document.addEventListener('visibilitychange', keep);
  return {
    get status() {
      return session.status;
    },
    remarksShown: () => session.remarksShown(),
    showMade: (made) => session.showMade(made),
    focus: () => session.focus(),
    destroy() {
      window.removeEventListener('beforeunload', warn);
      document.removeEventListener('visibilitychange', keep);
      session.stop();
    },
  };
}
