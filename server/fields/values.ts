import type { Catalogue, FieldRule, FieldValue, FieldValues } from '../../models/fieldRule.ts';
import { Invalid, type Message } from '../core/errors.ts';
import type { FieldCommand } from '../core/fieldCommands.ts';
import { lines } from '../core/forms.ts';
import { type LocalisedText, languages } from '../core/i18n.ts';

/** A form as it came. */
export type Body = Record<string, unknown>;

/** The value as text, the same for equal values: what commands compare and the history keeps. */
export function textOf(value: FieldValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return [...value].sort().join(' ');
  if (typeof value !== 'object') return String(value);
  const said = languages.filter((language) => value[language]).map((one) => [one, value[one]]);
  return said.length === 0 ? '' : JSON.stringify(Object.fromEntries(said));
}

/** The value back from its text. */
export function valueOfText({ kind }: FieldRule, text: string): FieldValue {
  if (kind === 'list') return text === '' ? [] : text.split(' ');
  if (kind === 'number') return text === '' ? null : Number(text);
  if (kind === 'texts') return text === '' ? {} : (JSON.parse(text) as LocalisedText);
  return text;
}

export const emptyValues = (catalogue: Catalogue): FieldValues =>
  Object.fromEntries(Object.entries(catalogue).map(([name, rule]) => [name, valueOfText(rule, '')]));

const single = (value: unknown): string => (typeof value === 'string' ? value : '');
const several = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');

const clean = (text: string): string => lines(1_000_000).parse(text);

/** A field of a form as text. A decimal comma is a point. */
function typedText(field: string, { kind }: FieldRule, body: Body): string {
  // As one of two values is chosen, it comes back as it was sent.
  const chosen = body[`chosen_${field}`];
  if (typeof chosen === 'string') return chosen;
  if (kind === 'list') return textOf([...new Set(several(body[field]))]);
  if (kind === 'texts')
    return textOf(Object.fromEntries(languages.map((one) => [one, clean(single(body[`${field}_${one}`]))])));
  if (kind === 'lines') return clean(single(body[field]));
  const text = clean(single(body[field])).replaceAll(/\s+/g, ' ');
  return kind === 'number' ? text.replace(',', '.') : text;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

const isTexts = (text: string): boolean => {
  try {
    const read: unknown = text === '' ? {} : JSON.parse(text);
    const said = read !== null && typeof read === 'object' ? Object.entries(read) : [['', null]];
    return said.every(
      ([one, words]) => (languages as readonly string[]).includes(one!) && typeof words === 'string',
    );
  } catch {
    return false;
  }
};

type Fault = [input: string, told: Message];

function faultOfTexts(field: string, { maximum = 0 }: FieldRule, text: string): Fault | null {
  const said = JSON.parse(text) as LocalisedText;
  const long = languages.find((one) => (said[one] ?? '').length > maximum);
  return long ? [`${field}_${long}`, { key: 'forms.tooLong', values: { maximum } }] : null;
}

/** What is wrong with a value, by the input that is to be mended; what only the store knows is asked there. */
function faultOf(field: string, rule: FieldRule, text: string): Fault | null {
  const { kind, allowed, maximum = 0, isRequired } = rule;
  const first = kind === 'texts' ? `${field}_${languages[0]}` : field;
  if (text === '') return isRequired ? [first, { key: 'forms.required' }] : null;
  if (kind === 'texts') return faultOfTexts(field, rule, text);
  if ((kind === 'line' || kind === 'lines') && text.length > maximum)
    return [field, { key: 'forms.tooLong', values: { maximum } }];
  if (kind === 'day' && !isDay(text)) return [field, { key: 'forms.dateInvalid' }];
  if (kind === 'number' && !(/^\d{1,8}(\.\d{1,2})?$/.test(text) && Number(text) <= maximum))
    return [field, { key: 'gaps.errors.number', values: { maximum } }];
  const codes = kind === 'list' ? text.split(' ') : kind === 'choice' ? [text] : [];
  return allowed && codes.some((one) => !allowed.includes(one)) ? [field, { key: 'forms.invalid' }] : null;
}

/**
 * The commands of a form: every field of which it sends the version that was seen, as `base_<field>`.
 * @throws Invalid with what is wrong beside each input
 */
export function commandsIn<Field extends string>(
  catalogue: Catalogue<Field>,
  body: Body,
): FieldCommand<Field>[] {
  const errors: Record<string, Message> = {};
  const commands = (Object.keys(catalogue) as Field[]).flatMap((field) => {
    const base = single(body[`base_${field}`]);
    if (!/^\d{1,9}$/.test(base)) return [];
    const value = typedText(field, catalogue[field], body);
    if (catalogue[field].kind === 'texts' && !isTexts(value)) throw new Invalid({ form: 'forms.invalid' });
    const fault = faultOf(field, catalogue[field], value);
    if (fault) errors[fault[0]] = fault[1];
    return [{ field, value, base: Number(base) }];
  });
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return commands;
}

/** The values of a new record: the same form, in which what is required must stand. @throws Invalid */
export function valuesIn(catalogue: Catalogue, body: Body): FieldValues {
  const bases = Object.fromEntries(Object.keys(catalogue).map((field) => [`base_${field}`, '0']));
  const commands = commandsIn(catalogue, { ...body, ...bases });
  return Object.fromEntries(
    commands.map(({ field, value }) => [field, valueOfText(catalogue[field]!, value)]),
  );
}
