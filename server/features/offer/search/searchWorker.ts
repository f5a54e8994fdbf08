import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { deserialize } from 'bson';
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
import type { AskName, Asks, Message, Reply } from './workerMessages.ts';

/** Runs in a worker thread: keeps the index of the care offer, takes in what changed, answers searches. */

let labels: Label[] = [];
let index: OfferIndex = indexOf([]);
let loaded: OfferIndex | null = null;
const nothing = (): OfferRecords => ({ careUnits: [], organisations: [], sites: [], careModules: [] });
let taken = nothing();

/** Each document begins with its length. */
function* documentsIn(bytes: Uint8Array): Generator<Record<string, unknown>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const size = view.getInt32(at, true);
    yield deserialize(bytes.subarray(at, at + size));
    at += size;
  }
}

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

const answers: { [Name in AskName]: (ask: Asks[Name]['ask']) => Asks[Name]['answer'] | undefined } = {
  search: ({ query }) => search(index, query),
  seats: ({ query }) => seatsIn(index, query),
  take: ({ part, documents }) => {
    for (const one of documentsIn(documents)) (taken[part] as unknown[]).push(one);
    return null;
  },
  build: () => void build(),
  change: ({ ids, documents }) => void change(ids, documents),
  unitsMadeFrom: ({ ids }) => unitsMadeFrom(index, new Set(ids.map(hashOf))),
  load: ({ file }) => load(file),
  adopt: () => {
    index = loaded ?? index;
    loaded = null;
    return null;
  },
  save: ({ file, mark }) => void save(file, mark),
  memory: () => process.memoryUsage(),
};

parentPort?.on('message', (message: Message) => {
  if (message.kind === 'labels') {
    labels = message.labels;
    return;
  }
  const { kind, task, ...ask } = message;
  let reply: Reply;
  try {
    reply = { task, answer: (answers[kind] as (ask: object) => Asks[AskName]['answer'])(ask) ?? null };
  } catch (error) {
    const { name, message: reason } = error as Error;
    reply = { task, failure: `${name}: ${reason}` };
  }
  parentPort?.postMessage(reply);
});
