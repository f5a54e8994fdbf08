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

/** Whether words stand in a row, column or table of this step that the step itself did not write. */
function holdsOthers(doc: Y.Doc, { insertions }: StackItem): boolean {
  const isOwn = (item: Y.Item): boolean => Y.isDeleted(insertions, item.id);
  const holds = (type: Y.AbstractType<unknown>): boolean => {
    for (let item = type._start; item; item = item.right) {
      const below = typeOf(item);
      const isWord = item.content instanceof Y.ContentString;
      if (!item.deleted && ((isWord && !isOwn(item)) || (below && holds(below)))) return true;
    }
    return false;
  };
  let isFound = false;
  doc.transact((transaction) => {
    Y.iterateDeletedStructs(transaction, insertions, (struct) => {
      if (isFound || !(struct instanceof Y.Item)) return;
      let item: Y.Item = struct;
      // What was undone and done again stands under another name.
      while (item.redone) item = Y.getItem(doc.store, item.redone) as Y.Item;
      const type = item.deleted ? null : typeOf(item);
      isFound = isPartOfTable(type) && holds(type);
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
    if (!type) return true;
    const isInTable = isPartOfTable(type) || (type instanceof Y.XmlText && isPartOfTable(type.parent));
    if (isInTable && this.#keepsTables) return false;
    const isHolder = type instanceof Y.Text || (type instanceof Y.XmlElement && holders.has(type.nodeName));
    return !isHolder || type._length === 0;
  }

  override undo(): ReturnType<Y.UndoManager['undo']> {
    this.#look(this.undoStack.at(-1));
    return super.undo();
  }

  override redo(): ReturnType<Y.UndoManager['redo']> {
    this.#look(this.redoStack.at(-1));
    return super.redo();
  }

  #look(next: StackItem | undefined): void {
    this.#keepsTables = next !== undefined && holdsOthers(this.doc, next);
  }
}
