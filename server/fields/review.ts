import { type Answer, page } from '../core/answers.ts';
import type { FieldConflict } from '../core/fieldCommands.ts';
import type { SignedInVisit } from '../core/route.ts';

/** How the form that came second is called, and names what it says. */
export interface Conflicted<Field extends string> {
  title: string;
  target: string;
  back: string;
  label(field: Field): string;
  /** A value in words, from its text as commands compare it. */
  words(field: Field, text: string): string;
  /** Names of people by id. */
  names(ids: string[]): Promise<Map<string, string>>;
  /** The space of the page; the platform's unless said. */
  space?: 'platform' | 'network';
}

/** Both values of every field that changed meanwhile, for the one who came second; the rest of the form goes along. */
export async function conflictsPage<Field extends string>(
  visit: SignedInVisit<Record<string, unknown>>,
  conflicts: readonly FieldConflict<Field>[],
  { title, target, back, label, words, names: namesOf, space = 'platform' }: Conflicted<Field>,
): Promise<Answer> {
  const names = await namesOf(conflicts.map((one) => one.by));
  const isReviewed = (name: string): boolean =>
    conflicts.some(
      ({ field }) =>
        [field, `base_${field}`, `chosen_${field}`].includes(name) || name.startsWith(`${field}_`),
    );
  const kept = Object.entries(visit.input)
    .filter(([name]) => !name.startsWith('_') && !isReviewed(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one === true ? 'on' : one })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string');
  const answer = page('fields/review', {
    ...{ title, target, back, kept, space },
    narrow: true,
    conflicts: conflicts.map((one) => ({
      ...one,
      label: label(one.field),
      byName: names.get(one.by) ?? '',
      currentWords: words(one.field, one.current),
      yoursWords: words(one.field, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
