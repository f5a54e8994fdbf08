import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { type MentionMark, mentionSign } from './marks.ts';
import type { People } from './people.ts';
import type { Reader } from './protocol.ts';
import { schema } from './schema.ts';
import { clearedAcross } from './tables/caret.ts';

const mention = schema.marks.mention!;
const key = new PluginKey<DecorationSet>('mentions');

/** Writes a mention of somebody where the caret is, and a space unless there is one. */
export function mentionPerson(state: EditorState, { id: person }: Reader) {
  const mark: MentionMark = { person, id: crypto.randomUUID() };
  const { $to } = state.selection;
  const next = $to.parent.textBetween(
    $to.parentOffset,
    Math.min($to.parentOffset + 1, $to.parent.content.size),
  );
  const tr = (clearedAcross(state) ?? state.tr).replaceSelectionWith(
    schema.text(mentionSign, [mention.create(mark)]),
    false,
  );
  if (!/^[\s.,;:!?)]/.test(next)) tr.insertText(' ');
  return tr.scrollIntoView();
}

/** Every sign in the text that mentions somebody: the place behind it, and whom. */
export function eachMention(doc: Node, found: (place: number, person: string, node: Node) => void): void {
  doc.descendants((node, place) => {
    const person: string | undefined = mention.isInSet(node.marks)?.attrs.person;
    if (person === undefined || !node.text) return;
    for (let at = node.text.indexOf(mentionSign); at >= 0; at = node.text.indexOf(mentionSign, at + 1))
      found(place + at + 1, person, node);
  });
}

function nameTag(name: string): HTMLElement {
  const tag = document.createElement('span');
  tag.className = 'mention__name';
  tag.textContent = name;
  return tag;
}

/** Shows the names behind the signs, as people are called now; and asks whom to mention when the sign is typed. */
export function mentions(
  people: People,
  labels: { left: string },
  open: (view: EditorView) => void,
): Plugin<DecorationSet> {
  const namesIn = ({ doc }: EditorState): DecorationSet => {
    const names: Decoration[] = [];
    eachMention(doc, (place, person, node) => {
      const known = people.nameOf(person);
      if (known === undefined) people.miss();
      const name = known ?? labels.left;
      const spec = { side: -1, key: `${person} ${name}`, marks: node.marks, ignoreSelection: true };
      names.push(Decoration.widget(place, () => nameTag(name), spec));
    });
    return DecorationSet.create(doc, names);
  };
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, state) => namesIn(state),
      apply: (tr, known, _before, state) => (tr.docChanged || tr.getMeta(key) ? namesIn(state) : known),
    },
    props: {
      decorations: (state) => key.getState(state),
      handleTextInput(view, from, _to, text) {
        const $from = view.state.doc.resolve(from);
        const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset);
        // In the middle of a word it is part of a mail address.
        if (text !== mentionSign || /[^\s([{«"'/-]/.test(before)) return false;
        open(view);
        return true;
      },
    },
    view: (view) => {
      const stop = people.onChange(() => view.dispatch(view.state.tr.setMeta(key, true)));
      return { destroy: stop };
    },
  });
}
