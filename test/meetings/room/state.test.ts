import { expect } from 'chai';
import {
  changes,
  emptyRoom,
  isConflicted,
  type RoomSaying,
  refusalOf,
  roomAfter,
  roomWith,
  spentOn,
  whereIs,
} from '../../../public/scripts/room/state.ts';

const minute = 60_000;
const two = Date.UTC(2026, 10, 24, 13);

/** Events from two o'clock on, each so many minutes after it. */
function told(...events: [minutes: number, said: RoomSaying, by?: string][]) {
  return events.map(([minutes, said, by = 'nora'], at) => ({
    ...{ sequence: at + 1, at: new Date(two + minutes * minute), by },
    ...said,
  }));
}

const opened: RoomSaying = { kind: 'opened' };
const turned = (item: string, isDone = true): RoomSaying => ({ kind: 'turned', item, isDone });
const came = (invitee: string): RoomSaying => ({ kind: 'arrived', invitee });
const went = (invitee: string): RoomSaying => ({ kind: 'left', invitee });

describe('the room of a meeting', () => {
  it('begins with nobody in it and no item', () => {
    const room = emptyRoom();
    expect(room.phase).to.equal('ahead');
    expect(whereIs(room, 'karim')).to.equal('expected');
  });

  it('counts what is spent on each item, also when one is taken up twice and with a pause', () => {
    const room = roomAfter(
      told(
        [0, opened],
        [0, turned('a')],
        [10, turned('b', false)],
        [15, turned('a', false)],
        [20, { kind: 'paused' }],
        [30, { kind: 'resumed' }],
      ),
    );
    expect(spentOn(room, 'a', two + 33 * minute)).to.equal(18 * minute);
    expect(spentOn(room, 'b', two + 33 * minute)).to.equal(5 * minute);
    expect(room.done).to.deep.equal([]);
  });

  it('an item that is taken up again is not finished', () => {
    const room = roomAfter(told([0, opened], [0, turned('a')], [5, turned('b')], [6, turned('a', false)]));
    expect(room.done).to.deep.equal([]);
    expect(roomWith(room, told([7, turned('b')])[0]!).done).to.deep.equal(['a']);
  });

  it('gives minutes more to the item that is taken up, and adds them together', () => {
    const more: RoomSaying = { kind: 'extended', minutes: 5 };
    expect(roomAfter(told([0, opened], [0, turned('a')], [1, more], [2, more])).extra).to.deep.equal({
      a: 10,
    });
  });

  it('gives minutes once, however often somebody says it of what they saw, and never to another item', () => {
    const room = roomAfter(told([0, opened], [0, turned('a')]));
    const more: RoomSaying = { kind: 'extended', item: 'a', minutes: 5, seen: 0 };
    expect([refusalOf(room, more), changes(room, more)]).to.deep.equal([null, true]);
    const given = roomWith(room, told([1, more])[0]!);
    expect(changes(given, more)).to.equal(false);
    expect(changes(given, { ...more, seen: 5 })).to.equal(true);
    const later = roomWith(given, told([2, turned('b')])[0]!);
    expect(refusalOf(later, more)).to.equal('room.errors.noItem');
  });

  it('says when somebody came late, went and came back', () => {
    const room = roomAfter(
      told([0, opened], [0, came('karim')], [25, came('ilse')], [40, went('ilse')], [50, came('ilse')]),
    );
    expect(whereIs(room, 'ilse')).to.equal('there');
    expect(room.stays.ilse).to.deep.equal([
      { from: two + 25 * minute, until: two + 40 * minute },
      { from: two + 50 * minute, until: null },
    ]);
  });

  it('who is excused and comes after all is there; who was marked by mistake never came', () => {
    const excused: RoomSaying = { kind: 'excused', invitee: 'ilse' };
    const room = roomAfter(told([-9, excused], [0, opened], [4, came('ilse')], [4, came('karim')]));
    expect(whereIs(room, 'ilse')).to.equal('there');
    expect(room.excused).to.deep.equal([]);
    const mended = roomWith(room, told([5, { kind: 'expected', invitee: 'karim' }])[0]!);
    expect(whereIs(mended, 'karim')).to.equal('expected');
    expect(mended.stays).to.not.have.property('karim');
  });

  it('at the end everybody is out, every conflict over and the last item finished', () => {
    const room = roomAfter(
      told(
        [0, opened],
        [0, came('karim')],
        [1, turned('a')],
        [2, { kind: 'conflicted', invitee: 'karim', item: 'a' }],
        [60, { kind: 'closed' }],
      ),
    );
    expect(room).to.deep.include({ phase: 'closed', current: null, since: null, done: ['a'] });
    expect(room.stays.karim).to.deep.equal([{ from: two, until: two + 60 * minute }]);
    expect(room.conflicts[0]?.until).to.equal(two + 60 * minute);
  });

  it('afterwards it can be put right that somebody was there, for the whole time', () => {
    const room = roomAfter(told([0, opened], [60, { kind: 'closed' }], [90, came('ilse')]));
    expect(room.stays.ilse).to.deep.equal([{ from: two, until: two + 60 * minute }]);
  });

  it('a conflict of interest has a beginning and an end', () => {
    const room = roomAfter(
      told(
        [0, opened],
        [5, { kind: 'conflicted', invitee: 'karim', item: 'a' }],
        [9, { kind: 'unconflicted', invitee: 'karim', item: 'a' }],
      ),
    );
    expect(isConflicted(room, 'karim', 'a')).to.equal(false);
    expect(room.conflicts).to.deep.equal([
      { invitee: 'karim', item: 'a', from: two + 5 * minute, until: two + 9 * minute },
    ]);
  });

  it('refuses what cannot be', () => {
    const ahead = emptyRoom();
    expect(refusalOf(ahead, came('karim'))).to.equal('room.errors.ahead');
    expect(refusalOf(ahead, { kind: 'excused', invitee: 'karim' })).to.equal(null);
    expect(refusalOf(ahead, { kind: 'closed' })).to.equal('room.errors.ahead');
    const open = roomAfter(told([0, opened]));
    expect(refusalOf(open, opened)).to.equal('room.errors.opened');
    expect(refusalOf(open, { kind: 'extended', minutes: 5 })).to.equal('room.errors.noItem');
    expect(refusalOf(open, came('karim'))).to.equal(null);
    const over = roomAfter(told([0, opened], [9, { kind: 'closed' }]));
    expect(refusalOf(over, turned('a'))).to.equal('room.errors.closed');
    expect(refusalOf(over, went('karim'))).to.equal(null);
  });

  it('what is so already changes nothing', () => {
    const room = roomAfter(told([0, opened], [0, came('karim')], [1, turned('a')]));
    expect(changes(room, came('karim'))).to.equal(false);
    expect(changes(room, went('ilse'))).to.equal(false);
    expect(changes(room, turned('a'))).to.equal(false);
    expect(changes(room, { kind: 'resumed' })).to.equal(false);
    expect(changes(room, went('karim'))).to.equal(true);
  });

  it('remembers who took over, the last one last', () => {
    const room = roomAfter(
      told(
        [0, opened],
        [1, { kind: 'led' }, 'karim'],
        [2, { kind: 'led' }, 'lut'],
        [3, { kind: 'led' }, 'karim'],
      ),
    );
    expect(room.leads).to.deep.equal(['lut', 'karim']);
  });
});
