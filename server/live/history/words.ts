import { type EntryIndex, never, type RedactedStretch, type Stretch } from './entries.ts';
import type { Origins } from './origins.ts';
import { type Piece, stands, type TextLine } from './pieces.ts';
import type { FoundWords, Mention, WordsAsk, WordsPlace } from './questions.ts';

/** What is shown around the words, in characters. */
const around = 40;
/** Pieces that are looked past on each side: a line that was written over thousands of times is looked at in part. */
const farthest = 5000;
/** What a page can show. */
const mostPlaces = 50;

/** A character: the so-manieth of a piece. */
interface Character {
  piece: Piece;
  at: number;
}

/** Words side by side in a line at some moment. `offset` is where they begin among all words that are looked for. */
interface Occurrence {
  characters: Character[];
  offset: number;
  before: string;
  after: string;
}

/** What is known of the document. */
interface Known {
  lines: readonly TextLine[];
  origins: Origins;
  writerOf(piece: Piece): Mention;
  sequenceOf(entry: EntryIndex): number;
}

const keyOf = ({ piece, at }: Character): string => `${piece.client}.${piece.clock + at}`;

/** Finds words at every moment there was: where they stand, where they stood, and what was moved or copied from there. */
export function findWords(known: Known, { words, within }: WordsAsk): Omit<FoundWords, 'last'> {
  const { lines, origins } = known;
  const asked = within ? (origins.find(within) ?? []) : [];
  const allowed = within ? keysIn(asked, within) : null;
  const found = occurrencesOf(lines, words).filter(
    ({ characters }) => !allowed || characters.every((one) => allowed.has(keyOf(one))),
  );
  const gathered = new Map<string, Character & { offset: number }>();
  for (const { characters, offset } of found)
    for (const [index, one] of characters.entries()) gather(origins, gathered, one, offset + index);
  return {
    places: found.slice(0, mostPlaces).map((one) => placeOf(one, known)),
    count: found.length,
    stretches: stretchesOf([...gathered.values()]),
    text: textOf(asked),
  };
}

function keysIn(pieces: readonly Piece[], stretches: readonly Stretch[]): Set<string> {
  const keys = new Set<string>();
  for (const { client, clock, length } of stretches)
    for (let at = clock; at < clock + length; at++) keys.add(`${client}.${at}`);
  const there = new Set<string>();
  for (const piece of pieces) for (let at = 0; at < piece.length; at++) there.add(keyOf({ piece, at }));
  return new Set([...keys].filter((key) => there.has(key)));
}

/** A character, and wherever the same one was moved or put back. */
function gather(
  origins: Origins,
  gathered: Map<string, Character & { offset: number }>,
  first: Character,
  offset: number,
): void {
  const path = [first];
  for (let one = path.pop(); one; one = path.pop()) {
    if (gathered.has(keyOf(one))) continue;
    gathered.set(keyOf(one), { ...one, offset });
    for (const { piece, from, at, length } of origins.twinsOf(one.piece))
      if (one.at >= from && one.at < from + length) path.push({ piece, at: at + one.at - from });
  }
}

function stretchesOf(characters: (Character & { offset: number })[]): RedactedStretch[] {
  const stretches: RedactedStretch[] = [];
  const sorted = characters
    .map(({ piece, at, offset }) => ({ client: piece.client, clock: piece.clock + at, offset }))
    .sort((a, b) => a.client - b.client || a.clock - b.clock);
  for (const { client, clock, offset } of sorted) {
    const last = stretches.at(-1);
    const goesOn =
      last?.client === client && last.clock + last.length === clock && last.offset + last.length === offset;
    if (goesOn) last.length += 1;
    else stretches.push({ client, clock, length: 1, offset });
  }
  return stretches;
}

/** Something that was written and deleted by one update stood for nobody, but it is in the log. */
const stood = (piece: Piece, moment: EntryIndex): boolean => piece.birth === moment || stands(piece, moment);

function occurrencesOf(lines: readonly TextLine[], words: readonly string[]): Occurrence[] {
  const found = new Map<string, Occurrence>();
  let offset = 0;
  for (const word of words) {
    for (const { pieces } of lines) {
      for (const [place, piece] of pieces.entries()) {
        // Words can only come together where something came between them, or went.
        for (const moment of [piece.birth, piece.death]) {
          if (moment === never) continue;
          for (const one of nearby(pieces, place, moment, word)) {
            const key = `${offset} ${keyOf(one.characters[0]!)} ${keyOf(one.characters.at(-1)!)}`;
            if (!found.has(key)) found.set(key, { ...one, offset });
          }
        }
      }
    }
    offset += word.length;
  }
  return [...found.values()];
}

/** The words around one piece, as the line read at one moment. */
function nearby(
  pieces: readonly Piece[],
  place: number,
  moment: EntryIndex,
  word: string,
): Omit<Occurrence, 'offset'>[] {
  const reach = word.length + around;
  const left = side(pieces, place, -1, moment, reach);
  const right = side(pieces, place, 1, moment, reach);
  const here = pieces[place]!;
  const window = [...left.reverse(), ...(stood(here, moment) ? [here] : []), ...right];
  const text = window.map((piece) => piece.text).join('');
  const occurrences: Omit<Occurrence, 'offset'>[] = [];
  let characters: Character[] | null = null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    characters ??= window.flatMap((piece) =>
      Array.from({ length: piece.length }, (_, at) => ({ piece, at })),
    );
    occurrences.push({
      characters: characters.slice(at, at + word.length),
      before: text.slice(Math.max(0, at - around), at),
      after: text.slice(at + word.length, at + word.length + around),
    });
  }
  return occurrences;
}

function side(
  pieces: readonly Piece[],
  place: number,
  step: 1 | -1,
  moment: EntryIndex,
  reach: number,
): Piece[] {
  const found: Piece[] = [];
  let length = 0;
  for (let i = place + step, seen = 0; length < reach && seen < farthest; i += step, seen++) {
    const piece = pieces[i];
    if (!piece) break;
    if (!stood(piece, moment)) continue;
    found.push(piece);
    length += piece.length;
  }
  return found;
}

function placeOf({ characters, before, after }: Occurrence, known: Known): WordsPlace {
  const pieces = [...new Set(characters.map(({ piece }) => piece))];
  const death = Math.min(...pieces.map((piece) => piece.death));
  return {
    before,
    after,
    words: characters.map(({ piece, at }) => piece.text[at]).join(''),
    writer: known.writerOf(pieces[0]!),
    isStanding: death === never,
    from: known.sequenceOf(Math.max(...pieces.map((piece) => piece.birth))),
    to: death === never ? null : known.sequenceOf(death),
  };
}

/** Of a line what stands of it, or all that stood when nothing does. */
function textOf(pieces: readonly Piece[]): string {
  const lines = new Map<TextLine, Piece[]>();
  for (const piece of pieces.filter(({ redaction }) => redaction === never))
    lines.set(piece.line, [...(lines.get(piece.line) ?? []), piece]);
  return [...lines.values()]
    .map((list) => {
      const standing = list.filter((piece) => piece.death === never);
      return (standing.length > 0 ? standing : list).map((piece) => piece.text).join('');
    })
    .join('\n');
}
