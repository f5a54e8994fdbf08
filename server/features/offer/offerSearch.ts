import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import { latest } from '../../core/latest.ts';
import { type Entry, entriesOf } from './entries.ts';
import { IndexKeeper, type IndexOptions } from './indexKeeper.ts';
import { labelsOf } from './labels.ts';
import { moduleTypesEver } from './moduleTypes.ts';
import { recordsOfUnits } from './records.ts';
import type { OfferAnswer, OfferQuery, Seats } from './search/query.ts';

/** The directory's search: an index in a thread of its own, kept current from the acts. */
export interface OfferSearch {
  find(query: OfferQuery): Promise<OfferAnswer>;
  /** Ids of all units that are found, the best first; not kept, as there may be very many. */
  ids(query: Omit<OfferQuery, 'page' | 'pageSize'>): Promise<string[]>;
  seats(query: OfferQuery): Promise<Seats>;
  /** Entries by the ids of their units, in that order; those that are gone or not listed are left out. */
  entries(ids: readonly string[]): Promise<Entry[]>;
  moduleTypes(): Promise<ModuleTypeRecord[]>;
  /** Makes the index, for whoever does not want the first visitor to wait; resolves also when that failed, which is logged. */
  warm(): Promise<void>;
  /** Bytes that the thread holds. */
  memory(): Promise<{ heapUsed: number; arrayBuffers: number }>;
  close(): Promise<void>;
}

declare module '../../core/house.ts' {
  interface House {
    /** For pages of the care offer; core itself knows nothing of it. */
    offerSearch: OfferSearch;
  }
}

/** Answers and entries that are kept: the first pages, mostly, which everybody sees. */
const most = { answers: 500, entries: 2000 };

/** Starts following the acts at once, and makes the index when it is first asked for, or with `warm`. */
export function startOfferSearch(options: IndexOptions): OfferSearch {
  const answers = latest<OfferAnswer | Seats>(most.answers);
  const known = latest<Entry>(most.entries);
  const moduleTypes = moduleTypesOnce();
  const keeper = new IndexKeeper(
    options,
    async () => labelsOf(await moduleTypes()),
    () => {
      answers.forget();
      known.forget();
    },
  );
  const answered = async <T extends OfferAnswer | Seats>(key: string, ask: () => Promise<T>): Promise<T> => {
    const kept = answers.get(key);
    if (kept) return kept as T;
    const since = answers.changes;
    const answer = await ask();
    answers.keep(key, answer, since);
    return answer;
  };
  return {
    find: (query) =>
      answered(`search ${JSON.stringify(query)}`, async () =>
        (await keeper.ready()).ask('search', { query }),
      ),
    ids: async (asked) => {
      const query = { ...asked, page: 1, pageSize: Number.MAX_SAFE_INTEGER };
      return (await (await keeper.ready()).ask('search', { query })).hits.map(({ id }) => id);
    },
    seats: (query) =>
      answered(`seats ${query.today}`, async () => (await keeper.ready()).ask('seats', { query })),
    entries: (ids) => entriesFrom(known, ids),
    moduleTypes,
    warm: async () => {
      await keeper.ready().catch((err) => {
        if (!keeper.isClosed) options.logger.error({ err }, 'making the search index failed');
      });
    },
    memory: async () => (await keeper.ready()).ask('memory', {}),
    close: () => keeper.close(),
  };
}

/** Only what is not known is read. */
async function entriesFrom(
  known: ReturnType<typeof latest<Entry>>,
  ids: readonly string[],
): Promise<Entry[]> {
  const found = new Map(ids.map((id) => [id, known.get(id)]));
  const missing = ids.filter((id) => found.get(id) === undefined);
  if (missing.length > 0) {
    const since = known.changes;
    for (const entry of entriesOf(await recordsOfUnits(missing))) {
      found.set(entry.unit._id, entry);
      known.keep(entry.unit._id, entry, since);
    }
  }
  return ids.map((id) => found.get(id)).filter((entry) => entry !== undefined);
}

/** They come with the program: read once, and again only after a reading that failed. */
function moduleTypesOnce(): () => Promise<ModuleTypeRecord[]> {
  let types: Promise<ModuleTypeRecord[]> | null = null;
  return () => {
    types ??= moduleTypesEver();
    types.catch(() => {
      types = null;
    });
    return types;
  };
}
