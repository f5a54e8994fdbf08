import { expect } from 'chai';
import { type RoomSaying, roomAfter } from '../../public/scripts/room/state.ts';
import { placesAt } from '../../server/features/meetings/attendance/standing.ts';

const minute = 60_000;
const ten = Date.UTC(2026, 10, 24, 9);

const roomOf = (...events: [minutes: number, said: RoomSaying][]) =>
  roomAfter(
    events.map(([minutes, said], at) => ({
      ...{ sequence: at + 1, at: new Date(ten + minutes * minute), by: 'nora' },
      ...said,
    })),
  );

const opened: RoomSaying = { kind: 'opened' };
const closed: RoomSaying = { kind: 'closed' };
const came = (invitee: string): RoomSaying => ({ kind: 'arrived', invitee });

const invitee = (_id: string, said: object = {}) => ({
  ...{ _id, seat: `seat-${_id}`, organisation: 'brug', actorType: 'housing', response: '' as const },
  ...{ added: { at: new Date(ten - 1000 * minute), by: null }, removed: null },
  ...said,
});

const standingsOf = (...[room, invitees]: [ReturnType<typeof roomOf>, ReturnType<typeof invitee>[]]) =>
  placesAt(room, invitees, new Date(ten))?.map((one) => `${one.standing}${one.isLate ? ' late' : ''}`);

describe('who was at a meeting', () => {
  it('who came is there, also after they left; who was marked or had answered no is excused; the rest is absent', () => {
    const room = roomOf(
      [0, opened],
      [1, came('a')],
      [2, came('b')],
      [30, { kind: 'left', invitee: 'b' }],
      [5, { kind: 'excused', invitee: 'c' }],
      [90, closed],
    );
    const all = [
      ...['a', 'b', 'c'].map((one) => invitee(one)),
      invitee('d', { response: 'no' }),
      invitee('e', { response: 'yes' }),
    ];
    expect(standingsOf(room, all)).to.deep.equal(['attending', 'attending', 'excused', 'excused', 'absent']);
  });

  it('who had answered no and came is there', () => {
    const room = roomOf([0, opened], [3, came('a')], [90, closed]);
    expect(standingsOf(room, [invitee('a', { response: 'no' })])).to.deep.equal(['attending']);
  });

  it('late is more than a quarter of an hour after it began, or after it was to begin where the room was open before', () => {
    const early = roomOf([-20, opened], [10, came('a')], [16, came('b')], [90, closed]);
    expect(standingsOf(early, [invitee('a'), invitee('b')])).to.deep.equal(['attending', 'attending late']);
    const after = roomOf([30, opened], [40, came('a')], [46, came('b')], [90, closed]);
    expect(standingsOf(after, [invitee('a'), invitee('b')])).to.deep.equal(['attending', 'attending late']);
  });

  it('who is marked after the end was there the whole time, and not late', () => {
    const room = roomOf([0, opened], [1, came('a')], [90, closed], [95, came('b')]);
    expect(standingsOf(room, [invitee('a'), invitee('b')])).to.deep.equal(['attending', 'attending']);
  });

  it('of a meeting at which nobody was marked it is not known who came: nobody was absent', () => {
    const room = roomOf([0, opened], [5, { kind: 'excused', invitee: 'b' }], [90, closed]);
    expect(placesAt(room, [invitee('a'), invitee('b')], new Date(ten))).to.equal(null);
  });

  it('who was added while it was held came by themselves; who was added by mistake then, or taken off, counts nowhere', () => {
    const during = { seat: null, added: { at: new Date(ten + 10 * minute), by: null } };
    const room = roomOf([0, opened], [1, came('a')], [11, came('walk')], [90, closed]);
    const all = [
      invitee('a'),
      invitee('guest', { seat: null }),
      invitee('walk', during),
      invitee('mistake', during),
      invitee('off', { removed: { at: new Date(ten), by: 'nora', why: 'Dubbel' } }),
    ];
    const places = placesAt(room, all, new Date(ten))!;
    expect(places.map((one) => [one.standing, one.isInvited])).to.deep.equal([
      ['attending', true],
      ['absent', true],
      ['attending', false],
    ]);
  });
});
