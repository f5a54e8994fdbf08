import * as Y from 'yjs';
import { isMarkValue, type MentionMark } from '../../public/scripts/live/marks.ts';
import type { Reading } from './reading.ts';

/** An update made by hand cannot mention more often than people do. */
const most = 100;

/** The mentions that an update writes and does not delete again. */
export function mentionsIn({ structs, deletions }: Reading): MentionMark[] {
  const found = new Map<string, MentionMark>();
  for (const [client, list] of structs) {
    for (const struct of list) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) continue;
      const { key, value } = struct.content;
      if (key !== 'mention' || value === null || !isMarkValue(key, value)) continue;
      const { clock } = struct.id;
      const isGone = deletions.some(
        (one) => one.client === client && one.clock <= clock && clock < one.clock + one.length,
      );
      const mention = value as unknown as MentionMark;
      if (!isGone && found.size < most) found.set(mention.id, mention);
    }
  }
  return [...found.values()];
}
