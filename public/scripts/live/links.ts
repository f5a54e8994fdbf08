import { type Command, type EditorState, Plugin } from 'prosemirror-state';
import { isSafeAddress } from './marks.ts';
import { schema } from './schema.ts';

const link = schema.marks.link!;

/** A link in the text: where, and where it leads. */
export interface LinkAt {
  from: number;
  to: number;
  href: string;
}

/** The link around a place, whole: it may be in pieces, where only some of its words are bold. */
function linkAround(state: EditorState, place: number): LinkAt | null {
  const $place = state.doc.resolve(place);
  const { parent } = $place;
  const start = $place.start();
  let found: LinkAt | null = null;
  let current: LinkAt | null = null;
  parent.forEach((node, offset) => {
    const href: string | undefined = link.isInSet(node.marks)?.attrs.href;
    const from = start + offset;
    const to = from + node.nodeSize;
    if (href === undefined) current = null;
    else if (current && current.href === href) current.to = to;
    else current = { from, to, href };
    if (current && current.from <= place && place <= current.to) found = current;
  });
  return found;
}

/** The link that the caret stands in or at, or that all of the selection is in. */
export function linkAt(state: EditorState): LinkAt | null {
  const { $from, to, empty } = state.selection;
  if (!$from.parent.inlineContent) return null;
  const found = linkAround(state, empty ? $from.pos : $from.pos + 1);
  return found && found.from <= $from.pos && to <= found.to ? found : null;
}

/** Opens an address in another tab, which learns nothing of this page. */
export function follow(href: string): void {
  if (isSafeAddress(href)) window.open(href, '_blank', 'noopener,noreferrer');
}

export const openLink: Command = (state, dispatch) => {
  const found = linkAt(state);
  if (!found) return false;
  if (dispatch) follow(found.href);
  return true;
};

/** Makes the selected words lead somewhere; without a selection, writes words that do. */
export function setLink(state: EditorState, href: string, words: string) {
  const { from, to, empty } = state.selection;
  const mark = link.create({ href });
  if (empty) return state.tr.replaceSelectionWith(schema.text(words, [mark]), false).scrollIntoView();
  return state.tr.removeMark(from, to, link).addMark(from, to, mark).scrollIntoView();
}

export const removeLink = (state: EditorState, { from, to }: LinkAt) => state.tr.removeMark(from, to, link);

/** In text that can be written in, a click puts the caret; with Control, or Meta on a Mac, it opens the link. */
export const linkClicks = (): Plugin =>
  new Plugin({
    props: {
      handleClick(view, place, event) {
        if (!view.editable || !(event.ctrlKey || event.metaKey)) return false;
        const found = linkAround(view.state, place);
        if (found) follow(found.href);
        return found !== null;
      },
    },
  });
