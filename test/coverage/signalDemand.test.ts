import { expect } from 'chai';
import fc from 'fast-check';
import type { GapRecord } from '../../models/Gap.ts';
import { GovernmentSignalModel, type GovernmentSignalRecord } from '../../models/GovernmentSignal.ts';
import { emptyGap, type GapValues } from '../../models/gapFields.ts';
import { translator } from '../../server/core/i18n.ts';
import { countDemand } from '../../server/features/coverage/demand/actions.ts';
import type { Demand, DemandCount } from '../../server/features/coverage/demand/demand.ts';
import { disclose, inFives } from '../../server/features/coverage/demand/disclosure.ts';
import { type DemandAsked, unmetDemandOf } from '../../server/features/coverage/demand/queries.ts';
import { beginningOf } from '../../server/features/coverage/signals/beginnings.ts';
import { letterCounts } from '../../server/features/coverage/signals/demand.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const reader = {
  t: translator('nl'),
  language: 'nl' as const,
  wording: {
    value: (_field: string, value: unknown) => [value ?? []].flat().join(', '),
    body: (id: string) => id,
    said: (text: { nl?: string }) => ({ text: text.nl ?? '', language: null }),
    unit: (id: string) => ({ text: id, href: null }),
  },
};

const aGap = (more: Partial<GapValues>): GapRecord => ({
  ...{ _id: 'gap', fields: {}, status: 'verified' as const, steps: [], pictures: [], evidence: [] },
  values: { ...emptyGap, kind: 'missing', title: { nl: 'Te weinig' }, platforms: ['BE-VAN'], ...more },
  reportedAt: new Date(0),
});

const demandText = (counts: readonly DemandCount[], now: string, gaps: GapRecord[]): string => {
  const found = disclose(counts, now.slice(0, 7));
  return beginningOf(gaps, reader, { found, now: new Date(`${now}T10:00:00Z`), isExample: false }).demand;
};
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/minstens (\d+)/g)].map(([, number]) => Number(number));

const count = (month: string, number: number, more: Partial<DemandCount> = {}): DemandCount => ({
  ...{ type: 'detox', area: '11000', age: 'adults', target: '', obstacle: 'waiting_list', month },
  count: number,
  ...more,
});
const detox = aGap({ functions: ['detox'], areas: ['11000'] });

describe('what the words of a signal say of searches in vain', () => {
  it('how often for which help and where, of which months, from where, and what stood in the way', () => {
    const text = demandText([count('2026-01', 7), count('2026-03', 6)], '2026-05-04', [detox]);
    expect(text).to.include('van januari 2026 tot en met april 2026').and.include('gelezen op 4 mei 2026');
    expect(text).to.include('detox; 11000: minstens 10 keer\nWat in de weg stond: wachtlijst (minstens 10)');
  });

  it('of several gaps each under its title, and where the numbers come from once', () => {
    const elsewhere = aGap({ functions: ['detox'], areas: ['12000'], title: { nl: 'Ook hier' } });
    const counts = [count('2026-01', 7), count('2026-01', 3, { area: '12000' })];
    const text = demandText(counts, '2026-05-04', [detox, elsewhere]);
    expect(text.match(/Bron:/g)).to.have.length(1);
    expect(text).to.include('Te weinig\ndetox; 11000: minstens 5 keer');
    expect(text).to.include('Ook hier\ndetox; 12000: enkele keren, minder dan 5');
  });

  it('what is not told apart stands as such, with no number of its own', () => {
    const young = aGap({ functions: ['detox'], areas: ['11000'], ages: ['children_youth'] });
    const counts = [count('2026-01', 9), count('2026-01', 3, { age: 'children_youth' })];
    const text = demandText(counts, '2026-05-04', [young]);
    expect(text).to.include('niet apart te tellen').and.include('nog minstens 10 keer');
    expect(numbersIn(text)).to.deep.equal([10]);
  });

  it('nothing where nobody looked, the gap says no help, or the counts cannot be read', () => {
    expect(demandText([], '2026-05-04', [detox])).to.equal('');
    expect(demandText([count('2026-01', 7)], '2026-05-04', [aGap({ areas: ['11000'] })])).to.equal('');
    expect(beginningOf([detox], reader, null).demand).to.equal('');
  });

  it('the words of many gaps fit, with where the numbers come from', () => {
    const gaps = Array.from({ length: 20 }, (_, at) =>
      aGap({ functions: ['detox'], areas: ['11000'], title: { nl: `${at} `.repeat(40) } }),
    );
    const text = demandText([count('2026-01', 7)], '2026-05-04', gaps);
    expect(text.length).to.be.at.most(4000);
    expect(text).to.include('Bron:');
  });
});

const kinds = fc.record({
  type: fc.constantFrom('detox', 'aftercare'),
  area: fc.constantFrom('11000', '12000'),
  age: fc.constantFrom('adults', 'children_youth'),
  target: fc.constantFrom('', 'homeless'),
  obstacle: fc.constantFrom('waiting_list', 'too_far'),
  month: fc.constantFrom('2026-01', '2026-02', '2026-03', '2026-04'),
  count: fc.integer({ min: 1, max: 12 }),
}) as fc.Arbitrary<DemandCount>;
const keyOf = ({ count: _, ...kind }: DemandCount): string => Object.values(kind).join(' ');
const someCounts = fc.uniqueArray(kinds, { selector: keyOf, minLength: 1, maxLength: 14 });
const someGaps = fc.array(
  fc
    .record({
      functions: fc.subarray(['detox', 'aftercare'], { minLength: 1 }),
      areas: fc.subarray(['11000', '12000', '10000', '11002'], { minLength: 1 }),
      ages: fc.subarray(['adults', 'children_youth'] as const),
      targetGroups: fc.subarray(['homeless'] as const),
    })
    .map((values) => aGap(values as Partial<GapValues>)),
  { minLength: 1, maxLength: 3 },
);

describe('two drafts side by side', () => {
  it('hold multiples of five alone: their differences are none or five and more, whatever was noted and taken back in between', () => {
    fc.assert(
      fc.property(
        someCounts,
        someGaps,
        someGaps,
        fc.array(fc.tuple(fc.nat({ max: 13 }), fc.integer({ min: -3, max: 3 })), { maxLength: 4 }),
        (counts, gaps, others, changes) => {
          const later = counts.map((one, at) => {
            const by = changes.filter(([place]) => place === at).reduce((sum, [, more]) => sum + more, 0);
            return { ...one, count: Math.max(0, one.count + by) };
          });
          const first = numbersIn(demandText(counts, '2026-04-10', gaps));
          const second = numbersIn(demandText(later, '2026-05-10', others));
          for (const one of [...first, ...second]) expect(one % 5, String(one)).to.equal(0);
          for (const one of first)
            for (const other of second)
              expect(one === other || Math.abs(one - other) >= 5, `${one} ${other}`).to.equal(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('say no more than a page may show', () => {
    fc.assert(
      fc.property(someCounts, someGaps, (counts, [gap]) => {
        const { functions: types, areas, ages, targetGroups: targets } = gap!.values;
        const asked = { types, areas, ages, targets };
        const found = disclose(counts, '2026-05');
        const shown = letterCounts(found, asked);
        const all = counts.reduce((sum, one) => sum + one.count, 0);
        expect(shown.counted + shown.together).to.be.at.most(all);
        expect(shown.obstacles.reduce((sum, one) => sum + one.count, 0)).to.be.at.most(shown.counted);
      }),
    );
  });
});

describe('a draft that begins from a gap for which help was looked for in vain', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  const turnhout = idOf('gap', 'turnhout-ambulatory-only');
  const asked: DemandAsked = { types: ['short_residential', 'long_residential'], areas: ['13000'] };

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-15T10:00:00Z') });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const signal = async (id: string): Promise<GovernmentSignalRecord> =>
    GovernmentSignalModel.findById(id).lean<GovernmentSignalRecord>().orFail();
  const aDraft = async (): Promise<string> => {
    const begun = { authority: 'fod-cel-drugs', language: 'nl', gaps: [turnhout] };
    const { headers } = await coordinator.post(paths.signals(), begun);
    return headers.location!.split('/').at(-1)!;
  };
  const takeBack = (demand: Demand): Promise<unknown> =>
    app.house.connection.transaction((session) => countDemand(app.house.keys, session as never, demand, -1));
  const noted: Demand = {
    ...{ type: 'short_residential', area: '13000', age: 'adults', target: '', obstacle: 'nothing_there' },
    month: '2026-10',
  };

  it('has the number, its months and its source as words of its own', async () => {
    const { counted } = await unmetDemandOf(app.house, asked);
    const { demand } = (await signal(await aDraft())).values;
    expect(numbersIn(demand)[0]).to.equal(inFives(counted)).and.to.be.greaterThan(4);
    expect(demand).to.include('van februari 2026 tot en met oktober 2026').and.include('een voorbeeld');
    expect(demand).to.include('Turnhout').and.include('Bron: tellingen in Schakel');
  });

  it('one search taken back of a month that is over shows in no draft beside an earlier one', async () => {
    const before = numbersIn((await signal(await aDraft())).values.demand);
    const { counted } = await unmetDemandOf(app.house, asked);
    await takeBack(noted);
    expect((await unmetDemandOf(app.house, asked)).counted).to.equal(counted - 1);
    expect(numbersIn((await signal(await aDraft())).values.demand)).to.deep.equal(before);
  });

  it('people change it until it is sent; then no form and no later count does', async () => {
    const id = await aDraft();
    const { demand } = (await signal(id)).values;
    const more = `${demand}\n\nWij schatten dat dit een derde is.`;
    const change = (body: object) => coordinator.post(paths.signalFields({ id }), body);
    const said = { base_demand: '0', demand: more, base_asked: '0', asked: 'Tien bedden' };
    expect((await change(said)).status).to.equal(303);
    expect((await coordinator.get(paths.signal({ id }))).text).to.include(
      'Wij schatten dat dit een derde is',
    );
    const fields = { base_platforms: '0', platforms: ['BE-VAN'] };
    await change(fields);
    const sent = await coordinator.post(paths.signalDispatch({ id }), {
      revision: (await signal(id)).revision,
    });
    expect(sent.status, sent.text.slice(0, 300)).to.equal(303);
    const before = await signal(id);
    expect((await change({ base_demand: '1', demand: 'Minder' })).status).to.equal(409);
    await takeBack({ ...noted, month: '2026-02' });
    expect(await signal(id)).to.deep.equal(before);
    expect(before.values.demand).to.equal(more);
  });
});
