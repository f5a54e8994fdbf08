import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import type { Proposal } from '../../../../models/OfferSuggestion.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import { type Command, commandsIn, versionOf } from '../upkeep/commands.ts';
import type { Choices } from '../upkeep/fieldViews.ts';
import { differences } from '../upkeep/history.ts';
import type { Body } from '../upkeep/kinds.ts';
import { type Stored, samePlain, type Values, valuesOf } from '../upkeep/plain.ts';
import { following, wrongIn } from '../upkeep/rules.ts';

/** The entry a suggestion is about, as it stands, and the fields that may be suggested. */
export interface Asked {
  kind: OfferKind;
  record: Stored & Upkeep;
  fields: readonly OfferField[];
  choices: Choices;
}

/**
 * What a form proposes: a value for each field that says something else than the entry does, and what follows from it.
 * @param today YYYY-MM-DD
 * @throws Invalid beside each input that cannot be used, and where the entry was changed since the form was opened.
 */
export function proposalsIn(asked: Asked, body: Body, language: Language, today: string): Proposal[] {
  const { kind, record } = asked;
  refuseUnknown(asked, body);
  const before = valuesOf(kind, record);
  const changed = commandsIn(kind, body, language).filter(
    ({ field, value }) => !samePlain(value, before[field] ?? null),
  );
  refuseWrong(staleIn(changed, record));
  refuseWrong(strangeIn(changed, asked));
  const typed: Values = { ...before, ...Object.fromEntries(changed.map((one) => [one.field, one.value])) };
  const after = { ...typed, ...following(kind, before, typed, today) };
  refuseWrong(newlyWrong(kind, before, after, today));
  return differences(kind, before, after).map(({ field, from, to }) => ({
    field,
    seen: from,
    base: versionOf(record, field),
    value: to,
    state: 'open',
    reason: '',
  }));
}

function refuseWrong(wrong: Record<string, string>): void {
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong);
}

/** A field that does not exist, or is not asked for here. */
function refuseUnknown({ fields }: Asked, body: Body): void {
  const known = new Set(fields.map((one) => `base_${one.name}`));
  const others = Object.keys(body).filter((input) => input.startsWith('base_') && !known.has(input));
  if (others.length > 0) throw new Invalid({ form: 'suggestions.errors.noField' });
}

const staleIn = (commands: Command[], record: Upkeep): Record<string, string> =>
  Object.fromEntries(
    commands
      .filter(({ field, base }) => base !== versionOf(record, field))
      .map(({ field }) => [field, 'suggestions.errors.changedMeanwhile']),
  );

/** What points to a record that is none of the choices. */
const strangeIn = (commands: Command[], { choices }: Asked): Record<string, string> =>
  Object.fromEntries(
    commands
      .filter(({ field, value }) => {
        const known = choices[field]?.map((one) => one.value);
        return (
          known && ([value].flat() as Plain[]).some((one) => one !== null && !known.includes(one as string))
        );
      })
      .map(({ field }) => [field, 'forms.invalid']),
  );

/** What was wrong before is not for somebody from outside to mend. */
function newlyWrong(kind: OfferKind, before: Values, after: Values, today: string): Record<string, string> {
  const old = wrongIn(kind, before, today);
  return Object.fromEntries(Object.entries(wrongIn(kind, after, today)).filter(([name]) => !(name in old)));
}
