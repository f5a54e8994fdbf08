import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { answerAsks } from '../../../core/askedThread.ts';
import { documentsIn } from '../../../core/documents.ts';
import { entriesOf, type OfferRecords } from '../entries.ts';
import type { OfferDocuments } from '../records.ts';
import { documentOf } from './document.ts';
import { indexOf, type OfferIndex, settled, unitsMadeFrom, withChanges } from './offerIndex.ts';
import { search } from './search.ts';
import { seatsIn } from './seats.ts';
import { hashOf } from './segment.ts';
import { bytesOf, fromBytes, type SnapshotMark } from './snapshot.ts';
import { valuesFrom } from './values.ts';
import type { Label } from './vocabulary.ts';
import type { Asks } from './workerMessages.ts';

/** Runs in a worker thread: keeps the index of the care offer, takes in what changed, answers searches. */

let labels: Label[] = [];
let index: OfferIndex = indexOf([]);
let loaded: OfferIndex | null = null;
const nothing = (): OfferRecords => ({ careUnits: [], organisations: [], sites: [], careModules: [] });
let taken = nothing();

const documentsOf = (records: OfferRecords, values: OfferIndex['values']) =>
  entriesOf(records).map((entry) => documentOf(entry, values));

function change(ids: string[], documents: OfferDocuments): void {
  const records = Object.fromEntries(
    Object.entries(documents).map(([part, bytes]) => [part, [...documentsIn(bytes)]]),
  ) as unknown as OfferRecords;
  const made = new Map(documentsOf(records, index.values).map((one) => [one.id, one]));
  index = withChanges(
    index,
    ids.map((id) => ({ id, document: made.get(id) ?? null })),
  );
}

function build(): void {
  const values = valuesFrom();
  index = indexOf(documentsOf(taken, values), values, labels);
  taken = nothing();
}

/** A file that is not whole, or of another making, is as good as none. */
function load(file: string): SnapshotMark | null {
  try {
    const kept = fromBytes(readFileSync(file), labels);
    loaded = kept.index;
    return kept.mark;
  } catch {
    return null;
  }
}

/** Whoever reads while it is written, or after a crash, finds the one from before. */
function save(file: string, mark: SnapshotMark): void {
  index = settled(index);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, bytesOf(index, mark), { mode: 0o600 });
  renameSync(unfinished, file);
}

answerAsks<Asks>({
  labels: (ask) => {
    labels = ask.labels;
    return null;
  },
  search: ({ query }) => search(index, query),
  seats: ({ query }) => seatsIn(index, query),
  take: ({ part, documents }) => {
    for (const one of documentsIn(documents)) (taken[part] as unknown[]).push(one);
    return null;
  },
  build: () => {
    build();
    return null;
  },
  change: ({ ids, documents }) => {
    change(ids, documents);
    return null;
  },
  unitsMadeFrom: ({ ids }) => unitsMadeFrom(index, new Set(ids.map(hashOf))),
  load: ({ file }) => load(file),
  adopt: () => {
    index = loaded ?? index;
    loaded = null;
    return null;
  },
  save: ({ file, mark }) => {
    save(file, mark);
    return null;
  },
  memory: () => process.memoryUsage(),
});
