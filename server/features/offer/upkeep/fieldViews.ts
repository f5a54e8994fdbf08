import { type Language, languages } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import type { Reader } from '../wording.ts';
import { type OfferField, type Section, sections } from './catalogue.ts';
import { type Body, manyOf, textOf } from './kinds.ts';
import type { Values } from './plain.ts';
import { choiceLabel } from './words.ts';

/** Values to choose from that are not in the catalogue: sites, units, types. By name of field. */
export type Choices = Partial<Record<string, { value: string; text: string }[]>>;

/** One field of a form, worked out: the view only loops. */
export interface FieldView {
  name: string;
  input: string;
  label: string;
  hint: string | null;
  /** What stands in its inputs, by input. */
  values: Record<string, string | string[]>;
  /** Wrong, by input. */
  errors: Record<string, string>;
  options: { value: string; text: string; isChosen: boolean }[];
  base: number;
  maximum: number | null;
  /** For text in several languages: which are open at once. */
  open: Language[];
  folded: Language[];
}

export interface SectionView {
  name: Section;
  title: string;
  fields: FieldView[];
}

export interface FieldsAsked {
  fields: readonly OfferField[];
  values: Values;
  version(field: string): number;
  choices: Choices;
  reader: Reader;
  refused: Visit['refused'];
}

/** The sections of a form with their fields; sections without a field are left out. */
export function sectionViews(asked: FieldsAsked): SectionView[] {
  return sections.flatMap((name) => {
    const fields = asked.fields.filter((one) => one.section === name && !one.isFollowing);
    if (fields.length === 0) return [];
    return [
      {
        name,
        title: asked.reader.t(`upkeep.sections.${name}`),
        fields: fields.map((one) => fieldView(one, asked)),
      },
    ];
  });
}

function fieldView(field: OfferField, asked: FieldsAsked): FieldView {
  const { reader, refused } = asked;
  const { t } = reader;
  const { name, kind } = field;
  const values = refused
    ? typedAgain(field, refused.values)
    : kind.inputs(asked.values[name] ?? null, name, reader.language);
  const own = (input: string): boolean => input === name || input.startsWith(`${name}_`);
  const errors = Object.fromEntries(Object.entries(refused?.errors ?? {}).filter(([input]) => own(input)));
  const chosen = [values[name] ?? []].flat();
  const fixed = (kind.choices ?? []).map((value) => ({ value, text: choiceLabel(field, value, reader) }));
  const [open, folded] = languagesOf(field, values, errors, reader.language);
  return {
    name,
    input: kind.input,
    label: t(`upkeep.fields.${name}`),
    hint: field.isHinted ? t(`upkeep.hints.${name}`) : null,
    values,
    errors,
    options: (asked.choices[name] ?? fixed).map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
    base: baseOf(field, asked),
    maximum: kind.maximum ?? null,
    open,
    folded,
  };
}

/** A form that comes back stands on what was seen when it was first opened. */
function baseOf({ name }: OfferField, { refused, version }: FieldsAsked): number {
  const typed = refused ? textOf(refused.values, `base_${name}`) : '';
  return /^\d{1,9}$/.test(typed) ? Number(typed) : version(name);
}

function typedAgain({ name, kind }: OfferField, body: Body): Record<string, string | string[]> {
  const several = kind.input === 'several';
  const inputs = Object.keys(body).filter((input) => input === name || input.startsWith(`${name}_`));
  return Object.fromEntries(
    [name, ...inputs].map((input) => [
      input,
      several || input.endsWith('_everywhere') ? manyOf(body, input) : textOf(body, input),
    ]),
  );
}

/** Languages with words in them, and the reader's own, are open; the others wait behind a fold. */
function languagesOf(
  { name }: OfferField,
  values: Record<string, string | string[]>,
  errors: Record<string, string>,
  own: Language,
): [Language[], Language[]] {
  const isOpen = (one: Language): boolean =>
    one === own || Boolean(values[`${name}_${one}`]) || errors[`${name}_${one}`] !== undefined;
  return [languages.filter(isOpen), languages.filter((one) => !isOpen(one))];
}
