import type { InviteeRecord } from '../../../models/Invitee.ts';
import { responses } from '../../../models/meetingState.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { seatsOf } from '../network/bodies/queries.ts';
import { actorTypesOf, kindName, kindOf, kindOrder } from '../network/participation/queries.ts';
import { bodyNames, personNames } from '../network/queries.ts';
import { guestOrganisations } from './guests.ts';
import { everyInviteeOf, mailsOf } from './inviteeQueries.ts';
import { answerMark } from './marks.ts';
import type { SeenMeeting } from './queries.ts';
import { isSame, seatsToInvite } from './seatInvitations.ts';
import { isPlanned } from './states.ts';

/** How many of each kind of actor said what. */
async function countsOf(body: string, invited: readonly InviteeRecord[], { t }: SignedInVisit<unknown>) {
  const [seats, types] = await Promise.all([seatsOf([body]), actorTypesOf(invited)]);
  const byId = new Map(seats.map((one) => [one._id, one]));
  const kinds = invited.map((one) => kindOf(one, byId.get(one.seat ?? ''), types));
  return kindOrder
    .filter((kind) => kinds.includes(kind))
    .map((kind) => {
      const own = invited.filter((_, at) => kinds[at] === kind);
      const counts = responses.map((one) => own.filter(({ response }) => response === one).length);
      return { kind: kindName(kind, t), counts, all: own.length };
    });
}

/** Who is invited, as who prepares it or takes part sees them. */
export async function invitedPeople(visit: SignedInVisit<unknown>, { meeting, rights, body }: SeenMeeting) {
  const { house, language, params, refused, now } = visit;
  const all = await everyInviteeOf(meeting._id);
  const invited = all.filter((one) => one.removed === null);
  const invites = rights.keep && isPlanned(meeting.state);
  const [organisations, people, mails, seats, near, counts] = await Promise.all([
    bodyNames(
      house,
      all.flatMap((one) => one.organisation ?? []),
      language,
    ),
    personNames(all.flatMap((one) => [one.removed?.by ?? [], one.answers.at(-1)?.by ?? []].flat())),
    rights.keep ? mailsOf(meeting._id) : new Map(),
    invites ? seatsToInvite(meeting) : [],
    invites && body ? guestOrganisations(body.body, now, language) : [],
    countsOf(meeting.body, invited, visit),
  ]);
  const viewOf = (one: InviteeRecord) => {
    const last = one.answers.at(-1);
    const ids = { id: meeting._id, invitee: one._id };
    return {
      ...{ id: one._id, name: one.name, response: one.response, mark: answerMark[one.response] },
      organisation: one.organisation ? (organisations.get(one.organisation) ?? '') : '',
      mandate: one.mandate,
      isGuest: one.seat === null,
      hasAccount: one.person !== null,
      note: one.note,
      substitute: one.substitute,
      email: rights.keep ? one.email : '',
      toldBy:
        rights.keep && last?.way === 'told' && one.response !== '' ? (people.get(last.by ?? '') ?? '') : '',
      mail: rights.keep ? (mails.get(one._id)?.state ?? (one.email || one.person ? '' : 'none')) : '',
      removed: one.removed && { ...one.removed, by: people.get(one.removed.by) ?? '' },
      refused: refused && params.invitee === one._id ? refused : null,
      to: {
        answers: paths.inviteeAnswers(ids),
        link: paths.inviteeLink(ids),
        removal: paths.inviteeRemoval(ids),
        restoration: paths.inviteeRestoration(ids),
      },
    };
  };
  const missing = seats.filter(
    (seat) => !all.some((one) => isSame(one, { seat: seat.id, person: seat.person, email: seat.email })),
  );
  return {
    invited: invited.map(viewOf).sort((a, b) => a.name.localeCompare(b.name, language)),
    removed: rights.keep ? all.filter((one) => one.removed !== null).map(viewOf) : [],
    missing: missing.map(({ id, name }) => ({ id, name })),
    counts,
    guestOrganisations: near,
    records: invited,
  };
}
