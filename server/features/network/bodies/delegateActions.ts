import type { SeatValues } from '../../../../models/bodyFields.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { Forbidden, Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { bodyOf, mayNameDelegate } from './policy.ts';
import { checkSeat } from './seatReferences.ts';
import { requireFree, type SeatPlace, seatIn, stated, versionOf, writeSeat } from './seatWriting.ts';
import { dayBeside } from './terms.ts';
import { type Opened, openToWrite, remember, requireGoingOn, type Writer } from './writing.ts';

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

/** Who takes a seat over, and from which day (YYYY-MM-DD). */
export interface Delegate extends Pick<SeatValues, 'person' | 'name' | 'email' | 'from'> {
  /** `versionOf` the seat as it was seen. */
  seen: number;
}

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
  await writeSeat(opened, own, { ...next, replaces: seat._id }, 'replaced');
  return { seat: next._id };
}
