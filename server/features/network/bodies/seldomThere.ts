import { isSeatOf, type Missing, ofSeat, type Table } from './tableSeats.ts';

/** Invited this often without being there once. */
const oftenInvited = 3;

/** Invited at least so often, and there at most once in so many times. */
const seldom = { invited: 4, oneIn: 3 };

/** Came this often without a seat: once is a visit. */
const oftenBesides = 2;

/** Who stands alone or has a voice is invited, and never came: said of all of them together. */
function notReached({ seats, attendance = [] }: Table) {
  return (['client', 'family', 'general_practitioner', 'psychiatrist'] as const).flatMap((who) => {
    const own = seats.filter(isSeatOf[who]).map((one) => one.id);
    const said = attendance.filter((one) => own.includes(one.seat));
    const invited = said.reduce((sum, one) => sum + one.invited, 0);
    const cameOnce = said.some((one) => one.attended > 0);
    return invited >= oftenInvited && !cameOnce ? [{ who, invited, seats: own }] : [];
  });
}

/** Who is invited often and comes seldom or never, as figures. Who stands in for somebody else is not expected each time. */
export function seldomThere(table: Table): Missing[] {
  const { seats, attendance = [] } = table;
  const unreached = notReached(table);
  const said = new Set(unreached.flatMap((one) => one.seats));
  const often = attendance.flatMap(({ seat, invited, attended }): Missing[] => {
    const found = seats.find((one) => one.id === seat);
    if (!found?.isNamed || found.mandate === 'substitute' || said.has(seat)) return [];
    if (attended === 0)
      return invited >= oftenInvited ? [{ kind: 'never_there', ...ofSeat(found), invited }] : [];
    const isSeldom = invited >= seldom.invited && attended * seldom.oneIn <= invited;
    return isSeldom ? [{ kind: 'seldom_there', ...ofSeat(found), invited, attended }] : [];
  });
  return [...often, ...unreached.map(({ who, invited }): Missing => ({ kind: 'not_reached', who, invited }))];
}

/** Organisations that come and have no seat. */
export const withoutSeat = ({ seats, besides = [] }: Table): Missing[] =>
  besides
    .filter(({ organisation, times }) => {
      const isSeated = seats.some((one) => one.organisation === organisation);
      return times >= oftenBesides && !isSeated;
    })
    .map((one) => ({ kind: 'without_seat', ...one }));
