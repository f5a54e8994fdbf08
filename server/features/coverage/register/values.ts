import { type GapField, type GapValues, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import { Invalid, type Message } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import { lines } from '../../../core/forms.ts';
import { type LocalisedText, languages } from '../../../core/i18n.ts';

/** A form as it came. */
export type Body = Record<string, unknown>;

type Value = GapValues[GapField];

/** The value as text, the same for equal values: what commands compare and the history keeps. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (Array.isArray(value)) return [...value].sort().join(' ');
  if (typeof value !== 'object') return String(value);
  const said = languages.filter((language) => value[language]).map((one) => [one, value[one]]);
  return said.length === 0 ? '' : JSON.stringify(Object.fromEntries(said));
}

/** The value back from its text. */
export function valueOfText(field: GapField, text: string): Value {
  const { kind } = gapFields[field];
  if (kind === 'list') return text === '' ? [] : text.split(' ');
  if (kind === 'number') return text === '' ? null : Number(text);
  if (kind === 'texts') return text === '' ? {} : (JSON.parse(text) as LocalisedText);
  return text;
}

export const textsOfGap = (values: GapValues): Record<GapField, string> =>
  Object.fromEntries(gapFieldNames.map((field) => [field, textOf(values[field])])) as Record<
    GapField,
    string
  >;

const single = (value: unknown): string => (typeof value === 'string' ? value : '');
const several = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );

/** The last part of each address or id, as people copy it from the directory. */
const idsIn = (text: string): string[] =>
  text
    .split(/\s+/)
    .map(
      (one) =>
        one
          .replace(/[?#].*$/, '')
          .replace(/\/+$/, '')
          .split('/')
          .at(-1) ?? '',
    )
    .filter((one) => one !== '');

const clean = (text: string): string => lines(1_000_000).parse(text);
const oneLine = (text: string): string => clean(text).replaceAll(/\s+/g, ' ');

/** A field of a form as text. A decimal comma is a point. */
function typedText(field: GapField, body: Body): string {
  const { kind } = gapFields[field];
  // As one of two values is chosen, it comes back as it was sent.
  const chosen = body[`chosen_${field}`];
  if (typeof chosen === 'string') return chosen;
  if (field === 'units') return textOf([...new Set(idsIn(single(body.units)))]);
  if (kind === 'list') return textOf([...new Set(several(body[field]))]);
  if (kind === 'texts')
    return textOf(
      Object.fromEntries(
        languages.map((one) => [one, clean(single(body[`${field}_${one}`]))]),
      ) as LocalisedText,
    );
  const text = oneLine(single(body[field]));
  return kind === 'number' ? text.replace(',', '.') : text;
}

/** What is wrong with a value, by the input that is to be mended; what only the store knows is asked there. */
function faultOf(field: GapField, text: string): [input: string, Message] | null {
  const { kind, allowed, maximum = 0, isRequired } = gapFields[field];
  const told = (key: string, input: string = field): [string, Message] => [input, { key }];
  const first = kind === 'texts' ? `${field}_${languages[0]}` : field;
  if (text === '') return isRequired ? told('forms.required', first) : null;
  if (kind === 'texts') {
    const long = languages.find(
      (one) => ((valueOfText(field, text) as LocalisedText)[one] ?? '').length > maximum,
    );
    return long ? [`${field}_${long}`, { key: 'forms.tooLong', values: { maximum } }] : null;
  }
  if (kind === 'line' && text.length > maximum) return [field, { key: 'forms.tooLong', values: { maximum } }];
  if (kind === 'day' && !isDay(text)) return told('forms.dateInvalid');
  if (kind === 'number' && !(/^\d{1,8}(\.\d{1,2})?$/.test(text) && Number(text) <= maximum))
    return [field, { key: 'gaps.errors.number', values: { maximum } }];
  const codes = kind === 'list' ? text.split(' ') : kind === 'choice' ? [text] : [];
  return allowed && codes.some((one) => !allowed.includes(one)) ? told('forms.invalid') : null;
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

/**
 * The commands of a form: every field of which it sends the version that was seen, as `base_<field>`.
 * @throws Invalid with what is wrong beside each input
 */
export function commandsIn(body: Body): FieldCommand<GapField>[] {
  const errors: Record<string, Message> = {};
  const commands = gapFieldNames.flatMap((field) => {
    const base = single(body[`base_${field}`]);
    if (!/^\d{1,9}$/.test(base)) return [];
    const value = typedText(field, body);
    if (gapFields[field].kind === 'texts' && !isTexts(value)) throw new Invalid({ form: 'forms.invalid' });
    const fault = faultOf(field, value);
    if (fault) errors[fault[0]] = fault[1];
    return [{ field, value, base: Number(base) }];
  });
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return commands;
}
