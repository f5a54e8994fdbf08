import { type SeatValues, seatFields } from '../../../../models/bodyFields.ts';
import { SeatModel } from '../../../../models/Seat.ts';
import { Conflict } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { emptyValues } from '../../../fields/values.ts';
import { bodyOf } from './policy.ts';
import { checkSeat } from './seatReferences.ts';
import { seatsOf } from './seatViews.ts';
import { requireFree, type SeatPlace, stated, writeSeat } from './seatWriting.ts';
import { dayBeside, holdsOn } from './terms.ts';
import { openToWrite, remember, requireGoingOn, type Writer } from './writing.ts';

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
  await writeSeat(opened, own, { _id: seat, values, replaces: null }, 'joined');
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
