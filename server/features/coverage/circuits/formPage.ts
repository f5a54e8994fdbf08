import type { FieldState } from '../../../../models/fieldState.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
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

function fieldView(visit: SignedInVisit<unknown>, form: Form, name: string, choices: Choice[]) {
  const { kind, values, fields } = form;
  return fieldInput(visit, {
    ...{ name, choices, rule: fieldsOf[kind][name]!, value: values[name] ?? null },
    version: fields[name]?.version ?? 0,
    label: visit.t(`circuits.fields.${kind}.${name}`),
    hint: hinted.includes(`${kind}.${name}`) ? visit.t(`circuits.hints.${kind}.${name}`) : null,
  });
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
