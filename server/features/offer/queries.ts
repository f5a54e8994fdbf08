import { NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay, type Language } from '../../core/i18n.ts';
import { type Understood, understand } from './choices.ts';
import type { Entry } from './entries.ts';
import { noChoices } from './facets.ts';
import type { Asked } from './forms.ts';
import type { Hit, OfferAnswer, OfferQuery, Seats } from './search/query.ts';
import { monthsLater } from './upkeep/standing.ts';
import type { Catalogue } from './wording.ts';

/** One result, with its records. */
export type Shown = Pick<Hit, 'near' | 'kilometres'> & { entry: Entry };

/** What a search came to. */
export interface Found extends Understood {
  answer: OfferAnswer;
  /** One page of the results, in order. */
  shown: Shown[];
  seats: Seats;
  /** For the map: the same search in every arrondissement and municipality; null for the list. */
  everyPart: OfferAnswer | null;
}

export async function catalogueOf({ offerSearch }: House): Promise<Catalogue> {
  return { moduleTypes: await offerSearch.moduleTypes() };
}

/** What an address comes to here, where what nobody confirmed for too long is left out unless it is asked for. */
export function understoodFor(
  house: House,
  asked: Asked,
  catalogue: Catalogue,
  language: Language,
  now: Date,
): Understood {
  const understood = understand(asked, catalogue, language, now);
  if (asked.withOld) return understood;
  return { ...understood, query: { ...understood.query, ...stillTrusted(house, now) } };
}

/** Searches the listed offer as an address asks. */
export async function searchFor(
  house: House,
  asked: Asked,
  catalogue: Catalogue,
  language: Language,
  now: Date,
): Promise<Found> {
  const understood = understoodFor(house, asked, catalogue, language, now);
  const { query } = understood;
  const { offerSearch } = house;
  const [answer, seats, everyPart] = await Promise.all([
    offerSearch.find(query),
    offerSearch.seats(everything(now)),
    asked.view === 'map' ? offerSearch.find(inEveryPart(query)) : null,
  ]);
  if (everyPart) return { ...understood, answer, shown: [], seats, everyPart };
  const entries = await offerSearch.entries(answer.hits.map(({ id }) => id));
  const byId = new Map(answer.hits.map((hit) => [hit.id, hit]));
  // What went between the search and the reading has no line any more.
  const shown = entries.map((entry) => {
    const { near, kilometres } = byId.get(entry.unit._id)!;
    return { entry, near, kilometres };
  });
  return { ...understood, answer, shown, seats, everyPart };
}

/** A province that was chosen stays: the map shows the parts of it. */
const inEveryPart = (query: OfferQuery): OfferQuery => ({
  ...query,
  choices: { ...query.choices, arrondissement: [], municipality: [] },
  page: 1,
});

/** @throws NotFound when it does not exist or is not listed. */
export async function entryWithId({ offerSearch }: House, id: string): Promise<Entry> {
  const [entry] = await offerSearch.entries([id]);
  if (!entry) throw new NotFound();
  return entry;
}

/** Other entries of some provinces, the nearest to a municipality (NIS code) first when it is known. */
export async function othersIn(
  house: House,
  entry: Entry,
  where: { provinces: string[]; municipality: string | null },
  now: Date,
  most: number,
): Promise<Entry[]> {
  if (where.provinces.length === 0) return [];
  const { offerSearch } = house;
  const { hits } = await offerSearch.find({
    ...everything(now),
    ...stillTrusted(house, now),
    choices: { ...noChoices(), province: where.provinces },
    places: where.municipality ? [where.municipality] : [],
    pageSize: most + 1,
  });
  const ids = hits.map(({ id }) => id).filter((id) => id !== entry.unit._id);
  return offerSearch.entries(ids.slice(0, most));
}

/** Listed care units a text finds, the likeliest first, with their modules. */
export async function unitsFound(
  { offerSearch }: House,
  text: string,
  language: Language,
  now: Date,
  most: number,
): Promise<Entry[]> {
  const { hits } = await offerSearch.find({ ...everything(now), text, language, pageSize: most });
  return offerSearch.entries(hits.map(({ id }) => id));
}

/** What was confirmed once and then not for so many months is left out, unless it is asked for. */
const stillTrusted = ({ directoryMonths }: House, now: Date): Pick<OfferQuery, 'confirmedSince'> =>
  directoryMonths === 0 ? {} : { confirmedSince: monthsLater(brusselsDay(now), -directoryMonths) };

const everything = (now: Date): OfferQuery => ({
  ...{ text: '', language: 'nl', exactly: false, choices: noChoices(), places: [], sort: 'best', page: 1 },
  today: brusselsDay(now),
  pageSize: 1,
});
