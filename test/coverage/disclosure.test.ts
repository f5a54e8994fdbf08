import { expect } from 'chai';
import fc from 'fast-check';
import type { DemandCount } from '../../server/features/coverage/demand/demand.ts';
import { disclose, smallest } from '../../server/features/coverage/demand/disclosure.ts';
import { type DemandAsked, demandIn } from '../../server/features/coverage/demand/queries.ts';

const count = (month: string, number: number, more: Partial<DemandCount> = {}): DemandCount => ({
  type: 'detox',
  area: '11000',
  age: 'adults',
  target: '',
  obstacle: 'waiting_list',
  month,
  count: number,
  ...more,
});

const shown = (counts: DemandCount[], asked: DemandAsked = {}) => {
  const { counted, together, few } = demandIn(disclose(counts, '2026-06'), asked);
  return { counted, together, few };
};

describe('what is shown of the counts', () => {
  it('nothing counted, nothing is shown', () => {
    expect(shown([])).to.deep.equal({ counted: 0, together: 0, few: false });
  });

  it('four are few, five are five, and a sum holds no few', () => {
    expect(shown([count('2026-01', 4)])).to.deep.equal({ counted: 0, together: 0, few: true });
    expect(shown([count('2026-01', 5)])).to.deep.equal({ counted: 5, together: 0, few: false });
    const both = [count('2026-01', 5), count('2026-01', 4, { area: '12000' })];
    expect(shown(both)).to.deep.equal({ counted: 5, together: 0, few: true });
  });

  it('the month that runs is not shown', () => {
    expect(shown([count('2026-06', 9)])).to.deep.equal({ counted: 0, together: 0, few: false });
  });

  it('months are put together until there are five, and a question about one of them gets no number of its own', () => {
    const months = [count('2026-01', 2), count('2026-02', 4), count('2026-03', 7)];
    expect(shown(months)).to.deep.equal({ counted: 13, together: 0, few: false });
    expect(shown(months, { until: '2026-01' })).to.deep.equal({ counted: 0, together: 6, few: false });
    expect(shown(months, { from: '2026-02' })).to.deep.equal({ counted: 7, together: 6, few: false });
  });

  it('an age is told apart only when every part has five or more', () => {
    const young = { age: 'children_youth' } as const;
    expect(shown([count('2026-01', 9), count('2026-01', 6, young)], { ages: ['children_youth'] })).to.include(
      {
        counted: 6,
        together: 0,
      },
    );
    expect(shown([count('2026-01', 9), count('2026-01', 3, young)], { ages: ['children_youth'] })).to.include(
      {
        counted: 0,
        together: 12,
      },
    );
  });

  it('what joins a small age is not chosen by its size, and no month tells in which the few were', () => {
    const ages = [count('2026-01', 4), count('2026-01', 7, { age: 'elderly' })];
    const all = [...ages, count('2026-01', 9, { age: 'children_youth' })];
    expect(shown(all, { ages: ['elderly'] })).to.include({ counted: 7, together: 13 });
    expect(shown(all, { ages: ['adults'] })).to.include({ counted: 0, together: 13 });
    expect(shown([count('2026-01', 2)], { from: '2026-05' })).to.include({ few: true });
    expect(shown([count('2026-01', 2)], { from: '2026-06' })).to.include({ few: false });
  });

  it('an area answers for all that lies in it, a municipality for nothing narrower than its arrondissement', () => {
    const counts = [count('2026-01', 5), count('2026-01', 6, { area: '71000' })];
    expect(shown(counts, { areas: ['10000'] }).counted).to.equal(5);
    expect(shown(counts, { areas: ['11002'] })).to.include({ counted: 0, together: 5 });
  });

  it('what stood in the way is told apart, with what is not beside it', () => {
    const counts = [count('2026-01', 8), count('2026-01', 5, { obstacle: 'too_far' }), count('2026-02', 6)];
    expect(demandIn(disclose(counts, '2026-06'), {}).obstacles).to.deep.equal([
      { obstacle: 'waiting_list', count: 14 },
      { obstacle: 'too_far', count: 5 },
    ]);
  });
});

const months = ['2026-01', '2026-02', '2026-03'];
const kinds = fc.record({
  type: fc.constantFrom('detox', 'aftercare'),
  area: fc.constantFrom('11000', '12000'),
  age: fc.constantFrom('adults', 'children_youth', 'elderly'),
  target: fc.constantFrom('', 'homeless'),
  obstacle: fc.constantFrom('waiting_list', 'too_far'),
  month: fc.constantFrom(...months),
  count: fc.integer({ min: 1, max: 9 }),
}) as fc.Arbitrary<DemandCount>;
const keyOf = ({ count: _, ...kind }: DemandCount): string => Object.values(kind).join(' ');
const someCounts = fc.uniqueArray(kinds, { selector: keyOf, maxLength: 14 });
const part = <T>(...values: T[]) => fc.subarray(values);
const questions = fc.record({
  types: part('detox', 'aftercare'),
  areas: part('11000', '12000'),
  ages: part('adults', 'children_youth', 'elderly'),
  targets: part('', 'homeless'),
  from: fc.constantFrom('', ...months),
  until: fc.constantFrom('', ...months),
});

const isWithin = (one: DemandCount, asked: Required<DemandAsked>): boolean =>
  (asked.types.length === 0 || asked.types.includes(one.type)) &&
  (asked.areas.length === 0 || asked.areas.includes(one.area)) &&
  (asked.ages.length === 0 || asked.ages.includes(one.age)) &&
  (asked.targets.length === 0 || asked.targets.includes(one.target)) &&
  one.month >= asked.from &&
  one.month <= (asked.until || '9999-99');

const trueSum = (counts: readonly DemandCount[], asked: Required<DemandAsked>): number =>
  counts.filter((one) => isWithin(one, asked)).reduce((sum, one) => sum + one.count, 0);

const everything = (counts: readonly DemandCount[]): string => JSON.stringify(disclose(counts, '2026-06'));

const places = ['adults', 'children_youth', 'elderly'].flatMap((age) =>
  ['', 'homeless'].flatMap((target) =>
    ['waiting_list', 'too_far'].flatMap((obstacle) =>
      months.map(
        (month) => ({ age, target, obstacle, month }) as Omit<DemandCount, 'type' | 'area' | 'count'>,
      ),
    ),
  ),
);

/**
 * The same counts but for one step within a kind of help and area: one search, or all of a cell, moved from any cell to
 * any other; one more; one less.
 */
function* oneStepFrom(counts: DemandCount[]): Generator<DemandCount[]> {
  for (const { type, area } of new Map(counts.map((one) => [`${one.type} ${one.area}`, one])).values()) {
    const cells = places.map((place): DemandCount => ({ type, area, ...place, count: 0 }));
    const changed = (from: DemandCount[], cell: DemandCount, by: number): DemandCount[] => {
      const key = keyOf(cell);
      const all = from.some((one) => keyOf(one) === key) ? from : [...from, cell];
      return all
        .map((one) => (keyOf(one) === key ? { ...one, count: one.count + by } : one))
        .filter((one) => one.count > 0);
    };
    for (const cell of cells) yield changed(counts, cell, 1);
    for (const taken of counts.filter((one) => one.type === type && one.area === area)) {
      yield changed(counts, taken, -1);
      for (const by of new Set([1, taken.count]))
        for (const cell of cells)
          if (keyOf(cell) !== keyOf(taken)) yield changed(changed(counts, taken, -by), cell, by);
    }
  }
}

/** Counts that show exactly what these show and answer the question otherwise, after one step or two. */
function isOpen(counts: DemandCount[], asked: Required<DemandAsked>): boolean {
  const [sum, same] = [trueSum(counts, asked), everything(counts)];
  const isOther = (other: DemandCount[]): boolean =>
    trueSum(other, asked) !== sum && everything(other) === same;
  for (const other of oneStepFrom(counts)) if (isOther(other)) return true;
  for (const step of oneStepFrom(counts))
    for (const other of oneStepFrom(step)) if (isOther(other)) return true;
  return false;
}

describe('what is shown of the counts, whatever they are', () => {
  it('never says more than there was, and never a number from 1 to 4', () => {
    fc.assert(
      fc.property(someCounts, questions, (counts, asked) => {
        const { counted, together, few } = shown(counts, asked);
        const sum = trueSum(counts, asked);
        expect(counted).to.be.at.most(sum);
        for (const number of [counted, together]) expect(number === 0 || number >= smallest).to.equal(true);
        if (counted + together === 0 && !few) expect(sum).to.equal(0);
      }),
      { numRuns: 500 },
    );
  });

  it('two numbers of which one holds the other differ by nothing, or by five and more', () => {
    fc.assert(
      fc.property(someCounts, questions, questions, (counts, asked, narrower) => {
        const narrow = <T>(wide: T[], own: T[]): T[] => (wide.length === 0 ? own : wide.slice(0, 1));
        const inner = {
          types: narrow(asked.types, narrower.types),
          areas: narrow(asked.areas, narrower.areas),
          ages: narrow(asked.ages, narrower.ages),
          targets: narrow(asked.targets, narrower.targets),
          from: narrower.from > asked.from ? narrower.from : asked.from,
          until: narrower.until && narrower.until < (asked.until || '9999-99') ? narrower.until : asked.until,
        };
        const difference = shown(counts, asked).counted - shown(counts, inner).counted;
        expect(difference === 0 || difference >= smallest).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  // Seen by chance: only a search that moves into the question, and not out of it, leaves the same shown.
  const onlyFromOutside: [DemandCount[], Required<DemandAsked>] = [
    [
      count('2026-03', 2),
      count('2026-03', 4, { age: 'elderly' }),
      count('2026-01', 1, { age: 'elderly', target: 'homeless' }),
      count('2026-01', 3),
    ],
    { types: [], areas: [], ages: [], targets: ['homeless'], from: '', until: '' },
  ];

  it('leave no small cell certain: other counts, with another number there, show exactly the same everywhere', () => {
    let cells = 0;
    fc.assert(
      fc.property(someCounts, questions, (counts, asked) => {
        const sum = trueSum(counts, asked);
        if (sum === 0 || sum >= smallest) return;
        cells += 1;
        expect(isOpen(counts, asked), JSON.stringify([counts, asked])).to.equal(true);
      }),
      { numRuns: 1500, examples: [onlyFromOutside] },
    );
    expect(cells).to.be.greaterThan(50);
  });

  /** Every table of so many cells whose sum is not above `most`. */
  function* tables(cells: number, most: number): Generator<number[]> {
    if (cells === 0) yield [];
    else
      for (let first = 0; first <= most; first += 1)
        for (const others of tables(cells - 1, most - first)) yield [first, ...others];
  }

  /**
   * What is certain and small, among all counts there can be in these cells, for who looked at each of these times.
   * @param sums places of cells whose sum somebody may want to know
   */
  function certainties(
    cells: readonly DemandCount[],
    sums: readonly (readonly number[])[],
    befores: readonly string[],
    most: number,
  ): string[] {
    const byView = new Map<string, { shown: number; first: number[]; seen: Set<number>[] }>();
    for (const table of tables(cells.length, most)) {
      const all = cells
        .map((cell, place) => ({ ...cell, count: table[place]! }))
        .filter((one) => one.count > 0);
      // Another kind of help stands first, so that the beginning says nothing of these.
      const known = [count('2025-12', 5, { type: 'aftercare' }), ...all];
      const looks = befores.map((before) => disclose(known, before));
      const view = JSON.stringify(looks);
      const shown = looks.at(-1)!.blocks.reduce((sum, one) => sum + one.count, 0) - 5;
      const { seen } = byView.get(view) ?? { seen: sums.map(() => new Set<number>()) };
      for (const [place, sum] of sums.entries())
        seen[place]!.add(sum.reduce((so, cell) => so + table[cell]!, 0));
      byView.set(view, { shown, first: table, seen });
    }
    expect(byView.size).to.be.greaterThan(5);
    return [...byView.values()].flatMap(({ shown, first, seen }) =>
      // What is not in a block is at most four: above, a number could be certain only because the list ends.
      shown + smallest - 1 > most
        ? []
        : seen.flatMap((values, place) => {
            const [only] = values;
            const isCertain = values.size === 1 && only! >= 1 && only! < smallest;
            return isCertain ? [`of ${first}: ${sums[place]} is ${only}`] : [];
          }),
    );
  }

  const adults = {};
  const [young, elderly] = [{ age: 'children_youth' }, { age: 'elderly' }] as const;
  const alone = (cells: readonly unknown[]): number[][] => [...cells.keys()].map((place) => [place]);

  it('leave no small cell certain among all there can be of three ages', () => {
    const cells = [adults, young, elderly].map((age) => count('2026-01', 0, age));
    expect(certainties(cells, [...alone(cells), [0, 1], [0, 2], [1, 2]], ['2026-02'], 40)).to.deep.equal([]);
  });

  it('leave no small cell certain among all there can be of two months and three ages, also for who looked every month', () => {
    const cells = ['2026-01', '2026-02'].flatMap((month) =>
      [adults, young, elderly].map((age) => count(month, 0, age)),
    );
    const sums = [...alone(cells), [0, 3], [1, 4], [2, 5], [0, 1, 2], [3, 4, 5], [0, 1], [4, 5]];
    expect(certainties(cells, sums, ['2026-02', '2026-03'], 17)).to.deep.equal([]);
  });

  it('leave no small cell certain among all there can be of six months, for who looked every month', () => {
    const cells = ['01', '02', '03', '04', '05', '06'].map((month) => count(`2026-${month}`, 0));
    const looked = ['02', '03', '04', '05', '06', '07'].map((month) => `2026-${month}`);
    expect(certainties(cells, [...alone(cells), [0, 1], [1, 2], [4, 5]], looked, 11)).to.deep.equal([]);
  });

  it('leave no small cell certain among all there can be of two ages, two groups and two obstacles', () => {
    const cells = [adults, young].flatMap((age) =>
      (['', 'homeless'] as const).flatMap((target) =>
        (['waiting_list', 'too_far'] as const).map((obstacle) =>
          count('2026-01', 0, { ...age, target, obstacle }),
        ),
      ),
    );
    const sums = [
      ...alone(cells),
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [0, 1, 4, 5],
      [2, 3, 6, 7],
      [0, 2, 4, 6],
      [0, 1],
      [2, 3],
    ];
    expect(certainties(cells, sums, ['2026-02'], 12)).to.deep.equal([]);
  });

  it('the order in which they stand does not matter', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        expect(everything([...counts].reverse())).to.equal(everything(counts));
      }),
    );
  });
});
