import type { ClientSession } from 'mongodb';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import { BodyChangeModel, type BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { BodyKindOf, BodyValues, Openness, RhythmUnit } from '../../../../models/bodyFields.ts';
import {
  CoordinatingFunctionModel,
  type CoordinatingFunctionRecord,
} from '../../../../models/CoordinatingFunction.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { registersOf } from '../../coverage/register/policy.ts';
import { admissionsOf, partnersOf, registersVisibleTo } from '../../coverage/register/queries.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';
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

async function circumstances(person: Asking, day: string, session: Session = null) {
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
    circumstances(person, brusselsDay(now), session),
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
    circumstances(person, brusselsDay(now)),
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

/** Who sits at the table of a body on a day (YYYY-MM-DD), by the time they came. */
export const currentSeats = async (body: string, day: string): Promise<SeatView[]> =>
  seatViews((await seatsOf([body])).filter((one) => isHeld(one, day)));

/** What happened to a body and at its table, or to the coordinating function of a platform; the newest first. */
export const changesAbout = (about: string): Promise<BodyChangeRecord[]> =>
  BodyChangeModel.find({ about }).sort({ at: -1, _id: 1 }).lean<BodyChangeRecord[]>().exec();

/** Who has the coordinating function of a platform, or had it, by the time it was added. */
export const functionsOf = (platform: string): Promise<CoordinatingFunctionRecord[]> =>
  CoordinatingFunctionModel.find({ platform })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<CoordinatingFunctionRecord[]>()
    .exec();

/** Whether this person takes part in what a platform does, or reads it as an official. */
export async function platformReadBy(
  person: Asking,
  id: string,
): Promise<{ platform: PlatformRecord; seesNames: boolean }> {
  const platform = (await registersVisibleTo(person)).find((one) => one._id === id);
  if (!platform) throw new NotFound();
  const own = registersOf(person, await admissionsOf(person));
  return { platform, seesNames: own.some((one) => one.platform === id) };
}

/** The partners of some platforms with all their sites: who could sit at a table of theirs. */
export interface Surroundings {
  partners: OrganisationRecord[];
  sites: SiteRecord[];
}

export async function surroundingsOf(platforms: readonly string[]): Promise<Surroundings> {
  const partners = await partnersOf([...platforms]);
  return { partners, sites: (await offerOf(partners.map((one) => one._id))).sites };
}

/** One organisation with its sites, for a body inside it. */
export async function surroundingsInside(organisation: string): Promise<Surroundings> {
  const [partners, { sites }] = await Promise.all([
    OrganisationModel.find({ _id: organisation }).lean<OrganisationRecord[]>(),
    offerOf([organisation]),
  ]);
  return { partners, sites };
}
