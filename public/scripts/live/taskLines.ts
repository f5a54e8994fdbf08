import { DOMSerializer, type Node } from 'prosemirror-model';
import { Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView, NodeView } from 'prosemirror-view';
import { styleOf } from './schema.ts';

let made = 0;

/** A task: its box and its words. The box is of the page, not of the text: nothing is typed in it. */
class TaskLine implements NodeView {
  readonly dom = document.createElement('div');
  readonly contentDOM = document.createElement('p');
  readonly #box = document.createElement('span');

  constructor(node: Node, view: EditorView, placeOf: () => number | undefined, label: string) {
    made += 1;
    this.contentDOM.id = `prose-task-${made}`;
    const box = this.#box;
    box.className = 'prose__box';
    box.contentEditable = 'false';
    box.tabIndex = 0;
    box.setAttribute('role', 'checkbox');
    // "Task" and its words: one that has no words yet has a name too.
    box.id = `${this.contentDOM.id}-box`;
    box.setAttribute('aria-label', label);
    box.setAttribute('aria-labelledby', `${box.id} ${this.contentDOM.id}`);
    const tick = (): void => {
      const place = placeOf();
      const line = place === undefined ? null : view.state.doc.nodeAt(place);
      if (!view.editable || place === undefined || !line) return;
      view.dispatch(
        view.state.tr.setNodeAttribute(place, 'style', styleOf(line) === 'done' ? 'task' : 'done'),
      );
    };
    // A mouse keeps the selection in the text; a keyboard keeps the focus on the box.
    box.addEventListener('mousedown', (event) => event.preventDefault());
    box.addEventListener('click', tick);
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') view.focus();
      else if (event.key === ' ') tick();
      else return;
      event.preventDefault();
    });
    this.dom.append(box, this.contentDOM);
    this.#show(node);
    allow(box, view.editable);
  }

  #show(node: Node): void {
    const isDone = styleOf(node) === 'done';
    this.dom.className = `prose__task${isDone ? ' is-done' : ''}`;
    this.#box.setAttribute('aria-checked', String(isDone));
  }

  /** The same box, whether it gets its tick or loses it, so that the focus stays on it. */
  update(node: Node): boolean {
    const style = styleOf(node);
    if (style !== 'task' && style !== 'done') return false;
    this.#show(node);
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target === this.#box;
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }
}

const allow = (box: Element, isEditable: boolean): void =>
  isEditable ? box.removeAttribute('aria-disabled') : box.setAttribute('aria-disabled', 'true');

/** Every other line is shown as the schema says. */
function plainLine(node: Node): NodeView {
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, node.type.spec.toDOM!(node));
  return { dom, contentDOM: contentDOM as HTMLElement };
}

/** Browsers do not find the way from the first character of a task up past its box. */
function upFromTask(view: EditorView, event: KeyboardEvent): boolean {
  const { state } = view;
  const { $from, empty } = state.selection;
  const hasModifier = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
  if (event.key !== 'ArrowUp' || hasModifier || !empty || $from.parentOffset > 0) return false;
  const style = styleOf($from.parent);
  const line = $from.depth === 0 ? null : state.doc.resolve($from.before()).nodeBefore;
  if (line?.type !== $from.parent.type || (style !== 'task' && style !== 'done')) return false;
  const start = $from.before() - line.nodeSize;
  const above = (view.nodeDOM(start) as HTMLElement).getBoundingClientRect();
  const found = view.posAtCoords({ left: view.coordsAtPos($from.pos).left, top: above.bottom - 8 });
  const inLine = Math.min(Math.max(found?.pos ?? 0, start + 1), start + line.nodeSize - 1);
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, inLine)).scrollIntoView());
  return true;
}

/** Shows tasks with a box that is ticked by mouse, by keyboard and by screen reader. */
export const taskLines = (labels: { task: string }): Plugin =>
  new Plugin({
    props: {
      handleKeyDown: upFromTask,
      nodeViews: {
        line: (node, view, placeOf) => {
          const style = styleOf(node);
          return style === 'task' || style === 'done'
            ? new TaskLine(node, view, placeOf, labels.task)
            : plainLine(node);
        },
      },
    },
    view: (first) => {
      let { editable } = first;
      return {
        update(view) {
          if (view.editable === editable) return;
          editable = view.editable;
          for (const box of view.dom.querySelectorAll('.prose__box')) allow(box, editable);
        },
      };
    },
  });
