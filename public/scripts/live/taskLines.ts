import { DOMSerializer, type Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import type { EditorView, NodeView } from 'prosemirror-view';
import { styleOf } from './schema.ts';

let made = 0;

/** A task: its box and its words. The box is of the page, not of the text: nothing is typed in it. */
class TaskLine implements NodeView {
  readonly dom = document.createElement('div');
  readonly contentDOM = document.createElement('p');
  readonly #box = document.createElement('span');

  constructor(node: Node, view: EditorView, placeOf: () => number | undefined) {
    made += 1;
    this.contentDOM.id = `prose-task-${made}`;
    const box = this.#box;
    box.className = 'prose__box';
    box.contentEditable = 'false';
    box.tabIndex = 0;
    box.setAttribute('role', 'checkbox');
    box.setAttribute('aria-labelledby', this.contentDOM.id);
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

/** Shows tasks with a box that is ticked by mouse, by keyboard and by screen reader. */
export const taskLines = (): Plugin =>
  new Plugin({
    props: {
      nodeViews: {
        line: (node, view, placeOf) => {
          const style = styleOf(node);
          return style === 'task' || style === 'done' ? new TaskLine(node, view, placeOf) : plainLine(node);
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
