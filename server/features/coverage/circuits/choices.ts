import { outsides } from '../../../../models/circuitFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { functionChoices } from '../register/choices.ts';
import { allPlatforms, partnersOf } from '../register/queries.ts';
import { type Contents, fieldsOf, type RecordKind } from './catalogue.ts';
import type { CircuitRights } from './policy.ts';
import type { Wording } from './wording.ts';

/** What a form is about. */
export interface FormSubject {
  kind: RecordKind;
  values: FieldValues;
  platforms: string[];
  contents: Contents;
  rights: CircuitRights;
}

type Choices = Record<string, Choice[]>;

/** The organisations these platforms admitted, by name. */
async function partnerChoices(
  { now, language }: SignedInVisit<unknown>,
  platforms: string[],
): Promise<Choice[]> {
  return (await partnersOf(platforms))
    .map((one) => ({ value: one._id, text: nameOn(one, now) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
}

async function choicesOfCircuit(visit: SignedInVisit<unknown>, { platforms }: FormSubject): Promise<Choices> {
  const all = await allPlatforms();
  const own = all.filter((one) => platforms.includes(one._id));
  return {
    areas: areaChoices(visit, own),
    platforms: all.map((one) => ({ value: one._id, text: inLanguage(one.names, visit.language).text })),
  };
}

async function choicesOfPart(visit: SignedInVisit<unknown>, { platforms }: FormSubject): Promise<Choices> {
  const none = { value: '', text: visit.t('gaps.form.notKnown') };
  return {
    type: [{ value: '', text: visit.t('gaps.form.choose') }, ...(await functionChoices(visit))],
    partner: [none, ...(await partnerChoices(visit, platforms))],
  };
}

async function choicesOfShare(
  visit: SignedInVisit<unknown>,
  { platforms, rights }: FormSubject,
): Promise<Choices> {
  const all = await partnerChoices(visit, platforms);
  return { organisation: rights.write ? all : all.filter((one) => rights.organisations.includes(one.value)) };
}

async function choicesOfTransition(
  visit: SignedInVisit<unknown>,
  { contents, platforms }: FormSubject,
  wording: Wording,
): Promise<Choices> {
  const parts = contents.parts.map(({ _id, values }, at) => ({
    value: _id,
    text: `${at + 1}. ${wording.part(values).text}`,
  }));
  const out = outsides.map((value) => ({ value, text: visit.t(`circuits.outside.${value}`) }));
  return { from: parts, to: [...parts, ...out], agreedBetween: await partnerChoices(visit, platforms) };
}

/** What each field of a form can be given, for the fields that choose. */
export async function choicesFor(
  visit: SignedInVisit<unknown>,
  subject: FormSubject,
  wording: Wording,
): Promise<Choices> {
  const { kind } = subject;
  const none = { value: '', text: visit.t('gaps.form.notKnown') };
  const fixed = Object.entries(fieldsOf[kind]).flatMap(([field, rule]) => {
    if (!rule.allowed) return [];
    const list = rule.allowed.map((value) => ({ value, text: wording.value(kind, field, value) }));
    return [[field, rule.kind === 'choice' && !rule.isRequired ? [none, ...list] : list] as const];
  });
  const asked = {
    circuit: choicesOfCircuit,
    part: choicesOfPart,
    share: choicesOfShare,
    transition: choicesOfTransition,
  }[kind];
  return withPresent(subject, wording, {
    ...Object.fromEntries(fixed),
    ...(await asked(visit, subject, wording)),
  });
}

/** What is said now is among the choices, also when it could not be chosen today: a partner that left. */
function withPresent({ kind, values }: FormSubject, wording: Wording, choices: Choices): Choices {
  const all = Object.entries(choices).map(([field, list]) => {
    const present = [values[field]]
      .flat()
      .filter((one): one is string => typeof one === 'string' && one !== '');
    const missing = present.filter((value) => !list.some((one) => one.value === value));
    return [
      field,
      [...list, ...missing.map((value) => ({ value, text: wording.value(kind, field, [value]) }))],
    ];
  });
  return Object.fromEntries(all);
}
