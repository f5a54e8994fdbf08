import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { type Stored, valuesOf } from '../upkeep/plain.ts';
import { cellsOf, neutralised } from './cells.ts';
import { type Column, columnsFor, fieldsInFiles } from './columns.ts';

type Record_ = Stored & Upkeep;

/** What is exported: the records of some organisations, or of none. */
export interface Exported {
  organisations: Record_[];
  sites: Record_[];
  units: Record_[];
  modules: Record_[];
}

type Parts = Partial<Record<OfferKind, Record_>>;

const list = (value: unknown): string[] => (value as string[] | null | undefined) ?? [];

/** A row a module, with its unit, its organisation and its first site; then what no module is at or in. */
function* partsOf({ organisations, sites, units, modules }: Exported): Generator<Parts> {
  const byId = (records: Record_[]) => new Map(records.map((one) => [one._id, one]));
  const [organisationOf, siteOf, unitOf] = [byId(organisations), byId(sites), byId(units)];
  const shown = new Set<string>();
  const whole = (parts: { [kind in OfferKind]?: Record_ | undefined }): Parts => {
    const kept = Object.fromEntries(Object.entries(parts).filter(([, one]) => one)) as Parts;
    for (const one of Object.values(kept)) shown.add(one._id);
    return kept;
  };
  const ofUnit = (unit: Record_) => organisationOf.get((unit.organisationId as string | null) ?? '');
  for (const module of modules) {
    const unit = unitOf.get(module.careUnitId as string);
    if (!unit) continue;
    const [first = ''] = list(module.siteIds);
    yield whole({ organisation: ofUnit(unit), unit, site: siteOf.get(first), module });
  }
  for (const unit of units)
    if (!shown.has(unit._id))
      yield whole({ organisation: ofUnit(unit), unit, site: siteOf.get(list(unit.siteIds)[0] ?? '') });
  for (const site of sites)
    if (!shown.has(site._id))
      yield whole({ organisation: organisationOf.get((site.organisationId as string | null) ?? ''), site });
  for (const organisation of organisations) if (!shown.has(organisation._id)) yield whole({ organisation });
}

/** The cells of a record by column name. */
function cellsOfRecord(kind: OfferKind, record: Record_): Map<string, string> {
  const values = valuesOf(kind, record);
  const cells = new Map<string, string>([
    [`${kind} id`, record._id],
    [`${kind} version`, String(record.steps ?? 0)],
  ]);
  for (const field of fieldsInFiles(kind))
    for (const [input, cell] of Object.entries(cellsOf(field, values[field.name] ?? null)))
      cells.set(`${kind} ${input}`, neutralised(cell));
  return cells;
}

/** A table with its heading: what is exported, so that what is edited in it can be imported. */
export function exportTable(exported: Exported): { columns: Column[]; rows: string[][] } {
  const names = exported.organisations.map((one) => list(one.names).length);
  const columns = columnsFor(names.reduce((most, one) => Math.max(most, one), 0));
  const known = new Map<Record_, Map<string, string>>();
  const cells = (kind: OfferKind, record: Record_): Map<string, string> => {
    // A module stands in one row, what is around it in many.
    if (kind === 'module') return cellsOfRecord(kind, record);
    const made = known.get(record) ?? cellsOfRecord(kind, record);
    known.set(record, made);
    return made;
  };
  const rows = [...partsOf(exported)].map((parts) => {
    const ofKind = new Map(
      Object.entries(parts).map(([kind, record]) => [kind, cells(kind as OfferKind, record)]),
    );
    return columns.map(({ kind, input }) => ofKind.get(kind)?.get(`${kind} ${input}`) ?? '');
  });
  return { columns, rows: [columns.map(({ name }) => name), ...rows] };
}
