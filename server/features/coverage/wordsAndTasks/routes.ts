import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { beginForm, changeForm, endForm, wordsForm } from './forms.ts';
import * as handle from './handlers.ts';
import { wordReading, wordWriting } from './policy.ts';

/** Which task a body has, and what it means by a word. */
export const wordRoutes: RouteRow[] = [
  get(paths.words, wordReading, { form: wordsForm }, handle.showWords),
  get(paths.newStatement, wordWriting, { form: beginForm }, handle.showNew),
  get(paths.statements, signedIn, {}, handle.toWords),
  post(
    paths.statements,
    wordWriting,
    { act: 'statement.added', form: changeForm, refused: handle.showNew },
    handle.add,
  ),
  get(paths.statement, wordReading, {}, handle.showStatement),
  get(paths.statementFields, wordWriting, {}, handle.showFields),
  post(
    paths.statementFields,
    wordWriting,
    { act: 'statement.changed', form: changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.statementEnd, signedIn, {}, handle.toStatement),
  post(
    paths.statementEnd,
    wordWriting,
    { act: 'statement.ended', form: endForm, refused: handle.showStatement },
    handle.end,
  ),
];
