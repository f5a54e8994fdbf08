import { type Command, EditorState, type Plugin, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';
import { giveLinesTexts } from '../../public/scripts/live/lineTexts.ts';
import { rootName } from '../../public/scripts/live/protocol.ts';
import { schema } from '../../public/scripts/live/schema.ts';
import { tableRights } from '../../public/scripts/live/tables/commands.ts';
import { tableGuard } from '../../public/scripts/live/tables/guard.ts';
import { ProseUndo } from '../../public/scripts/live/tables/undoing.ts';

/** The editor on a shared document as a page has it, its binding and its guards, without a window to draw in. */
export class HeadlessEditor {
  state: EditorState;
  readonly undo: ProseUndo;
  readonly #views: { update?(view: EditorView, before: EditorState): void; destroy?(): void }[] = [];
  readonly #stop: () => void;

  constructor(doc: Y.Doc, plugins: Plugin[] = []) {
    const root = doc.getXmlFragment(rootName);
    this.#stop = giveLinesTexts(doc);
    this.undo = new ProseUndo(root);
    this.state = EditorState.create({
      schema,
      plugins: [
        ySyncPlugin(root),
        yUndoPlugin({ undoManager: this.undo }),
        tableRights({ mayWrite: () => true }),
        tableGuard(),
        ...plugins,
      ],
    });
    for (const { spec } of this.state.plugins) if (spec.view) this.#views.push(spec.view(this.view));
  }

  /** As much of a view as plugins and commands use. */
  get view(): EditorView {
    return this as unknown as EditorView;
  }

  hasFocus(): boolean {
    return false;
  }

  readonly dispatch = (tr: Transaction): void => {
    const before = this.state;
    this.state = before.apply(tr);
    for (const view of this.#views) view.update?.(this.view, before);
  };

  run(command: Command): boolean {
    return command(this.state, this.dispatch, this.view);
  }

  destroy(): void {
    this.#stop();
    for (const view of this.#views) view.destroy?.();
  }
}
