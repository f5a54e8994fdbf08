import { Fragment, Slice } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import { schema } from '../schema.ts';

/** What is really new in the words proposed for others: what both begin and end with stays, and keeps its writer. */
export function difference(now: string, proposal: string): { skip: number; remove: number; insert: string } {
  const shortest = Math.min(now.length, proposal.length);
  let skip = 0;
  while (skip < shortest && now.charAt(skip) === proposal.charAt(skip)) skip += 1;
  let end = 0;
  while (end < shortest - skip && now.at(-1 - end) === proposal.at(-1 - end)) end += 1;
  return { skip, remove: now.length - skip - end, insert: proposal.slice(skip, proposal.length - end) };
}

/** The proposed words in the place of those between `from` and `to`, as one edit. */
export function replaceWords(
  state: EditorState,
  { from, to }: { from: number; to: number },
  now: string,
  proposal: string,
): Transaction {
  const { tr } = state;
  // Over several lines places and characters do not count alike.
  if (now.includes('\n') || proposal.includes('\n')) {
    if (proposal === '') return tr.delete(from, to);
    const lines = proposal
      .split('\n')
      .map((text) => schema.node('line', null, text === '' ? [] : [schema.text(text)]));
    return tr.replace(from, to, new Slice(Fragment.from(lines), 1, 1));
  }
  const { skip, remove, insert } = difference(now, proposal);
  const start = from + skip;
  if (insert === '') return tr.delete(start, start + remove);
  return tr.insertText(insert, start, start + remove);
}
