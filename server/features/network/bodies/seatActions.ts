import type { SeatValues } from '../../../../models/bodyFields.ts';
import { SeatModel } from '../../../../models/Seat.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Kept } from './catalogue.ts';
import { checkSeat } from './seatReferences.ts';
import { requireFree, type SeatPlace, seatIn, writeSeat } from './seatWriting.ts';
import {
  decide,
  openToWrite,
  remember,
  requireGoingOn,
  requireKeeping,
  traceOf,
  type Writer,
} from './writing.ts';

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
  await writeSeat(opened, own, { _id: seat, values, replaces: null }, 'added');
  return { seat };
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
