import { type DOMOutputSpec, type Mark, type Node, Schema } from 'prosemirror-model';
import { isSafeAddress, toAddress } from './marks.ts';
import { type LineStyle, lineStyles } from './protocol.ts';

/**
 * Every block of text is a line; that it is a heading or stands in a list is an attribute. So turning a paragraph
 * into a heading changes one value, and what somebody else types in it at that moment stays: with a node of its own
 * for each kind the shared text would be replaced, and their words with it.
 */

const tags: Record<LineStyle, DOMOutputSpec> = {
  heading: ['h3', 0],
  subheading: ['h4', 0],
  bullet: ['ul', { class: 'prose__item' }, ['li', 0]],
  number: ['ol', { class: 'prose__item' }, ['li', 0]],
  // In the editor itself a task has a box: taskLines.ts.
  task: ['p', { 'data-line': 'task' }, 0],
  done: ['p', { 'data-line': 'done' }, 0],
};

const isStyle = (value: unknown): value is LineStyle => (lineStyles as readonly unknown[]).includes(value);

/** A list item in pasted text: its paragraph counts, or the item itself when it has none. */
function itemStyle(element: HTMLElement): { style: LineStyle } | false {
  const item = element.closest('li');
  if (!item || (element === item && item.querySelector('p, h1, h2, h3, h4, h5, h6, ul, ol, div')))
    return false;
  return { style: item.parentElement?.tagName === 'OL' ? 'number' : 'bullet' };
}

/** What the clipboard and pasted text (pastedHtml.ts) say of a line. */
function knownStyle(element: HTMLElement): { style: LineStyle | null } | false {
  const style = element.dataset.line ?? '';
  return style === '' ? { style: null } : isStyle(style) && { style };
}

function addressOf(element: HTMLElement): { href: string } | false {
  const href = toAddress(element.getAttribute('href') ?? '');
  return href !== null && { href };
}

export const schema = new Schema({
  nodes: {
    doc: { content: '(line | table)+' },
    line: {
      content: 'text*',
      // What is pasted in place of a whole line keeps its own style.
      definingForContent: true,
      attrs: { style: { default: null, validate: 'string|null' } },
      toDOM: (node: Node): DOMOutputSpec => (isStyle(node.attrs.style) ? tags[node.attrs.style] : ['p', 0]),
      parseDOM: [
        { tag: 'p[data-line]', getAttrs: knownStyle, priority: 70 },
        { tag: 'li', getAttrs: itemStyle },
        { tag: 'li p', getAttrs: itemStyle, priority: 60 },
        { tag: 'h1, h2, h3', attrs: { style: 'heading' } },
        { tag: 'h4, h5, h6', attrs: { style: 'subheading' } },
        { tag: 'p, div, pre, blockquote' },
      ],
    },
    // All of them may be empty, so that whatever people do at once fits: the binding deletes what does not.
    table: {
      content: 'row*',
      isolating: true,
      selectable: false,
      attrs: { head: { default: null } },
      toDOM: ({ attrs }: Node): DOMOutputSpec => [
        'table',
        attrs.head === true ? { 'data-head': '' } : {},
        ['tbody', 0],
      ],
      parseDOM: [
        { tag: 'table', getAttrs: ({ dataset }) => ({ head: dataset.head === undefined ? null : true }) },
      ],
    },
    row: {
      content: 'cell*',
      isolating: true,
      selectable: false,
      toDOM: (): DOMOutputSpec => ['tr', 0],
      parseDOM: [{ tag: 'tr' }],
    },
    cell: {
      content: 'text*',
      isolating: true,
      selectable: false,
      toDOM: (): DOMOutputSpec => ['td', 0],
      parseDOM: [{ tag: 'td, th' }],
    },
    text: {},
  },
  // Those that hold something have defaults: y-prosemirror deletes text whose marks it cannot make.
  marks: {
    link: {
      attrs: { href: { default: '', validate: 'string' } },
      inclusive: false,
      toDOM: ({ attrs }: Mark): DOMOutputSpec => [
        'a',
        isSafeAddress(attrs.href)
          ? { href: attrs.href, title: attrs.href, target: '_blank', rel: 'noopener noreferrer' }
          : {},
        0,
      ],
      parseDOM: [{ tag: 'a[href]', getAttrs: addressOf }],
    },
    strong: {
      toDOM: (): DOMOutputSpec => ['strong', 0],
      parseDOM: [
        { tag: 'strong' },
        { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
        { style: 'font-weight=bold' },
        { style: 'font-weight=700' },
        { style: 'font-weight=400', clearMark: (mark: Mark) => mark.type.name === 'strong' },
      ],
    },
    em: {
      toDOM: (): DOMOutputSpec => ['em', 0],
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
    },
    mention: {
      attrs: {
        person: { default: '', validate: 'string' },
        id: { default: '', validate: 'string' },
      },
      inclusive: false,
      toDOM: ({ attrs }: Mark): DOMOutputSpec => [
        'span',
        { class: 'mention', 'data-person': attrs.person, 'data-mention': attrs.id },
        0,
      ],
      parseDOM: [
        {
          tag: 'span[data-mention]',
          getAttrs: ({ dataset }: HTMLElement) => ({ person: dataset.person, id: dataset.mention }),
        },
      ],
    },
  },
});

export const styleOf = (line: Node): LineStyle | null =>
  isStyle(line.attrs.style) ? line.attrs.style : null;
