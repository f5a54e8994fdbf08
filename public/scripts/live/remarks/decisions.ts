import { Fragment, Slice } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import { schema } from '../schema.ts';
import { clearWords, isInTables } from '../tables/caret.ts';

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
  if (isInTables(state.doc, from, to)) return replaceInCells(tr, { from, to }, now, proposal);
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

/** In cells, of which each is one line: a line of the proposal for each, and what is left over in the last. */
function replaceInCells(
  tr: Transaction,
  { from, to }: { from: number; to: number },
  now: string,
  proposal: string,
): Transaction {
  const parts: { from: number; to: number }[] = [];
  tr.doc.nodesBetween(from, to, (node, place) => {
    if (!node.isTextblock) return true;
    parts.push({ from: Math.max(from, place + 1), to: Math.min(to, place + 1 + node.content.size) });
    return false;
  });
  const before = now.split('\n');
  const lines = proposal.split('\n');
  const words = parts.map((_part, index) =>
    index < parts.length - 1 ? (lines[index] ?? '') : lines.slice(index).join(' '),
  );
  for (const [index, part] of [...parts.entries()].reverse()) {
    const { skip, remove, insert } = difference(before[index] ?? '', words[index] ?? '');
    const isKnown = (before[index] ?? '').length === part.to - part.from;
    const [start, end] = isKnown ? [part.from + skip, part.from + skip + remove] : [part.from, part.to];
    clearWords(tr, start, end);
    if (isKnown && insert !== '') tr.insertText(insert, start);
    if (!isKnown && words[index]) tr.insertText(words[index]!, start);
  }
  return tr;
}
