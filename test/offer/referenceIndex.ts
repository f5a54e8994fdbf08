import type { Model } from 'mongoose';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { ModuleTypeModel } from '../../models/ModuleType.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { SiteModel } from '../../models/Site.ts';
import type { Language } from '../../server/core/i18n.ts';
import { type Understood, understand } from '../../server/features/offer/choices.ts';
import { type Entry, entriesOf, type OfferRecords } from '../../server/features/offer/entries.ts';
import { offerSearchForm } from '../../server/features/offer/forms.ts';
import { labelsOf } from '../../server/features/offer/labels.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import { type Draft, referenceRecords } from '../../server/features/offer/referenceRecords.ts';
import { documentOf } from '../../server/features/offer/search/document.ts';
import { indexOf, type OfferIndex } from '../../server/features/offer/search/offerIndex.ts';
import type { OfferAnswer } from '../../server/features/offer/search/query.ts';
import { search } from '../../server/features/offer/search/search.ts';
import { valuesFrom } from '../../server/features/offer/search/values.ts';
import type { Catalogue } from '../../server/features/offer/wording.ts';

/** A day after everything the source foresaw. */
export const today = '2026-11-22';

async function filledIn<T>(model: Model<T>, drafts: Draft[]): Promise<T[]> {
  const records = drafts.map((draft) => new model(draft));
  await Promise.all(records.map((record) => record.validate()));
  return records.map((record) => record.toObject() as unknown as T);
}

/** The reference data as records, filled in and checked by their models, without a database. */
export async function referenceOffer(): Promise<OfferRecords & Catalogue> {
  const drafts = referenceRecords(readReferenceFiles());
  return {
    careUnits: await filledIn(CareUnitModel, drafts.careUnits),
    organisations: await filledIn(OrganisationModel, drafts.organisations),
    sites: await filledIn(SiteModel, drafts.sites),
    careModules: await filledIn(CareModuleModel, drafts.careModules),
    moduleTypes: await filledIn(ModuleTypeModel, drafts.moduleTypes),
  };
}

/** An offer that can be searched, with the records of what is found. */
export interface Searched {
  index: OfferIndex;
  entries: Entry[];
  catalogue: Catalogue;
  /** YYYY-MM-DD. */
  day: string;
}

export function searchedOffer(records: OfferRecords & Catalogue, day = today): Searched {
  const entries = entriesOf(records);
  const values = valuesFrom();
  const documents = entries.map((entry) => documentOf(entry, values));
  const index = indexOf(documents, values, labelsOf(records.moduleTypes));
  return { index, entries, catalogue: { moduleTypes: records.moduleTypes }, day };
}

export const referenceIndex = async (day = today): Promise<Searched> =>
  searchedOffer(await referenceOffer(), day);

type Found = Understood & OfferAnswer & { names: string[] };

/** Searches as an address would: `{ q: 'kader', province: ['BE-VAN'] }`. */
export function searchFor(
  { index, entries, catalogue, day }: Searched,
  query: Record<string, unknown>,
  language: Language = 'nl',
): Found {
  const asked = offerSearchForm.parse(query);
  const understood = understand(asked, catalogue, language, new Date(`${day}T10:00:00Z`));
  const answer = search(index, understood.query);
  const byId = new Map(entries.map((entry) => [entry.unit._id, entry.unit.name]));
  return { ...understood, ...answer, names: answer.hits.map(({ id }) => byId.get(id)!) };
}
