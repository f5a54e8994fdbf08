import { compareValues } from '../bson/compare.ts';
import { decode } from '../bson/decode.ts';
import { exactKey } from '../bson/keys.ts';
import type { Doc, Value } from '../bson/values.ts';
import { fill } from '../engine/cursors.ts';
import { compileFilter } from '../query/match.ts';
import { Memory } from '../query/memory.ts';
import { reach, splitPath } from '../query/paths.ts';
import { parseSort } from '../query/sort.ts';
import { CursorView, find, nothing } from './find.ts';
import {
  type Command,
  collectionName,
  deadlineOf,
  documentOr,
  hintOf,
  numberOr,
  type Request,
  reply,
  text,
} from './request.ts';

/** Runs through all that matches, in slices, on one snapshot. */
async function through(
  request: Request,
  given: Doc,
  limits: { skip: number; limit: number },
  see: (bytes: Buffer) => void,
): Promise<void> {
  const name = collectionName(request);
  const { engine, command } = request;
  const filter = compileFilter(given);
  const collection = engine.catalog.find(request.database, name);
  const view = new CursorView(request);
  const hint = collection && hintOf(request, command.get('hint'), collection.indexes);
  const found = collection
    ? find(view, collection, { filter, sort: parseSort(new Map()), ...limits, hint })
    : nothing();
  const source = (function* () {
    for (const bytes of found) {
      if (bytes) see(bytes);
      yield undefined;
    }
  })();
  const cursor = engine.cursors.make(name, source, view, request.transaction);
  await fill(cursor, Infinity, deadlineOf(command));
}

export const countCommand: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'fields'],
  outsideTransactions: true,
  run: async (request) => {
    const { command } = request;
    let total = 0;
    const limits = { skip: numberOr(command, 'skip', 0), limit: Math.abs(numberOr(command, 'limit', 0)) };
    await through(request, documentOr(command, 'query'), limits, () => {
      total += 1;
    });
    return reply({ n: total });
  },
};

export const distinctCommand: Command = {
  fields: ['key', 'query', 'hint'],
  run: async (request) => {
    const path = splitPath(text(request.command, 'key'));
    const known = new Map<string, Value>();
    const { hold } = new Memory().share();
    await through(request, documentOr(request.command, 'query'), { skip: 0, limit: 0 }, (bytes) => {
      reach(decode(bytes, 0, new Set([path[0]!])), path, (found) => {
        // An array counts by its elements, not as itself.
        for (const value of Array.isArray(found) ? found : [found]) {
          const key = value === undefined ? '' : exactKey(value);
          if (value === undefined || known.has(key)) continue;
          hold(value);
          known.set(key, value);
        }
        return false;
      });
    });
    return reply({ values: [...known.values()].sort(compareValues) });
  },
};
