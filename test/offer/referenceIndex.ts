import type { Model } from 'mongoose';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { ModuleTypeModel } from '../../models/ModuleType.ts';
import { OrganisationModel } from '../../models/Organisation.ts';
import { SiteModel } from '../../models/Site.ts';
import type { Language } from '../../server/core/i18n.ts';
import type { OfferRecords } from '../../server/features/offer/entries.ts';
import { offerSearchForm } from '../../server/features/offer/forms.ts';
import { indexOf, type OfferIndex } from '../../server/features/offer/queries.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import { type Draft, referenceRecords } from '../../server/features/offer/referenceRecords.ts';
import { type Found, search } from '../../server/features/offer/search.ts';

/** A day after everything the source foresaw. */
export const today = '2026-11-22';

async function filledIn<T>(model: Model<T>, drafts: Draft[]): Promise<T[]> {
  const records = drafts.map((draft) => new model(draft));
  await Promise.all(records.map((record) => record.validate()));
  return records.map((record) => record.toObject() as unknown as T);
}

/** The reference data as records, filled in and checked by their models, without a database. */
export async function referenceOffer(): Promise<OfferRecords> {
  const drafts = referenceRecords(readReferenceFiles());
  return {
    careUnits: await filledIn(CareUnitModel, drafts.careUnits),
    organisations: await filledIn(OrganisationModel, drafts.organisations),
    sites: await filledIn(SiteModel, drafts.sites),
    careModules: await filledIn(CareModuleModel, drafts.careModules),
    moduleTypes: await filledIn(ModuleTypeModel, drafts.moduleTypes),
  };
}

export const referenceIndex = async (day = today): Promise<OfferIndex> =>
  indexOf(await referenceOffer(), day);

/** Searches as an address would: `{ q: 'kader', province: ['BE-VAN'] }`. */
export function searchFor(
  index: OfferIndex,
  query: Record<string, unknown>,
  language: Language = 'nl',
): Found {
  return search(index, offerSearchForm.parse(query), language);
}

export const namesOf = (found: Found): string[] => found.shown.map(({ entry }) => entry.unit.name);
