import { deserialize } from 'bson';
import type { Connection } from 'mongoose';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { joinedDocuments } from '../../core/documents.ts';
import type { OfferRecords } from './entries.ts';
import type { OfferRecordId } from './touched.ts';

const models = {
  organisations: OrganisationModel,
  sites: SiteModel,
  careModules: CareModuleModel,
  careUnits: CareUnitModel,
};

/** So many documents are asked of the store at once: the server answers others in between. */
const batch = 500;
/** So many bytes are handed on at once. */
const portion = 1_000_000;

/** The records of some care units, with everything around them. Units that are gone are not among them. */
export async function recordsOfUnits(ids: readonly string[]): Promise<OfferRecords> {
  const [careUnits, careModules] = await Promise.all([
    CareUnitModel.find({ _id: { $in: ids } }).lean(),
    CareModuleModel.find({ careUnitId: { $in: ids } }).lean(),
  ]);
  const organisationIds = careUnits.map((unit) => unit.organisationId).filter((id) => id !== null);
  const [organisations, sites] = await Promise.all([
    OrganisationModel.find({ _id: { $in: [...new Set(organisationIds)] } }).lean(),
    SiteModel.find({ _id: { $in: [...new Set(careUnits.flatMap((unit) => unit.siteIds))] } }).lean(),
  ]);
  return { careUnits, organisations, sites, careModules } as OfferRecords;
}

/** Records as the store holds them: BSON documents one after another. */
export type OfferDocuments = Record<keyof OfferRecords, Uint8Array<ArrayBuffer>>;

/**
 * The same without taking the documents apart, for the thread: a unit may have hundreds of modules. Only the units are
 * looked into, for what is around them.
 */
export async function documentsOfUnits(
  connection: Connection,
  ids: readonly string[],
): Promise<OfferDocuments> {
  const ask = async (part: keyof OfferRecords, field: string, wanted: readonly string[]) =>
    connection
      .db!.collection(models[part].collection.collectionName)
      .find<Uint8Array>({ [field]: { $in: wanted } }, { raw: true, batchSize: batch })
      .toArray();
  const [units, modules] = await Promise.all([
    ask('careUnits', '_id', ids),
    ask('careModules', 'careUnitId', ids),
  ]);
  const read = units.map((one) => deserialize(one)) as OfferRecords['careUnits'];
  const owners = read.map((unit) => unit.organisationId).filter((id) => id !== null);
  const [organisations, sites] = await Promise.all([
    ask('organisations', '_id', [...new Set(owners)]),
    ask('sites', '_id', [...new Set(read.flatMap((unit) => unit.siteIds))]),
  ]);
  const found = { careUnits: units, organisations, sites, careModules: modules };
  return Object.fromEntries(
    Object.entries(found).map(([part, documents]) => [part, joinedDocuments(documents)]),
  ) as OfferDocuments;
}

/** The units that some records belong to now. */
export async function unitsOfRecords(records: readonly OfferRecordId[]): Promise<string[]> {
  const ids = (type: OfferRecordId['type']) => records.filter((one) => one.type === type).map(({ id }) => id);
  // One question for each kind: each has its index, and most changes are of one kind.
  const unitsWhere = async (field: 'organisationId' | 'siteIds', wanted: string[]) =>
    wanted.length > 0 ? CareUnitModel.find({ [field]: { $in: wanted } }, { _id: 1 }).lean() : [];
  const [ofOrganisations, atSites, modules] = await Promise.all([
    unitsWhere('organisationId', ids('organisation')),
    unitsWhere('siteIds', ids('site')),
    CareModuleModel.find({ _id: { $in: ids('module') } }, { careUnitId: 1 }).lean(),
  ]);
  return [
    ...new Set([
      ...ids('unit'),
      ...ofOrganisations.map((unit) => unit._id),
      ...atSites.map((unit) => unit._id),
      ...modules.map((module) => module.careUnitId),
    ]),
  ];
}

/**
 * Reads the whole offer without taking the documents apart: that is for the thread, so that nobody waits for it here.
 * @param take gets BSON documents one after another; reading goes on when it resolves
 */
export async function readWholeOffer(
  connection: Connection,
  take: (part: keyof OfferRecords, documents: Uint8Array<ArrayBuffer>) => Promise<unknown>,
): Promise<void> {
  for (const [part, model] of Object.entries(models) as [
    keyof OfferRecords,
    { collection: { collectionName: string } },
  ][]) {
    const documents = connection
      .db!.collection(model.collection.collectionName)
      .find<Uint8Array>({}, { raw: true, batchSize: batch });
    let read: Uint8Array[] = [];
    let size = 0;
    for await (const document of documents) {
      read.push(document);
      size += document.length;
      if (size < portion) continue;
      await take(part, joinedDocuments(read));
      [read, size] = [[], 0];
    }
    if (size > 0) await take(part, joinedDocuments(read));
  }
}
