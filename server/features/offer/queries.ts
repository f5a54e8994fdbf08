import type { Connection } from 'mongoose';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { ModuleTypeModel } from '../../../models/ModuleType.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { NotFound } from '../../core/errors.ts';
import { brusselsDay, type Language } from '../../core/i18n.ts';
import { type Entry, entriesOf, type OfferRecords } from './entries.ts';
import { type Counts, filterEntries, noChoices } from './filters.ts';
import { searchTextsOf, topicTexts } from './searchTexts.ts';
import { type TextIndex, textIndexOf } from './textSearch.ts';

/** The whole listed offer in memory: it is read by everybody and changes a few times a day. */
export interface OfferIndex {
  /** In the order of the source. */
  entries: Entry[];
  byId: Map<string, Entry>;
  moduleTypes: OfferRecords['moduleTypes'];
  /** Values that occur at all, with how often: other choices are not offered. */
  present: Counts;
  /** Made for a language when somebody first searches in it. */
  textsIn(language: Language): TextIndex;
  /** The words for problems and kinds of help in a language, whether or not an entry carries them. */
  topicsIn(language: Language): TextIndex;
}

interface Kept {
  /** Day in Brussels it was made for: modules start and end by the day. */
  day: string;
  index: Promise<OfferIndex>;
}

/** By client and not by connection: mongoose keeps one connection object through all its connections. */
const kept = new WeakMap<object, Kept>();

/** The offer as it stands today. The promise is kept, so that a rush of visitors reads the database once. */
export function offerIndex(connection: Connection, now: Date): Promise<OfferIndex> {
  const day = brusselsDay(now);
  const client = connection.getClient();
  const existing = kept.get(client);
  if (existing?.day === day) return existing.index;
  const index = readRecords().then((records) => indexOf(records, day));
  kept.set(client, { day, index });
  index.catch(() => kept.delete(client)); // the next visitor tries again
  return index;
}

/** Call when the offer changed: the next visitor gets a new index. */
export function forgetOffer(connection: Connection): void {
  kept.delete(connection.getClient());
}

/** @throws NotFound when it does not exist or is not listed. */
export function entryWithId(index: OfferIndex, id: string): Entry {
  const entry = index.byId.get(id);
  if (!entry) throw new NotFound();
  return entry;
}

async function readRecords(): Promise<OfferRecords> {
  const [careUnits, organisations, sites, careModules, moduleTypes] = await Promise.all([
    CareUnitModel.find().lean(),
    OrganisationModel.find().lean(),
    SiteModel.find().lean(),
    CareModuleModel.find().lean(),
    ModuleTypeModel.find().sort({ order: 1 }).lean(),
  ]);
  return { careUnits, organisations, sites, careModules, moduleTypes } as OfferRecords;
}

/** Makes the index for a day (YYYY-MM-DD). Pure; linear in the number of records. */
export function indexOf(records: OfferRecords, today: string): OfferIndex {
  const entries = entriesOf(records, today);
  const texts = new Map<Language, TextIndex>();
  const topics = new Map<Language, TextIndex>();
  return {
    entries,
    byId: new Map(entries.map((entry) => [entry.unit._id, entry])),
    moduleTypes: records.moduleTypes,
    present: filterEntries(entries, noChoices(), []).counts,
    textsIn: (language) => {
      const made = texts.get(language) ?? textIndexOf(searchTextsOf(entries, records.moduleTypes, language));
      texts.set(language, made);
      return made;
    },
    topicsIn: (language) => {
      const made = topics.get(language) ?? textIndexOf(topicTexts(records.moduleTypes, language));
      topics.set(language, made);
      return made;
    },
  };
}
