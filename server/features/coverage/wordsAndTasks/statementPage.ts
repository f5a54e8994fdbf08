import type { StatementKind } from '../../../../models/statementFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { tracesShown } from '../register/wording.ts';
import { type AnyStatement, fieldsOf, wordOfKind } from './catalogue.ts';
import { candidateOf, changesOfStatement, meaningsOf, type SeenStatement } from './queries.ts';
import { sideBySide } from './statementViews.ts';
import { type Wording, wordingFor, wordsOfText } from './wording.ts';

/** Shown at the head of the page. */
const apart: readonly string[] = [
  'task',
  'taskWords',
  'word',
  'wordWords',
  'body',
  'bodyWords',
  'note',
  'meaning',
];

/** What is known beside the head, in the order of the form. */
const factsOf = (kind: StatementKind, { values }: AnyStatement, wording: Wording) =>
  Object.keys(fieldsOf[kind])
    .filter((field) => !apart.includes(field))
    .map((field) => ({ field, words: wording.value(field, values[field] ?? '') }))
    .filter((one) => one.words !== '');

/** Which fields changed, from what to what, the newest first. */
const changesShown = (
  changes: Awaited<ReturnType<typeof changesOfStatement>>,
  {
    kind,
    wording,
    who,
  }: { kind: StatementKind; wording: Wording; who: Awaited<ReturnType<typeof tracesShown>> },
) =>
  changes.map((one) => ({
    at: one.at,
    who: who(one),
    fields: one.changes.map(({ field, from, to }) => ({
      label: `words.fields.${field}`,
      from: wordsOfText(wording, kind, field, from),
      to: wordsOfText(wording, kind, field, to),
    })),
  }));

/** Ids of bodies that the history names. */
const bodiesIn = (changes: Awaited<ReturnType<typeof changesOfStatement>>): string[] =>
  changes.flatMap((one) => [
    one.body,
    ...one.changes
      .filter(({ field }) => field === 'body' || field === 'platforms')
      .flatMap(({ from, to }) => [...from.split(' '), ...to.split(' ')]),
  ]);

/** One task or meaning: what is said, on what it rests, and what happened to it. */
export async function statementPage(
  visit: SignedInVisit<unknown>,
  { kind, statement, rights }: SeenStatement,
): Promise<Answer> {
  const { refused, now, t } = visit;
  const { _id: id, values, added, fields } = statement;
  const changes = await changesOfStatement(id);
  const meanings = kind === 'meaning' ? await meaningsOf(values.platforms as string[]) : [];
  const named = [statement, ...(meanings as unknown as AnyStatement[])];
  const wording = await wordingFor(visit, named, [added.body, ...bodiesIn(changes)]);
  const who = await tracesShown(rights, wording, [added, ...changes]);
  const address = { kind: wordOfKind[kind], id };
  const [platform = ''] = values.platforms as string[];
  const name = wording.name(kind, statement);
  return page('words/show', {
    title: name,
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/words.css'],
    refused,
    kind,
    label: t(`words.kind.${kind}`),
    who: wording.who(values),
    said: wording.said((kind === 'task' ? values.note : values.meaning) as LocalisedText),
    link: String(values.link),
    facts: factsOf(kind, statement, wording),
    added: added.by === null ? null : { at: added.at, who: who(added) },
    changes: changesShown(changes, { kind, wording, who }),
    crumb: {
      href: sideBySide(candidateOf({ kind, statement }), platform),
      text: t(`words.list.${wordOfKind[kind]}`),
    },
    edit: rights.write ? paths.statementFields(address) : null,
    end: rights.write && values.until === '' ? paths.statementEnd(address) : null,
    base: fields.until?.version ?? 0,
    until: refused ? String(refused.values.until ?? '') : brusselsDay(now),
  });
}
