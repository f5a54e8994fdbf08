import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import type { Plain } from '../../../../models/OfferChange.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { inLanguage, type Language, type LocalisedText, languages } from '../../../core/i18n.ts';
import { areaName } from '../../../geography/geography.ts';
import { listed, placeOf, type Reader } from '../wording.ts';
import type { OfferField } from './catalogue.ts';
import { none } from './kinds.ts';

/** A value in words; `lang` where it is somebody's text in another language than the page. */
export interface Said {
  text: string;
  lang: Language | null;
}

/** Names of what fields point to, by id. */
export type Names = ReadonlyMap<string, string>;

/** What a site is called: its own name, else its street or place. */
export function siteName(site: SiteRecord, reader: Reader): string {
  if (site.name) return inLanguage(site.name, reader.language).text;
  const place = placeOf(site, reader);
  return site.street ? `${site.street}, ${place}` : place;
}

/** The names of every record these values may point to. */
export async function namesIn(values: Plain[], reader: Reader, now: Date): Promise<Names> {
  const ids = [...new Set(values.flat().filter((one): one is string => typeof one === 'string'))];
  const among = { _id: { $in: ids } };
  const [sites, units, organisations, types] = await Promise.all([
    SiteModel.find(among).lean<SiteRecord[]>(),
    CareUnitModel.find(among).lean<CareUnitRecord[]>(),
    OrganisationModel.find(among).lean<OrganisationRecord[]>(),
    ModuleTypeModel.find(among).lean<ModuleTypeRecord[]>(),
  ]);
  return new Map([
    ...sites.map((one) => [one._id, siteName(one, reader)] as const),
    ...units.map((one) => [one._id, one.name] as const),
    ...organisations.map((one) => [one._id, nameOn(one, now)] as const),
    ...types.map((one) => [one._id, inLanguage(one.names, reader.language).text] as const),
  ]);
}

const pointing = new Set(['siteIds', 'types', 'careUnitId', 'organisationId']);
const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** A value as people read it; nothing when it is not known. */
export function saidOf(field: OfferField, value: Plain, reader: Reader, names: Names): Said[] {
  if (value === null) return [];
  const here = (text: string): Said[] => [{ text, lang: null }];
  const { kind, name } = field;
  if (pointing.has(name)) {
    const ids = [value].flat() as string[];
    return here(
      ids.length === 0
        ? reader.t('offer.none')
        : listed(
            ids.map((id) => names.get(id) ?? id),
            reader,
          ),
    );
  }
  if (kind.input === 'localised')
    return languages.flatMap((language) => {
      const text = (value as LocalisedText)[language];
      return text ? [{ text, lang: language === reader.language ? null : language }] : [];
    });
  if (kind.input === 'datedNames')
    return (value as unknown as DatedPlain[]).map((row) => datedName(row, reader));
  if (kind.input === 'areas') return here(areasSaid(value as string[], reader));
  if (kind.input === 'area') return here(areaName(value as string, reader.language));
  if (typeof value === 'boolean') return here(reader.t(`upkeep.yesNo.${value ? 'yes' : 'no'}`));
  if (typeof value === 'number') return here(reader.number(value));
  if (Array.isArray(value)) return here(codesSaid(field, value as string[], reader));
  if (kind.words) return here(reader.t(`${kind.words}${value as string}`));
  // As it is put back in its input: some numbers are written with points.
  if (kind.input === 'line') return here(kind.inputs(value, name, reader.language)[name] as string);
  return here(isDay.test(value as string) ? reader.day(new Date(value as string)) : (value as string));
}

const codesSaid = ({ kind, name }: OfferField, codes: string[], reader: Reader): string =>
  codes.length === 0
    ? reader.t(`upkeep.noneOf.${name}`)
    : listed(
        codes.map((code) => reader.t(`${kind.words}${code}`)),
        reader,
      );

const areasSaid = (codes: string[], reader: Reader): string =>
  codes.length === 0
    ? reader.t('upkeep.everywhere')
    : listed(
        codes.map((code) => areaName(code, reader.language)),
        reader,
      );

interface DatedPlain {
  name: string;
  from: string | null;
  until: string | null;
}

function datedName({ name, from, until }: DatedPlain, { t, day }: Reader): Said {
  const values = { name, from: from ? day(new Date(from)) : '', until: until ? day(new Date(until)) : '' };
  if (from && until) return { text: t('upkeep.named.between', values), lang: null };
  if (from) return { text: t('upkeep.named.from', { name, from: values.from }), lang: null };
  if (until) return { text: t('upkeep.named.until', { name, until: values.until }), lang: null };
  return { text: name, lang: null };
}

/** The label of a choice; an empty one is "not known". */
export const choiceLabel = ({ kind, name }: OfferField, choice: string, { t }: Reader): string =>
  choice === ''
    ? t('upkeep.notKnown')
    : choice === none
      ? t(`upkeep.noneOf.${name}`)
      : t(`${kind.words ?? ''}${choice}`);
