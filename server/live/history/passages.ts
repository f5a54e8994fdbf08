import type { EntryIndex } from './entries.ts';
import { isSameMarks, marksOf, type Piece } from './pieces.ts';
import type { Mention, Passage, Shown, ShownLine, ShownShape, Tally } from './questions.ts';

/** What one part of a long text holds at most. */
const largestPart = { lines: 150, passages: 400, characters: 40_000 };

/** What a moment, or two of them, show of a piece; null: nothing. */
export type Look = Pick<Passage, 'change' | 'writer' | 'restorer' | 'deleter' | 'redactor' | 'relinked'>;

export function beginPassage(seen: Look & { isGone: boolean }, piece: Piece, moment: EntryIndex): Passage {
  const { client, clock, length } = piece;
  return {
    ...seen,
    spans: [{ text: piece.text, ...marksOf(piece, moment) }],
    stretches: [{ client, clock, length }],
  };
}

/** Adds a piece to the passage before it. */
export function joinPassage(passage: Passage, seen: Look, piece: Piece, moment: EntryIndex): void {
  const { client, clock, length, text } = piece;
  const marks = marksOf(piece, moment);
  const span = passage.spans.at(-1)!;
  if (isSameMarks(span, marks)) span.text += text;
  else passage.spans.push({ text, ...marks });
  const stretch = passage.stretches.at(-1)!;
  if (stretch.client === client && stretch.clock + stretch.length === clock) stretch.length += length;
  else passage.stretches.push({ client, clock, length });
  for (const who of ['writer', 'restorer', 'deleter'] as const) {
    // Told once for all of it: the moment it was finished.
    if (seen[who] && passage[who] && seen[who].sequence > passage[who].sequence) passage[who] = seen[who];
  }
}

/** Counts what changed, by person. */
export function tallyOf(lines: ShownLine[], shapes: ShownShape[]): Tally {
  const tally = {
    added: new Map<string, Tally['added'][0]>(),
    deleted: new Map<string, Tally['added'][0]>(),
    ticked: new Map<string, Tally['added'][0]>(),
    relinked: new Map<string, Tally['added'][0]>(),
    shaped: new Map<string, Tally['added'][0]>(),
  };
  const count = (what: keyof Tally, { personId, organisationId, ...who }: Mention): void => {
    const key = `${personId} ${organisationId}`;
    const known = tally[what].get(key);
    const { at, sequence } = known && known.at > who.at ? known : who;
    tally[what].set(key, { personId, organisationId, at, sequence, passages: (known?.passages ?? 0) + 1 });
  };
  for (const passage of lines.flatMap((line) => line.passages)) {
    const { change, writer, restorer, deleter, relinked } = passage;
    if (relinked) count('relinked', relinked);
    if (change !== 'same') count(change, change === 'added' ? (restorer ?? writer) : deleter!);
  }
  for (const shape of shapes) count('shaped', shape);
  for (const { tick } of lines) if (tick?.isNew) count('ticked', tick);
  return {
    added: [...tally.added.values()],
    deleted: [...tally.deleted.values()],
    ticked: [...tally.ticked.values()],
    relinked: [...tally.relinked.values()],
    shaped: [...tally.shaped.values()],
  };
}

const lengthOf = (line: ShownLine): number =>
  line.passages.flatMap(({ spans }) => spans).reduce((sum, { text }) => sum + text.length, 0);

/** The lines in parts that a page can hold, rows whole, and the one that is asked for, or the nearest there is. */
export function partOf(lines: ShownLine[], part: number): Omit<Shown, 'last' | 'shapes'> {
  const parts: ShownLine[][] = [[]];
  let [passages, characters] = [0, 0];
  for (const line of lines) {
    passages += line.passages.length;
    characters += lengthOf(line);
    const current = parts.at(-1)!;
    const isFull =
      current.length >= largestPart.lines ||
      passages > largestPart.passages ||
      characters > largestPart.characters;
    const row = line.cell?.row;
    if (isFull && current.length > 0 && (row === undefined || row !== current.at(-1)?.cell?.row)) {
      parts.push([line]);
      passages = line.passages.length;
      characters = lengthOf(line);
    } else current.push(line);
  }
  const chosen = Math.min(Math.max(1, part), parts.length);
  return { lines: parts[chosen - 1]!, part: chosen, parts: parts.length };
}
