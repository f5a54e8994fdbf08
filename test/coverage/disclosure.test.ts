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

/** Other counts that differ by one search more or less in a cell, evened out elsewhere or not. */
function* neighbours(counts: DemandCount[], at: number): Generator<DemandCount[]> {
  const moved = (index: number, by: number, from = counts): DemandCount[] =>
    from.map((one, place) => (place === index ? { ...one, count: one.count + by } : one));
  for (const by of [1, -1]) {
    const first = moved(at, by);
    yield first;
    for (const other of counts.keys()) if (other !== at) yield moved(other, -by, first);
    for (const month of months)
      for (const age of ['adults', 'children_youth', 'elderly'] as const)
        for (const target of ['', 'homeless'] as const)
          for (const obstacle of ['waiting_list', 'too_far'] as const) {
            const added = { ...counts[at]!, month, age, target, obstacle, count: 1 };
            if (by === -1 && !counts.some((one) => keyOf(one) === keyOf(added))) yield [...first, added];
          }
  }
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

  it('leave no small cell certain: other counts, with another number there, show exactly the same everywhere', () => {
    let cells = 0;
    fc.assert(
      fc.property(someCounts, questions, (counts, asked) => {
        const sum = trueSum(counts, asked);
        const at = counts.findIndex((one) => isWithin(one, asked));
        if (sum === 0 || sum >= smallest || at < 0) return;
        cells += 1;
        const same = everything(counts);
        const inside = [...counts.keys()].filter((place) => isWithin(counts[place]!, asked));
        const others = inside.flatMap((place) => [...neighbours(counts, place)]);
        const isOpen = others.some((other) => {
          const kept = other.filter((one) => one.count > 0);
          return trueSum(kept, asked) !== sum && everything(kept) === same;
        });
        expect(isOpen, JSON.stringify([counts, asked])).to.equal(true);
      }),
      { numRuns: 1500 },
    );
    expect(cells).to.be.greaterThan(50);
  });

  it('leave no small cell certain among all there can be of two months and two ages, also for who looked every month', () => {
    // Four more than what is judged, so that no cell is certain only because the list of cases ends.
    const [judged, most] = [12, 16];
    const upTo = (end: number): number[] => Array.from({ length: end + 1 }, (_, number) => number);
    const tables = upTo(most).flatMap((a) =>
      upTo(most - a).flatMap((b) =>
        upTo(most - a - b).flatMap((c) => upTo(most - a - b - c).map((d) => [a, b, c, d] as const)),
      ),
    );
    const byView = new Map<string, Set<number>[]>();
    for (const [a, b, c, d] of tables) {
      const all = [
        count('2026-01', a),
        count('2026-01', b, { age: 'elderly' }),
        count('2026-02', c),
        count('2026-02', d, { age: 'elderly' }),
      ].filter((one) => one.count > 0);
      // Another kind of help stands first, so that the beginning says nothing of these.
      const known = [count('2025-12', 5, { type: 'aftercare' }), ...all];
      const view = `${JSON.stringify(disclose(known, '2026-02'))} ${everything(known)}`;
      const sums = [a, b, c, d, a + b, c + d, a + c, b + d];
      const seen = byView.get(view) ?? sums.map(() => new Set<number>());
      for (const [place, sum] of sums.entries()) seen[place]!.add(sum);
      byView.set(view, seen);
    }
    const small = new Map<string, Set<string>>();
    const isJudged = (view: string): boolean =>
      (JSON.parse(view.split(' ')[1]!) as ReturnType<typeof disclose>).blocks.reduce(
        (sum, one) => sum + one.count,
        0,
      ) <=
      judged + 5;
    for (const [view, seen] of byView)
      for (const [place, sums] of seen.entries()) {
        const [only] = sums;
        if (isJudged(view) && sums.size === 1 && only! >= 1 && only! < smallest)
          small.set(view, new Set([...(small.get(view) ?? []), `${place}: ${only}`]));
      }
    expect([...small].map(([view, which]) => [view, ...which])).to.deep.equal([]);
    expect(byView.size).to.be.greaterThan(30);
  });

  it('the order in which they stand does not matter', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        expect(everything([...counts].reverse())).to.equal(everything(counts));
      }),
    );
  });
});
