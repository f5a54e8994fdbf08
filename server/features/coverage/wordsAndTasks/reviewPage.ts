import { type Answer, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import { type AnyStatement, wordOfKind } from './catalogue.ts';
import { meaningsOf, type SeenStatement } from './queries.ts';
import { wordingFor, wordsOfText } from './wording.ts';

/** Both values of every field that changed meanwhile, for the one who came second; the rest of the form goes along. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { kind, statement }: SeenStatement,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const names = await personNames(conflicts.map((one) => one.by));
  const meanings = await meaningsOf(statement.values.platforms as string[]);
  const said = conflicts.flatMap((one) => [one.current, one.yours].flatMap((text) => text.split(' ')));
  const wording = await wordingFor(visit, [statement, ...(meanings as unknown as AnyStatement[])], said);
  const isReviewed = (name: string): boolean =>
    conflicts.some(
      ({ field }) =>
        [field, `base_${field}`, `chosen_${field}`].includes(name) || name.startsWith(`${field}_`),
    );
  const kept = Object.entries(visit.input)
    .filter(([name]) => !name.startsWith('_') && !isReviewed(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one === true ? 'on' : one })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string');
  const address = { kind: wordOfKind[kind], id: statement._id };
  const answer = page('coverage/review', {
    title: wording.name(kind, statement),
    space: 'platform',
    narrow: true,
    target: paths.statementFields(address),
    back: paths.statement(address),
    kept,
    conflicts: conflicts.map((one) => ({
      ...one,
      label: visit.t(`words.fields.${one.field}`),
      byName: names.get(one.by) ?? '',
      currentWords: wordsOfText(wording, kind, one.field, one.current),
      yoursWords: wordsOfText(wording, kind, one.field, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
