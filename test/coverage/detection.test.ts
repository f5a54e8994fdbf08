import { expect } from 'chai';
import fc from 'fast-check';
import { detection, type Evidence } from '../../server/features/coverage/detection.ts';
import type { Frame } from '../../server/features/coverage/frame.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import { waysOf } from '../../server/features/coverage/transitions.ts';
import { verdict } from '../../server/features/coverage/verdict.ts';
import { linesOf } from './anInventory.ts';
import { day, someEntries } from './drawnEntries.ts';

const own = frames.get('own')!;
const none: Evidence = { lines: [], passages: [], tasks: [], meanings: [], dismissals: [] };
const onlyCrisis: Frame = {
  ...own,
  expected: [{ level: 'province', types: ['crisis'], weight: 1 }],
  transitions: own.transitions.filter((one) => one.code === 'youth_to_adult'),
};
const keys = (evidence: Partial<Evidence>, on = day) =>
  detection({ ...none, ...evidence }, onlyCrisis, on).gaps.map((one) => one.key);

const counselling = { types: ['ambulatory_counselling'], catchment: ['70000'], verified: day };
const young = { ...counselling, id: 'young', organisation: 'one', at: ['71072'], ages: ['children_youth'] };
const adult = { ...counselling, id: 'adult', organisation: 'two', at: ['71072'], ages: ['adults'] };
const transitions = (evidence: Partial<Evidence>) =>
  detection({ ...none, ...evidence }, onlyCrisis, day).gaps.filter((one) => one.kind === 'transition');

describe('coverage: candidates', () => {
  it('nothing registered: an expected cell in each province and Brussels, where most people live first', () => {
    const { gaps } = detection(none, onlyCrisis, day);
    expect(gaps.map((one) => one.kind)).to.deep.equal(Array.from({ length: 11 }, () => 'missing'));
    expect(gaps[0]!.cell).to.deep.equal({ area: '10000', type: 'crisis' });
    expect(gaps.map((one) => one.score)).to.deep.equal(gaps.map((one) => one.score).sort((a, b) => b - a));
    expect(gaps[0]!.reasons.map((one) => one.code)).to.deep.equal([
      'unregistered',
      'expected',
      'population',
      'entries',
    ]);
  });

  it('an old entry is something to ask, no gap; one that is enough is none either', () => {
    const crisis = { id: 'one', at: ['10000'], types: ['crisis'] };
    expect(keys({ lines: linesOf([{ ...crisis, verified: '2020-01-01' }]) })).not.to.include(
      'gap/10000/crisis////',
    );
    expect(keys({ lines: linesOf([{ ...crisis, verified: day }]) })).not.to.include('gap/10000/crisis////');
    expect(keys({})).to.include('gap/10000/crisis////');
  });

  it('a dismissed candidate is quiet until its day, and back on it', () => {
    const dismissals = [{ key: 'gap/10000/crisis////', until: '2026-09-01' }];
    expect(keys({ dismissals }, '2026-08-31')).not.to.include('gap/10000/crisis////');
    expect(keys({ dismissals }, '2026-09-01')).to.include('gap/10000/crisis////');
    expect(keys({ dismissals }, '2026-08-31')).to.have.length(10);
  });

  it('an agreement, or one house on both sides, joins a transition; without adults there is nowhere to go', () => {
    expect(transitions({ lines: linesOf([young, adult]) })[0]!.reasons[0]!.code).to.equal('nobodyJoins');
    const passages = [{ transition: 'youth_to_adult', from: 'one', to: 'two' }];
    expect(transitions({ lines: linesOf([young, adult]), passages })).to.deep.equal([]);
    expect(transitions({ lines: linesOf([young, { ...adult, organisation: 'one' }]) })).to.deep.equal([]);
    expect(transitions({ lines: linesOf([young]) })[0]!.reasons[0]!.code).to.equal('nowhereToGo');
    expect(transitions({ lines: linesOf([adult]) })).to.deep.equal([]);
  });

  it('the ends of a transition are what opening the cell of each says', () => {
    fc.assert(
      fc.property(someEntries, (entries) => {
        const lines = linesOf(entries);
        const crisisToDetox = { from: { setting: 'residential' }, to: { type: 'detox', age: 'adults' } };
        const transitions = [{ code: 'one', level: 'arrondissement', weight: 1, ...crisisToDetox }] as const;
        const [way] = waysOf(lines, { ...own, transitions }, day);
        for (const [at, where] of way!.areas.entries())
          for (const end of ['from', 'to'] as const) {
            const cell = { ...crisisToDetox[end], area: where.code };
            const opened = verdict(cell, lines, own, day);
            const there = opened.entries.filter(
              ({ lineClass }) => !['excluded', 'planned', 'stopped'].includes(lineClass),
            );
            const houses = there.map(({ id }) => lines.find((line) => line.id === id)!.organisation);
            const { verdict: answer, ground, isThere, organisations } = way![end][at]!;
            expect([answer, ground, isThere]).to.deep.equal([
              opened.verdict,
              opened.ground,
              there.length > 0,
            ]);
            expect([...organisations]).to.have.members([...new Set(houses.filter((one) => one !== null))]);
          }
      }),
      { numRuns: 40 },
    );
  });

  it('houses that do the same are no overlap where one is full, or where the frame wants more places', () => {
    const same = {
      types: ['aftercare'],
      settings: ['ambulatory'],
      ages: ['adults'],
      targetGroups: [],
      verified: day,
    };
    const house = (id: string, weeks: number) => ({
      ...same,
      id,
      organisation: id,
      at: ['24062'],
      places: 5,
      waiting: { weeks, countedOn: day },
    });
    const three = ['one', 'two', 'three'].map((id) => house(id, 0));
    const overlaps = (frame: Frame, entries = three) =>
      detection({ ...none, lines: linesOf(entries) }, frame, day).overlaps;
    expect(overlaps(own).map((one) => one.key)).to.deep.equal([
      'overlap/24000/aftercare/ambulatory/adults//',
    ]);
    expect(overlaps(own, [...three.slice(0, 2), house('three', 30)])).to.deep.equal([]);
    const wanted = {
      level: 'arrondissement',
      types: ['aftercare'],
      settings: ['ambulatory'],
      ages: ['adults'],
    } as const;
    expect(overlaps({ ...own, expected: [{ ...wanted, per10000: 5, weight: 1 }] })).to.deep.equal([]);
  });

  it('one task of two bodies in different provinces, and one word with one meaning, are no overlap', () => {
    const tasks = [
      { task: 'coordinating', body: 'one', areas: ['90000'] },
      { task: 'coordinating', body: 'two', areas: ['80000'] },
    ];
    const meanings = ['one', 'two'].map((body) => ({ word: 'aftercare', meaning: 'a year of talks', body }));
    expect(detection({ ...none, tasks, meanings }, own, day).overlaps).to.deep.equal([]);
  });
});
