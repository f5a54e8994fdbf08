import type { ClientSession } from 'mongodb';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { personNames } from '../queries.ts';
import { holdsOn } from './terms.ts';

type Session = ClientSession | null;

/** A place at a table as other parts of the network are told of it. */
export interface SeatView {
  id: string;
  body: string;
  organisation: string | null;
  /** Where somebody sits there for a platform. */
  platform: string | null;
  /** Null when not known. */
  actorType: string | null;
  /** Id of who has an account. */
  person: string | null;
  /** Of the person; '' for a seat whose delegate is still to be named. */
  name: string;
  /** Where somebody without an account is invited; '' when not known. */
  email: string;
  mandate: string;
  level: string;
  site: string | null;
  voice: string;
  profession: string;
  from: string;
  until: string;
}

/** Every seat of a body, also those of before and those that were a mistake, by the time it was added. */
export const seatsOf = (bodies: readonly string[], session: Session = null): Promise<SeatRecord[]> =>
  SeatModel.find({ body: { $in: bodies } })
    .sort({ 'added.at': 1, _id: 1 })
    .session(session)
    .lean<SeatRecord[]>()
    .exec();

/** The mandates somebody holds on a day (YYYY-MM-DD) at the tables of these bodies, by body. */
export async function mandatesOf(
  person: string,
  bodies: readonly string[],
  day: string,
  session: Session = null,
): Promise<Map<string, string[]>> {
  const seats = await SeatModel.find({ 'values.person': person, body: { $in: bodies } })
    .session(session)
    .lean<SeatRecord[]>();
  const mandates = new Map<string, string[]>();
  for (const { body, values } of seats.filter((one) => isHeld(one, day)))
    mandates.set(body, [...(mandates.get(body) ?? []), values.mandate]);
  return mandates;
}

export const isPlatform = (id: string): boolean => /^([A-Z]{2}-[A-Z]{3}(-\d)?|DG)$/.test(id);

/** Seats as others are told of them; who has an account is called by the name of it. */
export async function seatViews(seats: readonly SeatRecord[]): Promise<SeatView[]> {
  const ids = (of: (values: SeatRecord['values']) => string): string[] => [
    ...new Set(seats.map(({ values }) => of(values)).filter((one) => one !== '')),
  ];
  const [names, organisations] = await Promise.all([
    personNames(ids((values) => values.person)),
    OrganisationModel.find({ _id: { $in: ids((values) => values.organisation) } }).lean<
      OrganisationRecord[]
    >(),
  ]);
  const typeOf = new Map(organisations.map((one) => [one._id, one.actorType]));
  return seats.map(({ _id, body, values }) => ({
    id: _id,
    body,
    organisation: isPlatform(values.organisation) ? null : values.organisation || null,
    platform: isPlatform(values.organisation) ? values.organisation : null,
    actorType: typeOf.get(values.organisation) ?? (values.actorType || null),
    person: values.person || null,
    name: values.person ? (names.get(values.person) ?? values.name) : values.name,
    email: values.email,
    mandate: values.mandate,
    level: values.level,
    site: values.site || null,
    voice: values.voice,
    profession: values.profession,
    from: values.from,
    until: values.until,
  }));
}

/** Whether somebody sits in a seat on a day (YYYY-MM-DD). */
export const isHeld = ({ mistaken, values }: SeatRecord, day: string): boolean =>
  mistaken === null && holdsOn(values, day);
