import type { Answer } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { type AnyStatement, wordOfKind } from './catalogue.ts';
import { meaningsOf, type SeenStatement } from './queries.ts';
import { wordingFor, wordsOfText } from './wording.ts';

/** Both values of every field of a task or a meaning that changed meanwhile. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { kind, statement }: SeenStatement,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const meanings = await meaningsOf(statement.values.platforms as string[]);
  const named = [statement, ...(meanings as unknown as AnyStatement[])];
  const said = conflicts.flatMap((one) => [one.current, one.yours].flatMap((text) => text.split(' ')));
  const wording = await wordingFor(visit, named, said);
  const address = { kind: wordOfKind[kind], id: statement._id };
  return conflictsPage(visit, conflicts, {
    title: wording.name(kind, statement),
    target: paths.statementFields(address),
    back: paths.statement(address),
    label: (field) => visit.t(`words.fields.${field}`),
    words: (field, text) => wordsOfText(wording, kind, field, text),
    names: personNames,
  });
}
