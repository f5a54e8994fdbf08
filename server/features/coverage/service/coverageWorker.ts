import { answerAsks } from '../../../core/askedThread.ts';
import { documentsIn } from '../../../core/documents.ts';
import type { OfferDocuments, OfferRecords } from '../../offer/following/queries.ts';
import { type Seen, seenIn } from '../detection.ts';
import type { Frame } from '../frame.ts';
import { changed, type Look, type Matrix, matrix } from '../matrix.ts';
import { type Placer, placer } from '../placement.ts';
import { answerCandidates, answerCell, answerFirst, answerOf, lookOf } from './answering.ts';
import type { AskedLook, FirstAnswer } from './asked.ts';
import type { Asks } from './asks.ts';
import { OfferInventory } from './inventory.ts';

/** Runs in a worker thread: keeps the modules of the offer, and the matrices that were asked for lately. */

/** The least recently asked ones go first. */
const most = { matrices: 40, pasts: 4, seen: 12, placers: 8, firsts: 24 };

const now = new OfferInventory();
/** Earlier inventories, by their day. */
const pasts = new Map<string, OfferInventory>();
/** Matrices of now, brought up to date by every change, by what was asked. */
const kept = new Map<string, Matrix>();
const nothing = (): OfferRecords => ({ careUnits: [], organisations: [], sites: [], careModules: [] });
/** What the entries bring forward, by standard and day; worked out anew after a change. */
const seen = new Map<string, Seen>();
/** Where entries stand, by areas and standard for travel: many matrices share them, and they are most of what one takes. */
const placers = new Map<string, Placer>();
/** What to ask first, by what was asked, until anything changes. */
const firsts = new Map<string, FirstAnswer>();
let taken = nothing();

function remembered<T>(all: Map<string, T>, key: string, value: T, limit: number): T {
  all.delete(key);
  all.set(key, value);
  if (all.size > limit) all.delete(all.keys().next().value!);
  return value;
}

const recordsIn = (documents: OfferDocuments): OfferRecords =>
  Object.fromEntries(
    Object.entries(documents).map(([part, bytes]) => [part, [...documentsIn(bytes)]]),
  ) as unknown as OfferRecords;

/** @throws Error when it was forgotten meanwhile: whoever asks makes it again */
function inventoryOf(day: string | null): OfferInventory {
  if (day === null) return now;
  const past = pasts.get(day);
  if (!past) throw new Error(`the inventory of ${day} is not known`);
  return remembered(pasts, day, past, most.pasts);
}

function matrixFor(inventory: OfferInventory, look: Look): Matrix {
  const { areas, frame } = look;
  const key = JSON.stringify([areas.map(({ code, members }) => [code, members]), frame.travel]);
  const placed = remembered(placers, key, placers.get(key) ?? placer(areas, frame), most.placers);
  return matrix(inventory.lines(), look, placed);
}

/** @param asked the look in words, by which it is known again */
function matrixOfNow(asked: AskedLook, look: () => Look): Matrix {
  const key = JSON.stringify(asked);
  return remembered(kept, key, kept.get(key) ?? matrixFor(now, look()), most.matrices);
}

const matrixOf = (look: AskedLook, day: string | null): Matrix =>
  day === null ? matrixOfNow(look, () => lookOf(look)) : matrixFor(inventoryOf(day), lookOf(look));

/** What the entries of now bring forward by a standard; asked for again and again by those who look at candidates. */
function seenBy(frame: Frame, day: string): Seen {
  const key = JSON.stringify({ frame, day });
  const matrixOfLook = (look: Look): Matrix =>
    matrixOfNow({ ...look, areas: look.areas.map(({ code }) => ({ code })) }, () => look);
  return remembered(
    seen,
    key,
    seen.get(key) ?? seenIn([...now.lines()], frame, day, matrixOfLook),
    most.seen,
  );
}

answerAsks<Asks>({
  take: ({ part, documents }) => {
    for (const one of documentsIn(documents)) (taken[part] as unknown[]).push(one);
    return null;
  },
  build: () => {
    now.add(taken);
    now.prepare();
    taken = nothing();
    return null;
  },
  change: ({ ids, documents }) => {
    seen.clear();
    firsts.clear();
    for (const { before, after } of now.change(ids, recordsIn(documents)))
      for (const one of kept.values()) changed(one, before, after);
    return null;
  },
  unitsMadeFrom: ({ ids }) => now.unitsOf(ids),
  past: ({ day, ids, records }) => {
    remembered(pasts, day, now.withUnits(ids, records), most.pasts);
    return null;
  },
  knowsPast: ({ day }) => pasts.has(day),
  matrix: ({ look, inventory }) => answerOf(matrixOf(look, inventory), inventoryOf(inventory).size),
  cell: ({ asked, inventory }) => answerCell(inventoryOf(inventory), asked),
  first: ({ asked }) => {
    const key = JSON.stringify(asked);
    return remembered(firsts, key, firsts.get(key) ?? answerFirst(now.lines(), asked), most.firsts);
  },
  candidates: ({ asked }) => answerCandidates(seenBy(asked.frame, asked.day), asked),
  memory: () => process.memoryUsage(),
});
