import { expect } from 'chai';
import fc from 'fast-check';
import { madeUpOffer } from '../../bench/offer/madeUp.ts';
import type { CareUnitRecord } from '../../models/CareUnit.ts';
import { type Entry, entriesOf, rowsOf } from '../../server/features/offer/entries.ts';
import {
  type Choices,
  type Facet,
  facets,
  maybeUnknown,
  noChoices,
  unknown,
} from '../../server/features/offer/facets.ts';
import type { RowValues } from '../../server/features/offer/rows.ts';
import { documentOf } from '../../server/features/offer/search/document.ts';
import {
  indexOf,
  type OfferIndex,
  settled,
  unitsMadeFrom,
  withChanges,
} from '../../server/features/offer/search/offerIndex.ts';
import type { OfferQuery } from '../../server/features/offer/search/query.ts';
import { search } from '../../server/features/offer/search/search.ts';
import { hashOf } from '../../server/features/offer/search/segment.ts';
import { bytesOf, fromBytes } from '../../server/features/offer/search/snapshot.ts';
import { valuesFrom } from '../../server/features/offer/search/values.ts';
import { whereabouts } from '../../server/geography/geography.ts';
import { anEntry } from './anEntry.ts';

const today = '2026-11-22';
const query = (some: Partial<OfferQuery> = {}): OfferQuery => ({
  ...{ text: '', language: 'nl', exactly: true, choices: noChoices(), places: [], sort: 'best', page: 1 },
  ...{ today, pageSize: 50 },
  ...some,
});
const indexed = (entries: Entry[]): OfferIndex => {
  const values = valuesFrom();
  return indexOf(
    entries.map((entry) => documentOf(entry, values)),
    values,
  );
};
const mark = { sequence: 7, hash: 'h', reference: 'r', program: 'p' };

/** What a search answers, by its definition: every entry is looked at. */
function recounted(entries: Entry[], choices: Choices, province: string | null) {
  const meets = (row: RowValues, but?: Facet): boolean =>
    facets.every(
      (facet) =>
        facet === but ||
        choices[facet].length === 0 ||
        choices[facet].some((value) => row[facet].includes(value)),
    );
  const widened = Object.fromEntries(
    facets.map((facet) => [
      facet,
      choices[facet].length > 0 && maybeUnknown.includes(facet)
        ? [...choices[facet], unknown]
        : choices[facet],
    ]),
  ) as Choices;
  const rows = entries.map((entry) =>
    rowsOf(entry, today).filter((row) => province === null || row.province.includes(province)),
  );
  const total = rows.filter((some) => some.some((row) => meets(row))).length;
  const counts: Record<string, number> = {};
  for (const facet of facets) {
    for (const value of new Set(
      entries.flatMap((entry) => rowsOf(entry, today).flatMap((row) => row[facet])),
    ))
      counts[`${facet} ${value}`] = rows.filter((some) =>
        some.some((row) => meets(row, facet) && row[facet].includes(value)),
      ).length;
  }
  const wide = rows.filter((some) =>
    some.some((row) =>
      facets.every(
        (facet) => widened[facet].length === 0 || widened[facet].some((one) => row[facet].includes(one)),
      ),
    ),
  ).length;
  return { total, counts, notKnown: wide - total };
}

function told(index: OfferIndex, some: Partial<OfferQuery>) {
  const { total, counts, notKnown } = search(index, query(some));
  const flat = facets.flatMap((facet) =>
    [...counts[facet]].map(([value, count]) => [`${facet} ${value}`, count]),
  );
  return { total, counts: Object.fromEntries(flat) as Record<string, number>, notKnown };
}

describe('the index of the offer', function () {
  this.timeout(60_000);
  const entries = entriesOf(madeUpOffer(400));
  const index = indexed(entries);
  const values = facets.map((facet) => [
    ...new Set(entries.flatMap((one) => rowsOf(one, today).flatMap((row) => row[facet]))),
  ]);
  /** Up to three facets with one or two values each. */
  const anyChoices = fc
    .array(fc.tuple(fc.nat(facets.length - 1), fc.nat(), fc.nat()), { maxLength: 3 })
    .map((picked) => {
      const choices = noChoices();
      for (const [facet, one, other] of picked) {
        const some = values[facet]!;
        choices[facets[facet]!] = [...new Set([some[one % some.length]!, some[other % some.length]!])];
      }
      return choices;
    });

  it('with any choices: counts what looking at every entry counts', () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        expect(told(index, { choices })).to.deep.equal(recounted(entries, choices, null));
      }),
      { numRuns: 60 },
    );
  });

  it('in a province, with any choices: the same', () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const some = told(index, { choices, places: ['30000'] });
        expect(some).to.deep.equal(recounted(entries, choices, 'BE-VWV'));
      }),
      { numRuns: 30 },
    );
  });

  it('whatever was changed, added and taken away, in whatever steps: answers as one made anew', () => {
    const other = entriesOf(madeUpOffer(401)).slice(0, 60);
    const change = fc.record({
      at: fc.nat(entries.length + other.length - 1),
      name: fc.constantFrom('Linde', 'Meer', null),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.nat(3), anyChoices, (changes, settles, choices) => {
        const all = new Map(entries.map((entry) => [entry.unit._id, entry]));
        let changed = indexed(entries);
        for (const [step, { at, name }] of changes.entries()) {
          const entry = [...entries, ...other][at]!;
          const now = name && { ...entry, unit: { ...entry.unit, name } };
          const id = entry.unit._id;
          if (now) all.set(id, now);
          else all.delete(id);
          changed = withChanges(changed, [{ id, document: now && documentOf(now, changed.values) }]);
          if (settles > 0 && step % (settles * 7) === 0) changed = settled(changed);
        }
        const anew = indexed([...all.values()]);
        for (const some of [
          { choices },
          { text: 'linde' },
          { text: 'ge', choices, sort: 'near' as const, places: ['44021'] },
          { page: 3 },
        ])
          expect(search(changed, query(some))).to.deep.equal(search(anew, query(some)));
      }),
      { numRuns: 25 },
    );
  });

  it('merged: is the segment that would be made of the same units', () => {
    const [some, rest] = [entries.slice(0, 100), entries.slice(100, 150)];
    const shared = valuesFrom();
    const before = indexOf(
      some.map((entry) => documentOf(entry, shared)),
      shared,
    );
    const changes = [
      ...rest.map((entry) => ({ id: entry.unit._id, document: documentOf(entry, shared) })),
      ...some.slice(0, 20).map((entry) => ({ id: entry.unit._id, document: null })),
    ];
    const anew = indexOf(
      [...some.slice(20), ...rest].map((entry) => documentOf(entry, shared)),
      shared,
    );
    expect(settled(withChanges(before, changes)).base).to.deep.equal(anew.base);
  });

  it('made of the same units in another order: answers the same', () => {
    const turned = indexed(entries.toReversed());
    for (const some of [{}, { text: 'huis' }, { places: ['11002'], sort: 'near' as const }])
      expect(search(turned, query(some))).to.deep.equal(search(index, query(some)));
  });

  it('written and read again: answers the same', () => {
    const kept = fromBytes(bytesOf(index, mark), []);
    expect(kept.mark).to.deep.equal(mark);
    for (const some of [{}, { text: 'jongeren' }, { places: ['11002'], page: 2 }])
      expect(search(kept.index, query(some))).to.deep.equal(search(index, query(some)));
    expect(kept.index.base).to.deep.equal(index.base);
  });

  it('cut off anywhere: is refused', () => {
    const bytes = bytesOf(indexed(entries.slice(0, 10)), mark);
    for (let size = 0; size < bytes.length - 8; size += 97)
      expect(() => fromBytes(bytes.slice(0, size), []), `${size}`).to.throw();
  });

  it('a record of a unit: leads to it, whichever kind it is', () => {
    const { unit, modules, sites, organisation } = entries[7]!;
    for (const id of [unit._id, modules[0]!._id, sites[0]!._id, organisation!._id])
      expect(unitsMadeFrom(index, new Set([hashOf(id)])), id).to.include(unit._id);
    expect(unitsMadeFrom(index, new Set([hashOf('nobody')]))).to.deep.equal([]);
  });

  it('empty: finds nothing, in one page', () => {
    const { total, page, pages, hits } = search(indexed([]), query({ text: 'x' }));
    expect({ total, page, pages, hits }).to.deep.equal({ total: 0, page: 1, pages: 1, hits: [] });
  });
});

describe('the order of what is found', () => {
  const order = (entries: Entry[], some: Partial<OfferQuery>): string[] =>
    search(indexed(entries), query(some)).hits.map(({ id }) => id);
  const confirmed = (day: string): CareUnitRecord['verified'] => ({ at: new Date(day), by: 'p' });
  const told = (nl: string) => ({ description: { nl } });

  it('a name, then a module’s name, then a story', () => {
    const entries = [
      anEntry({ name: 'A', ...told('over linde') }),
      anEntry({ name: 'B', module: { name: { nl: 'Linde' } } }),
      anEntry({ name: 'Linde C' }),
    ];
    expect(order(entries, { text: 'linde' })).to.deep.equal(['Linde C', 'B', 'A']);
  });

  it('exact, then the beginning, then a form of it, then a part', () => {
    const entries = ['Stadshuis', 'Huizen', 'Huiskamer', 'Huis'].map((name) => anEntry({ name }));
    expect(order(entries, { text: 'huis' })).to.deep.equal(['Huis', 'Huiskamer', 'Huizen']);
    const parts = ['Nachtopvang', 'Opvangcentrum', 'Opvang'].map((name) => anEntry({ name }));
    expect(order(parts, { text: 'opvang' })).to.deep.equal(['Opvang', 'Opvangcentrum', 'Nachtopvang']);
  });

  it('what is spelt so, then what is not', () => {
    const entries = ['Alcohol', 'Alkoholvrij'].map((name) => anEntry({ name }));
    expect(order(entries, { text: 'alkohol', exactly: false })).to.deep.equal(['Alkoholvrij', 'Alcohol']);
  });

  it('of two that answer alike: the nearer', () => {
    const entries = [
      anEntry({ name: 'Huis A', areas: ['44083'] }),
      anEntry({ name: 'Huis B', areas: ['44021'] }),
    ];
    expect(order(entries, { text: 'huis', places: ['44021'] })).to.deep.equal(['Huis B', 'Huis A']);
  });

  it('the nearest first, when asked so, whatever it is called', () => {
    const entries = [
      anEntry({ name: 'Huis', areas: ['41002'] }),
      anEntry({ name: 'B', areas: ['44021'], ...told('huis') }),
    ];
    const places = ['44021'];
    expect(order(entries, { text: 'huis', places })).to.deep.equal(['Huis', 'B']);
    expect(order(entries, { text: 'huis', places, sort: 'near' })).to.deep.equal(['B', 'Huis']);
  });

  it('a place: itself, then by kilometres, then somewhere in the arrondissement, then somewhere in the province', () => {
    const areas = {
      Aalst: '41002',
      Gent: '44021',
      Merelbeke: '44088',
      'arr. Gent': '44000',
      Provincie: '40000',
    };
    const entries = Object.entries(areas).map(([name, nis]) => anEntry({ name, areas: [nis] }));
    const found = search(indexed(entries), query({ places: ['44021'] })).hits;
    expect(found.map(({ id }) => id)).to.deep.equal(['Gent', 'Merelbeke', 'arr. Gent', 'Aalst', 'Provincie']);
    expect(found.map(({ kilometres }) => kilometres && Math.round(kilometres))).to.deep.equal([
      0,
      11,
      null,
      28,
      null,
    ]);
  });

  it('a place near a border: also what lies just across it, and nothing farther away', () => {
    const entries = [
      anEntry({ name: 'Sint-Niklaas', areas: ['46021'] }),
      anEntry({ name: 'Antwerpen', areas: ['11002'] }),
      anEntry({ name: 'Turnhout', areas: ['13040'] }),
    ];
    expect(whereabouts('46021').province).not.to.equal(whereabouts('11002').province);
    expect(order(entries, { places: ['46021'] })).to.deep.equal(['Sint-Niklaas', 'Antwerpen']);
  });

  it('of two that are as near: the one that was confirmed in the last half year', () => {
    const entries = [
      anEntry({ name: 'Never', order: 1 }),
      anEntry({ name: 'Long ago', order: 2, verified: confirmed('2026-04-01') }),
      anEntry({ name: 'Lately', order: 3, verified: confirmed('2026-10-01') }),
    ];
    expect(order(entries, {})).to.deep.equal(['Lately', 'Never', 'Long ago']);
  });

  it('two words: both must be there, and the one that says more comes first', () => {
    const entries = [
      anEntry({ name: 'Linde', ...told('huis') }),
      anEntry({ name: 'Huis Linde' }),
      anEntry({ name: 'Linde alleen' }),
    ];
    expect(order(entries, { text: 'huis linde' })).to.deep.equal(['Huis Linde', 'Linde']);
  });
});
