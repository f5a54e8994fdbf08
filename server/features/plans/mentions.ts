import { NarrativeMentionModel, type NarrativeMentionRecord } from '../../../models/NarrativeMention.ts';
import type { MentionMark } from '../../../public/scripts/live/marks.ts';
import type { Reader } from '../../../public/scripts/live/protocol.ts';
import type { House } from '../../core/house.ts';
import type { Language } from '../../core/i18n.ts';
import type { NameOf } from '../../live/plainText.ts';
import { affiliationsOf } from '../accounts/queries.ts';
import { type CaseAccess, mayWriteNarrative } from '../cases/policy.ts';
import { caseAccesses, membersOf } from '../cases/queries.ts';
import { bodyNames, personNames } from '../network/queries.ts';

/** Somebody who looks again within this time still has the same notice, in milliseconds. */
const sameVisit = 30 * 60_000;
/** Of so many mentions of one person in one text it is known that they were told. */
const mostKnown = 200;

/** Who may read the shared text now, by name: the only people who can be mentioned in it, or named by a mention. */
export async function readersOf(house: House, access: CaseAccess, language: Language): Promise<Reader[]> {
  if (!mayWriteNarrative(access)) return [];
  const people = (await membersOf(access)).map((member) => member.person);
  const affiliations = await affiliationsOf(people, language, house.clock.now());
  const asked = people.map((id) => ({ id, affiliations: affiliations.get(id) ?? [] }));
  const accesses = await caseAccesses(house, asked, access.caseId);
  const readers = [...accesses.values()].filter(mayWriteNarrative);
  const [names, bodies] = await Promise.all([
    personNames(readers.map((one) => one.personId)),
    bodyNames(
      house,
      readers.map((one) => one.body),
      language,
    ),
  ]);
  return readers
    .map((one) => ({
      id: one.personId,
      name: names.get(one.personId) ?? '',
      organisationName: bodies.get(one.body) ?? '',
    }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}

/** What a mention in the text is read as: the name of now, or `otherwise` for who may not read the text any more. */
export async function namesInText(
  house: House,
  access: CaseAccess,
  language: Language,
  otherwise: string,
): Promise<NameOf> {
  const readers = await readersOf(house, access, language);
  const names = new Map(readers.map((reader) => [reader.id, reader.name]));
  return (personId) => names.get(personId) || otherwise;
}

const idOf = (caseId: string, personId: string): string => `${caseId}/${personId}`;

/** Notes who was mentioned by this person, of those who may read the text; themselves they need not be told. */
export async function noteMentions(
  house: House,
  access: CaseAccess,
  mentions: readonly MentionMark[],
): Promise<void> {
  const readers = await readersOf(house, access, 'nl');
  const { caseId, personId: by } = access;
  for (const { id: person } of readers) {
    const ids = mentions.filter((one) => one.person === person).map((one) => one.id);
    if (person === by || ids.length === 0) continue;
    const _id = idOf(caseId, person);
    const known = await NarrativeMentionModel.findById(_id).lean<NarrativeMentionRecord>();
    const fresh = ids.filter((one) => !known?.mentions.includes(one));
    if (fresh.length === 0) continue;
    const all = [...(known?.mentions ?? []), ...fresh].slice(-mostKnown);
    const change = { case: caseId, person, by, at: house.clock.now(), seenAt: null, mentions: all };
    await NarrativeMentionModel.updateOne({ _id }, { $set: change }, { upsert: true });
  }
}

/** A mention that this person did not know of before this visit. */
export interface MentionNotice {
  by: string;
  at: Date;
}

/** What to tell somebody who looks at the plan; from then on the list of plans says nothing of it. */
export async function takeMention(house: House, access: CaseAccess): Promise<MentionNotice | null> {
  if (!mayWriteNarrative(access)) return null;
  const _id = idOf(access.caseId, access.personId);
  const known = await NarrativeMentionModel.findById(_id).lean<NarrativeMentionRecord>();
  if (!known) return null;
  const now = house.clock.now();
  if (known.seenAt && now.getTime() - known.seenAt.getTime() > sameVisit) return null;
  if (!known.seenAt) await markSeen(house, access.caseId, access.personId);
  return { by: known.by, at: known.at };
}

/** Somebody had the text before them until now. */
export async function markSeen(house: House, caseId: string, personId: string): Promise<void> {
  const unseen = { _id: idOf(caseId, personId), seenAt: null };
  await NarrativeMentionModel.updateOne(unseen, { $set: { seenAt: house.clock.now() } });
}

/** The cases in which this person was mentioned and did not look since, of those whose text they may read. */
export async function unseenMentions(accesses: readonly CaseAccess[]): Promise<Set<string>> {
  const ids = accesses.filter(mayWriteNarrative).map((one) => idOf(one.caseId, one.personId));
  if (ids.length === 0) return new Set();
  const unseen = { _id: { $in: ids }, seenAt: null };
  const records = await NarrativeMentionModel.find(unseen).lean<NarrativeMentionRecord[]>();
  return new Set(records.map((record) => record.case));
}
