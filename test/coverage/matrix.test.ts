import { expect } from 'chai';
import fc from 'fast-check';
import { verdicts } from '../../server/features/coverage/decision.ts';
import { detection } from '../../server/features/coverage/detection.ts';
import { lineClasses } from '../../server/features/coverage/flags.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import { cellAt, cellsOf, changed, type Matrix, matrix } from '../../server/features/coverage/matrix.ts';
import { territory } from '../../server/features/coverage/territories.ts';
import { verdict } from '../../server/features/coverage/verdict.ts';
import { linesOf } from './anInventory.ts';
import { aLook, day, someEntries } from './drawnEntries.ts';

/** What it says, without what it is added up from. */
const said = (whole: Matrix) => ({ cells: cellsOf(whole), unplaced: [...whole.unplaced].sort() });
const own = frames.get('own')!;
const evidence = { passages: [], tasks: [], meanings: [], dismissals: [] };

describe('coverage: the matrix', () => {
  it('each cell, of any entries and any look, says what its verdict says entry by entry', () => {
    fc.assert(
      fc.property(someEntries, aLook, (entries, look) => {
        const lines = linesOf(entries);
        for (const one of cellsOf(matrix(lines, look))) {
          const where = look.areas.find(({ code }) => code === one.cell.area)!;
          const opened = verdict(one.cell, lines, look.frame, look.day, where);
          const counted = lineClasses.map(
            (name) => opened.entries.filter((entry) => entry.lineClass === name).length,
          );
          expect([one.verdict, one.ground, one.places, one.counts]).to.deep.equal(
            [opened.verdict, opened.ground, opened.places, counted],
            JSON.stringify(one.cell),
          );
          expect(one.share).to.be.closeTo(opened.share, 1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('entries in another order give the same matrix, and the same candidates', () => {
    fc.assert(
      fc.property(someEntries, aLook, fc.infiniteStream(fc.nat()), (entries, look, draws) => {
        const lines = linesOf(entries);
        const drawn = lines.map((line) => ({ line, at: draws.next().value as number }));
        const shuffled = drawn.sort((a, b) => a.at - b.at).map(({ line }) => line);
        expect(said(matrix(shuffled, look))).to.deep.equal(said(matrix(lines, look)));
        const [one, other] = [lines, shuffled].map((some) =>
          detection({ ...evidence, lines: some }, own, day),
        );
        expect(other).to.deep.equal(one);
      }),
      { numRuns: 40 },
    );
  });

  it('one more entry makes none of its cells worse, and leaves all others as they were', () => {
    fc.assert(
      fc.property(someEntries, aLook, (entries, look) => {
        const [first, ...others] = linesOf(entries);
        if (!first) return;
        const whole = matrix(others, look);
        const before = cellsOf(whole);
        const touched = new Set(changed(whole, null, first));
        for (const [at, was] of before.entries()) {
          const is = cellAt(whole, at);
          if (!touched.has(at)) expect(is).to.deep.equal(was);
          // A sum that fell short is not known once somebody comes who was not counted.
          if (is.ground !== 'placesUnknown')
            expect(verdicts.indexOf(is.verdict)).to.be.at.most(verdicts.indexOf(was.verdict));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a change, an arrival and a departure come to what everything anew comes to', () => {
    fc.assert(
      fc.property(someEntries, someEntries, aLook, (entries, later, look) => {
        const before = new Map(linesOf(entries).map((line) => [line.id, line]));
        const whole = matrix(before.values(), look);
        const after = new Map(linesOf(later).map((line) => [line.id, line]));
        const ids = new Set([...before.keys(), ...after.keys()]);
        for (const id of ids) changed(whole, before.get(id) ?? null, after.get(id) ?? null);
        expect(said(whole)).to.deep.equal(said(matrix(after.values(), look)));
      }),
      { numRuns: 100 },
    );
  });

  it('after changes a cell is still what opening it says', () => {
    fc.assert(
      fc.property(someEntries, someEntries, aLook, (entries, later, look) => {
        const before = new Map(linesOf(entries).map((line) => [line.id, line]));
        const whole = matrix(before.values(), look);
        for (const line of linesOf(later)) {
          changed(whole, before.get(line.id) ?? null, line);
          before.set(line.id, line);
        }
        for (const one of cellsOf(whole)) {
          const where = look.areas.find(({ code }) => code === one.cell.area)!;
          const opened = verdict(one.cell, before.values(), look.frame, look.day, where);
          expect([one.verdict, one.ground, one.places, one.share]).to.deep.equal([
            ...[opened.verdict, opened.ground, opened.places, opened.share],
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a changed entry touches its own cells, and no others', () => {
    const entry = { id: 'one', at: ['13040'], types: ['crisis'], ages: ['adults'], verified: day };
    const areas = ['11000', '13000'].map(territory);
    const axes = [{ dimension: 'type', values: ['crisis', 'detox'] }] as const;
    const [first, moved] = linesOf([entry, { ...entry, types: ['detox'] }]);
    const whole = matrix([first!], { areas, axes, filters: {}, frame: own, day });
    expect(changed(whole, first!, moved!)).to.deep.equal([2, 3]);
    expect(changed(whole, moved!, null)).to.deep.equal([3]);
    expect(cellsOf(whole).map((one) => one.verdict)).to.deep.equal([
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ]);
  });

  it('when a house goes, so do the people who reached only that one; who reach another still do', () => {
    const house = { types: ['crisis'], catchment: ['80000'], verified: day };
    const lines = linesOf([
      { ...house, id: 'arlon', at: ['81001'] },
      { ...house, id: 'also-arlon', at: ['81001'] },
      { ...house, id: 'marche', at: ['83034'] },
    ]);
    const look = { areas: [territory('80000')], axes: [], filters: { type: 'crisis' }, frame: own, day };
    const whole = matrix(lines, look);
    const shares = ['marche', 'arlon', 'also-arlon'].map((id) => {
      changed(whole, lines.find((line) => line.id === id)!, null);
      return cellAt(whole, 0).share;
    });
    const arlon = cellAt(matrix(lines.slice(0, 1), look), 0);
    expect(arlon.share).to.be.greaterThan(0);
    expect(shares).to.deep.equal([arlon.share, arlon.share, 0]);
  });

  it('an entry of which nobody knows where it is stands in no cell, and is named', () => {
    const areas = [territory('10000')];
    const whole = matrix(linesOf([{ id: 'nowhere' }]), {
      areas,
      axes: [],
      filters: {},
      frame: own,
      day,
    });
    expect([...whole.unplaced]).to.deep.equal(['nowhere']);
    expect(cellsOf(whole).map((one) => [one.verdict, one.ground])).to.deep.equal([
      ['nothing', 'unregistered'],
    ]);
  });

  it('a dimension that is asked twice, or no area at all, is an error', () => {
    const axes = [{ dimension: 'type', values: ['crisis'] }] as const;
    const look = { areas: [territory('10000')], axes, filters: { type: 'detox' }, frame: own, day };
    expect(() => matrix([], look)).to.throw(RangeError, 'type is asked twice');
    expect(() => matrix([], { ...look, areas: [], filters: {} })).to.throw(RangeError, 'at least one area');
    expect(() => territory('99999')).to.throw(RangeError, '99999');
  });

  it('two frames laid on one inventory: what one takes for enough, the other does not', () => {
    const lines = linesOf([
      { id: 'one', at: ['44021'], types: ['crisis'], catchment: ['44000'], verified: day },
    ]);
    const cell = { area: '44000', type: 'crisis' };
    const [mine, theirs] = [own, frames.get('oost-vlaanderen-2010')!].map((frame) =>
      verdict(cell, lines, frame, day),
    );
    expect([mine!.verdict, theirs!.verdict]).to.deep.equal(['covered', 'unknown']);
  });
});
