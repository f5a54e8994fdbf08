import { Invalid } from '../../../core/errors.ts';
import { type LocalisedText, languages } from '../../../core/i18n.ts';
import type { Draft } from './draft.ts';
import { type Body, TypedForm } from './typedForm.ts';
import { expectedIn, obstaclesIn, reach, transitionsIn } from './typedRows.ts';

const longestWait = { minimum: 0, maximum: 520 };

function byType(
  form: TypedForm,
  name: string,
  types: readonly string[],
  range: { minimum: number; maximum: number },
) {
  const own = types.flatMap((type) => {
    const value = form.number(`${name}_${type}`, range);
    return value === null ? [] : [[type, value] as const];
  });
  return { otherwise: form.needed(name, range), types: Object.fromEntries(own) };
}

function namesIn(form: TypedForm): LocalisedText {
  const said = languages.map((one) => [one, form.line(`names_${one}`, 150)] as const);
  const names = Object.fromEntries(said.filter(([, name]) => name !== ''));
  if (Object.keys(names).length === 0) form.fail(`names_${languages[0]}`, 'standards.errors.name');
  return names;
}

function sourceIn(form: TypedForm): string {
  const source = form.text('source', 2000);
  if (source === '') form.fail('source', 'standards.errors.source');
  return source;
}

/**
 * What the form of a standard says.
 * @param types codes of the kinds of help that can be chosen, in the order of the taxonomy
 * @param before what the form was begun from: its transitions keep their codes
 * @throws Invalid with what is wrong beside each input
 */
export function typedDraft(body: Body, types: readonly string[], before: Draft): Draft {
  const form = new TypedForm(body);
  const known = new Set(types);
  const share = form.needed('share', { minimum: 1, maximum: 100 });
  const draft: Draft = {
    names: namesIn(form),
    content: {
      source: sourceIn(form),
      months: form.needed('months', { minimum: 1, maximum: 120, isWhole: true }),
      waiting: { weeks: byType(form, 'weeks', types, longestWait), mustBeKnown: form.has('mustBeKnown') },
      travel: {
        kilometres: byType(form, 'kilometres', types, reach),
        share: Math.round(share * 100) / 10_000,
        obstacles: obstaclesIn(form),
      },
      overlapFrom: form.needed('overlapFrom', { minimum: 2, maximum: 100, isWhole: true }),
      expected: expectedIn(form, known),
      transitions: transitionsIn(form, known, before.content.transitions),
    },
  };
  if (Object.keys(form.errors).length > 0) throw new Invalid(form.errors);
  return draft;
}
