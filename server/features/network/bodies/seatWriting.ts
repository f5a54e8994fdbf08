import type { SeatValues } from '../../../../models/bodyFields.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { seatsOf } from './seatViews.ts';
import { type Opened, remember, traceOf } from './writing.ts';

/** Most seats at one table: more nobody reads. */
const most = 400;

export interface SeatPlace {
  body: string;
  seat: string;
}

/** A seat of the body that is no mistake. @throws NotFound, or Conflict for one that was */
export async function seatIn({ unit, body }: Opened, id: string): Promise<SeatRecord> {
  const seat = await SeatModel.findOne({ _id: id, body: body._id })
    .session(unit.session)
    .lean<SeatRecord | null>();
  if (!seat) throw new NotFound();
  if (seat.mistaken) throw new Conflict('bodies.errors.mistaken');
  return seat;
}

const sameSeat = (a: SeatValues, b: SeatValues): boolean =>
  (a.person !== '' && a.person === b.person) ||
  (a.person === '' && a.name !== '' && a.name === b.name && a.organisation === b.organisation);

/** Nobody sits twice at one table at a time. @throws Invalid beside who sits there already */
export async function requireFree(
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

/** Grows with every change of a seat: two people who name a delegate at once are told of each other. */
export const versionOf = ({ fields }: Pick<SeatRecord, 'fields'>): number =>
  Object.values(fields).reduce((sum, one) => sum + one.version, 0);

/** A field of a seat that the house itself sets: it counts as changed, so that who saw another value is told. */
export const stated = ({ fields }: SeatRecord, field: keyof SeatValues, { unit, person }: Opened) => ({
  [`fields.${field}`]: { version: (fields[field]?.version ?? 0) + 1, by: person.id, at: unit.now },
});

/** Puts a seat at the table and in the history. */
export async function writeSeat(
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
