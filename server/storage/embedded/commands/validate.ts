import type { Encodable } from '../bson/encode.ts';
import { fill } from '../engine/cursors.ts';
import { type Findings, validate } from '../engine/validate.ts';
import { StoreError } from '../errors.ts';
import { CursorView } from './find.ts';
import { type Command, collectionName, deadlineOf, type Reply, reply } from './request.ts';

/** Always the full check: `full` and `background` change nothing, `repair` is refused as an unknown field. */
export const validateCommand: Command = {
  fields: ['full', 'background', 'checkBSONConformance', 'metadata'],
  outsideTransactions: true,
  run: async (request) => {
    const name = collectionName(request);
    const { database, engine } = request;
    const collection = engine.catalog.find(database, name);
    const ns = `${database}.${name}`;
    if (!collection)
      throw new StoreError('NamespaceNotFound', `Collection '${ns}' does not exist to validate.`);
    const view = new CursorView(request);
    let findings: Findings | undefined;
    const source = (function* () {
      findings = yield* validate(view, collection);
    })();
    const indexes = collection.indexes.map((index) => index.name);
    // As a cursor it works in slices, on one snapshot, no longer than maxTimeMS.
    const cursor = engine.cursors.make(ns, source, view, undefined);
    await fill(cursor, Infinity, deadlineOf(request.command));
    return answer(ns, indexes, findings!);
  },
};

function answer(ns: string, indexes: string[], { records, keysPerIndex, errors }: Findings): Reply {
  const details = indexes.map((name): [string, Encodable] => {
    const mine = errors.filter(({ index }) => index === name).map(({ message }) => message);
    const detail: [string, Encodable][] = [['valid', mine.length === 0]];
    if (mine.length > 0) detail.push(['errors', mine]);
    return [name, new Map(detail)];
  });
  return reply({
    ns,
    nInvalidDocuments: 0,
    nrecords: records,
    nIndexes: indexes.length,
    keysPerIndex: new Map(keysPerIndex),
    indexDetails: new Map(details),
    valid: errors.length === 0,
    repaired: false,
    warnings: [],
    errors: errors.map(({ index, message }) => (index === '' ? message : `index ${index}: ${message}`)),
  });
}
