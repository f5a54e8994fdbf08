import type { EditorView } from 'prosemirror-view';

/** Something small to fill in, beside the caret. */
export interface Panel {
  element: HTMLElement;
  /** Takes it away; the focus goes back to the text unless it went elsewhere. */
  close(): void;
}

/**
 * Opens a panel under the caret, or under the line where the page is narrow. Escape closes it, and so does leaving it:
 * nothing that is open stands in the way of Tab.
 */
export function openPanel(
  view: EditorView,
  options: { label: string; content: HTMLElement; focus: HTMLElement; closed?: (byEscape: boolean) => void },
): Panel {
  const place = view.dom.parentElement as HTMLElement;
  const element = document.createElement('div');
  element.className = 'prose__panel';
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-label', options.label);
  element.append(options.content);
  let isOpen = true;
  const end = (byEscape: boolean): void => {
    if (!isOpen) return;
    isOpen = false;
    const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
    element.remove();
    options.closed?.(byEscape);
    if (hadFocus && !view.isDestroyed) view.focus();
  };
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    end(true);
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    // Without a target the window itself lost the focus, or a mouse went down beside a field.
    if (relatedTarget && !element.contains(relatedTarget as Node)) end(false);
  });
  place.append(element);
  putUnderCaret(view, place, element);
  options.focus.focus();
  element.scrollIntoView({ block: 'nearest' });
  return { element, close: () => end(false) };
}

/** Where it is, the style sheet says, from these two lengths. */
function putUnderCaret(view: EditorView, place: HTMLElement, element: HTMLElement): void {
  const caret = view.coordsAtPos(view.state.selection.to);
  const frame = place.getBoundingClientRect();
  const room = Math.max(0, frame.width - element.offsetWidth - 2);
  element.style.setProperty('--panel-top', `${Math.round(caret.bottom - frame.top + 4)}px`);
  element.style.setProperty('--panel-left', `${Math.round(Math.min(room, caret.left - frame.left))}px`);
}
