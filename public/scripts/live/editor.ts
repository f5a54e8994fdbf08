import { EditorState, type Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { ySyncPlugin, yUndoPlugin, yUndoPluginKey } from 'y-prosemirror';
import { afterCaret, readCaret } from './caretFirst.ts';
import { clipboard } from './clipboard.ts';
import { keys, numbering, type Openers, typingShortcuts } from './commands.ts';
import { Cursors, cursorPlugin } from './cursors.ts';
import { giveLinesTexts } from './lineTexts.ts';
import { linkClicks } from './links.ts';
import { mentions } from './mentions.ts';
import { NumberGuard } from './numberGuard.ts';
import type { People } from './people.ts';
import { rootName } from './protocol.ts';
import type { LiveProvider } from './provider.ts';
import { onlyWriters } from './remarks/onlyWriters.ts';
import { schema } from './schema.ts';
import { tableRights } from './tables/commands.ts';
import { tableGuard } from './tables/guard.ts';
import { tablePasting, tableTyping } from './tables/typing.ts';
import { ProseUndo } from './tables/undoing.ts';
import { tableViews } from './tables/view.ts';
import { taskLines } from './taskLines.ts';

export interface EditorOptions {
  place: HTMLElement;
  provider: LiveProvider;
  /** The accessible name, and the id of the element that explains the keys. */
  label: string;
  describedBy: string;
  /** The language the text is written in. */
  language: string;
  /** Whether the person gets a caret: to write, or to choose words they say something about. */
  isEditable: () => boolean;
  open: Openers;
  people: People;
  /** What a mention of somebody who is not among the people says. */
  left: string;
  /** What the box of a task is called. */
  task: string;
  /** What a table is called. */
  table: string;
  mayWrite: () => boolean;
  /** What this page adds to the editor: keys come before those of the editor itself. */
  plugins?: Plugin[];
  /** Called after every change of the text or the selection. */
  changed: (view: EditorView, isText: boolean) => void;
  /** Whether the person must decide about a national number now. */
  askAboutNumber: (isOpen: boolean) => void;
}

export interface ProseEditor {
  view: EditorView;
  removeNumbers(): void;
  keepNumbers(): void;
  destroy(): void;
}

/** The editor on the provider's document. Without inline styles: everything it shows has a class. */
export function createEditor(options: EditorOptions): ProseEditor {
  const { provider, place } = options;
  const cursors = new Cursors((cursor) => provider.setCursor(cursor));
  provider.on('presence', ({ self, here }) => cursors.show(self, here));
  const guard = new NumberGuard({
    hold: () => provider.hold(),
    release: (clean) => provider.release(clean),
    forget: (view) => yUndoPluginKey.getState(view.state)?.undoManager.clear(),
    ask: options.askAboutNumber,
  });
  const stopFilling = giveLinesTexts(provider.doc);
  const root = provider.doc.getXmlFragment(rootName);
  const state = EditorState.create({
    schema,
    plugins: [
      ySyncPlugin(root),
      cursorPlugin(cursors),
      yUndoPlugin({ undoManager: new ProseUndo(root) }),
      onlyWriters(options.mayWrite),
      tableRights(options),
      tableGuard(),
      tableTyping(),
      tableViews(options),
      ...(options.plugins ?? []),
      typingShortcuts(),
      ...keys(options.open),
      numbering(),
      taskLines(options),
      linkClicks(),
      mentions(options.people, options, (view) => options.open.mention(view, true)),
      clipboard(options.people, options),
      tablePasting(),
      guard.plugin(),
    ],
  });
  let isReady = false;
  const view: EditorView = new EditorView(place, {
    state,
    editable: options.isEditable,
    attributes: {
      class: 'prose__text voice',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': options.label,
      'aria-describedby': options.describedBy,
      lang: options.language,
    },
    // The first transaction comes from inside the constructor, so the view is not yet in the variable.
    dispatchTransaction(this: unknown, tr) {
      const self = this as EditorView;
      // The cursors of others are told a moment later, and by then the page may show another text.
      if (self.isDestroyed) return;
      const last = isReady ? afterCaret(self, tr) : tr;
      const next = self.state.apply(last);
      guard.before(last, next);
      self.updateState(next);
      if (!isReady) return;
      if (last.docChanged) guard.after(self);
      options.changed(self, last.docChanged);
    },
  });
  isReady = true;
  provider.on('arriving', () => {
    if (!view.isDestroyed) readCaret(view);
  });
  options.changed(view, true);
  return {
    view,
    removeNumbers: () => guard.remove(view),
    keepNumbers: () => guard.keep(view),
    destroy() {
      guard.close();
      stopFilling();
      view.destroy();
    },
  };
}
