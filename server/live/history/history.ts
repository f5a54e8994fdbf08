import * as Y from 'yjs';
import { Unreadable } from '../unreadable.ts';
import { type Entry, type EntryIndex, never } from './entries.ts';
import { Ledger } from './ledger.ts';
import { relinkOf } from './links.ts';
import { Origins } from './origins.ts';
import { beginPassage, joinPassage, type Look, partOf, tallyOf } from './passages.ts';
import { linesOf, type Piece, stands, styleAt, type TextLine } from './pieces.ts';
import type {
  Mention,
  Passage,
  Restoration,
  RestorationAsk,
  Shown,
  ShownLine,
  ShownSteps,
  Tally,
} from './questions.ts';
import { makeRestoration } from './restoration.ts';
import { type Step, stepsOf } from './steps.ts';
import { tickEntries, tickOf } from './ticks.ts';

/** So that the form which puts a passage back stays small. */
const mostStretches = 200;
const stepsOnPage = 40;

/** Everything that is worked out from the commits together; made anew when there are more of them. */
interface Read {
  lines: TextLine[];
  origins: Origins;
  steps: Step[];
  stepOf: Int32Array;
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
    return this.#part(
      this.#lines((piece) => this.#at(piece, moment, slips), moment),
      part,
    );
  }

  comparison({ from, to, part }: { from: number; to: number; part: number }): Shown & { tally: Tally } {
    const [before, after] = [this.#ledger.lastEntryOf(from), this.#ledger.lastEntryOf(to)];
    const lines = this.#lines((piece) => this.#between(piece, before, after), after, before);
    return { ...this.#part(lines, part), tally: tallyOf(lines) };
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
    const { origins, lines } = this.#reading();
    return makeRestoration(this.#doc, lines, origins, ask);
  }

  #part(lines: ShownLine[], part: number): Shown {
    return { last: this.sequence, ...partOf(lines, part) };
  }

  #reading(): Read {
    if (this.#read) return this.#read;
    const { store } = this.#doc;
    if (store.pendingStructs || store.pendingDs) throw new Unreadable('something is missing');
    const { entries } = this.#ledger;
    const lines = linesOf(this.#doc, this.#ledger);
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
      tickEntries(lines, origins),
    );
    this.#read = { lines, origins, ...steps };
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
    if (piece.replacedBy <= moment || (!slips && this.#isSlip(piece))) return null;
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

  #whose(piece: Piece): Pick<Look, 'writer' | 'restorer'> {
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
    return this.#reading().lines.flatMap((line) => {
      if (line.birth > moment) return [];
      const passages = this.#passages(line, look, moment);
      const isStanding = line.death > moment;
      if (!isStanding && passages.length === 0) return [];
      // Where a line was deleted whole, its style of before is the one to show.
      const style = styleAt(line, isStanding ? moment : line.death - 1);
      const tick = isStanding ? this.#tick(line, moment, before) : null;
      return [{ style, passages, tick, isOlder: this.#isOlder(line, moment) }];
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
