import type { Answer } from '../../../core/answers.ts';
import type { Conflict } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { personNames } from '../queries.ts';
import type { RecordKind } from './catalogue.ts';
import { wordingFor, wordsOfText } from './wording.ts';

/** Both values of every field that changed meanwhile, for the one who came second. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { kind, title, target, back }: { kind: RecordKind; title: string; target: string; back: string },
  conflict: Conflict,
): Promise<Answer> {
  const conflicts = conflict.details.conflicts as FieldConflict<string>[];
  const values = (fields: readonly string[]): string[] =>
    conflicts
      .filter(({ field }) => fields.includes(field))
      .flatMap(({ current, yours }) => [current, yours])
      .flatMap((text) => text.split(' '));
  const wording = await wordingFor(visit, {
    organisations: values(['platforms']),
    people: values(['person']),
    sites: values(['site']),
    parents: values(['parent']),
  });
  return conflictsPage(visit, conflicts, {
    ...{ title, target, back, space: 'network' },
    label: (field) => visit.t(`bodies.fields.${kind}.${field}`),
    words: (field, text) => wordsOfText(wording, kind, field, text),
    names: personNames,
  });
}
