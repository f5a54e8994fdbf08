import { type ZoneField, type ZoneRecord, type ZoneValues, zoneFields } from '../../../../models/Zone.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName, whereabouts } from '../../../geography/geography.ts';
import { areasOfPlatform } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { allPlatforms } from '../register/queries.ts';
import { fieldView, type ShownForm } from '../standards/formFields.ts';
import type { Inputs } from '../standards/inputs.ts';
import { saidIn } from '../standards/wording.ts';
import { membersOf, municipalities } from '../territories.ts';
import { areaWords } from './listPage.ts';
import { valueOfText } from './values.ts';

interface TickGroup {
  title: string;
  isOpen: boolean;
  /** The wide areas first, then the municipalities in them. */
  options: { value: string; text: string; isChosen: boolean }[];
}

/** What can be ticked: the areas of the platforms one writes for, the municipalities by arrondissement. */
async function groupsOf(
  visit: SignedInVisit<unknown>,
  own: string[],
  ticked: string[],
): Promise<TickGroup[]> {
  const { t, language } = visit;
  const platforms = (await allPlatforms()).filter((one) => own.includes(one._id));
  const wide = [...new Set(platforms.flatMap(areasOfPlatform))];
  const option = (value: string) => ({
    value,
    text: areaWords(value, visit),
    isChosen: ticked.includes(value),
  });
  const without = new Set(platforms.flatMap((one) => one.territoryWithout));
  const inside = [...new Set(platforms.flatMap((one) => one.territory).flatMap(membersOf))]
    .map((at) => municipalities[at]!)
    .filter((nis) => !without.has(nis) && !wide.includes(nis))
    .sort((a, b) => areaName(a, language).localeCompare(areaName(b, language), language));
  const arrondissements = [...new Set(inside.map((nis) => whereabouts(nis).arrondissement!))];
  return [
    { title: t('zones.form.whole'), isOpen: true, options: wide.map(option) },
    ...arrondissements.map((arrondissement) => {
      const options = inside.filter((nis) => whereabouts(nis).arrondissement === arrondissement).map(option);
      const title = t('zones.form.municipalitiesOf', { name: areaName(arrondissement, language) });
      return { title, isOpen: options.some((one) => one.isChosen), options };
    }),
  ];
}

const inputsOf = ({ names, parts, source }: ZoneValues): Inputs => ({
  ...Object.fromEntries(languages.map((one) => [`names_${one}`, names[one] ?? ''])),
  parts,
  source,
});

/** The form of a zone; `zone` is absent for a new one. */
export async function formPage(
  visit: SignedInVisit<unknown>,
  own: string[],
  zone: ZoneRecord | null = null,
): Promise<Answer> {
  const { t, language, refused } = visit;
  const kept = zone ? zone.values : { names: {}, parts: [], source: '' };
  const values: Inputs = refused ? refused.values : inputsOf(kept);
  const form: ShownForm = { t, language, values, errors: refused?.errors ?? {} };
  const ticked = [values.parts ?? []].flat();
  const groups = await groupsOf(visit, own, ticked);
  const offered = new Set(groups.flatMap(({ options }) => options.map((one) => one.value)));
  // By their codes, so that nothing else of the same name is meant.
  const others = ticked.filter((nis) => !offered.has(nis)).map((nis) => `${nis} ${areaName(nis, language)}`);
  const platforms = (await allPlatforms()).filter((one) => own.includes(one._id));
  const base = (field: ZoneField) => refused?.values[`base_${field}`] ?? zone?.fields[field]?.version ?? 0;
  return page('coverage/zones/form', {
    title: t(zone ? 'zones.change.title' : 'zones.new.title'),
    space: 'platform',
    narrow: true,
    styles: ['/styles/offer.css', '/styles/standards.css'],
    refused,
    target: zone ? paths.zone({ id: zone._id }) : paths.zones(),
    bases: zone ? zoneFields.map((field) => ({ field, version: base(field) })) : [],
    platform:
      platforms.length > 1 && !zone
        ? fieldView(form, 'one', 'platform', t('zones.form.platform'), {
            choices: platforms.map((one) => ({ value: one._id, text: saidIn(one.names, visit).text })),
          })
        : null,
    names: fieldView(form, 'localised', 'names', t('zones.fields.names'), { maximum: 100 }),
    groups,
    partsError: form.errors.parts ?? null,
    elsewhere: {
      value: [values.elsewhere ?? '', ...others].flat().filter(Boolean).join('\n'),
      error: form.errors.elsewhere ?? null,
    },
    source: { value: values.source ?? '', error: form.errors.source ?? null },
  });
}

/** Both values of every field that changed meanwhile, for the one who came second; the rest of the form goes along. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  id: string,
  conflicts: FieldConflict<ZoneField>[],
): Promise<Answer> {
  const names = await personNames(conflicts.map((one) => one.by));
  const isReviewed = (name: string): boolean =>
    conflicts.some(({ field }) => name === `base_${field}` || name === `chosen_${field}`);
  const kept = Object.entries(visit.input)
    .filter(([name]) => !name.startsWith('_') && !isReviewed(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string');
  const words = (field: ZoneField, text: string): string => {
    const value = valueOfText(field, text);
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return value.map((nis) => areaWords(nis, visit)).join(', ');
    return languages.flatMap((one) => (value[one] ? [`${one}: ${value[one]}`] : [])).join('\n');
  };
  const answer = page('fields/review', {
    title: visit.t('zones.change.title'),
    space: 'platform',
    narrow: true,
    target: paths.zone({ id }),
    back: paths.zones(),
    kept,
    conflicts: conflicts.map((one) => ({
      ...one,
      label: visit.t(`zones.fields.${one.field}`),
      byName: names.get(one.by) ?? '',
      currentWords: words(one.field, one.current),
      yoursWords: words(one.field, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
