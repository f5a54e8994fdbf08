import type { ClientSession } from 'mongodb';
import { CaseModel, type CaseRecord } from '../../../models/Case.ts';
import { CaseMemberModel, type CaseMemberRecord } from '../../../models/CaseMember.ts';
import { ConsentModel, type ConsentRecord } from '../../../models/Consent.ts';
import { actsOf } from '../../core/acts.ts';
import { NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import type { Person } from '../../core/person.ts';
import { openText } from '../../core/sealing.ts';
import { type CaseAccess, decideCaseAccess, mayWriteNarrative } from './policy.ts';

/** Groups rows by their case. */
function byCase<T extends { case: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.case, [...(groups.get(row.case) ?? []), row]);
  return groups;
}

/** Decides for several people and cases at once, from freshly read grounds: three queries in all. */
async function decide(
  house: House,
  people: Pick<Person, 'id' | 'affiliations'>[],
  caseIds: string[] | null,
  session: ClientSession | null = null,
) {
  const personIds = people.map((person) => person.id);
  const members: CaseMemberRecord[] = await CaseMemberModel.find({
    person: { $in: personIds },
    current: true,
    ...(caseIds ? { case: { $in: caseIds } } : {}),
  })
    .session(session)
    .lean();
  const ids = [...new Set(members.map((member) => member.case))];
  if (ids.length === 0) return [];
  // One after the other: a transaction runs one command at a time.
  const records: CaseRecord[] = await CaseModel.find({ _id: { $in: ids } })
    .session(session)
    .lean();
  const consents: ConsentRecord[] = await ConsentModel.find({ case: { $in: ids } })
    .session(session)
    .lean();
  const recordOf = new Map(records.map((record) => [record._id, record]));
  const consentsOf = byCase(consents);
  const personOf = new Map(people.map((person) => [person.id, person]));
  return members.flatMap((member) => {
    const record = recordOf.get(member.case);
    const person = personOf.get(member.person);
    if (!record || !person) return [];
    const grounds = {
      person,
      record,
      member,
      consents: consentsOf.get(member.case) ?? [],
      now: house.clock.now(),
    };
    const access = decideCaseAccess(grounds);
    return access ? [{ access, record }] : [];
  });
}

/** The decision for one case; null when it does not exist for this person. */
export async function caseAccess(
  house: House,
  person: Pick<Person, 'id' | 'affiliations'>,
  caseId: string,
  session: ClientSession | null = null,
): Promise<CaseAccess | null> {
  const [found] = await decide(house, [person], [caseId], session);
  return found?.access ?? null;
}

/**
 * Inside a unit of work pass its session, so that a withdrawal that was acknowledged before is seen.
 * @throws NotFound for everyone who may not enter, whether the case exists or not.
 */
export async function requireCaseAccess(
  house: House,
  person: Pick<Person, 'id' | 'affiliations'>,
  caseId: string | undefined,
  session: ClientSession | null = null,
): Promise<CaseAccess> {
  const access = caseId ? await caseAccess(house, person, caseId, session) : null;
  if (!access) throw new NotFound();
  return access;
}

/** The decisions of several people about one case, by person id; who has none is absent. */
export async function caseAccesses(
  house: House,
  people: Pick<Person, 'id' | 'affiliations'>[],
  caseId: string,
): Promise<Map<string, CaseAccess>> {
  const found = await decide(house, people, [caseId]);
  return new Map(found.map(({ access }) => [access.personId, access]));
}

export interface VisibleCase {
  access: CaseAccess;
  /** Null when the key is not there: the case then says so instead of showing anything. */
  pseudonym: string | null;
  openedAt: Date;
}

/** Every case this person may enter now, the newest first. */
export async function casesVisibleTo(house: House, person: Person): Promise<VisibleCase[]> {
  const found = await decide(house, [person], null);
  found.sort((a, b) => b.record.openedAt.getTime() - a.record.openedAt.getTime());
  return Promise.all(
    found.map(async ({ access, record }) => ({
      access,
      openedAt: record.openedAt,
      pseudonym: await pseudonymOf(house, access).catch(() => null),
    })),
  );
}

/** The cases whose shared text this person may read now, by id: what a device of theirs may keep a copy of. */
export async function textsReadableBy(house: House, person: Person): Promise<string[]> {
  const found = await decide(house, [person], null);
  return found.filter(({ access }) => mayWriteNarrative(access)).map(({ record }) => record._id);
}

/** @throws KeyUnavailable */
export async function pseudonymOf(house: House, access: CaseAccess): Promise<string> {
  const [cipher, record] = await Promise.all([
    house.keys.cipher(access.caseId),
    CaseModel.findById(access.caseId).lean<CaseRecord>(),
  ]);
  if (!record) throw new NotFound();
  return openText(cipher, bytes(record.pseudonym), `cases:${access.caseId}:pseudonym`);
}

/** Binary as the driver returns it in lean reads. */
export const bytes = (value: Buffer | { buffer: Uint8Array }): Uint8Array =>
  Buffer.isBuffer(value) ? value : (value.buffer as Uint8Array);

export const consentsOf = (access: CaseAccess): Promise<ConsentRecord[]> =>
  ConsentModel.find({ case: access.caseId }).sort({ recordedAt: -1 }).lean<ConsentRecord[]>().exec();

export const membersOf = (access: CaseAccess): Promise<CaseMemberRecord[]> =>
  CaseMemberModel.find({ case: access.caseId, current: true })
    .sort({ since: 1 })
    .lean<CaseMemberRecord[]>()
    .exec();

/** Ids of the cases a person has a place in, whether or not the door is open now. For the sockets only. */
export async function casesOfPerson(personId: string): Promise<string[]> {
  const members = await CaseMemberModel.find({ person: personId, current: true }, { case: 1 }).lean<
    CaseMemberRecord[]
  >();
  return members.map((member) => member.case);
}

export interface CaseView {
  at: Date;
  personId: string;
  name: string;
}

/** Who did what in this case, the newest first: the log its own people (and through them the client) can read. */
export async function actsOfCase(house: House, access: CaseAccess, limit = 500): Promise<CaseView[]> {
  const acts = await actsOf(house.connection)
    .find({ 'record.caseId': access.caseId })
    .sort({ at: -1, sequence: -1 })
    .limit(limit)
    .toArray();
  return acts.map((act) => ({ at: act.at, personId: act.actor?.personId ?? '', name: act.name }));
}
