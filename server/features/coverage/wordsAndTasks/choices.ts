import type { FieldValues } from '../../../../models/fieldRule.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import { inLanguage, type LocalisedText } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { areaName } from '../../../geography/geography.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { withinPlatform } from '../pages/areas.ts';
import { allPlatforms, partnersOf } from '../register/queries.ts';
import { type AnyStatement, fieldsOf } from './catalogue.ts';
import type { StatementRights } from './policy.ts';
import type { Wording } from './wording.ts';

/** What a form is about. */
export interface FormSubject {
  kind: StatementKind;
  /** Of the statement itself; '' for a new one. */
  id: string;
  values: FieldValues;
  /** Ids of the platforms whose bodies and areas can be chosen. */
  platforms: readonly string[];
  rights: Pick<StatementRights, 'ofAll' | 'organisations'>;
  /** The meanings kept for these platforms. */
  meanings: readonly AnyStatement[];
}

type Visit = SignedInVisit<unknown>;
type Choices = Record<string, Choice[]>;

/** Platforms and partners; for who writes of their own organisation alone, that one. */
async function bodyChoices({ t, now, language }: Visit, subject: FormSubject, wording: Wording) {
  const partners = (await partnersOf([...subject.platforms]))
    .map((one) => ({ value: one._id, text: nameOn(one, now) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
  const { ofAll, organisations } = subject.rights;
  if (!ofAll) return partners.filter((one) => organisations.includes(one.value));
  const platforms = subject.platforms.map((value) => ({ value, text: wording.body(value) }));
  return [{ value: '', text: t('words.form.elsewhere') }, ...platforms, ...partners];
}

const shortened = (text: string): string => (text.length > 70 ? `${text.slice(0, 70)}…` : text);

/** Meanings of others that are written down. */
const meaningChoices = ({ meanings, id }: FormSubject, wording: Wording): Choice[] =>
  meanings.flatMap((one) => {
    const { text } = wording.said(one.values.meaning as LocalisedText);
    if (one._id === id || text === '') return [];
    const name = wording.name('meaning', one);
    return [{ value: one._id, text: `${name} · ${wording.who(one.values)}: ${shortened(text)}` }];
  });

/** The municipalities of these platforms, by name: for what a province or an arrondissement is too wide. */
function municipalityChoices(platforms: readonly PlatformRecord[], { language }: Visit): Choice[] {
  const all = new Set(platforms.flatMap((one) => [...withinPlatform(one).own]));
  return [...all]
    .map((value) => ({ value, text: areaName(value, language) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
}

/**
 * What is said now is among the choices, also when it could not be chosen today: a partner that left.
 * @param elsewhere choices of the same field that are shown in a place of their own
 */
function withPresent(
  field: string,
  list: Choice[],
  { values, wording }: { values: FieldValues; wording: Wording },
  elsewhere: readonly Choice[] = [],
): Choice[] {
  const known = new Set([...list, ...elsewhere].map((one) => one.value));
  const present = [values[field]].flat().filter((one): one is string => typeof one === 'string');
  const missing = present.filter((value) => value !== '' && !known.has(value));
  return [...list, ...missing.map((value) => ({ value, text: wording.value(field, value) || value }))];
}

/** The fields with a list of their own; what need not be said can be left open. */
function fixedChoices({ t }: Visit, kind: StatementKind, wording: Wording): Choices {
  const first = (isRequired?: true): Choice => ({
    value: '',
    text: t(isRequired ? 'gaps.form.choose' : 'gaps.form.notKnown'),
  });
  const fixed = Object.entries(fieldsOf[kind]).flatMap(([field, rule]) => {
    if (!rule.allowed) return [];
    const list = rule.allowed.map((value) => ({ value, text: wording.value(field, value) }));
    return [[field, rule.kind === 'choice' ? [first(rule.isRequired), ...list] : list] as const];
  });
  return Object.fromEntries(fixed);
}

/** What each field of a form can be given, for the fields that choose; municipalities apart, as they are many. */
export async function choicesFor(
  visit: Visit,
  subject: FormSubject,
  wording: Wording,
): Promise<{ choices: Choices; municipalities: Choice[] }> {
  const { t, language } = visit;
  const { values, rights } = subject;
  const all = await allPlatforms();
  const around = all.filter((one) => subject.platforms.includes(one._id));
  const areas = areaChoices(visit, around);
  const municipalities = municipalityChoices(around, visit).filter(
    (one) => !areas.some(({ value }) => value === one.value),
  );
  const asked: Choices = {
    body: await bodyChoices(visit, subject, wording),
    sameAs: [{ value: '', text: t('words.form.ownWords') }, ...meaningChoices(subject, wording)],
    platforms: (rights.ofAll ? all : around).map((one) => ({
      value: one._id,
      text: inLanguage(one.names, language).text,
    })),
  };
  const named = { values, wording };
  const complete = Object.entries({ ...fixedChoices(visit, subject.kind, wording), ...asked }).map(
    ([field, list]) => [field, withPresent(field, list, named)] as const,
  );
  return {
    choices: {
      ...Object.fromEntries(complete),
      areas: withPresent('areas', areas, named, municipalities),
    },
    municipalities,
  };
}
