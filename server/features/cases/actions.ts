import { randomUUID } from 'node:crypto';
import { CaseModel } from '../../../models/Case.ts';
import { CaseMemberModel, type CaseMemberRecord } from '../../../models/CaseMember.ts';
import { ConsentModel, type ConsentRecord } from '../../../models/Consent.ts';
import { Conflict, Invalid, NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay } from '../../core/i18n.ts';
import { sealText } from '../../core/sealing.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { ConsentInput } from './forms.ts';
import { type CaseAccess, mayEndMember, mayManageCase } from './policy.ts';

/**
 * Opens a case: its key first (outside the database, on disk), then the record and its first member. A key whose
 * case was not written is harmless; a case without its key would be lost.
 */
export async function openCase(
  house: House,
  unit: Unit,
  input: { caseId: string; pseudonym: string; personId: string; organisation: string },
): Promise<{ caseId: string }> {
  const { caseId, personId, organisation } = input;
  const cipher = await house.keys.create(caseId);
  const pseudonym = sealText(cipher, input.pseudonym, `cases:${caseId}:pseudonym`);
  const { session, now } = unit;
  await CaseModel.create([{ _id: caseId, pseudonym, openedBy: personId, organisation, openedAt: now }], {
    session,
  });
  await CaseMemberModel.create(
    [
      {
        _id: randomUUID(),
        case: caseId,
        person: personId,
        role: 'owner',
        body: organisation,
        invitedBy: personId,
        since: now,
        current: true,
      },
    ],
    { session },
  );
  return { caseId };
}

/** Records what the client agreed to. @throws Invalid when a body is out of reach or a date cannot be. */
export async function recordConsent(
  unit: Unit,
  access: CaseAccess,
  input: ConsentInput,
  reach: { bodies: ReadonlySet<string>; informants: ReadonlySet<string> },
): Promise<{ consentId: string }> {
  if (!mayManageCase(access)) throw new NotFound();
  const errors: Record<string, string> = {};
  if (!input.bodies.every((body) => reach.bodies.has(body))) errors.bodies = 'cases.consent.errors.bodies';
  if (!reach.informants.has(input.informedBy)) errors.informedBy = 'cases.consent.errors.informedBy';
  if (input.givenOn > brusselsDay(unit.now)) errors.givenOn = 'cases.consent.errors.givenOn';
  if (input.until < brusselsDay(unit.now)) errors.until = 'cases.consent.errors.untilPast';
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  const { bodies, ...rest } = input;
  const consent: ConsentRecord = {
    _id: randomUUID(),
    case: access.caseId,
    ...rest,
    grants: [...new Set(bodies)].map((body) => ({ body })),
    recordedBy: access.personId,
    recordedAt: unit.now,
  };
  await ConsentModel.create([consent], { session: unit.session });
  unit.note({ bodies: consent.grants.length });
  return { consentId: consent._id };
}

/**
 * The client takes back the consent for one body: in every consent that names it, at once and for good. Who is
 * still wanted needs a new consent. Anyone of the case may pass on the client's word.
 */
export async function withdrawConsent(
  unit: Unit,
  access: CaseAccess,
  input: { consentId: string; body: string },
): Promise<{ withdrawn: number }> {
  const { session, now } = unit;
  const named = await ConsentModel.findOne({ _id: input.consentId, case: access.caseId })
    .session(session)
    .lean<ConsentRecord>();
  if (!named?.grants.some((grant) => grant.body === input.body)) throw new NotFound();
  const consents = await ConsentModel.find({ case: access.caseId, 'grants.body': input.body })
    .session(session)
    .lean<ConsentRecord[]>();
  let withdrawn = 0;
  for (const consent of consents) {
    const grants = consent.grants.map((grant) => {
      if (grant.body !== input.body || grant.withdrawnAt) return grant;
      withdrawn += 1;
      return { body: grant.body, withdrawnAt: now, withdrawnBy: access.personId };
    });
    await ConsentModel.updateOne({ _id: consent._id }, { $set: { grants } }, { session });
  }
  if (withdrawn === 0) throw new Conflict('cases.consent.errors.alreadyWithdrawn');
  unit.note({ body: input.body });
  return { withdrawn };
}

/** Gives a caregiver or coordinator of a consenting body a place in the case. */
export async function inviteToCase(
  unit: Unit,
  access: CaseAccess,
  invited: { personId: string; body: string; role: 'caregiver' | 'facilitator' },
): Promise<{ memberId: string }> {
  if (!mayManageCase(access)) throw new NotFound();
  const { session, now } = unit;
  const existing = await CaseMemberModel.exists({
    case: access.caseId,
    person: invited.personId,
    current: true,
  }).session(session);
  if (existing) throw new Conflict('cases.members.errors.already');
  const member: CaseMemberRecord = {
    _id: randomUUID(),
    case: access.caseId,
    person: invited.personId,
    role: invited.role,
    body: invited.body,
    invitedBy: access.personId,
    since: now,
    current: true,
  };
  await CaseMemberModel.create([member], { session });
  unit.note({ person: invited.personId });
  return { memberId: member._id };
}

/**
 * Somebody is no longer a caregiver or coordinator of a body: the places taken for it end with that, so that who
 * comes back later is invited anew. Who opened a case keeps the place, shut as long as the membership is missing:
 * a case must not be left without anyone.
 */
export async function endPlacesFor(unit: Unit, personId: string, body: string): Promise<void> {
  await CaseMemberModel.updateMany(
    { person: personId, body, current: true, role: { $ne: 'owner' } },
    { $set: { endedAt: unit.now }, $unset: { current: '' } },
    { session: unit.session },
  );
}

/** Ends a place in the case; acts at once. */
export async function endCaseMember(
  unit: Unit,
  access: CaseAccess,
  memberId: string,
): Promise<{ ended: true }> {
  const member = await CaseMemberModel.findOne({ _id: memberId, case: access.caseId, current: true })
    .session(unit.session)
    .lean<CaseMemberRecord>();
  if (!member || !mayEndMember(access, member)) throw new NotFound();
  await CaseMemberModel.updateOne(
    { _id: memberId },
    { $set: { endedAt: unit.now }, $unset: { current: '' } },
    { session: unit.session },
  );
  unit.note({ person: member.person });
  return { ended: true };
}
