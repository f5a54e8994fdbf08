import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import i18next, { type i18n, type Resource } from 'i18next';

/** The languages of the site, the default first. */
export const languages = ['nl', 'fr', 'de', 'en'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** Text in the languages it exists in: stored content carries its own language. */
export type LocalisedText = Partial<Record<Language, string>>;

export type Translate = (key: string, values?: Record<string, unknown>) => string;

export const localesDirectory = fileURLToPath(new URL('../locales/', import.meta.url));

/** All texts of one language: one file a feature, its name being the first part of its keys. */
export function readLocale(language: Language): Record<string, unknown> {
  const directory = join(localesDirectory, language);
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(directory, file), 'utf8')),
    ]),
  );
}

let translations: i18n | undefined;

function loaded(): i18n {
  if (translations) return translations;
  translations = i18next.createInstance();
  // Everything is in memory, so this completes at once although it returns a promise.
  void translations.init({
    fallbackLng: false,
    interpolation: { escapeValue: false }, // the views escape
    resources: Object.fromEntries(
      languages.map((language) => [language, { translation: readLocale(language) }]),
    ) as Resource,
    initAsync: false,
    returnNull: false,
  });
  return translations;
}

/** One for each language, made once. */
const translators: Partial<Record<Language, Translate>> = {};
/** More texts than there are: keys are put together from codes, and nobody may fill the memory with them. */
const mostRemembered = 10_000;

/** The `t` of a language. A missing key is shown as itself, and a test finds it first. */
export function translator(language: Language): Translate {
  translators[language] ??= makeTranslator(language);
  return translators[language];
}

/** A page asks for hundreds of texts, and looking one up costs the library more than writing it into the page. */
function makeTranslator(language: Language): Translate {
  const t = loaded().getFixedT(language);
  const plain = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return String(t(key, values));
    let text = plain.get(key);
    if (text === undefined) {
      text = String(t(key, {}));
      if (plain.size < mostRemembered) plain.set(key, text);
    }
    return text;
  };
}

/** The text in the reader's language, else in the first other one, with the language it is in. */
export function inLanguage(text: LocalisedText, language: Language): { text: string; language: Language } {
  for (const one of [language, ...languages]) {
    const found = text[one];
    if (found) return { text: found, language: one };
  }
  return { text: '', language };
}

const zone = 'Europe/Brussels';
const regions: Record<Language, string> = { nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE', en: 'en-GB' };

/** How dates, times and numbers are written: 24 november 2026, 14.32 uur, 1.458. Shown in Brussels time. */
export function formats(language: Language): Formats {
  made[language] ??= makeFormats(language);
  return made[language];
}

export interface Formats {
  day(instant: Date | string): string;
  time(instant: Date | string): string;
  /** From one moment to another of the same day: 19.00 tot 21.00 uur. */
  span(from: Date | string, until: Date | string): string;
  number(value: number): string;
  /** A month as YYYY-MM: november 2026. */
  month(month: string): string;
}

/** Making an Intl format costs more than a page does, so each language has its own once. */
const made: Partial<Record<Language, Formats>> = {};

function makeFormats(language: Language): Formats {
  const region = regions[language];
  const numberFormat = new Intl.NumberFormat(region);
  const dayFormat = new Intl.DateTimeFormat(region, { dateStyle: 'long', timeZone: zone });
  const monthFormat = new Intl.DateTimeFormat(region, { month: 'long', year: 'numeric', timeZone: zone });
  const timeFormat = new Intl.DateTimeFormat(region, { timeStyle: 'short', timeZone: zone });
  const t = translator(language);
  return {
    day: (instant: Date | string) => dayFormat.format(new Date(instant)),
    time: (instant: Date | string) => t('general.clock', { time: clockTime(timeFormat, instant, language) }),
    span: (from: Date | string, until: Date | string) =>
      t('general.span', {
        from: clockTime(timeFormat, from, language),
        until: clockTime(timeFormat, until, language),
      }),
    number: (value: number) => numberFormat.format(value),
    month: (month: string) => monthFormat.format(new Date(`${month}-15T12:00:00Z`)),
  };
}

function clockTime(format: Intl.DateTimeFormat, instant: Date | string, language: Language): string {
  const text = format.format(new Date(instant));
  return language === 'nl' ? text.replace(':', '.') : text;
}

/** Today in Brussels as YYYY-MM-DD: what a date field compares with. */
export const brusselsDay = (instant: Date): string => dayInBrussels.format(instant);

/** Made once: making it costs far more than using it, and every question about access asks for the day. */
const dayInBrussels = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
