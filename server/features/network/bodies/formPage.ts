import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { type Choice, fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { fieldsOf, type RecordKind } from './catalogue.ts';
import type { Said } from './wording.ts';

/** A form for a body, a seat or a coordinating function. */
export interface Form {
  kind: RecordKind;
  title: string;
  lead: string;
  values: FieldValues;
  /** Versions of the fields that were changed before. */
  fields: Partial<Record<string, FieldState>>;
  /** In this order; `more` stands folded behind them. */
  shown: readonly string[];
  more: readonly string[];
  /** What goes along unseen. */
  hidden: Record<string, string | string[]>;
  /** What somebody sees of what goes along: the kind, the organisation. */
  fixed: { label: string; text: string }[];
  choices: Record<string, Choice[]>;
  target: string;
  back: string;
  crumbs: (Said & { href: string })[];
}

const hinted: readonly string[] = [
  'body.name',
  'body.participation',
  'body.theme',
  'body.areas',
  'body.zones',
  'body.openness',
  'body.rhythmWords',
  'body.actors',
  'body.actorsWords',
  'body.basis',
  'body.circuitMeaning',
  'body.source',
  'body.platforms',
  'seat.organisationWords',
  'seat.name',
  'seat.email',
  'seat.level',
  'seat.site',
  'seat.voice',
  'seat.profession',
  'seat.from',
  'function.share',
  'function.workingTime',
];

function fieldView(visit: SignedInVisit<unknown>, form: Form, name: string) {
  const { kind, values, fields, choices } = form;
  const rule = fieldsOf[kind][name]!;
  return fieldInput(visit, {
    ...{ name, rule, value: values[name] ?? null, choices: choices[name] ?? [] },
    version: fields[name]?.version ?? 0,
    label: visit.t(`bodies.fields.${kind}.${name}`),
    hint: hinted.includes(`${kind}.${name}`) ? visit.t(`bodies.hints.${kind}.${name}`) : null,
  });
}

/** The choices of the fields with a list of their own; what need not be said can be left open. */
export function fixedChoices(
  kind: RecordKind,
  words: (field: string, value: string) => string,
  none: string,
): Record<string, Choice[]> {
  const all = Object.entries(fieldsOf[kind]).flatMap(([field, rule]) => {
    if (!rule.allowed) return [];
    const list = rule.allowed.map((value) => ({ value, text: words(field, value) }));
    const open = rule.kind === 'choice' && !rule.isRequired ? [{ value: '', text: none }] : [];
    return [[field, [...open, ...list]] as [string, Choice[]]];
  });
  return Object.fromEntries(all);
}

/** What is said now is among the choices, also when it could not be chosen today: a partner that left. */
export function withPresent(
  choices: Record<string, Choice[]>,
  values: FieldValues,
  words: (field: string, value: string) => string,
): Record<string, Choice[]> {
  const all = Object.entries(choices).map(([field, list]) => {
    const present = [values[field]].flat().filter((one): one is string => typeof one === 'string');
    const missing = present.filter((value) => value !== '' && !list.some((one) => one.value === value));
    return [field, [...list, ...missing.map((value) => ({ value, text: words(field, value) || value }))]];
  });
  return Object.fromEntries(all);
}

export function formPage(visit: SignedInVisit<unknown>, form: Form): Answer {
  const { title, lead, hidden, fixed, target, back, crumbs } = form;
  const more = form.more.map((name) => fieldView(visit, form, name));
  const errors = Object.keys(visit.refused?.errors ?? {});
  const isAsked = (name: string): boolean => errors.some((one) => one === name || one.startsWith(`${name}_`));
  return page('bodies/form', {
    ...{ title, lead, fixed, target, back, more },
    space: 'network',
    styles: ['/styles/offer.css'],
    refused: visit.refused,
    insz: hasInsz(visit),
    hidden: Object.entries(hidden).flatMap(([name, value]) =>
      [value].flat().map((one) => ({ name, value: one })),
    ),
    crumbs: [{ href: paths.bodies(), text: visit.t('bodies.title'), language: null }, ...crumbs],
    moreOpen: form.more.some(isAsked),
    fields: form.shown.map((name) => fieldView(visit, form, name)),
  });
}
