import type { ZoneField, ZoneValues } from '../../../../models/Zone.ts';
import { Invalid } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import { type Language, type LocalisedText, languages } from '../../../core/i18n.ts';
import { areaOf } from '../../../geography/geography.ts';
import { resolvePlace } from '../../../geography/places.ts';
import { type Body, TypedForm } from '../standards/typedForm.ts';
import { territory } from '../territories.ts';

/** The value as text, the same for equal values: what commands compare. */
export function textOf(value: ZoneValues[ZoneField]): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return [...value].sort().join(' ');
  return JSON.stringify(languages.flatMap((one) => (value[one] ? [[one, value[one]]] : [])));
}

/** The value back from its text. */
export function valueOfText(field: ZoneField, text: string): ZoneValues[ZoneField] {
  if (field === 'source') return text;
  if (field === 'parts') return text.split(' ');
  return Object.fromEntries(JSON.parse(text) as [Language, string][]) as LocalisedText;
}

/** Areas by name, postcode or NIS code, one a line or between commas. */
function typedAreas(form: TypedForm, name: string, language: Language): string[] {
  const typed = form
    .text(name, 6000)
    .split(/[\n,;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return typed.flatMap((text) => {
    const [, code] = /^(\d{5})(?:\s|$)/.exec(text) ?? [];
    const found = resolvePlace(code ?? text, language);
    if (found.kind === 'found' && found.areas.length === 1) return found.areas;
    form.fail(name, found.kind === 'none' ? 'zones.errors.place' : 'zones.errors.several', { typed: text });
    return [];
  });
}

/** What a form says. `elsewhere` holds what is no tick. @throws Invalid with what is wrong beside each input */
export function zoneIn(body: Body, language: Language): ZoneValues {
  const form = new TypedForm(body);
  const said = languages.map((one) => [one, form.line(`names_${one}`, 100)] as const);
  const names = Object.fromEntries(said.filter(([, name]) => name !== '')) as LocalisedText;
  if (Object.keys(names).length === 0) form.fail(`names_${languages[0]}`, 'zones.errors.name');
  const ticked = form.list('parts');
  if (ticked.some((nis) => areaOf(nis) === undefined)) form.fail('parts', 'forms.invalid');
  const parts = [...new Set([...ticked, ...typedAreas(form, 'elsewhere', language)])];
  const isEmpty =
    form.errors.parts === undefined && parts.every((nis) => territory(nis).members.length === 0);
  if (isEmpty && form.errors.elsewhere === undefined) form.fail('parts', 'zones.errors.parts');
  const source = form.text('source', 1000);
  if (source === '') form.fail('source', 'zones.errors.source');
  if (Object.keys(form.errors).length > 0) throw new Invalid(form.errors);
  return { names, parts: parts.sort(), source };
}

const isText = (field: ZoneField, text: string): boolean => {
  if (field === 'source') return text !== '' && text.length <= 1000;
  if (field === 'parts') return text.split(' ').every((nis) => areaOf(nis) !== undefined);
  try {
    const read = JSON.parse(text) as unknown;
    const isName = (one: unknown): boolean =>
      Array.isArray(one) && languages.includes(one[0]) && typeof one[1] === 'string' && one[1].length <= 100;
    return Array.isArray(read) && read.length > 0 && read.every(isName);
  } catch {
    return false;
  }
};

/** A command for each field; one of two values that was chosen comes back as it was sent. @throws Invalid */
export function commandsIn(body: Body, language: Language): FieldCommand<ZoneField>[] {
  const form = new TypedForm(body);
  const chosen = (field: ZoneField): string | undefined => form.list(`chosen_${field}`)[0];
  const fields = (['names', 'parts', 'source'] as const).map((field) => ({ field, text: chosen(field) }));
  if (fields.some(({ field, text }) => text !== undefined && !isText(field, text)))
    throw new Invalid({ form: 'forms.invalid' });
  const typed = fields.every(({ text }) => text !== undefined) ? null : zoneIn(body, language);
  return fields.map(({ field, text }) => ({
    field,
    value: text ?? textOf(typed![field]),
    base: form.number(`base_${field}`, { minimum: 0, maximum: 999_999, isWhole: true }) ?? 0,
  }));
}
