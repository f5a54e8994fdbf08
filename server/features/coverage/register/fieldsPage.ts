import type { GapRecord } from '../../../../models/Gap.ts';
import { type GapField, type GapFieldRule, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { type Choice, choicesFor } from './choices.ts';
import { crumbOf, hasInsz } from './pageParts.ts';
import { wordingFor, wordsOfText } from './wording.ts';

const sections: readonly GapFieldRule['section'][] = ['what', 'where', 'size', 'flow', 'care', 'links'];

/** The partial that shows a field, of those the care offer's forms are made of. */
const inputOf = {
  choice: 'one',
  list: 'several',
  texts: 'localised',
  line: 'line',
  number: 'number',
  day: 'day',
};

const hinted: readonly GapField[] = [
  'plain',
  'sizeBasis',
  'flowShare',
  'owner',
  'platforms',
  'units',
  'priorityGrounds',
];

type Inputs = Record<string, string | string[]>;

function inputsOf(gap: GapRecord, field: GapField): Inputs {
  const value = gap.values[field];
  if (field === 'units') return { units: gap.values.units.join(' ') };
  if (Array.isArray(value)) return { [field]: value };
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(languages.map((one) => [`${field}_${one}`, value[one] ?? '']));
  return { [field]: value === null ? '' : String(value) };
}

function fieldView(visit: SignedInVisit<unknown>, gap: GapRecord, field: GapField, choices: Choice[]) {
  const { t, refused, language } = visit;
  const isOwn = (input: string): boolean => input === field || input.startsWith(`${field}_`);
  const own = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([input]) => isOwn(input)));
  const values: Inputs = refused ? own(refused.values) : inputsOf(gap, field);
  const errors = own(refused?.errors ?? {});
  const chosen = [values[field] ?? []].flat();
  const base = refused?.values[`base_${field}`];
  const isOpen = (one: string): boolean =>
    one === language || Boolean(values[`${field}_${one}`]) || errors[`${field}_${one}`] !== undefined;
  return {
    name: field,
    input: field === 'units' ? 'line' : inputOf[gapFields[field].kind],
    label: t(`gaps.fields.${field}`),
    hint: hinted.includes(field) ? t(`gaps.hints.${field}`) : null,
    values,
    errors,
    options: choices.map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
    base: typeof base === 'string' ? base : (gap.fields[field]?.version ?? 0),
    maximum: gapFields[field].maximum ?? 4000,
    open: languages.filter(isOpen),
    folded: languages.filter((one) => !isOpen(one)),
  };
}

/** A platform that admitted nobody yet has no partners to tick. */
const hasNothingToTick = (field: GapField, choices: Choice[] | undefined): boolean =>
  field !== 'units' && gapFields[field].kind === 'list' && (choices ?? []).length === 0;

/** Every field of a gap, to change. */
export async function fieldsPage(visit: SignedInVisit<unknown>, gap: GapRecord): Promise<Answer> {
  const wording = await wordingFor(visit, [gap.values]);
  const choices = await choicesFor(visit, gap.values, wording);
  return page('coverage/fields', {
    title: visit.t('gaps.form.title'),
    space: 'platform',
    styles: ['/styles/offer.css'],
    crumb: crumbOf(gap, wording),
    refused: visit.refused,
    insz: hasInsz(visit),
    target: paths.gapFields({ id: gap._id }),
    back: paths.gap({ id: gap._id }),
    sections: sections.map((name) => ({
      name,
      title: visit.t(`gaps.sections.${name}`),
      fields: gapFieldNames
        .filter((field) => gapFields[field].section === name && !hasNothingToTick(field, choices[field]))
        .map((field) => fieldView(visit, gap, field, choices[field] ?? [])),
    })),
  });
}

/** Both values of every field that changed meanwhile, for the one who came second; the rest of the form goes along. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  gap: GapRecord,
  conflicts: FieldConflict<GapField>[],
): Promise<Answer> {
  const wording = await wordingFor(visit, [gap.values]);
  const names = await personNames(conflicts.map((one) => one.by));
  const isReviewed = (name: string): boolean =>
    conflicts.some(
      ({ field }) =>
        [field, `base_${field}`, `chosen_${field}`].includes(name) || name.startsWith(`${field}_`),
    );
  const kept = Object.entries(visit.input)
    .filter(([name]) => !name.startsWith('_') && !isReviewed(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one === true ? 'on' : one })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string');
  const answer = page('coverage/review', {
    title: visit.t('gaps.form.title'),
    space: 'platform',
    narrow: true,
    target: paths.gapFields({ id: gap._id }),
    back: paths.gap({ id: gap._id }),
    kept,
    conflicts: conflicts.map((one) => ({
      ...one,
      label: visit.t(`gaps.fields.${one.field}`),
      byName: names.get(one.by) ?? '',
      currentWords: wordsOfText(wording, one.field, one.current),
      yoursWords: wordsOfText(wording, one.field, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
