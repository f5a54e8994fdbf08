import type { GovernmentSignalRecord } from '../../../../models/GovernmentSignal.ts';
import { type SignalField, signalFieldNames, signalFields } from '../../../../models/signalFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { inLanguage, languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { allPlatforms } from '../register/queries.ts';
import { platformsOf } from './policy.ts';
import { allAuthorities, gapsNamed, tellableGaps } from './queries.ts';

const hinted: readonly SignalField[] = [
  'platforms',
  'missing',
  'size',
  'experience',
  'demand',
  'tried',
  'asked',
];

/** What the fields that choose can be given: what is said now is always among it. */
export async function choicesFor(
  { t, language, person }: SignedInVisit<unknown>,
  named: readonly string[],
): Promise<Partial<Record<SignalField, Choice[]>>> {
  const [authorities, platforms, present, open] = await Promise.all([
    allAuthorities(),
    allPlatforms(),
    gapsNamed(named),
    tellableGaps(platformsOf(person)),
  ]);
  const nameOf = (one: (typeof platforms)[number] | (typeof authorities)[number]) => ({
    value: one._id,
    text: inLanguage(one.names, language).text,
  });
  const gaps = [...present, ...open.filter((gap) => !named.includes(gap._id))];
  return {
    authority: authorities.map(nameOf),
    language: languages.map((value) => ({ value, text: t(`general.languages.${value}`) })),
    platforms: platforms.map(nameOf),
    gaps: gaps.map(({ _id, values }) => ({ value: _id, text: inLanguage(values.title, language).text })),
  };
}

/** Every field of a draft as its form shows it. */
async function fieldsOf(visit: SignedInVisit<unknown>, { values, fields }: GovernmentSignalRecord) {
  const { t } = visit;
  const choices = await choicesFor(visit, values.gaps);
  return signalFieldNames.map((name) =>
    fieldInput(visit, {
      ...{ name, rule: signalFields[name], value: values[name] },
      version: fields[name]?.version ?? 0,
      label: t(`signals.fields.${name}`),
      hint: hinted.includes(name) ? t(`signals.hints.${name}`) : null,
      choices: choices[name] ?? [],
    }),
  );
}

/**
 * The form of a draft. What somebody else changes meanwhile comes into it, but never into a field one is in or has typed
 * in: of that both values are shown when it is saved.
 */
export async function fieldsPage(
  visit: SignedInVisit<unknown>,
  signal: GovernmentSignalRecord,
): Promise<Answer> {
  const { t } = visit;
  const { _id, values } = signal;
  return page('signals/fields', {
    title: t('signals.form.title'),
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/signals.css'],
    scripts: ['/build/gaps.js'],
    // A form that came back holds what was typed as if it were what is there: it stands still.
    topics: visit.refused ? null : `signal:${_id}`,
    entries: paths.signalFieldParts({ id: _id }),
    crumb: { href: paths.signal({ id: _id }), text: values.title || t('signals.untitled') },
    refused: visit.refused,
    insz: hasInsz(visit),
    target: paths.signalFields({ id: _id }),
    back: paths.signal({ id: _id }),
    fields: await fieldsOf(visit, signal),
  });
}

/** Its fields as they are now, for a form that is open. */
export const fieldsFragment = async (
  visit: SignedInVisit<unknown>,
  signal: GovernmentSignalRecord,
): Promise<Answer> => fragment('signals/_fields', { fields: await fieldsOf(visit, signal) });

/** A value in words, from its text as commands compare it. */
export function wordsOf(
  choices: Partial<Record<SignalField, Choice[]>>,
  field: SignalField,
  text: string,
): string {
  const known = choices[field];
  if (!known || text === '') return text;
  return text
    .split(' ')
    .map((code) => known.find(({ value }) => value === code)?.text ?? code)
    .join(', ');
}

/** Both values of every field that changed meanwhile, for the one who came second. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { _id, values }: GovernmentSignalRecord,
  conflicts: FieldConflict<SignalField>[],
): Promise<Answer> {
  const choices = await choicesFor(visit, values.gaps);
  return conflictsPage(visit, conflicts, {
    title: visit.t('signals.form.title'),
    target: paths.signalFields({ id: _id }),
    back: paths.signal({ id: _id }),
    label: (field) => visit.t(`signals.fields.${field}`),
    words: (field, text) => wordsOf(choices, field, text),
    names: personNames,
  });
}
