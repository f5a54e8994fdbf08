import { expect } from 'chai';
import { frames } from '../../server/features/coverage/frames.ts';
import { nearestOutside } from '../../server/features/coverage/nearest.ts';
import { territory } from '../../server/features/coverage/territories.ts';
import { linesOf, type WrittenEntry } from './anInventory.ts';

const day = '2026-11-01';
const frame = frames.get('own')!;
const turnhout = '13000';
const cell = { area: turnhout, type: 'crisis' };

const entry = (id: string, area: string, more: Partial<WrittenEntry> = {}): WrittenEntry => ({
  ...{ id, types: ['crisis'], settings: ['residential'], ages: ['adults'], targetGroups: [] },
  ...{ verified: '2026-10-01', at: [area] },
  ...more,
});

const nearest = (entries: WrittenEntry[], asked: object = {}) =>
  nearestOutside({ ...cell, ...asked }, linesOf(entries), frame, day, territory(turnhout));

describe('the nearest place outside an area', () => {
  it('of Gent and Antwerpen, seen from Turnhout: Antwerpen, with the kilometres of the average inhabitant', () => {
    const found = nearest([entry('far', '44021'), entry('near', '11002')]);
    expect(found).to.include({ id: 'near', municipality: '11002', lineClass: 'covers' });
    expect(found!.kilometres).to.be.within(25, 60);
  });

  for (const [what, more] of [
    ['of another kind', { types: ['detox'] }],
    ['planned', { status: 'planned' }],
    ['not publicly listed', { unlisted: true }],
    ['stopped', { status: 'stopped' }],
    ['confirmed too long ago', { verified: '2024-01-01' }],
    ['turned away from, for who is asked about', { excluded: ['homeless'] }],
    ['without a building', { kind: 'online' }],
    ['of which only the province is known', { at: ['10000'] }],
    ['inside the area', { at: ['13040'] }],
  ] as [string, Partial<WrittenEntry>][]) {
    it(`that is ${what}: none`, () => {
      expect(nearest([entry('one', '11002', more)], more.excluded ? { target: 'homeless' } : {})).to.equal(
        null,
      );
    });
  }

  it('with too long a list: is told, as such', () => {
    const waiting = { weeks: 9, countedOn: '2026-10-20' };
    expect(nearest([entry('one', '11002', { waiting })])).to.include({ lineClass: 'waiting' });
  });

  it('of equally near ones: the first by id, in whatever order they come', () => {
    const both = [entry('b', '11002'), entry('a', '11002')];
    expect(nearest(both)!.id).to.equal('a');
    expect(nearest([...both].reverse())!.id).to.equal('a');
  });
});
