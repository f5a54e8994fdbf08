import type { Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * A click moves the caret of the browser at once, and the editor hears of it up to a frame later. What somebody else
 * does is often drawn in between, which put the caret back where it had been, and the person typed in the wrong line.
 * So what the browser has is read first.
 */
export function readCaret(view: EditorView): void {
  // Not in its types; the editor does the same when it hears of a selection.
  (view as unknown as { domObserver: { flush(): void } }).domObserver.flush();
}

/** A transaction that only tells something (where the others are, what is marked), made anew when the caret had moved. */
export function afterCaret(view: EditorView, tr: Transaction): Transaction {
  if (tr.docChanged || tr.selectionSet || tr.storedMarksSet) return tr;
  const before = view.state;
  readCaret(view);
  if (view.state === before) return tr;
  const anew = view.state.tr;
  const { meta } = tr as unknown as { meta: Record<string, unknown> };
  for (const [key, value] of Object.entries(meta)) anew.setMeta(key, value);
  return anew;
}
