import * as Y from 'yjs';

/** The words in updates whose document is not there: in the order they were written, a line where a line began. */
export function looseWords(updates: readonly Uint8Array[]): string {
  let words = '';
  for (const update of updates) {
    for (const struct of Y.decodeUpdate(update).structs) {
      if (!(struct instanceof Y.Item)) continue;
      if (struct.content instanceof Y.ContentString) words += struct.content.str;
      else if (struct.content instanceof Y.ContentType && words !== '' && !words.endsWith('\n'))
        words += '\n';
    }
  }
  return words.trim();
}
