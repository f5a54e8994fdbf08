import * as Y from 'yjs';
import { Unreadable } from '../unreadable.ts';
import { type Entry, type EntryIndex, never } from './entries.ts';
import { Ledger } from './ledger.ts';
import { relinkOf } from './links.ts';
import { Origins } from './origins.ts';
import { beginPassage, joinPassage, type Look, partOf, tallyOf } from './passages.ts';
import {
  isHeadAt,
  type Life,
  type Piece,
  type ReadText,
  readBlocks,
  stands,
  styleAt,
  type TextLine,
  type TextTable,
} from './pieces.ts';
import type {
  FoundWords,
  Mention,
  Passage,
  Restoration,
  RestorationAsk,
  Shown,
  ShownCell,
  ShownLine,
  ShownShape,
  ShownSteps,
  Tally,
  WordsAsk,
} from './questions.ts';
import { makeRestoration } from './restoration.ts';
import { type Step, stepsOf } from './steps.ts';
import { type ShapeChange, shapeChanges, shapeEntries, wordsGoneWith } from './tables.ts';
import { tickEntries, tickOf } from './ticks.ts';
import { findWords } from './words.ts';

/** So that the form which puts a passage back stays small. */
const mostStretches = 200;
/** The words of a whole column: as many as its form holds. */
const mostStretchesAtOnce = 1500;
const stepsOnPage = 40;

/** Everything that is worked out from the commits together; made anew when there are more of them. */
interface Read extends ReadText {
  origins: Origins;
  steps: Step[];
  stepOf: Int32Array;
  /** What was done to the shape of each table, and the numbers by which tables and rows are told. */
  shapes: Map<TextTable, ShapeChange[]>;
  numbers: Map<Life, number>;
}

/**
 * The history of one document: a reading of its commits, from the first one on, deleted text included. Knows nothing
 * of the store, and needs nothing but what was committed.
 */
export class History {
  readonly #ledger = new Ledger();
  /** Keeps deleted text. Only ever changed by commits. */
  readonly #doc = new Y.Doc({ gc: false });
  #read: Read | null = null;

  get sequence(): number {
    return this.#ledger.sequence;
  }

  /** Takes in what follows: an update for each entry, in the order of the log. @throws Unreadable */
  take(entries: readonly Entry[], updates: readonly Uint8Array[]): void {
    this.#read = null;
    this.#doc.transact(() => {
      for (const [index, entry] of entries.entries()) {
        const update = updates[index]!;
        this.#ledger.take(entry, update);
        Y.applyUpdate(this.#doc, update);
      }
    });
  }

  close(): void {
    this.#doc.destroy();
  }

  text({ sequence, slips, part }: { sequence: number; slips: boolean; part: number }): Shown {
    const moment = this.#ledger.lastEntryOf(sequence);
    const lines = this.#lines((piece) => this.#at(piece, moment, slips), moment);
    const shown = this.#part(lines, part);
    const isShown = (one: ShownShape): boolean => one.kind.endsWith('Deleted') && one.stretches.length > 0;
    return { ...shown, shapes: this.#shapes(shown.lines, -1, moment).filter(isShown) };
  }

  comparison({ from, to, part }: { from: number; to: number; part: number }): Shown & { tally: Tally } {
    const [before, after] = [this.#ledger.lastEntryOf(from), this.#ledger.lastEntryOf(to)];
    const lines = this.#lines((piece) => this.#between(piece, before, after), after, before);
    const shown = this.#part(lines, part);
    const tally = tallyOf(lines, this.#shapes(lines, before, after));
    return { ...shown, shapes: this.#shapes(shown.lines, before, after), tally };
  }

  steps({ sequence }: { sequence: number }): ShownSteps {
    const { steps } = this.#reading();
    const found = steps.findIndex((step) => step.last >= sequence);
    const at = found < 0 ? steps.length - 1 : found;
    // Whole pages, counted from the newest: a page shows the same steps until new ones come.
    const end = steps.length - Math.floor((steps.length - 1 - at) / stepsOnPage) * stepsOnPage;
    const start = Math.max(0, end - stepsOnPage);
    return { steps: steps.slice(start, end), start, total: steps.length };
  }

  restoration(ask: RestorationAsk): Restoration {
    const { origins, ...read } = this.#reading();
    return makeRestoration(this.#doc, read, origins, ask);
  }

  words(ask: WordsAsk): FoundWords {
    const { origins, lines } = this.#reading();
    const writerOf = (piece: Piece): Mention => this.#hands(piece).writer;
    const sequenceOf = (entry: EntryIndex): number => this.#ledger.entries[entry]!.sequence;
    return { last: this.sequence, ...findWords({ lines, origins, writerOf, sequenceOf }, ask) };
  }

  #part(lines: ShownLine[], part: number): Omit<Shown, 'shapes'> {
    return { last: this.sequence, ...partOf(lines, part) };
  }

  #reading(): Read {
    if (this.#read) return this.#read;
    const { store } = this.#doc;
    if (store.pendingStructs || store.pendingDs) throw new Unreadable('something is missing');
    const { entries } = this.#ledger;
    const read = readBlocks(this.#doc, this.#ledger);
    const { lines } = read;
    const origins = new Origins(lines, this.#ledger);
    const wrote = new Int32Array(entries.length);
    const deleted = new Int32Array(entries.length);
    for (const piece of lines.flatMap((line) => line.pieces)) {
      if (origins.isFirst(piece)) wrote[piece.birth]! += piece.length;
      if (piece.death !== never && piece.replacedBy > piece.death) deleted[piece.death]! += piece.length;
    }
    const steps = stepsOf(
      entries,
      (entry) => wrote[entry]!,
      (entry) => deleted[entry]!,
      { ticked: tickEntries(lines, origins), shaped: shapeEntries(lines) },
    );
    const numbers = new Map<Life, number>();
    for (const { cell } of lines)
      for (const one of cell ? [cell.table, cell.row] : [])
        if (!numbers.has(one)) numbers.set(one, numbers.size);
    this.#read = { ...read, origins, ...steps, shapes: shapeChanges(lines), numbers };
    return this.#read;
  }

  #mention(entry: EntryIndex): Mention {
    const { personId, organisationId, at, sequence } = this.#ledger.entries[entry]!;
    return { personId, organisationId, at, sequence };
  }

  /** At one moment: what stands, and what was deleted before. */
  #at(piece: Piece, moment: EntryIndex, slips: boolean): Look | null {
    if (piece.birth > moment) return null;
    const told = { change: 'same', relinked: null } as const;
    if (stands(piece, moment)) return { ...told, ...this.#whose(piece), deleter: null };
    const isRedacted = piece.redaction !== never;
    if (piece.replacedBy <= moment || (!slips && !isRedacted && this.#isSlip(piece))) return null;
    return { ...told, ...this.#whose(piece), deleter: this.#mention(piece.death) };
  }

  /** Between two moments: what stands at the later one, and what stood at the earlier one and was deleted since. */
  #between(piece: Piece, before: EntryIndex, after: EntryIndex): Look | null {
    const { origins } = this.#reading();
    if (piece.birth > after) return null;
    const earlier = origins.earlierOf(piece, before);
    const stood = stands(earlier, before);
    if (stands(piece, after)) {
      const link = stood ? relinkOf(piece, earlier, before, after) : null;
      const relinked = link && { ...this.#mention(link.entry), from: link.from, to: link.to };
      return { change: stood ? 'same' : 'added', ...this.#whose(piece), deleter: null, relinked };
    }
    // A line that was deleted takes with it what somebody writes in it who does not know yet.
    const end = Math.max(piece.death, piece.birth);
    if (end <= before || piece.replacedBy <= after || !stood) return null;
    return {
      change: 'deleted',
      ...this.#whose(piece),
      deleter: this.#mention(piece.death),
      relinked: null,
    };
  }

  #whose(piece: Piece): Pick<Look, 'writer' | 'restorer' | 'redactor'> {
    const redactor = piece.redaction === never ? null : this.#mention(piece.redaction);
    return { ...this.#hands(piece), redactor };
  }

  #hands(piece: Piece): Pick<Look, 'writer' | 'restorer'> {
    const { origins } = this.#reading();
    const root = origins.rootOf(piece);
    const words = origins.wordsOf(piece);
    const writer = this.#mention((words ?? root).birth);
    if (!words) return { writer, restorer: null };
    const restorer = this.#mention(root.birth);
    // Who undoes a slip of their own put nothing back that anybody missed.
    const isTold =
      this.#ledger.entries[root.birth]!.restored !== undefined || restorer.personId !== writer.personId;
    return { writer, restorer: isTold ? restorer : null };
  }

  /** Written and deleted again by one person in one go: a slip of the keys, or a sentence begun otherwise. */
  #isSlip(piece: Piece): boolean {
    const { origins, stepOf } = this.#reading();
    const { entries } = this.#ledger;
    const { birth } = origins.rootOf(piece);
    return (
      stepOf[birth] === stepOf[piece.death] && entries[birth]!.personId === entries[piece.death]!.personId
    );
  }

  #lines(look: (piece: Piece) => Look | null, moment: EntryIndex, before?: EntryIndex): ShownLine[] {
    const lines = this.#reading()
      .lines.filter(({ birth }) => birth <= moment)
      .map((line) => ({ line, passages: this.#passages(line, look, moment) }));
    const gone = this.#goneTogether(lines, moment, before);
    const heads = this.#heads(moment);
    return lines.flatMap(({ line, passages }) => {
      const isStanding = line.death > moment;
      if (!isStanding && passages.length === 0 && !gone.has(line)) return [];
      // Where a line was deleted whole, its style of before is the one to show.
      const style = styleAt(line, isStanding ? moment : line.death - 1);
      const tick = isStanding ? this.#tick(line, moment, before) : null;
      const cell = this.#cell(line, heads, moment, before);
      return [{ cell, style, passages, tick, isOlder: this.#isOlder(line, moment) }];
    });
  }

  /** A row or column of which some words are shown, or that went between two moments, is shown with all its cells. */
  #goneTogether(
    lines: readonly { line: TextLine; passages: Passage[] }[],
    moment: EntryIndex,
    before?: EntryIndex,
  ): Set<TextLine> {
    const hasWords = new Set(lines.filter(({ passages }) => passages.length > 0).map(({ line }) => line));
    const stood = ({ birth, death }: TextLine): boolean =>
      before !== undefined && birth <= before && death > before;
    const changes = [...this.#reading().shapes.values()].flat();
    return new Set(
      changes
        .filter(({ kind, entry }) => kind.endsWith('Deleted') && entry <= moment)
        .filter(({ cells }) => cells.some((line) => hasWords.has(line) || stood(line)))
        .flatMap(({ cells }) => cells),
    );
  }

  /** The rows that are the head of their table: the first that stands, where the table has one. */
  #heads(moment: EntryIndex): Set<Life> {
    const first = new Map<TextTable, Life>();
    for (const { cell } of this.#reading().lines) {
      if (!cell || first.has(cell.table)) continue;
      const at = Math.min(moment, cell.table.death - 1);
      if (cell.row.birth <= at && cell.row.death > at) first.set(cell.table, cell.row);
    }
    const isHead = ([table]: [TextTable, Life]): boolean =>
      isHeadAt(table, Math.min(moment, table.death - 1));
    return new Set([...first].filter(isHead).map(([, row]) => row));
  }

  #cell(line: TextLine, heads: ReadonlySet<Life>, moment: EntryIndex, before?: EntryIndex): ShownCell | null {
    if (!line.cell) return null;
    const { numbers } = this.#reading();
    const { table, row } = line.cell;
    return {
      table: numbers.get(table)!,
      row: numbers.get(row)!,
      isHead: heads.has(row),
      isGone: line.death <= moment,
      isNew: before !== undefined && line.birth > before,
    };
  }

  /** What was done to the tables in these lines after one entry and up to another. */
  #shapes(lines: readonly ShownLine[], before: EntryIndex, after: EntryIndex): ShownShape[] {
    const { shapes, numbers, origins } = this.#reading();
    const shown = new Set(lines.flatMap(({ cell }) => (cell ? [cell.table] : [])));
    return [...shapes].flatMap(([table, changes]) => {
      const number = numbers.get(table)!;
      if (!shown.has(number)) return [];
      return changes
        .filter(({ entry }) => entry > before && entry <= after)
        .map((change) => {
          const gone = change.kind.endsWith('Deleted') ? wordsGoneWith(change, origins) : [];
          const { kind, count, entry } = change;
          const stretches = gone.length > mostStretchesAtOnce ? [] : gone;
          return { table: number, kind, count, stretches, ...this.#mention(entry) };
        });
    });
  }

  #tick(line: TextLine, moment: EntryIndex, before = moment): ShownLine['tick'] {
    const tick = tickOf(line, moment, this.#reading().origins);
    if (!tick) return null;
    // Ticked and unticked again between the two: nothing is different.
    const wasDone = line.birth <= before && styleAt(line, before) === 'done';
    const isSame = line.birth <= before && wasDone === tick.isDone;
    return { ...this.#mention(tick.entry), isDone: tick.isDone, isNew: tick.entry > before && !isSame };
  }

  #isOlder(line: TextLine, moment: EntryIndex): boolean {
    if (line.death <= moment) return false;
    const { origins } = this.#reading();
    return line.pieces.some((piece) => stands(piece, moment) && !origins.standsNow(piece));
  }

  #passages(line: TextLine, look: (piece: Piece) => Look | null, moment: EntryIndex): Passage[] {
    const { origins } = this.#reading();
    const passages: Passage[] = [];
    for (const piece of line.pieces) {
      const seen = look(piece);
      if (!seen) continue;
      const next = { ...seen, isGone: !origins.standsNow(piece) };
      const last = passages.at(-1);
      const goesOn = last && last.stretches.length < mostStretches && this.#isOne(last, next);
      if (goesOn) joinPassage(last, next, piece, moment);
      else passages.push(beginPassage(next, piece, moment));
    }
    return passages;
  }

  /** Whether a reader takes two neighbours for one: written by one person in one step, with one fate. */
  #isOne(a: Omit<Passage, 'spans' | 'stretches'>, b: Omit<Passage, 'spans' | 'stretches'>): boolean {
    return (
      a.change === b.change &&
      a.isGone === b.isGone &&
      this.#isOneAct(a.writer, b.writer) &&
      this.#isOneAct(a.restorer, b.restorer) &&
      a.redactor?.sequence === b.redactor?.sequence &&
      a.relinked?.from === b.relinked?.from &&
      a.relinked?.to === b.relinked?.to &&
      this.#isOneAct(a.relinked, b.relinked) &&
      this.#isOneAct(a.deleter, b.deleter)
    );
  }

  #isOneAct(a: Mention | null, b: Mention | null): boolean {
    if (!a || !b) return a === b;
    const { stepOf } = this.#reading();
    const step = (mention: Mention) => stepOf[this.#ledger.lastEntryOf(mention.sequence)];
    return a.personId === b.personId && a.organisationId === b.organisationId && step(a) === step(b);
  }
}
