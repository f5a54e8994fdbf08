import { attendeeKinds } from '../../../../models/activityFields.ts';
import type { AttendancePlace } from '../../../../models/MeetingAttendance.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { isPlatform } from '../bodies/queries.ts';
import type { ActorKind } from './figures.ts';

/** What says of which kind of actor somebody is. */
export type SpokenFor = Pick<AttendancePlace, 'organisation' | 'actorType'>;

/** In the order in which lists show them. */
export const kindOrder: readonly ActorKind[] = [...attendeeKinds, 'platform', 'unsaid'];

/** The kinds of actor of the organisations for which it was not written down, by organisation. */
export async function actorTypesOf(places: readonly SpokenFor[]): Promise<ReadonlyMap<string, string>> {
  const unknown = places.filter((one) => one.actorType === '').flatMap((one) => one.organisation ?? []);
  const organisations = await OrganisationModel.find(
    { _id: { $in: [...new Set(unknown)] } },
    { actorType: 1 },
  ).lean<OrganisationRecord[]>();
  return new Map(organisations.map((one) => [one._id, one.actorType ?? '']));
}

/** Who speaks for no organisation is of the kind of their voice or profession. */
export function kindOf(
  place: SpokenFor,
  seat: SeatRecord | undefined,
  types: ReadonlyMap<string, string>,
): ActorKind {
  if (place.organisation && isPlatform(place.organisation)) return 'platform';
  const type = place.actorType || types.get(place.organisation ?? '') || (seat ? seat.values.actorType : '');
  if (type) return type as ActorKind;
  if (seat?.values.voice === 'client') return 'expert_by_experience';
  if (seat?.values.voice === 'family') return 'family';
  if (seat?.values.profession === 'general_practitioner') return 'general_practice';
  return seat?.values.profession === 'psychiatrist' ? 'psychiatrist' : 'unsaid';
}

export function kindName(kind: string, t: SignedInVisit['t']): string {
  if (kind === 'unsaid') return t('participation.unsaid.kind');
  return kind === 'platform' ? t('participation.platformPeople') : t(`activities.kinds.${kind}`);
}
