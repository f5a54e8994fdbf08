import { DOMSerializer, Fragment, type Node, Slice } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { findInsz } from '../inszCheck.ts';
import { setLink } from './links.ts';
import { mentionSign, toAddress } from './marks.ts';
import { cleanHtml } from './pastedHtml.ts';
import type { People } from './people.ts';
import { schema, styleOf } from './schema.ts';

const boxes: Record<string, string> = { task: '☐ ', done: '☑ ' };

/** What leaves the editor reads well elsewhere: boxes before tasks, names behind the signs of mentions. */
class Serializer extends DOMSerializer {
  readonly #nameOf: (person: string) => string;

  constructor(nameOf: (person: string) => string) {
    const { nodes, marks } = DOMSerializer.fromSchema(schema);
    const line = (node: Node) => ['p', { 'data-line': styleOf(node) ?? '' }, 0] as const;
    const head = ({ attrs }: Node) => (attrs.head === true ? { 'data-head': '' } : {});
    const table = (node: Node) =>
      ['table', { 'data-prose': '', border: '1', ...head(node) }, ['tbody', 0]] as const;
    super({ ...nodes, table, line: (node) => (isPlain(node) ? line(node) : nodes.line!(node)) }, marks);
    this.#nameOf = nameOf;
  }

  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const made = super.serializeFragment(fragment, options, target);
    for (const span of made.querySelectorAll<HTMLElement>('[data-mention]'))
      span.textContent = mentionSign + this.#nameOf(span.dataset.person ?? '');
    for (const line of made.querySelectorAll<HTMLElement>('[data-line]'))
      line.prepend(boxes[line.dataset.line ?? ''] ?? '');
    for (const cell of made.querySelectorAll('[data-head] > tbody > tr:first-child > td')) {
      const head = cell.ownerDocument.createElement('th');
      head.append(...cell.childNodes);
      cell.replaceWith(head);
    }
    return made;
  }
}

const isPlain = (node: Node): boolean => {
  const style = styleOf(node);
  return style === null || style in boxes;
};

function textOf(slice: Slice, nameOf: (person: string) => string): string {
  const wordsOf = (node: Node): string => {
    let text = boxes[styleOf(node) ?? ''] ?? '';
    node.forEach((part) => {
      const mention = schema.marks.mention!.isInSet(part.marks);
      const words = part.text ?? '';
      text += mention
        ? words.replaceAll(mentionSign, () => mentionSign + nameOf(mention.attrs.person))
        : words;
    });
    return text;
  };
  const lines: string[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock) lines.push(wordsOf(node));
    else if (node.type === schema.nodes.row) lines.push(node.children.map(wordsOf).join('\t'));
    else return true;
    return false;
  });
  return lines.join('\n');
}

/** What is selected as it is copied: words from one cell are words, and a table is one with all its ends. */
function copiedSlice(slice: Slice): Slice {
  const { content, openStart, openEnd } = slice;
  const { firstChild, lastChild, childCount } = content;
  const isTable = (node: Node | null): boolean => node?.type === schema.nodes.table;
  if (childCount === 1 && isTable(firstChild) && openStart >= 3 && openEnd >= 3) {
    const row = firstChild?.childCount === 1 ? firstChild.firstChild : null;
    if (row?.childCount === 1)
      return new Slice(Fragment.from(schema.node('line', null, row.firstChild!.content)), 1, 1);
  }
  return new Slice(content, isTable(firstChild) ? 0 : openStart, isTable(lastChild) ? 0 : openEnd);
}

function linesOf(text: string): Slice {
  const lines = text
    .split(/\r\n?|\n/)
    .filter((line, _index, all) => all.length === 1 || line.trim() !== '')
    .map((line) => {
      const style = Object.keys(boxes).find((one) => line.startsWith(boxes[one]!)) ?? null;
      const words = style ? line.slice(boxes[style]!.length) : line;
      return schema.node('line', { style }, words === '' ? [] : [schema.text(words)]);
    });
  return Slice.maxOpen(Fragment.from(lines));
}

/** What comes from the clipboard and what goes there. */
export const clipboard = (people: People, labels: { left: string }): Plugin => {
  const nameOf = (person: string): string => people.nameOf(person) ?? labels.left;
  return new Plugin({
    props: {
      transformPastedHTML: (html) => cleanHtml(html, { mayMention: (person) => people.has(person) }),
      transformCopied: copiedSlice,
      clipboardTextParser: (text) => linesOf(text),
      clipboardSerializer: new Serializer(nameOf),
      clipboardTextSerializer: (slice) => textOf(slice, nameOf),
      /** An address alone becomes a link: of the selected words, or of itself. */
      handlePaste(view, event) {
        const typed = event.clipboardData?.getData('text/plain').trim() ?? '';
        const href = /^(https?:\/\/|mailto:)\S+$/.test(typed) ? toAddress(typed) : null;
        const { $from, $to } = view.state.selection;
        if (href === null || findInsz(href).length > 0 || !$from.sameParent($to)) return false;
        view.dispatch(setLink(view.state, href, typed));
        return true;
      },
    },
  });
};
