import { decode } from '../bson/decode.ts';
import { after } from '../bson/keys.ts';
import { type Collection, type Index, namespaceOf, prefixOf, readCatalog, recordOf } from './catalog.ts';
import { entryKey, keysOf } from './indexing.ts';
import { entries, type View } from './view.ts';

/** What is wrong with a collection, in words; the rest counts what was looked at. */
export interface Findings {
  records: number;
  keysPerIndex: Map<string, number>;
  /** By the name of the index, or by '' for the records and the key space as a whole. */
  errors: { index: string; message: string }[];
}

/** More errors than these say nothing new. */
const MOST_ERRORS = 100;
/** Records or entries looked at between two chances to let others go first. */
const TICK = 64;

/**
 * Compares a collection's records with the entries of its indexes, in both directions, as the view has them: nothing
 * here trusts what the store holds in memory. Yields where it may pause.
 */
export function* validate(view: View, known: Collection): Generator<undefined, Findings> {
  const findings: Findings = { records: 0, keysPerIndex: new Map(), errors: [] };
  const report = (index: string, message: string) => {
    if (findings.errors.length < MOST_ERRORS) findings.errors.push({ index, message });
  };
  const catalog = [...readCatalog(view)];
  const collection = catalog.find(({ id }) => id === known.id);
  if (!collection) {
    report('', `${namespaceOf(known)} is not in the catalog on the disk`);
    return findings;
  }
  compareWithMemory(collection, known, report);
  yield* checkRecords(view, collection, findings, report);
  for (const index of collection.indexes) yield* checkEntries(view, index, collection, findings, report);
  checkOwners(view, catalog, report);
  return findings;
}

type Report = (index: string, message: string) => void;

function compareWithMemory(stored: Collection, known: Collection, report: Report): void {
  if (namespaceOf(stored) !== namespaceOf(known))
    report('', `is called ${namespaceOf(stored)} on the disk and ${namespaceOf(known)} in memory`);
  const names = (collection: Collection) => collection.indexes.map(({ id, name }) => `${id} ${name}`).join();
  if (names(stored) !== names(known))
    report('', `has the indexes ${names(stored)} on the disk and ${names(known)} in memory`);
  if (known.nextRecord < stored.nextRecord)
    report('', `would give a new record the number ${known.nextRecord}, which is taken`);
}

/** Every key that a record should have is there and leads to it. */
function* checkRecords(
  view: View,
  collection: Collection,
  findings: Findings,
  report: Report,
): Generator<undefined, void> {
  for (const { name } of collection.indexes) findings.keysPerIndex.set(name, 0);
  const low = prefixOf(collection.id);
  for (const { key, value } of entries(view, low, after(low), false)) {
    findings.records += 1;
    if (findings.records % TICK === 0) yield undefined;
    const record = recordOf(key);
    for (const index of collection.indexes) {
      const keys = keysOf(index, decode(value), () =>
        report(index.name, `record ${record} has a kind of key that the index is not marked for`),
      );
      for (const one of keys) {
        const held = view.get(entryKey(index, one, record));
        if (!held) report(index.name, `record ${record} is missing`);
        else if (recordOf(held) !== record)
          report(index.name, `the key of record ${record} leads to record ${recordOf(held)}`);
      }
      findings.keysPerIndex.set(index.name, findings.keysPerIndex.get(index.name)! + keys.length);
    }
  }
}

/** No entry is there but those the records account for. */
function* checkEntries(
  view: View,
  index: Index,
  collection: Collection,
  findings: Findings,
  report: Report,
): Generator<undefined, void> {
  const low = prefixOf(index.id);
  let count = 0;
  for (const { value } of entries(view, low, after(low), false)) {
    count += 1;
    if (count % TICK === 0) yield undefined;
    if (value.length !== 6) report(index.name, `an entry has ${value.length} bytes`);
    else if (!view.get(Buffer.concat([prefixOf(collection.id), value])))
      report(index.name, `an entry leads to record ${recordOf(value)}, which does not exist`);
  }
  const expected = findings.keysPerIndex.get(index.name)!;
  if (count !== expected) report(index.name, `has ${count} entries where the records have ${expected}`);
  findings.keysPerIndex.set(index.name, count);
}

/** Every key in the store belongs to a collection or an index of the catalog. */
function checkOwners(view: View, catalog: Collection[], report: Report): void {
  const owners = new Set(catalog.flatMap(({ id, indexes }) => [id, ...indexes.map((index) => index.id)]));
  const end = Buffer.alloc(5, 0xff);
  for (let next = 1; next <= 0xffffffff; next++) {
    const [found] = view.range(prefixOf(next), end, 1, false);
    if (!found) return;
    next = found.key.readUInt32BE(0);
    if (!owners.has(next)) report('', `there are keys of ${next}, which the catalog does not have`);
  }
}
