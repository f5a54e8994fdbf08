import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet, type NodeView } from 'prosemirror-view';
import { schema } from '../schema.ts';

/** A table that scrolls inside itself where it is wider than the page, with its name for who hears it. */
class TableView implements NodeView {
  readonly dom = document.createElement('div');
  readonly contentDOM = document.createElement('tbody');

  constructor(label: string, isEditable: boolean) {
    this.dom.className = 'prose__table';
    allow(this.dom, label, isEditable);
    const table = document.createElement('table');
    table.setAttribute('aria-label', label);
    table.append(this.contentDOM);
    this.dom.append(table);
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }
}

/** Where there is a caret it scrolls along; who has none gets a stop for Tab, and scrolls with the arrows. */
function allow(scroller: Element, label: string, isEditable: boolean): void {
  const reader = { tabindex: '0', role: 'group', 'aria-label': label };
  for (const [name, value] of Object.entries(reader))
    if (isEditable) scroller.removeAttribute(name);
    else scroller.setAttribute(name, value);
  // It says so to checkers of pages, which look at the element alone.
  if (isEditable) scroller.setAttribute('contenteditable', 'inherit');
  else scroller.removeAttribute('contenteditable');
}

interface HeadSpec {
  isHead?: boolean;
}

const isHead = (decorations: readonly Decoration[]): boolean =>
  decorations.some(({ spec }) => (spec as HeadSpec).isHead === true);

/** A cell is a `td`, and in the head a `th`: an element of another name, so it is drawn anew when that changes. */
function cellView(_node: Node, decorations: readonly Decoration[]): NodeView {
  const wasHead = isHead(decorations);
  const dom = document.createElement(wasHead ? 'th' : 'td');
  if (wasHead) dom.setAttribute('scope', 'col');
  return {
    dom,
    contentDOM: dom,
    update: (node, now) => node.type === schema.nodes.cell && isHead(now) === wasHead,
  };
}

function headsIn({ doc }: EditorState): DecorationSet {
  const heads: Decoration[] = [];
  doc.forEach((table, place) => {
    if (table.type !== schema.nodes.table || table.attrs.head !== true) return;
    table.firstChild?.forEach((cell, at) => {
      const start = place + 2 + at;
      heads.push(Decoration.node(start, start + cell.nodeSize, {}, { isHead: true }));
    });
  });
  return DecorationSet.create(doc, heads);
}

export const tableViews = (labels: { table: string }): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => headsIn(state),
      apply: (tr, known, _before, state) => (tr.docChanged ? headsIn(state) : known),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
      nodeViews: {
        table: (_node, view) => new TableView(labels.table, view.editable),
        cell: (node, _view, _place, decorations) => cellView(node, decorations),
      },
    },
    view: (first) => {
      let { editable } = first;
      return {
        update(view) {
          if (view.editable === editable) return;
          editable = view.editable;
          for (const one of view.dom.querySelectorAll('.prose__table')) allow(one, labels.table, editable);
        },
      };
    },
  });
