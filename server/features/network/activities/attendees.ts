import type { ActivityType, AttendeeKind } from '../../../../models/activityFields.ts';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import type { Attendee } from './attendance.ts';
import { activitiesOf } from './queries.ts';

/** Who came the last time: of this type and body, else of this type. */
export async function lastAttendance(platform: string, type: ActivityType, body: string) {
  const all = (await activitiesOf(platform)).filter(
    (one) => one.state === 'confirmed' && one.values.type === type && one.attendance.length > 0,
  );
  const found = all.find((one) => body !== '' && one.values.body === body) ?? all[0];
  return found?.attendance ?? [];
}

/** An organisation of a platform as somebody who can come, with its names. */
export interface NamedAttendee extends Attendee {
  name: string;
  named: { id: string; name: string }[];
}

/** The organisations a platform admitted, by name, with their seats and antennas. */
export async function attendeesOf(platform: string, language: Language, now: Date): Promise<NamedAttendee[]> {
  const partners: OrganisationRecord[] = await partnersOf([platform]);
  const sites = await SiteModel.find({ organisationId: { $in: partners.map((one) => one._id) } }).lean<
    SiteRecord[]
  >();
  const all = partners.map((one) => {
    const own = sites.filter((site) => site.organisationId === one._id && site.name !== null);
    return {
      id: one._id,
      kind: (one.actorType ?? 'other') as AttendeeKind,
      name: nameOn(one, now),
      sites: own.map((site) => site._id),
      named: own.map((site) => ({ id: site._id, name: inLanguage(site.name!, language).text })),
    };
  });
  return all.sort((a, b) => a.name.localeCompare(b.name, language));
}
