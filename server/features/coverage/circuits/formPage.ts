import type { FieldState } from '../../../../models/fieldState.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../register/choices.ts';
import { hasInsz } from '../register/pageParts.ts';
import type { Said } from '../register/wording.ts';
import { fieldsOf } from './catalogue.ts';
import { choicesFor, type FormSubject } from './choices.ts';
import type { Wording } from './wording.ts';

/** A form for a circuit or something in it. */
export interface Form extends FormSubject {
  title: string;
  lead: string;
  /** Versions of the fields that were changed before. */
  fields: Partial<Record<string, FieldState>>;
  /** In this order; the others of the kind are not in this form. */
  shown: readonly string[];
  /** What goes along unseen. */
  hidden: Record<string, string>;
  target: string;
  back: string;
  /** Where it is taken out; null for what is new, and for a circuit. */
  takeOut: string | null;
  /** The circuit it stands in; null for a new one. */
  crumb: (Said & { href: string }) | null;
  /** The module of a part, with the way to another one. */
  module: { title: Said; unit: string; href: string | null; change: string } | null;
}

/** The partial that shows a field, of those the care offer's forms are made of. */
const inputOf = {
  choice: 'one',
  list: 'several',
  texts: 'localised',
  line: 'line',
  lines: 'lines',
  number: 'number',
  day: 'day',
};

const hinted: readonly string[] = [
  'circuit.purpose',
  'circuit.definition',
  'circuit.areas',
  'circuit.source',
  'circuit.platforms',
  'part.partner',
  'part.note',
  'share.means',
  'share.agreedOn',
  'transition.toWords',
  'transition.rule',
  'transition.basisWords',
  'transition.agreement',
];

type Inputs = Record<string, string | string[]>;

function inputsOf(form: Form, field: string): Inputs {
  const value = form.values[field] ?? null;
  if (Array.isArray(value)) return { [field]: value };
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(languages.map((one) => [`${field}_${one}`, value[one] ?? '']));
  return { [field]: value === null ? '' : String(value) };
}

function fieldView(visit: SignedInVisit<unknown>, form: Form, field: string, choices: Choice[]) {
  const { t, refused, language } = visit;
  const { kind } = form;
  const isOwn = (input: string): boolean => input === field || input.startsWith(`${field}_`);
  const own = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([input]) => isOwn(input)));
  const values: Inputs = refused ? own(refused.values) : inputsOf(form, field);
  const errors = own(refused?.errors ?? {});
  const chosen = [values[field] ?? []].flat();
  const base = refused?.values[`base_${field}`];
  const isOpen = (one: string): boolean =>
    one === language || Boolean(values[`${field}_${one}`]) || errors[`${field}_${one}`] !== undefined;
  const rule = fieldsOf[kind][field]!;
  return {
    name: field,
    input: inputOf[rule.kind],
    label: t(`circuits.fields.${kind}.${field}`),
    hint: hinted.includes(`${kind}.${field}`) ? t(`circuits.hints.${kind}.${field}`) : null,
    values,
    errors,
    options: choices.map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
    base: typeof base === 'string' ? base : (form.fields[field]?.version ?? 0),
    maximum: rule.maximum ?? 4000,
    open: languages.filter(isOpen),
    folded: languages.filter((one) => !isOpen(one)),
  };
}

/** Everything of one record that can be said, to fill in or to change. */
export async function formPage(visit: SignedInVisit<unknown>, form: Form, wording: Wording): Promise<Answer> {
  const choices = await choicesFor(visit, form, wording);
  const { title, lead, hidden, target, back, takeOut, crumb, module } = form;
  return page('circuits/form', {
    title,
    lead,
    space: 'platform',
    styles: ['/styles/offer.css'],
    refused: visit.refused,
    insz: hasInsz(visit),
    hidden,
    target,
    back,
    takeOut,
    crumb,
    module,
    fields: form.shown.map((field) => fieldView(visit, form, field, choices[field] ?? [])),
  });
}
