import type { ClientSession } from 'mongodb';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import { BodyChangeModel, type BodyChangeRecord } from '../../../../models/BodyChange.ts';
import type { BodyKindOf, BodyValues, Openness, RhythmUnit } from '../../../../models/bodyFields.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { admissionsOf } from '../../coverage/register/queries.ts';
import { type BodyFacts, type BodyRights, bodyRights, type Circumstances } from './policy.ts';
import { isHeld, isPlatform, mandatesOf, type SeatView, seatsOf, seatViews } from './seatViews.ts';
import { holdsOn } from './terms.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

export { isHeld, isPlatform, mandatesOf, type SeatView, seatsOf, seatViews };

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
  return (id: string): Circumstances => ({ admissions, isSeated: tables.has(id) });
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

/** Every body this person may read, or every one of these, by the time it was added. */
export async function bodiesSeenBy(
  person: Asking,
  now: Date,
  of: { _id?: string; 'values.parent'?: string } = {},
): Promise<SeenBody[]> {
  const own = person.affiliations.map((one) => one.bodyId);
  const [bodies, around] = await Promise.all([
    BodyModel.find({ ...of, $or: [{ organisation: null }, { organisation: { $in: own } }] })
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

/** Who sits at the table of a body on a day (YYYY-MM-DD), by the time they came. */
export const currentSeats = async (body: string, day: string): Promise<SeatView[]> =>
  seatViews((await seatsOf([body])).filter((one) => isHeld(one, day)));

/** What happened to a body and at its table, or to the coordinating function of a platform; the newest first. */
export const changesAbout = (about: string): Promise<BodyChangeRecord[]> =>
  BodyChangeModel.find({ about }).sort({ at: -1, _id: 1 }).lean<BodyChangeRecord[]>().exec();

/** Bodies by their ids, for what was decided elsewhere: who is invited to a meeting is told its name. */
export const bodyFactsOf = (ids: readonly string[]): Promise<BodyRecord[]> =>
  BodyModel.find({ _id: { $in: ids } })
    .lean<BodyRecord[]>()
    .exec();
