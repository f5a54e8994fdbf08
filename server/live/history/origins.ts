import { type Entry, type EntryIndex, lastWhere, never, type Stretch } from './entries.ts';
import type { Ledger } from './ledger.ts';
import { type Piece, splitPiece, type TextLine } from './pieces.ts';

import { mostRuns, only, RecentCuts, type Run, runOf, runsBy, sameIn } from './runs.ts';

/** How far behind a word, in pieces, the one that was deleted may stand when it is written again. */
const undoReach = 100;
/** So many characters written again where others were deleted are no chance. */
const shortestUndo = 3;

/** Deleted before an entry, and not written again since. */
const isFree = (piece: Piece, entry: EntryIndex): boolean =>
  piece.ownDeath < entry && piece.replacedBy === never;

/** Characters of a piece, from the one at `from` on, that are those of another piece from `at` on. */
interface Twin {
  piece: Piece;
  from: number;
  at: number;
  length: number;
}

/**
 * Where words come from that were not first written where they stand.
 *
 * Editors know no moving: whoever presses Enter in the middle of a line deletes its end and writes the same words in a
 * new one, and whoever joins lines the other way round; undoing a deletion writes the words again. Read plainly, the
 * words of somebody else would become theirs. So words that one update deletes and writes elsewhere were moved, and
 * words that somebody deleted and writes again in the same place, or cut and pasted, they put back. An update that was
 * made to put words back says in the log which ones. Whose the words were is in each case what the log says, as
 * everywhere.
 */
export class Origins {
  /** By copy: what it was moved from, by deleting it there; what it puts back. */
  readonly #moved = new Map<Piece, Piece>();
  readonly #restored = new Map<Piece, Piece>();
  /** What was split off a piece, right after it. */
  readonly #rest = new Map<Piece, Piece>();
  /** Where in its line each piece was before any was split. */
  readonly #places = new Map<Piece, number>();
  readonly #byClient = new Map<number, Piece[]>();
  readonly #copies = new Map<Piece, Piece[]>();
  /** Where in its source a copy begins that was split off another. */
  readonly #offsets = new Map<Piece, number>();
  #twins: Map<Piece, Twin[]> | null = null;
  readonly #entries: readonly Entry[];
  readonly #ledger: Ledger;
  readonly #lines: readonly TextLine[];
  readonly #linePlaces: Map<TextLine, number>;

  /** Splits pieces of `lines` so that each is a copy of one other, and notes by which entry it was written again. */
  constructor(lines: TextLine[], ledger: Ledger) {
    const { entries } = ledger;
    this.#ledger = ledger;
    this.#entries = entries;
    this.#lines = lines;
    this.#linePlaces = new Map(lines.map((line, place) => [line, place]));
    for (const line of lines) {
      for (const [place, piece] of line.pieces.entries()) {
        this.#places.set(piece, place);
        const known = this.#byClient.get(piece.client);
        if (known) known.push(piece);
        else this.#byClient.set(piece.client, [piece]);
      }
    }
    for (const pieces of this.#byClient.values()) pieces.sort((a, b) => a.clock - b.clock);
    const gone = runsBy(lines, (piece) => piece.ownDeath);
    const come = runsBy(lines, (piece) => piece.birth);
    const cuts = new RecentCuts();
    // In the order things happened: what a copy is made of was split before.
    for (const [index, entry] of entries.entries()) {
      const targets = come.get(index);
      const named = gone.get(index) ?? [];
      if (targets && entry.restored) this.#restore(targets, entry.restored);
      else if (targets) {
        const sources = this.#deletedBy(named, ledger.deletedAgain(index));
        this.#move(
          index,
          sources,
          targets.map((run) => this.#now(run)),
          cuts,
        );
      }
      if (named.length > 0)
        cuts.add(
          entry,
          named.map((run) => this.#now(run)),
        );
    }
    for (const line of lines) line.pieces = line.pieces.flatMap((piece) => this.#chain(piece));
    for (const links of [this.#moved, this.#restored]) {
      for (const [copy, source] of links) {
        const known = this.#copies.get(source);
        if (known) known.push(copy);
        else this.#copies.set(source, [copy]);
      }
    }
    for (const copies of this.#copies.values()) if (copies.length > 1) supersede(copies);
  }

  /** Written here first: not moved here, and nothing that was put back. */
  isFirst(piece: Piece): boolean {
    return !this.#moved.has(piece) && !this.#restored.has(piece);
  }

  /** The piece as it was first written, or put back, before it was moved about. */
  rootOf(piece: Piece): Piece {
    let root = piece;
    for (let from = this.#moved.get(root); from; from = this.#moved.get(root)) root = from;
    return root;
  }

  /** The same words as they were kept after an earlier entry, wherever they stood. */
  earlierOf(piece: Piece, moment: EntryIndex): Piece {
    let found = piece;
    while (found.birth > moment) {
      const from = this.#moved.get(found) ?? this.#restored.get(found);
      if (!from) break;
      found = from;
    }
    return found;
  }

  /** The words this piece put back, as they were first written; null when it put back nothing. */
  wordsOf(piece: Piece): Piece | null {
    let found: Piece | null = null;
    for (let from = this.#restored.get(this.rootOf(piece)); from; from = this.#restored.get(found)) {
      found = this.rootOf(from);
    }
    return found;
  }

  /** Whether these words are in the text now, here or where they were written again. */
  standsNow(piece: Piece): boolean {
    if (piece.death === never) return true;
    return (this.#copies.get(piece) ?? []).some((copy) => this.standsNow(copy));
  }

  /** Where the same characters stand that were moved from or to this piece, or put back from or in it. */
  twinsOf(piece: Piece): readonly Twin[] {
    this.#twins ??= this.#allTwins();
    return this.#twins.get(piece) ?? [];
  }

  #allTwins(): Map<Piece, Twin[]> {
    const twins = new Map<Piece, Twin[]>();
    const note = (piece: Piece, twin: Twin): void => {
      const known = twins.get(piece);
      if (known) known.push(twin);
      else twins.set(piece, [twin]);
    };
    for (const [copy, source] of [...this.#moved, ...this.#restored]) {
      // What the source was split into since, and the part of it that this copy is of.
      let at = -(this.#offsets.get(copy) ?? 0);
      for (const part of this.#chain(source)) {
        const [from, to] = [Math.max(0, at), Math.min(copy.length, at + part.length)];
        if (from < to) {
          const length = to - from;
          note(copy, { piece: part, from, at: from - at, length });
          note(part, { piece: copy, from: from - at, at: from, length });
        }
        at += part.length;
      }
    }
    return twins;
  }

  /** Pieces that hold these characters, in this order; null when one of the characters was never text. */
  find(stretches: readonly Stretch[]): Piece[] | null {
    const found: Piece[] = [];
    for (const { client, clock, length } of stretches) {
      const pieces = this.#byClient.get(client) ?? [];
      let next = clock;
      for (let i = lastWhere(pieces, (piece) => piece.clock <= clock); next < clock + length; i++) {
        const piece = pieces[i];
        const parts = piece ? this.#chain(piece) : [];
        if (parts.length === 0 || parts[0]!.clock > next) return null;
        for (const part of parts) {
          if (part.clock + part.length <= next || part.clock >= clock + length) continue;
          found.push(part);
          next = part.clock + part.length;
        }
      }
    }
    return found;
  }

  #chain(piece: Piece): Piece[] {
    const all = [piece];
    for (let next = this.#rest.get(piece); next; next = this.#rest.get(next)) all.push(next);
    return all;
  }

  #split(piece: Piece, at: number): Piece {
    const rest = splitPiece(piece, at);
    const after = this.#rest.get(piece);
    if (after) this.#rest.set(rest, after);
    this.#rest.set(piece, rest);
    this.#places.set(rest, this.#places.get(piece) ?? 0);
    this.#offsets.set(rest, (this.#offsets.get(piece) ?? 0) + at);
    for (const links of [this.#moved, this.#restored]) {
      const from = links.get(piece);
      if (from) links.set(rest, from);
    }
    return rest;
  }

  #restore(runs: Run[], stretches: Stretch[]): void {
    const targets = runs.flatMap((run) => run.pieces).flatMap((piece) => this.#chain(piece));
    targets.sort((a, b) => a.clock - b.clock);
    this.#pair(
      stretches.flatMap((stretch) => this.#textIn(stretch)),
      targets,
      this.#restored,
    );
  }

  /** What an entry deleted, line by line: also what was deleted already, unknown to who wrote it. */
  #deletedBy(named: readonly Run[], again: readonly Stretch[]): Run[] {
    if (again.length > mostRuns) return [];
    const repeated = again.flatMap((stretch) => this.#textIn(stretch));
    const runs = named.map((run) => this.#now(run));
    if (repeated.length === 0) return runs;
    const place = (piece: Piece): number => this.#places.get(piece) ?? 0;
    const byLine = new Map<TextLine, Piece[]>();
    for (const piece of new Set([...runs.flatMap((run) => run.pieces), ...repeated]))
      byLine.set(piece.line, [...(byLine.get(piece.line) ?? []), piece]);
    // What is named may be all that was seen, or a part of it.
    const whole = [...byLine.values()].map((list) =>
      runOf(list.sort((a, b) => place(a) - place(b) || a.clock - b.clock)),
    );
    return [...runs, ...whole];
  }

  /** A run with what its pieces were split into since it was put together. */
  #now(run: Run): Run {
    return runOf(run.pieces.flatMap((piece) => this.#chain(piece)));
  }

  /** The text in a stretch, of which not all need be text; split where the stretch ends. */
  #textIn({ client, clock, length }: Stretch): Piece[] {
    const pieces = this.#byClient.get(client) ?? [];
    const end = clock + length;
    const found: Piece[] = [];
    for (
      let i = Math.max(
        0,
        lastWhere(pieces, (piece) => piece.clock <= clock),
      );
      i < pieces.length;
      i++
    ) {
      if (pieces[i]!.clock >= end) break;
      for (const piece of this.#chain(pieces[i]!)) {
        if (piece.clock + piece.length <= clock || piece.clock >= end) continue;
        const part = piece.clock < clock ? this.#split(piece, clock - piece.clock) : piece;
        if (part.clock + part.length > end) this.#split(part, end - part.clock);
        found.push(part);
      }
    }
    return found;
  }

  #move(entry: EntryIndex, gone: Run[], come: Run[], cuts: RecentCuts): void {
    // What an entry both wrote and deleted was never there.
    const targets = only(come, (piece) => piece.death !== entry);
    let sources = only(gone, (piece) => piece.birth < entry);
    if (sources.length > mostRuns || targets.length > mostRuns) return;
    for (const target of targets) {
      const source = sources.find((one) => sameIn(one.text, target.text));
      const same = source && sameIn(source.text, target.text);
      if (source && same) {
        const from = this.#cut(source, same.from, same.length);
        this.#pair(from, this.#cut(target, same.to, same.length), this.#moved);
        // Each character goes to one place.
        sources = sources.filter((one) => one.pieces[0]!.line !== source.pieces[0]!.line);
      } else if (!this.#undo(entry, target) && !this.#undoLine(entry, target))
        this.#paste(entry, target, cuts);
    }
  }

  /** Undoing writes deleted words again right before the ones that were deleted, all of them or piece by piece. */
  #undo(entry: EntryIndex, target: Run): boolean {
    const wholes = [target.pieces, ...(target.pieces.length > 1 ? target.pieces.map((one) => [one]) : [])];
    let isUndone = false;
    for (const copies of wholes) {
      const sources = this.#deletedAfter(copies[0]!, entry, runOf(copies).text);
      if (!sources) continue;
      this.#pair(sources, copies, this.#restored);
      isUndone = true;
      if (copies === target.pieces) break;
    }
    return isUndone;
  }

  /** Pieces behind a copy that were deleted before and have these words; null when there are none. */
  #deletedAfter(copy: Piece, entry: EntryIndex, wanted: string): Piece[] | null {
    const sources: Piece[] = [];
    let text = '';
    for (const piece of this.#near(copy.line.pieces, this.#places.get(copy) ?? 0, copy)) {
      if (piece.ownDeath >= entry || !wanted.startsWith(text + piece.text)) continue;
      sources.push(piece);
      text += piece.text;
      if (text === wanted) return this.#isEnough(sources, text, entry) ? sources : null;
    }
    return null;
  }

  /** A letter or two of somebody else may be chance; the same letters of one's own do no harm. */
  #isEnough(sources: Piece[], text: string, entry: EntryIndex): boolean {
    const { personId } = this.#entries[entry]!;
    const isOwn = (piece: Piece): boolean => this.#entries[this.rootOf(piece).birth]!.personId === personId;
    return text.length >= shortestUndo || sources.every(isOwn);
  }

  /** Undoing the deletion of a whole line writes it again right before the one that was deleted. */
  #undoLine(entry: EntryIndex, target: Run): boolean {
    const { line } = target.pieces[0]!;
    if (line.birth !== entry) return false;
    const at = this.#linePlaces.get(line) ?? 0;
    for (const other of this.#lines.slice(at + 1, at + 1 + undoReach)) {
      if (other.death >= entry) continue;
      // Of lines or cells that read alike and come back together, each comes from one of its own.
      const source = this.#goneWith(other, entry).find(
        ({ text, pieces }) => text === target.text && pieces.every((piece) => piece.replacedBy !== entry),
      );
      if (!source || !this.#isEnough(source.pieces, source.text, entry)) continue;
      this.#pair(source.pieces, target.pieces, this.#restored);
      return true;
    }
    return false;
  }

  /**
   * The words of a line that may have come back with it: those that went with it, also those that another had deleted
   * just before, and all that were ever deleted in it.
   */
  #goneWith(line: TextLine, entry: EntryIndex): Run[] {
    const repeated = this.#ledger.deletedAgain(line.death).flatMap((stretch) => this.#textIn(stretch));
    const also = new Set(repeated);
    const own = line.pieces.flatMap((piece) => this.#chain(piece));
    const named = (piece: Piece): boolean => piece.ownDeath === line.death;
    return [
      runOf(own.filter(named)),
      runOf(own.filter((piece) => named(piece) || also.has(piece))),
      runOf(own.filter((piece) => piece.ownDeath < entry)),
    ];
  }

  /** What stands or stood right after a piece, as far as is looked. */
  *#near(pieces: Piece[], at: number, after: Piece): Generator<Piece> {
    let isBehind = false;
    for (let i = at; i < Math.min(pieces.length, at + undoReach); i++) {
      for (let part: Piece | undefined = pieces[i]; part; part = this.#rest.get(part)) {
        if (isBehind) yield part;
        isBehind ||= part === after;
      }
    }
  }

  #paste(entry: EntryIndex, target: Run, cuts: RecentCuts): void {
    const found = cuts.find(this.#entries[entry]!, target.text);
    if (!found) return;
    const [source] = only([this.#now(found)], (piece) => isFree(piece, entry));
    if (source?.text === target.text) this.#pair(source.pieces, target.pieces, this.#restored);
  }

  /** The pieces of a run between two characters, split where they do not end there. */
  #cut(run: Run, from: number, length: number): Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const piece of run.pieces) {
      let part = piece;
      const [start, end] = [at, at + piece.length];
      at = end;
      if (end <= from || start >= from + length) continue;
      if (end > from + length) this.#split(part, from + length - start);
      if (start < from) part = this.#split(part, from - start);
      found.push(part);
    }
    return found;
  }

  /** Makes each of the one the origin of the other, character by character. */
  #pair(sources: Piece[], targets: Piece[], links: Map<Piece, Piece>): void {
    const [left, right] = [[...sources], [...targets]];
    for (let source = left.shift(), target = right.shift(); source && target; ) {
      if (source.length > target.length) left.unshift(this.#split(source, target.length));
      else if (target.length > source.length) right.unshift(this.#split(target, source.length));
      links.set(target, source);
      this.#offsets.delete(target);
      if (source.replacedBy > target.birth) source.replacedBy = target.birth;
      source = left.shift();
      target = right.shift();
    }
  }
}

/** Of several copies of the same words, one that was deleted before another was made is told by the other. */
function supersede(copies: Piece[]): void {
  for (const copy of copies) {
    const later = copies.find(
      (one) => one.birth >= copy.death && one !== copy && one.text.includes(copy.text),
    );
    if (later && copy.replacedBy > later.birth) copy.replacedBy = later.birth;
  }
}
