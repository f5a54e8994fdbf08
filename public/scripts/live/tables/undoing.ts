import { ySyncPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { cellName, lineName, rowName, tableName } from '../protocol.ts';

const inTables = new Set([tableName, rowName, cellName]);
const holders = new Set([lineName, ...inTables]);

const typeOf = (item: Y.Item): Y.AbstractType<unknown> | null =>
  item.content instanceof Y.ContentType ? item.content.type : null;

const isPartOfTable = (type: unknown): type is Y.XmlElement =>
  type instanceof Y.XmlElement && inTables.has(type.nodeName);

type StackItem = Y.UndoManager['undoStack'][number];

/** Whether words stand in it that count. */
function holds(type: Y.AbstractType<unknown>, counts: (word: Y.Item) => boolean): boolean {
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentString && counts(item)) return true;
    const below = typeOf(item);
    if (below && holds(below, counts)) return true;
  }
  return false;
}

/** Whether words stand in a row, column or table of this step that the step itself did not write. */
function holdsOthers(doc: Y.Doc, { insertions }: StackItem): boolean {
  const isOthers = (item: Y.Item): boolean => !Y.isDeleted(insertions, item.id);
  let isFound = false;
  doc.transact((transaction) => {
    Y.iterateDeletedStructs(transaction, insertions, (struct) => {
      if (isFound || !(struct instanceof Y.Item)) return;
      let item: Y.Item = struct;
      // What was undone and done again stands under another name.
      while (item.redone) item = Y.getItem(doc.store, item.redone) as Y.Item;
      const type = item.deleted ? null : typeOf(item);
      isFound = isPartOfTable(type) && holds(type, isOthers);
    });
  });
  return isFound;
}

/**
 * Undoes what this page did. A line in which somebody else wrote meanwhile stays with their words; so does a row, column
 * or table, and as a whole: of one that stayed in part, nobody could tell what it was.
 */
export class ProseUndo extends Y.UndoManager {
  #keepsTables = false;

  constructor(root: Y.XmlFragment) {
    super(root, {
      trackedOrigins: new Set([ySyncPluginKey]),
      captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
      deleteFilter: (item) => this.#mayDelete(item),
    });
  }

  #mayDelete(item: Y.Item): boolean {
    const type = typeOf(item);
    if (!type) return item.parentSub === null || !this.#keepsTables || !isPartOfTable(item.parent);
    const isInTable = isPartOfTable(type) || (type instanceof Y.XmlText && isPartOfTable(type.parent));
    if (isInTable && this.#keepsTables) return false;
    const isHolder = type instanceof Y.Text || (type instanceof Y.XmlElement && holders.has(type.nodeName));
    // A line or cell without a word has a text all the same, which came with it and is of no step (lineTexts.ts).
    return !isHolder || !holds(type as Y.AbstractType<unknown>, () => true);
  }

  override undo(): ReturnType<Y.UndoManager['undo']> {
    return this.#oneByOne('undoStack', () => super.undo());
  }

  override redo(): ReturnType<Y.UndoManager['redo']> {
    return this.#oneByOne('redoStack', () => super.redo());
  }

  /** Looks at each step for itself, until one changes something. */
  #oneByOne(name: 'undoStack' | 'redoStack', step: () => StackItem | null): StackItem | null {
    let done: StackItem | null = null;
    while (!done && this[name].length > 0) {
      const earlier = this[name];
      const next = earlier.pop()!;
      this[name] = [next];
      this.#keepsTables = holdsOthers(this.doc, next);
      done = step();
      this[name] = [...earlier, ...this[name]];
    }
    return done;
  }
}
