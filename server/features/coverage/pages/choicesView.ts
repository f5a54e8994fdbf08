import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { dimensions } from '../frame.ts';
import { narrowAreas, provinceCodes } from './areas.ts';
import { valuesOf } from './axes.ts';
import { type Asked, belgium, earliestDay, levels, sides } from './forms.ts';
import type { Known } from './queries.ts';
import type { Question } from './question.ts';
import type { Reader } from './reader.ts';
import { choiceName, type Standards } from './standards.ts';

interface Choice {
  value: string;
  text: string;
  /** The heading it stands below in the list. */
  group?: string;
}

interface Field {
  name: keyof Asked;
  label: string;
  chosen: string;
  options: Choice[];
}

/** The filters that say something: those that are no side, and the one area where areas are none. */
function filtersOf({ asked }: Question, { zones }: Known, reader: Reader): Field[] {
  const { t, language } = reader;
  const free = dimensions.filter((one) => one !== asked.rows && one !== asked.columns);
  const all = (name: string): Choice => ({ value: '', text: t(`coverage.all.${name}`) });
  const fields = free.map((name) => ({
    ...{ name, label: t(`coverage.sides.${name}`), chosen: asked[name] },
    options: [all(name), ...valuesOf(name, reader).map(({ code, name: text }) => ({ value: code, text }))],
  }));
  if (asked.rows === 'area' || asked.columns === 'area') return fields;
  const areas = narrowAreas(language).map(({ nis, name, province }) => ({
    value: nis,
    text: name,
    group: province,
  }));
  const named = zones.map(({ code, names }) => ({
    value: code,
    text: inLanguage(names, language).text,
    group: t('coverage.level.zone'),
  }));
  const one = { name: 'area' as const, label: t('coverage.sides.area'), chosen: asked.area };
  return [{ ...one, options: [all('area'), ...named, ...areas] }, ...fields];
}

/** Standards with the platforms they belong to; those Schakel brings along, and what only an address names, last. */
function standardChoices({ all }: Standards, { platforms }: Known, reader: Reader): Choice[] {
  const bodyOf = (code: string | null): string => {
    const platform = platforms.find((one) => one._id === code);
    return platform
      ? inLanguage(platform.names, reader.language).text
      : reader.t('coverage.form.fromSchakel');
  };
  return all.map((one) => ({
    value: one.code,
    text: choiceName(one, reader),
    group: bodyOf(one.named.platform),
  }));
}

function standardFields({ asked }: Question, known: Known, reader: Reader): Field[] {
  const { t } = reader;
  const standards = standardChoices(known.standards, known, reader);
  const usual = t('coverage.form.usual', { name: choiceName(known.standards.first, reader) });
  return [
    {
      ...{ name: 'standard', label: t('coverage.form.standard'), chosen: asked.standard },
      options: [{ value: '', text: usual }, ...standards],
    },
    {
      ...{ name: 'against', label: t('coverage.form.against'), chosen: asked.against },
      options: [{ value: '', text: t('coverage.form.noOther') }, ...standards],
    },
    {
      ...{ name: 'number', label: t('coverage.form.number'), chosen: asked.number },
      options: (['entries', 'places'] as const).map((value) => ({
        value,
        text: t(`coverage.number.${value}`),
      })),
    },
  ];
}

const narrows: readonly (keyof Asked)[] = ['area', ...dimensions, 'against', 'day', 'earlier'];

/** The form above the matrix. What was typed and refused stands in its field, with what is wrong beside it. */
export function choicesView(
  question: Question,
  known: Known,
  reader: Reader,
  refused: SignedInVisit['refused'],
) {
  const { asked, within, province } = question;
  const { t, language } = reader;
  const side = sides.map((value) => ({ value, text: t(`coverage.sides.${value}`) }));
  const platforms = known.platforms.map((one) => ({
    value: one._id,
    text: inLanguage(one.names, language).text,
  }));
  const everywhere = { value: belgium, text: t('coverage.belgium') };
  const provinces = provinceCodes().map((value) => ({ value, text: areaName(value, language) }));
  const main: Field[] = [
    { name: 'rows', label: t('coverage.form.rows'), chosen: asked.rows, options: side },
    { name: 'columns', label: t('coverage.form.columns'), chosen: asked.columns, options: side },
    {
      name: 'within',
      label: t('coverage.form.within'),
      chosen: within.code,
      options: [...platforms, everywhere],
    },
    {
      ...{ name: 'level', label: t('coverage.form.level'), chosen: asked.level },
      options: levels
        .filter((value) => value !== 'zone' || known.zones.length > 0)
        .map((value) => ({ value, text: t(`coverage.level.${value}`) })),
    },
    ...(asked.level === 'municipality'
      ? [
          {
            name: 'province' as const,
            label: t('coverage.form.province'),
            chosen: province,
            options: provinces,
          },
        ]
      : []),
  ];
  const typed = (name: keyof Asked): string => [refused?.values[name] ?? asked[name]].flat()[0] ?? '';
  // What was chosen and refused is still chosen, as far as there is such a choice.
  const again = (fields: Field[]): Field[] =>
    fields.map((field) => {
      const chosen = refused ? typed(field.name) : field.chosen;
      return field.options.some(({ value }) => value === chosen) ? { ...field, chosen } : field;
    });
  return {
    main: again(main),
    filters: again(filtersOf(question, known, reader)),
    standards: again(standardFields(question, known, reader)),
    days: { day: typed('day'), earlier: typed('earlier'), first: earliestDay, last: reader.today },
    isOpen: refused !== null || narrows.some((name) => asked[name] !== '') || asked.standard !== '',
    kept: { view: asked.view, line: asked.line },
    clear: question.within.code,
  };
}
