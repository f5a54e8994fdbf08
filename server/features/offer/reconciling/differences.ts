import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import { actorTypes } from '../../../../models/Organisation.ts';
import type { ListField, ListValues } from '../../../../models/Reconciliation.ts';
import { languages, translator } from '../../../core/i18n.ts';
import { fold } from '../../../geography/fold.ts';
import { fieldOf } from '../upkeep/catalogue.ts';
import { Mistyped, readValue } from '../upkeep/kinds.ts';
import { type Stored, samePlain, valuesOf } from '../upkeep/plain.ts';
import { municipalityOf } from './lines.ts';
import { hostOf, nameKey, phoneKey, streetKey } from './naming.ts';

/** A field in which a list says something else than a record, or something where the record says nothing. */
export interface Difference {
  kind: Extract<OfferKind, 'organisation' | 'site'>;
  /** Id of the record; null for a site that is not there yet. */
  id: string | null;
  /** Name in the catalogue. */
  field: string;
  ours: Plain;
  /** Null when what the list says cannot be stored. */
  theirs: Plain;
  /** As the list writes it. */
  raw: string;
}

type Same = (ours: string, theirs: string) => boolean;
const by =
  (key: (text: string) => string | null): Same =>
  (ours, theirs) =>
    key(ours) === key(theirs);

/** Which field of a site each column is, and when two ways of writing say the same. */
const siteFields: [ListField, string, Same][] = [
  ['street', 'street', by(streetKey)],
  ['postcode', 'postcode', by(fold)],
  ['area', 'area', by(fold)],
  ['phone', 'contact.phone', by(phoneKey)],
  ['email', 'contact.email', by((text) => text.toLowerCase())],
  ['website', 'contact.website', by((text) => hostOf(text) ?? fold(text))],
];

/** Short words for kinds of house, as lists use them. */
const short: Record<string, string> = {
  cgg: 'mental_health_centre',
  ssm: 'mental_health_centre',
  paaz: 'psychiatric_ward',
  pz: 'psychiatric_hospital',
  pvt: 'psychiatric_nursing_home',
  msp: 'psychiatric_nursing_home',
  ibw: 'sheltered_living',
  bw: 'sheltered_living',
  ihp: 'sheltered_living',
  caw: 'general_welfare',
  ocmw: 'public_welfare',
  cpas: 'public_welfare',
};

/** The kind of actor a list means, by its name in one of our languages or the sector's abbreviation; else null. */
export function actorTypeOf(text: string): string | null {
  const key = nameKey(text);
  const byName = actorTypes.find((code) =>
    languages.some((language) => nameKey(translator(language)(`accounts.actorTypes.${code}`)) === key),
  );
  return byName ?? short[key] ?? null;
}

/** What the list says as the catalogue stores it; null when it cannot be. */
function stored(kind: Difference['kind'], field: string, text: string): Plain {
  const known = fieldOf(kind, field)!;
  try {
    return readValue(known.kind, { [field]: text }, field, 'nl');
  } catch (error) {
    if (error instanceof Mistyped) return null;
    throw error;
  }
}

interface DatedPlain {
  name: string;
  from: string | null;
  until: string | null;
}

/** Names with the list's as the one from its day on; the one until then ends that day, and stays. */
export function namesFrom(names: DatedPlain[], name: string, day: string): DatedPlain[] {
  const ended = names.map((one) =>
    one.until === null ? { ...one, from: one.from && one.from > day ? null : one.from, until: day } : one,
  );
  return [...ended, { name, from: day, until: null }];
}

function organisationDifferences(values: ListValues, record: Stored, day: string): Difference[] {
  const ours = valuesOf('organisation', record);
  const of = (field: string, theirs: Plain, raw: string): Difference => ({
    ...{ kind: 'organisation' as const, id: record._id, field },
    ...{ ours: ours[field] ?? null, theirs, raw },
  });
  const found: Difference[] = [];
  const names = ours.names as unknown as DatedPlain[];
  if (!names.some((one) => nameKey(one.name) === nameKey(values.name)))
    found.push(of('names', namesFrom(names, values.name, day) as unknown as Plain, values.name));
  for (const field of ['enterpriseNumber', 'recognitionNumber'] as const) {
    const raw = values[field];
    const theirs = raw ? stored('organisation', field, raw) : null;
    if (raw && !samePlain(theirs, ours[field] ?? null)) found.push(of(field, theirs, raw));
  }
  const type = values.type ? actorTypeOf(values.type) : null;
  if (type && type !== ours.actorType) found.push(of('actorType', type, values.type!));
  return found;
}

/** The site a line is about: where its postcode and street are, else the only building. */
export function siteOf(values: ListValues, sites: readonly Stored[]): Stored | null {
  const buildings = sites.filter((one) => one.kind === 'building');
  const street = values.street ? streetKey(values.street) : null;
  const there = values.postcode ? buildings.filter((one) => one.postcode === values.postcode) : [];
  const exact = there.find(
    (one) => street !== null && one.street && streetKey(String(one.street)) === street,
  );
  if (exact) return exact;
  if (there.length === 1) return there[0]!;
  const [only] = buildings;
  // A building of which the postcode is another is another building.
  const isSilent = only?.postcode === null || only?.postcode === undefined || !values.postcode;
  return buildings.length === 1 && isSilent ? only! : null;
}

function siteDifferences(values: ListValues, sites: readonly Stored[]): Difference[] {
  const site = siteOf(values, sites);
  // Without a street or a place there is no site to speak of.
  if (!site && !values.street && !values.postcode && !values.area) return [];
  const ours = site ? valuesOf('site', site) : {};
  return siteFields.flatMap(([column, field, isSame]) => {
    const raw = column === 'area' ? (municipalityOf(values) ?? values.area) : values[column];
    if (!raw) return [];
    const now = ours[field] ?? null;
    if (typeof now === 'string' && isSame(now, raw)) return [];
    const theirs = stored('site', field, raw);
    if (samePlain(theirs, now)) return [];
    return [
      { kind: 'site' as const, id: site?._id ?? null, field, ours: now, theirs, raw: values[column] ?? raw },
    ];
  });
}

/**
 * Where a list says something else than an organisation and its site there.
 * @param day of the list, YYYY-MM-DD.
 */
export const differencesWith = (
  values: ListValues,
  organisation: Stored,
  sites: readonly Stored[],
  day: string,
): Difference[] => [...organisationDifferences(values, organisation, day), ...siteDifferences(values, sites)];

/** By what a difference is known in a form and in what was left. */
export const differenceKey = ({ kind, field }: Pick<Difference, 'kind' | 'field'>): string =>
  `${kind}.${field}`;
