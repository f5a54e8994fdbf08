import { type SeatValues, seatFields } from '../../../../models/bodyFields.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { emptyValues } from '../../../fields/values.ts';
import type { Kept } from './catalogue.ts';
import { bodyOf, mayNameDelegate } from './policy.ts';
import { seatsOf } from './queries.ts';
import { checkSeat } from './references.ts';
import { dayBeside, holdsOn } from './terms.ts';
import {
  decide,
  type Opened,
  openToWrite,
  remember,
  requireGoingOn,
  requireKeeping,
  traceOf,
  type Writer,
} from './writing.ts';

/** Most seats at one table: more nobody reads. */
const most = 400;

export interface SeatPlace {
  body: string;
  seat: string;
}

/** A seat of the body that is no mistake. @throws NotFound, or Conflict for one that was */
async function seatIn({ unit, body }: Opened, id: string): Promise<SeatRecord> {
  const seat = await SeatModel.findOne({ _id: id, body: body._id })
    .session(unit.session)
    .lean<SeatRecord | null>();
  if (!seat) throw new NotFound();
  if (seat.mistaken) throw new Conflict('bodies.errors.mistaken');
  return seat;
}

/** For whom somebody names a delegate. @throws Forbidden for a seat that is not theirs to name */
export function namesFor(
  { person, rights }: Pick<Opened, 'person' | 'rights'>,
  { values }: SeatRecord,
): string {
  if (!mayNameDelegate(person, rights, values)) throw new Forbidden();
  if (rights.keep) return rights.body;
  return person.affiliations.some((one) => one.bodyId === values.organisation)
    ? values.organisation
    : bodyOf(person);
}

const sameSeat = (a: SeatValues, b: SeatValues): boolean =>
  (a.person !== '' && a.person === b.person) ||
  (a.person === '' && a.name !== '' && a.name === b.name && a.organisation === b.organisation);

/** Nobody sits twice at one table at a time. @throws Invalid beside who sits there already */
async function requireFree(
  { unit, body }: Opened,
  values: SeatValues,
  own: readonly string[],
): Promise<void> {
  const others = (await seatsOf([body._id], unit.session)).filter(
    (one) => !one.mistaken && !own.includes(one._id),
  );
  if (others.length >= most) throw new Conflict('bodies.errors.full');
  const from = values.from || brusselsDay(unit.now);
  const meets = ({ from: first, until: last }: SeatValues): boolean =>
    (last === '' || last >= from) && (values.until === '' || first === '' || first <= values.until);
  const twin = others.some((one) => sameSeat(one.values, values) && meets(one.values));
  if (twin) throw new Invalid({ [values.person ? 'person' : 'name']: 'bodies.errors.sitsThere' });
}

/** Adds a seat; without a person or a name its delegate is still to be named. @throws NotFound, Forbidden, Invalid, Conflict */
export async function addSeat(
  unit: Unit,
  person: Writer,
  { body, seat }: SeatPlace,
  values: SeatValues,
): Promise<{ seat: string }> {
  const opened = await openToWrite(unit, person, body);
  const own = requireKeeping(opened);
  requireGoingOn(opened);
  await checkSeat(values, Object.keys(values), opened.body, unit.session);
  await requireFree(opened, values, []);
  await write(opened, own, { _id: seat, values, replaces: null }, 'added');
  return { seat };
}

async function write(
  opened: Opened,
  own: string,
  given: Pick<SeatRecord, '_id' | 'values' | 'replaces'>,
  way: 'added' | 'joined' | 'replaced',
): Promise<void> {
  const record: SeatRecord = {
    ...given,
    body: opened.body._id,
    fields: {},
    added: traceOf(opened, own),
    mistaken: null,
  };
  await SeatModel.create([record], { session: opened.unit.session });
  await remember(opened, own, { about: opened.body._id, kind: 'seat', item: given._id, way });
}

/** Changes fields of a seat, each against the version that was seen. @throws Conflict with both values, Invalid, Forbidden */
export async function changeSeat(
  unit: Unit,
  person: Writer,
  place: SeatPlace,
  commands: readonly FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const opened = await openToWrite(unit, person, place.body);
  const own = requireKeeping(opened);
  const seat = await seatIn(opened, place.seat);
  const decided = decide('seat', seat as unknown as Kept, commands, opened);
  const { changed, changes, states } = decided;
  if (changed.length === 0) return { changed };
  const values = decided.values as unknown as SeatValues;
  await checkSeat(values, changed, opened.body, unit.session);
  if (changed.includes('person') || changed.includes('name')) await requireFree(opened, values, [seat._id]);
  await SeatModel.updateOne({ _id: seat._id }, { $set: { ...states, values } }, { session: unit.session });
  await remember(opened, own, { about: place.body, kind: 'seat', item: seat._id, way: 'changed', changes });
  unit.note({ fields: changed });
  return { changed };
}

/** Who takes a seat over, and from which day (YYYY-MM-DD). */
export interface Delegate extends Pick<SeatValues, 'person' | 'name' | 'email' | 'from'> {
  /** `versionOf` the seat as it was seen. */
  seen: number;
}

/** Grows with every change of a seat: two people who name a delegate at once are told of each other. */
export const versionOf = ({ fields }: Pick<SeatRecord, 'fields'>): number =>
  Object.values(fields).reduce((sum, one) => sum + one.version, 0);

/** A field of a seat that the house itself sets: it counts as changed, so that who saw another value is told. */
const stated = ({ fields }: SeatRecord, field: keyof SeatValues, { unit, person }: Opened) => ({
  [`fields.${field}`]: { version: (fields[field]?.version ?? 0) + 1, by: person.id, at: unit.now },
});

/**
 * Names the delegate of a seat. Where nobody sat there yet this fills it; else the old seat gets its last day, and a
 * new one begins: who sat there before stays known.
 * @throws NotFound, Forbidden, Conflict, Invalid where somebody else named another one meanwhile
 */
export async function nameDelegate(
  unit: Unit,
  person: Writer,
  place: SeatPlace & { next: string },
  { seen, from, ...who }: Delegate,
): Promise<{ seat: string }> {
  const opened = await openToWrite(unit, person, place.body);
  requireGoingOn(opened);
  const seat = await seatIn(opened, place.seat);
  const own = namesFor(opened, seat);
  if (versionOf(seat) !== seen) throw new Invalid({ delegate: 'bodies.errors.namedMeanwhile' });
  if (who.person === '' && who.name === '') throw new Invalid({ name: 'bodies.errors.delegate' });
  const values: SeatValues = { ...seat.values, ...who, from, until: '' };
  await checkSeat(values, ['person', 'name', 'email', 'from'], opened.body, unit.session);
  await requireFree(opened, values, [seat._id]);
  if (seat.values.person === '' && seat.values.name === '') return fill(opened, own, seat, values);
  return takeOver(opened, own, seat, { _id: place.next, values });
}

async function fill(
  opened: Opened,
  own: string,
  seat: SeatRecord,
  values: SeatValues,
): Promise<{ seat: string }> {
  const fields = (['person', 'name', 'email', 'from'] as const).filter(
    (one) => seat.values[one] !== values[one],
  );
  const states = Object.assign({}, ...fields.map((one) => stated(seat, one, opened)));
  const kept = { ...values, until: seat.values.until };
  await SeatModel.updateOne(
    { _id: seat._id },
    { $set: { ...states, values: kept } },
    { session: opened.unit.session },
  );
  const changes = fields.map((field) => ({ field, from: seat.values[field], to: values[field] }));
  const done = { about: seat.body, kind: 'seat', item: seat._id, way: 'changed', changes } as const;
  await remember(opened, own, done);
  return { seat: seat._id };
}

async function takeOver(
  opened: Opened,
  own: string,
  seat: SeatRecord,
  next: Pick<SeatRecord, '_id' | 'values'>,
): Promise<{ seat: string }> {
  const { session } = opened.unit;
  const until = dayBeside(next.values.from, -1);
  if (seat.values.from !== '' && until < seat.values.from)
    throw new Invalid({ from: 'bodies.errors.afterFirstDay' });
  if (seat.values.until !== '' && seat.values.until < until)
    throw new Invalid({ delegate: 'bodies.errors.seatEnded' });
  const set = { 'values.until': until, ...stated(seat, 'until', opened) };
  await SeatModel.updateOne({ _id: seat._id }, { $set: set }, { session });
  await write(opened, own, { ...next, replaces: seat._id }, 'replaced');
  return { seat: next._id };
}

/** Says that nobody was meant to sit here, with why. What they did stays theirs. @throws NotFound, Forbidden, Conflict */
export async function correctSeat(
  unit: Unit,
  person: Writer,
  place: SeatPlace,
  { why }: { why: string },
): Promise<{ seat: string }> {
  const opened = await openToWrite(unit, person, place.body);
  const own = requireKeeping(opened);
  const seat = await seatIn(opened, place.seat);
  const mistaken = { ...traceOf(opened, own), why };
  await SeatModel.updateOne({ _id: seat._id }, { $set: { mistaken } }, { session: unit.session });
  await remember(opened, own, { about: place.body, kind: 'seat', item: seat._id, way: 'mistaken', why });
  return { seat: seat._id };
}

/** Takes a seat in a body that is open to anyone. @throws NotFound, Conflict for one that is not, or who sits there */
export async function joinBody(
  unit: Unit,
  person: Writer,
  { body, seat }: SeatPlace,
): Promise<{ seat: string }> {
  const opened = await openToWrite(unit, person, body);
  requireGoingOn(opened);
  if (opened.body.values.openness !== 'open') throw new Conflict('bodies.errors.notOpen');
  const own = bodyOf(person);
  const first = person.affiliations.find((one) => one.bodyId === own);
  const sends = first?.kind === 'organisation' || first?.kind === 'platform';
  const values = {
    ...(emptyValues(seatFields) as unknown as SeatValues),
    organisation: sends ? own : '',
    person: person.id,
    mandate: 'member',
    from: brusselsDay(unit.now),
  };
  await checkSeat(values, Object.keys(values), opened.body, unit.session, true);
  await requireFree(opened, values, []);
  await write(opened, own, { _id: seat, values, replaces: null }, 'joined');
  return { seat };
}

/** Leaves an open body. @throws NotFound, Conflict for who does not sit there */
export async function leaveBody(unit: Unit, person: Writer, body: string): Promise<{ left: number }> {
  const opened = await openToWrite(unit, person, body);
  if (opened.body.values.openness !== 'open') throw new Conflict('bodies.errors.notOpen');
  const today = brusselsDay(unit.now);
  const own = (await seatsOf([body], unit.session)).filter(
    (one) => !one.mistaken && one.values.person === person.id && holdsOn(one.values, today),
  );
  if (own.length === 0) throw new Conflict('bodies.errors.sitsNot');
  for (const seat of own) {
    // From today on they sit there no more: the last day is the one before.
    const until = dayBeside(today, -1);
    await SeatModel.updateOne(
      { _id: seat._id },
      { $set: { 'values.until': until, ...stated(seat, 'until', opened) } },
      { session: unit.session },
    );
    await remember(opened, bodyOf(person), { about: body, kind: 'seat', item: seat._id, way: 'left' });
  }
  return { left: own.length };
}
