import * as Y from 'yjs';
import { leavesOf } from './leaves.ts';
import { rootName } from './protocol.ts';

/**
 * Gives every new line and cell its text at once, also when it is empty. Otherwise two people who begin to type in the
 * same empty line at the same moment each make a text of their own, and joining the two doubles what they write.
 * @returns what ends it.
 */
export function giveLinesTexts(doc: Y.Doc): () => void {
  const root = doc.getXmlFragment(rootName);
  const fill = (transaction: Y.Transaction): void => {
    if (!transaction.local) return;
    const changed = [...transaction.changed.keys()] as unknown[];
    if (!changed.some((type) => type === root || type instanceof Y.XmlElement)) return;
    const before = transaction.beforeState.get(doc.clientID) ?? 0;
    for (const { element, texts } of leavesOf(root)) {
      const id = element._item?.id;
      const isNew = id?.client === doc.clientID && id.clock >= before;
      if (isNew && texts.length === 0) element.insert(0, [new Y.XmlText()]);
    }
  };
  doc.on('beforeObserverCalls', fill);
  return () => doc.off('beforeObserverCalls', fill);
}
