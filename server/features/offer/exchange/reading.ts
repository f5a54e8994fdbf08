import type { Model } from 'mongoose';
import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { OfferChangeModel, type OfferChangeRecord, type OfferKind } from '../../../../models/OfferChange.ts';
import { OrganisationModel } from '../../../../models/Organisation.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { moduleTypesInUse } from '../moduleTypes.ts';
import { type Known, type KnownRecord, unlistedMark } from './known.ts';
import { cellOf, type RowStatement } from './statements.ts';

// biome-ignore lint/suspicious/noExplicitAny: the models differ in their record; the catalogue knows their fields
type AnyModel = Model<any>;

/** Ids asked for at once. */
const atOnce = 500;

async function withIds(model: AnyModel, ids: ReadonlySet<string>): Promise<Map<string, KnownRecord>> {
  const all = [...ids].filter((id) => id !== '' && id.length <= 64);
  const found = new Map<string, KnownRecord>();
  for (let at = 0; at < all.length; at += atOnce)
    for (const one of await model.find({ _id: { $in: all.slice(at, at + atOnce) } }).lean<KnownRecord[]>())
      found.set(one._id, one);
  return found;
}

const idsIn = (records: ReadonlyMap<string, KnownRecord>, field: string): string[] =>
  [...records.values()].flatMap((one) => (one[field] as string[] | string | null | undefined) ?? []);

/** Everything the rows name, and what that belongs to. */
export async function knownFor(rows: readonly RowStatement[]): Promise<Known> {
  const named = (kind: OfferKind): string[] => rows.flatMap((row) => row[kind]?.id ?? []);
  const module = await withIds(CareModuleModel, new Set(named('module')));
  const unit = await withIds(CareUnitModel, new Set([...named('unit'), ...idsIn(module, 'careUnitId')]));
  const listed = rows.flatMap((row) =>
    [row.unit, row.module].flatMap((said) => {
      const cell = said ? cellOf(said, 'siteIds') : null;
      return cell ? cell.split('|').map((id) => id.trim()) : [];
    }),
  );
  const site = await withIds(SiteModel, new Set([...named('site'), ...listed, ...idsIn(unit, 'siteIds')]));
  const organisation = await withIds(
    OrganisationModel,
    new Set([...named('organisation'), ...idsIn(unit, 'organisationId'), ...idsIn(site, 'organisationId')]),
  );
  const records = { organisation, site, unit, module };
  const [types, unlisted] = await Promise.all([
    moduleTypesInUse(),
    CareUnitModel.find({ listed: false }, { name: 1, organisationId: 1 }).lean(),
  ]);
  return {
    records,
    steps: await laterSteps(rows, records),
    types: new Set(types.map((one) => one._id)),
    unlisted: new Set(unlisted.map((one) => unlistedMark(String(one.organisationId), one.name))),
  };
}

/** Of records changed since they were exported: only of those is the past asked. */
async function laterSteps(rows: readonly RowStatement[], records: Known['records']) {
  const oldest = new Map<string, number>();
  for (const row of rows)
    for (const kind of ['organisation', 'site', 'unit', 'module'] as const) {
      const said = row[kind];
      if (!said || said.version === null) continue;
      if ((records[kind].get(said.id)?.steps ?? 0) > said.version)
        oldest.set(said.id, Math.min(said.version, oldest.get(said.id) ?? said.version));
    }
  const steps = new Map<string, Pick<OfferChangeRecord, 'step' | 'changes'>[]>();
  const ids = [...oldest.keys()];
  for (let at = 0; at < ids.length; at += atOnce) {
    const found = await OfferChangeModel.find({ recordId: { $in: ids.slice(at, at + atOnce) } })
      .sort({ step: -1 })
      .lean<OfferChangeRecord[]>();
    for (const one of found)
      if (one.step > (oldest.get(one.recordId) ?? 0))
        steps.set(one.recordId, [...(steps.get(one.recordId) ?? []), one]);
  }
  return steps;
}
