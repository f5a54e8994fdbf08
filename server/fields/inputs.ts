import type { FieldRule, FieldValue } from '../../models/fieldRule.ts';
import { languages } from '../core/i18n.ts';
import type { Visit } from '../core/route.ts';

export interface Choice {
  value: string;
  text: string;
}

/** The partial that shows a field, of those the care offer's forms are made of. */
const inputOf: Record<FieldRule['kind'], string> = {
  choice: 'one',
  list: 'several',
  texts: 'localised',
  line: 'line',
  lines: 'lines',
  number: 'number',
  day: 'day',
};

type Inputs = Record<string, string | string[]>;

function inputsOf(name: string, value: FieldValue): Inputs {
  if (Array.isArray(value)) return { [name]: value };
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(languages.map((one) => [`${name}_${one}`, value[one] ?? '']));
  return { [name]: value === null ? '' : String(value) };
}

export interface Field {
  name: string;
  rule: FieldRule;
  value: FieldValue;
  /** The version a change is based on. */
  version: number;
  label: string;
  hint: string | null;
  choices: Choice[];
}

/** A field as its partial shows it: with what was typed and what is wrong where the form was refused. */
export function fieldInput({ refused, language }: Pick<Visit, 'refused' | 'language'>, field: Field) {
  const { name, rule, value, version, label, hint, choices } = field;
  const own = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(all).filter(([input]) => input === name || input.startsWith(`${name}_`)),
    );
  const values: Inputs = refused ? own(refused.values) : inputsOf(name, value);
  const errors = own(refused?.errors ?? {});
  const chosen = [values[name] ?? []].flat();
  const base = refused?.values[`base_${name}`];
  const isOpen = (one: string): boolean =>
    one === language || Boolean(values[`${name}_${one}`]) || errors[`${name}_${one}`] !== undefined;
  return {
    ...{ name, label, hint, values, errors },
    input: inputOf[rule.kind],
    options: choices.map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
    base: typeof base === 'string' ? base : version,
    maximum: rule.maximum ?? 4000,
    open: languages.filter(isOpen),
    folded: languages.filter((one) => !isOpen(one)),
  };
}
