import { randomUUID } from 'node:crypto';
import type { StatementKind } from '../../../../models/statementFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, NotFound } from '../../../core/errors.ts';
import type { FieldCommand, FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { addStatement, changeStatement } from './actions.ts';
import { fieldsOf, kindOfWord, wordOfKind } from './catalogue.ts';
import { fieldsPage, newPage } from './formPage.ts';
import type { ChangeInput, EndInput, WordsInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { bodyFor, requireStatement } from './queries.ts';
import { reviewPage } from './reviewPage.ts';
import { statementPage } from './statementPage.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

/** What an address names; the words are those of `wordOfKind`. @throws NotFound for any other */
function kindIn({ params }: Pick<Visit, 'params'>): StatementKind {
  const word = params.kind ?? '';
  const kind = Object.hasOwn(kindOfWord, word) ? kindOfWord[word] : undefined;
  if (!kind) throw new NotFound();
  return kind;
}

const addressOf = (kind: StatementKind, id: string): string =>
  paths.statement({ kind: wordOfKind[kind], id });

export const showWords = (visit: Visit<WordsInput>): Promise<Answer> => listPage(visit);
export const showNew = (visit: Visit): Promise<Answer> => newPage(visit, kindIn(visit));
export const showFields = (visit: Visit): Promise<Answer> => fieldsPage(visit, kindIn(visit));

export async function showStatement(visit: Visit): Promise<Answer> {
  return statementPage(visit, await requireStatement(visit.person, kindIn(visit), visit.params.id));
}

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toStatement = (visit: Visit<undefined>): Answer =>
  redirect(addressOf(kindIn(visit), visit.params.id ?? ''));
export const toWords = (visit: Visit<undefined>): Answer =>
  redirect(paths.words({ list: wordOfKind[kindIn(visit)] }));

/** The address is known before the statement is: a repeat of the request leads to the same one. */
export async function add(visit: Visit<ChangeInput>): Promise<Answer> {
  const kind = kindIn(visit);
  const values = valuesIn(fieldsOf[kind], visit.input);
  const id = randomUUID();
  const bodyId = await bodyFor(visit.person, values as { platforms: string[]; body: string });
  const { statement } = await visit.act(
    { record: { type: kind, id }, ...(bodyId ? { bodyId } : {}) },
    (unit) => addStatement(unit, visit.person, { kind, id }, values),
  );
  leaveNotice(visit, `words.notice.added.${kind}`);
  return redirect(addressOf(kind, statement));
}

/** A change for the body this person makes it for; a stale one comes back with both values. */
async function write(
  visit: Visit<Record<string, unknown>>,
  commands: FieldCommand<string>[],
  notice: string,
): Promise<Answer> {
  const kind = kindIn(visit);
  const { id = '' } = visit.params;
  const { rights } = await requireStatement(visit.person, kind, id);
  try {
    await visit.act({ record: { type: kind, id }, bodyId: rights.body }, (unit) =>
      changeStatement(unit, visit.person, { kind, id }, commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await requireStatement(visit.person, kind, id);
    return reviewPage(visit, seen, error.details.conflicts as FieldConflict<string>[]);
  }
  leaveNotice(visit, notice);
  return redirect(addressOf(kind, id));
}

export const change = (visit: Visit<ChangeInput>): Promise<Answer> =>
  write(visit, commandsIn(fieldsOf[kindIn(visit)], visit.input), 'words.notice.changed');

/** Ends it with a day, its last; it stays where it was, under what is over. */
export function end(visit: Visit<EndInput>): Promise<Answer> {
  const { until: value, base_until: base } = visit.input;
  return write(
    visit as unknown as Visit<Record<string, unknown>>,
    [{ field: 'until', value, base }],
    'words.notice.ended',
  );
}
