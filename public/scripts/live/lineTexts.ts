import * as Y from 'yjs';
import { lineName, rootName } from './protocol.ts';

/**
 * Gives every new line its text at once, also when it is empty. Otherwise two people who begin to type in the same
 * empty line at the same moment each make a text of their own, and joining the two doubles what they write.
 * @returns what ends it.
 */
export function giveLinesTexts(doc: Y.Doc): () => void {
  const root = doc.getXmlFragment(rootName);
  const fill = (transaction: Y.Transaction): void => {
    if (!transaction.local || !transaction.changed.has(root as never)) return;
    const before = transaction.beforeState.get(doc.clientID) ?? 0;
    for (const line of root.toArray()) {
      const id = line._item?.id;
      const isNew = id?.client === doc.clientID && id.clock >= before;
      if (isNew && line instanceof Y.XmlElement && line.nodeName === lineName && line.length === 0) {
        line.insert(0, [new Y.XmlText()]);
      }
    }
  };
  doc.on('beforeObserverCalls', fill);
  return () => doc.off('beforeObserverCalls', fill);
}
