import { brusselsDay, type Formats, formats, type Language, type Translate } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Naming } from './axes.ts';
import type { Known } from './queries.ts';

/** What words about coverage need. */
export interface Reader extends Naming, Formats {
  t: Translate;
  language: Language;
  /** YYYY-MM-DD. */
  today: string;
  /** With one digit behind the point. */
  tenths(value: number): string;
  percent(share: number): string;
}

const regions: Record<Language, string> = { nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE', en: 'en-GB' };
/** Making an Intl format costs more than a page does, so each language has its own once. */
const made = new Map<Language, { tenths: Intl.NumberFormat; percent: Intl.NumberFormat }>();

function numbersOf(language: Language) {
  const known = made.get(language) ?? {
    tenths: new Intl.NumberFormat(regions[language], { maximumFractionDigits: 1 }),
    percent: new Intl.NumberFormat(regions[language], { style: 'percent', maximumFractionDigits: 0 }),
  };
  made.set(language, known);
  return known;
}

export function readerOf(
  { t, language, now }: SignedInVisit<unknown>,
  { types }: Pick<Known, 'types'>,
): Reader {
  const { tenths, percent } = numbersOf(language);
  return {
    ...{ t, language, types, today: brusselsDay(now) },
    ...formats(language),
    tenths: (value) => tenths.format(value),
    percent: (share) => percent.format(share),
  };
}
