import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import type { SiteRecord } from '../../../models/Site.ts';
import { inLanguage, type Language, type LocalisedText, languages, type Translate } from '../../core/i18n.ts';
import { areaName, whereabouts } from '../../geography/geography.ts';
import { spokenLanguages } from './upkeep/catalogue.ts';

/** A piece of text as a view shows it: in which language it is, and whether it says that something is not known. */
export interface Shown {
  text: string;
  /** Language of the text when it is not that of the page. */
  lang: Language | null;
  unknown: boolean;
}

/** What the offer is named with. */
export interface Catalogue {
  moduleTypes: ModuleTypeRecord[];
}

/** What words need: the reader's language and its formats. */
export interface Reader {
  language: Language;
  t: Translate;
  /** The day it is read, YYYY-MM-DD. */
  today: string;
  day(instant: Date): string;
  number(value: number): string;
}

export const plain = (text: string): Shown => ({ text, lang: null, unknown: false });

export const notKnown = (reader: Reader): Shown => ({
  text: reader.t('offer.unknown'),
  lang: null,
  unknown: true,
});

/** Stored text in the reader's language, else as it exists; null and empty are not known. */
export function shownText(text: LocalisedText | null, reader: Reader): Shown {
  if (text === null || !languages.some((one) => text[one])) return notKnown(reader);
  const found = inLanguage(text, reader.language);
  return {
    text: found.text,
    lang: found.language === reader.language ? null : found.language,
    unknown: false,
  };
}

/** "a, b and c" in the reader's language. */
export function listed(parts: string[], { language }: Reader): string {
  const format = listFormats.get(language) ?? new Intl.ListFormat(language, { type: 'conjunction' });
  listFormats.set(language, format);
  return format.format(parts);
}

/** Making an Intl format costs more than using it a hundred times. */
const listFormats = new Map<Language, Intl.ListFormat>();

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Labels of codes; a null list is not known, an empty one is none. */
export function shownCodes(codes: string[] | null, kind: string, reader: Reader): Shown {
  if (codes === null) return notKnown(reader);
  if (codes.length === 0) return plain(reader.t('offer.none'));
  return plain(
    listed(
      codes.map((code) => reader.t(`offer.${kind}.${code}`)),
      reader,
    ),
  );
}

/** Where a site is, as narrow as we know it. */
export function placeOf(site: SiteRecord, reader: Reader): string {
  if (site.areaText) return inLanguage(site.areaText, reader.language).text;
  if (site.kind === 'online') return reader.t('offer.place.online');
  return site.area === null ? reader.t('offer.unknown') : areaName(site.area, reader.language);
}

/** The same, and saying so when only the province is known. */
export function exactPlaceOf(site: SiteRecord, reader: Reader): string {
  const place = placeOf(site, reader);
  const onlyProvince =
    site.kind === 'building' && site.area !== null && whereabouts(site.area).arrondissement === null;
  return onlyProvince ? reader.t('offer.place.somewhere', { place }) : place;
}

export function typeName(code: string, catalogue: Catalogue, language: Language): string {
  const type = catalogue.moduleTypes.find((one) => one._id === code);
  return type ? inLanguage(type.names, language).text : code;
}

/** A few dozen languages, in the four that people read. */
const languageNames = new Map<string, string>();

/** "nl" as the reader calls it: in our words, which know the sign languages too, else as the language tables have it. */
export function languageName(code: string, { language, t }: Reader): string {
  if (spokenLanguages.some((one) => one === code)) return t(`upkeep.spoken.${code}`);
  const key = `${language} ${code}`;
  const known = languageNames.get(key);
  if (known !== undefined) return known;
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  languageNames.set(key, name);
  return name;
}

/** What a module is called: its own name, else its types, else what little is known. */
export function moduleTitle(module: CareModuleRecord, catalogue: Catalogue, reader: Reader): Shown {
  if (module.name) return shownText(module.name, reader);
  if (module.types !== null && module.types.length > 0) {
    const names = module.types.map((code) => typeName(code, catalogue, reader.language));
    return plain(capitalised(listed(names, reader)));
  }
  const [only, ...others] = module.settings ?? [];
  return plain(reader.t(only && others.length === 0 ? `offer.help.${only}` : 'offer.help.unknown'));
}

/** How long people waited: a number only with the day it was counted. */
export function waitingOf(module: CareModuleRecord, reader: Reader): Shown {
  const { t } = reader;
  const list = module.waitingList;
  if (list === null) return notKnown(reader);
  const counted: string[] = [];
  if (list.weeks !== null) counted.push(t('offer.waiting.weeks', { count: list.weeks }));
  if (list.persons !== null) counted.push(t('offer.waiting.persons', { count: list.persons }));
  if (counted.length > 0 && list.countedOn !== null) {
    return plain(
      t('offer.waiting.counted', { list: listed(counted, reader), day: reader.day(list.countedOn) }),
    );
  }
  const said = shownText(list.note, reader);
  return said.unknown ? said : { ...said, text: t('offer.waiting.said', { text: said.text }) };
}

/** Beds, places or full-time equivalents, with the day of the number where it is known. */
export function capacityOf(module: CareModuleRecord, reader: Reader): Shown {
  const { t } = reader;
  const { capacity } = module;
  if (capacity === null) return notKnown(reader);
  const value = capacity.maximum ?? capacity.funded;
  const parts: string[] = [];
  if (value !== null)
    parts.push(t(`offer.capacity.${capacity.unit}`, { count: value, number: reader.number(value) }));
  if (capacity.available !== null) parts.push(t('offer.capacity.available', { count: capacity.available }));
  if (parts.length === 0) return notKnown(reader);
  const text = listed(parts, reader);
  return plain(capacity.updated ? t('offer.capacity.on', { text, day: reader.day(capacity.updated) }) : text);
}
