import type { ClientSession } from 'mongodb';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import { BodyChangeModel, type BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { BodyKindOf, BodyValues, Openness, RhythmUnit } from '../../../../models/bodyFields.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { admissionsOf } from '../../coverage/register/queries.ts';
import { personNames } from '../queries.ts';
import { type Around, type BodyFacts, type BodyRights, bodyRights } from './policy.ts';
import { holdsOn } from './terms.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

/** A body as other parts of the network are told of it. */
export interface BodyView extends BodyFacts {
  id: string;
  /** The first of its platforms; null for one inside an organisation. */
  platform: string | null;
  kind: BodyKindOf;
  name: LocalisedText;
  parent: string | null;
  openness: Openness;
  /** nl, fr, de, en, or '' when not known. */
  language: string;
  rhythm: { unit: RhythmUnit | ''; number: number | null; words: string };
  values: BodyValues;
  /** Its last day, YYYY-MM-DD; '' while it goes on. */
  endedOn: string;
  rights: BodyRights;
}

export interface SeenBody {
  body: BodyRecord;
  rights: BodyRights;
}

export const factsOf = ({
  values,
  organisation,
}: Pick<BodyRecord, 'values' | 'organisation'>): BodyFacts => ({
  platforms: values.platforms,
  organisation,
  openness: values.openness,
});

const viewOf = ({ body, rights }: SeenBody): BodyView => ({
  ...factsOf(body),
  id: body._id,
  platform: body.values.platforms[0] ?? null,
  kind: body.values.kind,
  name: body.values.name,
  parent: body.values.parent || null,
  openness: body.values.openness,
  language: body.values.language,
  rhythm: {
    unit: body.values.rhythmUnit,
    number: body.values.rhythmNumber,
    words: body.values.rhythmWords,
  },
  values: body.values,
  endedOn: body.ended?.on ?? '',
  rights,
});

/** Ids of the bodies at whose table somebody sits on a day (YYYY-MM-DD). */
async function tablesOf(person: string, day: string, session: Session = null): Promise<Set<string>> {
  const seats = await SeatModel.find({ 'values.person': person, mistaken: null })
    .session(session)
    .lean<SeatRecord[]>();
  return new Set(seats.filter(({ values }) => holdsOn(values, day)).map((one) => one.body));
}

async function surroundings(person: Asking, day: string, session: Session = null) {
  const [admissions, tables] = await Promise.all([
    admissionsOf(person, session),
    tablesOf(person.id, day, session),
  ]);
  return (id: string): Around => ({ admissions, isSeated: tables.has(id) });
}

/**
 * A body and what this person may do with it.
 * @throws NotFound for one they may not read, whether there is one or not
 */
export async function requireBody(
  person: Asking,
  id: string,
  now: Date,
  session: Session = null,
): Promise<SeenBody> {
  const [body, around] = await Promise.all([
    BodyModel.findById(id).session(session).lean<BodyRecord | null>(),
    surroundings(person, brusselsDay(now), session),
  ]);
  if (!body) throw new NotFound();
  const rights = bodyRights(person, factsOf(body), around(id));
  if (!rights.read) throw new NotFound();
  return { body, rights };
}

/** Every body this person may read, by the time it was added. */
export async function bodiesSeenBy(person: Asking, now: Date): Promise<SeenBody[]> {
  const own = person.affiliations.map((one) => one.bodyId);
  const [bodies, around] = await Promise.all([
    BodyModel.find({ $or: [{ organisation: null }, { organisation: { $in: own } }] })
      .sort({ 'added.at': 1, _id: 1 })
      .lean<BodyRecord[]>(),
    surroundings(person, brusselsDay(now)),
  ]);
  return bodies
    .map((body) => ({ body, rights: bodyRights(person, factsOf(body), around(body._id)) }))
    .filter(({ rights }) => rights.read);
}

/** A body as this person may see it; null for one they may not read, whether there is one or not. */
export async function bodyVisibleTo(house: House, person: Asking, id: string): Promise<BodyView | null> {
  return requireBody(person, id, house.clock.now()).then(viewOf, (error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
}

export async function bodiesVisibleTo(house: House, person: Asking): Promise<BodyView[]> {
  return (await bodiesSeenBy(person, house.clock.now())).map(viewOf);
}

/** Whether somebody may be told that this body changed. */
export const mayWatchBody = async (house: House, person: Person, id: string): Promise<boolean> =>
  (await bodyVisibleTo(house, person, id)) !== null;

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

const isPlatform = (id: string): boolean => /^([A-Z]{2}-[A-Z]{3}(-\d)?|DG)$/.test(id);

/** Who sits at the table of a body on a day (YYYY-MM-DD), by the time they came. */
export async function currentSeats(body: string, day: string): Promise<SeatView[]> {
  const seats = (await seatsOf([body])).filter((one) => !one.mistaken && holdsOn(one.values, day));
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
  return seats.map(({ _id, values }) => ({
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

/** What happened to a body and at its table, or to the coordinating function of a platform; the newest first. */
export const changesAbout = (about: string): Promise<BodyChangeRecord[]> =>
  BodyChangeModel.find({ about }).sort({ at: -1, _id: 1 }).lean<BodyChangeRecord[]>().exec();
