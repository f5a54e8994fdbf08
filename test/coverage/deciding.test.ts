import { expect } from 'chai';
import fc from 'fast-check';
import { frames } from '../../server/features/coverage/frames.ts';
import { cellsOf, type Look, matrix } from '../../server/features/coverage/matrix.ts';
import { answerFirst } from '../../server/features/coverage/service/answering.ts';
import { territory } from '../../server/features/coverage/territories.ts';
import { toAskFirst, unknownIn } from '../../server/features/coverage/unknown/deciding.ts';
import { verdict } from '../../server/features/coverage/verdict.ts';
import { linesOf, type WrittenEntry } from './anInventory.ts';
import { aLook, day, someEntries } from './drawnEntries.ts';

/** The same, cell by cell and entry by entry. */
function plainly(entries: readonly WrittenEntry[], look: Look): Map<string, number> {
  const lines = linesOf(entries);
  const uncounted = new Set(lines.filter((one) => one.placeCount === null).map((one) => one.id));
  const found = new Map<string, number>();
  for (const { cell, ground } of cellsOf(matrix(lines, look))) {
    const where = look.areas.find(({ code }) => code === cell.area)!;
    const opened = verdict(cell, lines, look.frame, look.day, where).entries;
    const deciding = opened.filter(({ id, lineClass }) =>
      ground === 'unknown'
        ? lineClass === 'unknown'
        : ground === 'placesUnknown' && lineClass === 'covers' && uncounted.has(id),
    );
    for (const { id } of deciding) found.set(id, (found.get(id) ?? 0) + 1);
  }
  return found;
}

describe('what to ask first', () => {
  it('of any entries and any look: counts for each entry the unknown cells that rest on it', () => {
    fc.assert(
      fc.property(someEntries, aLook, (entries, look) => {
        const lines = linesOf(entries);
        const found = toAskFirst([matrix(lines, look)], lines);
        expect(new Map(found.map(({ id, cells }) => [id, cells]))).to.deep.equal(
          new Map([...plainly(entries, look)].sort()),
        );
        const cells = found.map((one) => one.cells);
        expect(cells).to.deep.equal([...cells].sort((a, b) => b - a));
        for (const one of found) expect(one.lacks, one.id).not.to.deep.equal([]);
      }),
      { numRuns: 200 },
    );
  });

  it('when that entry is all that was unknown and says what it lacks: none of its cells is unknown any more', () => {
    const silent: WrittenEntry = {
      id: 'silent',
      at: ['11002'],
      ages: ['adults'],
      targetGroups: [],
      places: 10,
    };
    const said = { ...silent, types: ['crisis'], excluded: [], verified: '2026-02-01' };
    const asked = {
      ...{ areas: [{ code: '11000' }], types: ['crisis', 'detox'], ages: ['adults'], targets: ['homeless'] },
      ...{ frame: frames.get('own')!, day, most: 5 },
    };
    const before = answerFirst(linesOf([silent]), asked);
    expect(before.entries).to.deep.equal([
      { id: 'silent', cells: 6, lacks: ['typeUnknown', 'exclusionUnknown', 'undated'] },
    ]);
    expect([before.count, before.unknown, before.cells]).to.deep.equal([1, 6, 6]);
    const after = answerFirst(linesOf([said]), asked);
    expect([after.entries, after.unknown]).to.deep.equal([[], 0]);
  });

  const whole: WrittenEntry = {
    ...{ id: 'one', types: ['crisis'], ages: ['adults'], targetGroups: [], excluded: [], at: ['11002'] },
    ...{ verified: '2026-02-01', places: 5 },
  };
  const without = (...keys: (keyof WrittenEntry)[]): WrittenEntry =>
    Object.fromEntries(
      Object.entries(whole).filter(([key]) => !keys.includes(key as keyof WrittenEntry)),
    ) as unknown as WrittenEntry;
  const lacking: [what: string, entry: WrittenEntry, lacks: string[]][] = [
    ['of which kind it is', without('types'), ['typeUnknown']],
    ['for which age', without('ages'), ['ageUnknown']],
    ['for whom', without('targetGroups'), ['targetUnknown']],
    ['whom it turns away', without('excluded'), ['exclusionUnknown']],
    ['where in the province', { ...whole, at: ['10000'] }, ['placeUnknown']],
    ['on which day', without('verified'), ['undated']],
    ['for too long', { ...whole, verified: '2023-01-01' }, ['old']],
  ];
  for (const [what, entry, lacks] of lacking)
    it(`that does not say ${what}: says so`, () => {
      const [one] = answerFirst(linesOf([entry]), {
        ...{ areas: [{ code: '11000' }], types: ['crisis'], ages: ['adults'], targets: ['homeless'] },
        ...{ frame: frames.get('own')!, day, most: 5 },
      }).entries;
      expect(one?.lacks).to.deep.equal(lacks);
    });

  it('with a standard that wants the waiting list known, and one that wants places: says those', () => {
    const own = frames.get('own')!;
    const lines = linesOf([without('places')]);
    const asked = { areas: [{ code: '11000' }], types: ['crisis'], ages: [], targets: [], day, most: 5 };
    const waiting = { ...own.waiting, mustBeKnown: true };
    expect(answerFirst(lines, { ...asked, frame: { ...own, waiting } }).entries[0]?.lacks).to.deep.equal([
      'waitingUnknown',
    ]);
    const wanted = { level: 'arrondissement', types: ['crisis'], per10000: 1, weight: 1 } as const;
    const everywhere = { ...own.travel, share: 0 };
    const counted = answerFirst(lines, {
      ...asked,
      frame: { ...own, travel: everywhere, expected: [wanted] },
    });
    expect(counted.entries).to.deep.equal([{ id: 'one', cells: 1, lacks: ['places'] }]);
  });

  it('of some areas: is what the whole inventory says of them', () => {
    const someAreas = fc.subarray(['11000', '13000', '44000', '81000'], { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(someEntries, aLook, someAreas, (entries, { frame }, codes) => {
        const lines = linesOf(entries);
        const type = { dimension: 'type', values: ['crisis', 'detox'] } as const;
        const answer = answerFirst(lines, {
          ...{ areas: codes.map((code) => ({ code })), types: type.values, ages: ['adults'] },
          ...{ targets: ['homeless'], frame, day, most: 100 },
        });
        const axes = [
          [type],
          [type, { dimension: 'age', values: ['adults'] } as const],
          [type, { dimension: 'target', values: ['homeless'] } as const],
        ];
        const areas = codes.map((code) => territory(code));
        const matrices = axes.map((some) => matrix(lines, { areas, filters: {}, frame, day, axes: some }));
        expect(answer.entries).to.deep.equal(toAskFirst(matrices, lines));
      }),
      { numRuns: 100 },
    );
  });

  it('in another order: is the same list', () => {
    fc.assert(
      fc.property(someEntries, aLook, (entries, look) => {
        const lines = linesOf(entries);
        const [one, other] = [matrix(lines, look), matrix([...lines].reverse(), look)];
        expect(toAskFirst([other], lines)).to.deep.equal(toAskFirst([one], lines));
        expect(unknownIn(other)).to.equal(unknownIn(one));
      }),
      { numRuns: 40 },
    );
  });
});
