import { actorTypes } from '../../../../models/Organisation.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { Person } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { type BodyRights, mayNameDelegate } from './policy.ts';
import { isHeld, type SeatView, seatViews } from './queries.ts';
import type { Wording } from './wording.ts';

export interface TableAround {
  visit: Pick<SignedInVisit<unknown>, 'person' | 't'>;
  body: string;
  rights: BodyRights;
  /** The body was ended: what stands there is only read. */
  isOver: boolean;
  wording: Wording;
}

const may = (person: Person, { rights, isOver }: TableAround, seat: SeatView): boolean =>
  !isOver &&
  mayNameDelegate(person, rights, { organisation: seat.organisation ?? '', person: seat.person ?? '' });

/** One seat as the page shows it; the person only for who may see people. */
function seatShown(seat: SeatView, record: SeatRecord, around: TableAround) {
  const { visit, body, rights, isOver, wording } = around;
  const words = (field: string, value: string): string => wording.value('seat', field, value);
  const isNamed = seat.person !== null || seat.name !== '';
  const sender = seat.organisation ?? seat.platform;
  const organisation = sender ? wording.organisation(sender) : record.values.organisationWords;
  const person = rights.seesNames ? seat.name : '';
  const at = { id: body, item: seat.id };
  return {
    id: seat.id,
    organisation: organisation || visit.t('bodies.seat.alone'),
    site: seat.site ? wording.site(seat.site) : '',
    person,
    isNamed,
    about: person ? `${organisation}, ${person}` : organisation,
    mandate: words('mandate', seat.mandate),
    level: words('level', seat.level),
    voice: words('voice', seat.voice),
    profession: words('profession', seat.profession),
    from: words('from', seat.from),
    until: words('until', seat.until),
    email: rights.keep ? seat.email : '',
    isOwn: seat.person === visit.person.id,
    isFictional: record.fictional === true,
    nameLabel: isNamed ? 'bodies.delegate.replace' : 'bodies.delegate.name',
    toName: may(visit.person, around, seat) ? paths.seatDelegate(at) : null,
    toChange: rights.keep && !isOver ? paths.seat(at) : null,
    toCorrect: rights.keep ? paths.seatCorrection(at) : null,
  };
}

/** How many sit there for governance, for the field, and of how many it is not known. */
function balanceOf(seats: readonly SeatView[]) {
  const count = (level: string): number => seats.filter((one) => one.level === level).length;
  return { governance: count('governance'), field: count('field'), unknown: count('') };
}

/** The table by kind of actor, in the order of the list of kinds; platforms first, unknown kinds last. */
function grouped(seats: SeatView[], shown: ReturnType<typeof seatShown>[], { visit }: TableAround) {
  const groupOf = (seat: SeatView): string => (seat.platform ? 'platform' : (seat.actorType ?? ''));
  const order = ['platform', ...actorTypes, ''];
  const labelOf = (group: string): string => {
    if (group === 'platform') return visit.t('bodies.table.platform');
    return group === '' ? visit.t('bodies.table.unknown') : visit.t(`accounts.actorTypes.${group}`);
  };
  return order.flatMap((group) => {
    const own = seats.flatMap((seat, at) => (groupOf(seat) === group ? [shown[at]!] : []));
    const views = seats.filter((seat) => groupOf(seat) === group);
    return own.length > 0 ? [{ label: labelOf(group), balance: balanceOf(views), seats: own }] : [];
  });
}

/** Who sits there on a day and who did before, by kind of actor, with how many of governance and of the field. */
export async function seatPicture(records: readonly SeatRecord[], day: string, around: TableAround) {
  const views = await seatViews(records);
  const recordOf = (id: string): SeatRecord => records.find((one) => one._id === id)!;
  const shown = (seat: SeatView) => seatShown(seat, recordOf(seat.id), around);
  const now = views.filter(({ id }) => isHeld(recordOf(id), day));
  const before = views.filter(({ id, until }) => !recordOf(id).mistaken && until !== '' && until < day);
  const coming = views.filter(({ id, from }) => !recordOf(id).mistaken && from > day);
  const organisations = new Set(
    now.map((one) => one.organisation ?? one.platform ?? one.organisationWords).filter((one) => one !== ''),
  );
  const isReal = ({ from, until }: SeatView): boolean => from === '' || from <= until;
  return {
    groups: grouped(now, now.map(shown), around),
    seats: now.length,
    organisations: organisations.size,
    toBeNamed: now.filter((one) => one.person === null && one.name === '').length,
    balance: balanceOf(now),
    coming: coming.map(shown),
    before: around.rights.seesNames ? before.filter(isReal).map(shown) : [],
    isSeated: now.some((one) => one.person === around.visit.person.id),
  };
}
