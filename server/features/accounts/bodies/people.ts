import {
  InvitationModel,
  type InvitationRecord,
  type InvitationState,
  invitationState,
} from '../../../../models/Invitation.ts';
import { MembershipModel, type MembershipRecord } from '../../../../models/Membership.ts';
import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import type { Person, Role } from '../../../core/person.ts';
import {
  type Body,
  mayEndMembership,
  mayHandOverReset,
  mayInviteTo,
  rolesLookedAfter,
  rolesToInvite,
} from '../policy.ts';
import { bodiesOf } from './queries.ts';

export interface PersonRow {
  personId: string;
  membershipId: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
  mayEnd: boolean;
  mayReset: boolean;
}

const tags: Record<InvitationState, InvitationRow['tag']> = {
  open: { tone: 'info', icon: 'hourglass' },
  used: { tone: 'ok', icon: 'check-circle' },
  withdrawn: { tone: 'none', icon: 'close' },
  expired: { tone: 'wait', icon: 'clock' },
};

export interface InvitationRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
  state: InvitationState;
  /** How the design shows the state: its colour and its icon. */
  tag: { tone: string; icon: string };
  mayWithdraw: boolean;
}

/** The people of a body with what this person may do about each, its invitations, and what they may invite to. */
export async function careOf(body: Body, viewer: Person, now: Date) {
  const [people, invitations] = await Promise.all([peopleOf(body, viewer), invitationsOf(body, viewer, now)]);
  return { people, invitations, roles: rolesToInvite(viewer, body) };
}

/** Of an organisation only its own administrators see everyone; a coordinator sees whom to turn to. */
function rolesSeen(body: Body, viewer: Person): Role[] {
  if (body.kind === 'platform') return ['coordinator'];
  const looked = rolesLookedAfter(viewer, body);
  return looked.length > 0 ? looked : ['organisationAdministrator'];
}

async function peopleOf(body: Body, viewer: Person): Promise<PersonRow[]> {
  const seen = {
    kind: body.kind,
    body: body.id,
    role: { $in: rolesSeen(body, viewer) },
    current: true as const,
  };
  const rows = await MembershipModel.find(seen).lean<MembershipRecord[]>();
  const ids = rows.map((row) => row.person);
  const [records, all] = await Promise.all([
    PersonModel.find({ _id: { $in: ids } }, { name: 1, email: 1 }).lean<PersonRecord[]>(),
    MembershipModel.find({ person: { $in: ids }, current: true }).lean<MembershipRecord[]>(),
  ]);
  const find = await bodiesOf(all);
  const heldBy = (person: string) =>
    all.flatMap((row) => {
      const held = row.person === person ? find(row) : undefined;
      return held ? [{ role: row.role, body: held }] : [];
    });
  const recordOf = new Map(records.map((record) => [record._id, record]));
  const shown = rows.map(({ _id: membershipId, person: personId, role, since }) => ({
    personId,
    membershipId,
    name: recordOf.get(personId)?.name ?? '',
    email: recordOf.get(personId)?.email ?? '',
    role,
    since,
    mayEnd: mayEndMembership(viewer, body, role),
    mayReset: personId !== viewer.id && mayHandOverReset(viewer, heldBy(personId)),
  }));
  return shown.sort((a, b) => a.name.localeCompare(b.name));
}

/** The newest invitations with what became of them; what this person may not invite to is not shown. */
async function invitationsOf(body: Body, viewer: Person, now: Date): Promise<InvitationRow[]> {
  const filter = { purpose: 'membership' as const, 'membership.kind': body.kind, 'membership.body': body.id };
  const found = await InvitationModel.find(filter)
    .sort({ createdAt: -1 })
    .limit(50)
    .lean<InvitationRecord[]>();
  return found.flatMap((one) => {
    const role = one.membership?.role;
    if (!role || !mayInviteTo(viewer, body, role)) return [];
    const { _id: id, name, email, createdAt, expiresAt } = one;
    const state = invitationState(one, now);
    return [
      { id, name, email, role, createdAt, expiresAt, state, tag: tags[state], mayWithdraw: state === 'open' },
    ];
  });
}
