import type { House } from '../../core/house.ts';
import { type Language, translator } from '../../core/i18n.ts';
import { type PlainBlock, type PlainCell, readPlainText } from '../../live/plainText.ts';
import { type CaseAccess, mayWriteNarrative } from '../cases/policy.ts';
import { consentsOf, membersOf, pseudonymOf } from '../cases/queries.ts';
import { failedSearchesOf } from '../cases/searches/queries.ts';
import { bodyNames, personNames } from '../network/queries.ts';
import { versionsOf } from './history/queries.ts';
import { liveNarrative } from './live.ts';
import { namesInText } from './mentions.ts';
import { recordsOf } from './queries.ts';
import { redactionsOf } from './redaction/queries.ts';
import { planRemarks } from './remarks/queries.ts';

/** Words with the addresses they lead to. */
function wordsOf<T extends PlainCell>({ pieces, ...block }: T) {
  const links = pieces.filter((piece) => piece.link !== null);
  return links.length > 0
    ? { ...block, links: links.map(({ text, link }) => ({ text, address: link })) }
    : block;
}

/** A line as words, a table as rows of cells. */
function blockOf(block: PlainBlock) {
  if (block.kind !== 'table') return wordsOf(block);
  const { kind, head, rows, text } = block;
  return { kind, head, text, rows: rows.map((cells) => cells.map(wordsOf)) };
}

/**
 * Everything of the plan this person may see, as plain JSON: people by name, the client by pseudonym.
 * @throws KeyUnavailable, Unreadable
 */
export async function planDocument(house: House, access: CaseAccess, language: Language) {
  const t = translator(language);
  const [pseudonym, records, consents, members] = await Promise.all([
    pseudonymOf(house, access),
    recordsOf(house, access),
    consentsOf(access),
    membersOf(access),
  ]);
  const narrative = mayWriteNarrative(access)
    ? await readPlainText(
        liveNarrative(house),
        access.caseId,
        await namesInText(house, access, language, t('plans.someoneLeft')),
      )
    : null;
  const remarks = await planRemarks(house, access);
  const versions = mayWriteNarrative(access) ? await versionsOf(house, access) : [];
  const redactions = mayWriteNarrative(access) ? await redactionsOf(house, access) : [];
  const searches = await failedSearchesOf(house, access);
  const people = [
    ...members.map((member) => member.person),
    ...searches.map((one) => one.saidBy),
    ...redactions.map((one) => one.personId),
  ];
  const names = await personNames([...new Set(people)]);
  const named = [
    ...[...members, ...consents.flatMap((consent) => consent.grants)].map((one) => one.body),
    ...redactions.map((one) => one.organisationId),
  ];
  const bodies = await bodyNames(house, named, language);
  const fieldsOf = (one: { id: string; values: Record<string, string>; createdAt: Date }) => ({
    id: one.id,
    ...one.values,
    createdAt: one.createdAt,
  });
  return {
    format: 'schakel-plan',
    version: 2,
    exportedAt: house.clock.now(),
    client: pseudonym,
    people: members.map((member) => ({
      id: member.person,
      name: names.get(member.person) ?? '',
      for: bodies.get(member.body) ?? '',
      role: member.role,
      since: member.since,
    })),
    consents: consents.map(({ _id, case: _, grants, ...consent }) => ({
      id: _id,
      ...consent,
      grants: grants.map((grant) => ({ ...grant, name: bodies.get(grant.body) ?? '' })),
    })),
    goals: records.goals.map((goal) => ({ ...fieldsOf(goal), actions: goal.actions.map(fieldsOf) })),
    putAside: { goals: records.removedGoals.map(fieldsOf), actions: records.removedActions.map(fieldsOf) },
    /** What was looked for and not found, in codes; what was taken back too. */
    searches: searches.map(({ id, said, saidAt, saidBy, takenBackAt }) => ({
      ...{ id, ...said, saidAt, saidBy: names.get(saidBy) ?? '' },
      ...(takenBackAt ? { takenBackAt } : {}),
    })),
    narrative: narrative?.blocks.map(blockOf) ?? null,
    /** What was said about the shared text, the settled too, with the words it was about. */
    remarks: remarks.map(({ passage, revision: _, ...remark }) => ({ ...remark, quote: passage.quote })),
    /** Moments of the shared text that have a name. */
    versions: versions
      .filter((version) => !version.removedAt)
      .map(({ id, name, sequence, createdAt, createdBy, tombstone }) => ({
        ...{ id, name, sequence, createdAt, createdBy },
        // Words of that moment were redacted since: what it was, as a hash.
        ...(tombstone ? { redacted: tombstone } : {}),
      })),
    /** That words of the shared text were taken out for good, by whom and why. */
    redactions: redactions.map(({ id, at, personId, organisationId, reason }) => ({
      ...{ id, at, reason },
      by: names.get(personId) ?? '',
      for: bodies.get(organisationId) ?? '',
    })),
  };
}
