import { expect } from 'chai';
import { formats, translator } from '../../../server/core/i18n.ts';
import { addressOf } from '../../../server/features/offer/directoryPage.ts';
import { extentOf, frameOf, provincesAsked } from '../../../server/features/offer/map/frame.ts';
import { mapView } from '../../../server/features/offer/map/mapView.ts';
import { labelled, type Mark } from '../../../server/features/offer/map/marks.ts';
import { isWhole, partsOfProvinces } from '../../../server/features/offer/map/parts.ts';
import { legendOf, tintOf, tintSteps } from '../../../server/features/offer/map/tints.ts';
import type { Found } from '../../../server/features/offer/queries.ts';
import type { Reader } from '../../../server/features/offer/wording.ts';
import { allAreas, areaName, whereabouts } from '../../../server/geography/geography.ts';
import { arrondissementOutlines, middleOf, provinceFrames } from '../../../server/geography/outlines.ts';
import { anEntry } from '../anEntry.ts';
import { referenceOffer, type Searched, searchedOffer, searchFor, today } from '../referenceIndex.ts';

const reader: Reader = { language: 'nl', t: translator('nl'), today, ...formats('nl') };
const [gent, antwerpen, nijvel, brussels] = ['44000', '11000', '25000', '04000'];

/** The map of a search, with everything the directory's own search would give it. */
function mapOf(searched: Searched, query: Record<string, unknown>) {
  const found = searchFor(searched, { ...query, view: 'map' });
  const everyPart = searchFor(searched, { ...query, arrondissement: [], municipality: [] });
  const whole = { ...found, answer: found, everyPart, shown: [] } as unknown as Found;
  return mapView(whole, everyPart, addressOf(found), reader);
}

const rowsOf = (map: ReturnType<typeof mapOf>) => [
  ...map.groups.flatMap(({ head, rows }) => (head ? [head, ...rows] : rows)),
  ...map.off,
];

const asQuery = (href: string): Record<string, string[]> => {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(href, 'http://x').searchParams)
    query[name] = [...(query[name] ?? []), value];
  return query;
};

describe('the outlines', () => {
  it('are there for each arrondissement and each province, and those of Brussels', () => {
    const codes = (level: string) => [...allAreas()].filter((area) => area.level === level).map((a) => a.nis);
    expect(arrondissementOutlines.map(({ nis }) => nis)).to.have.members(codes('arrondissement'));
    expect([...provinceFrames.keys()]).to.have.members([...codes('province'), brussels]);
  });

  it('lie where the municipalities do: each middle is in the frame of its arrondissement', () => {
    const frames = new Map(arrondissementOutlines.map((one) => [one.nis, one.box]));
    const lost = [...allAreas()].filter(({ nis, level }) => {
      if (level !== 'municipality') return false;
      const at = middleOf(nis)!;
      const { x, y, width, height } = frames.get(whereabouts(nis).arrondissement!)!;
      return at.x < x || at.y < y || at.x > x + width || at.y > y + height;
    });
    expect(lost.map(({ nis }) => nis)).to.deep.equal([]);
  });
});

describe('tints', () => {
  for (const [lowest, highest, steps] of [
    [1, 0, []],
    [1, 1, [1]],
    [2, 4, [2, 3, 4]],
    [1, 5, [1, 2, 3, 4, 5]],
    [1, 100, [3, 7, 16, 40, 100]],
    [25, 67, [31, 38, 46, 56, 67]],
  ] as const) {
    it(`from ${lowest} to ${highest}: ${steps.length} steps`, () => {
      expect(tintSteps(lowest, highest)).to.deep.equal(steps);
    });
  }

  it('of every number between the lowest and the highest: one that the legend names', () => {
    for (const [lowest, highest] of [
      ...[
        [1, 1],
        [1, 2],
        [3, 7],
        [1, 6],
        [2, 31],
        [40, 250],
      ],
    ] as [number, number][]) {
      const steps = tintSteps(lowest, highest);
      for (let count = lowest; count <= highest; count++) {
        const named = legendOf(steps, lowest).filter(({ from, to }) => from <= count && count <= to);
        expect(
          named.map(({ tint }) => tint),
          `${count} of ${lowest} to ${highest}`,
        ).to.deep.equal([tintOf(count, steps)]);
      }
    }
    expect(tintOf(0, tintSteps(1, 9))).to.equal('none');
  });
});

describe('what the map shows', () => {
  let reference: Searched;
  before(async () => {
    reference = searchedOffer(await referenceOffer());
  });

  for (const [query, level] of [
    [{}, 'country'],
    [{ province: ['BE-VOV'] }, 'province'],
    [{ province: ['BE-VOV', 'BE-VAN'] }, 'country'],
    [{ province: ['everywhere'] }, 'country'],
    [{ arrondissement: [gent] }, 'arrondissement'],
    [{ arrondissement: [gent, antwerpen] }, 'country'],
    [{ arrondissement: ['unknown'], province: ['BE-VOV'] }, 'province'],
  ] as const) {
    it(`asked ${JSON.stringify(query)}: ${level}`, () => {
      const { query: understood } = searchFor(reference, query);
      expect(extentOf(understood).level).to.equal(level);
    });
  }

  it('has room for every extent', () => {
    const extents = [
      { level: 'country', nis: null } as const,
      ...[...provinceFrames.keys()].map((nis) => ({ level: 'province', nis }) as const),
      ...arrondissementOutlines.map(({ nis }) => ({ level: 'arrondissement', nis }) as const),
    ];
    for (const extent of extents) {
      const frame = frameOf(extent);
      expect(frame.width).to.equal(800);
      expect(frame.height, extent.nis ?? 'country').to.be.within(100, 661);
    }
  });

  for (const query of [
    {},
    { setting: ['residential'] },
    { province: ['BE-VOV'] },
    { arrondissement: [gent] },
    { q: 'sleutel' },
    { place: 'Gent' },
  ]) {
    it(`asked ${JSON.stringify(query)}: every row leads to as many results as it says`, () => {
      const rows = rowsOf(mapOf(reference, query));
      expect(rows.length).to.be.greaterThan(0);
      for (const { name, count, href } of rows)
        expect(searchFor(reference, asQuery(href)).total, `${name} ${href}`).to.equal(count);
    });
  }

  it('says of a province what is known no nearer, and counts it nowhere else', () => {
    const map = mapOf(reference, {});
    const flanders = map.groups.find(({ head }) => head?.name === 'Oost-Vlaanderen')!;
    expect(flanders.rows.map(({ name, count }) => [name, count])).to.deep.equal([
      ['Gent', 2],
      ['Ergens in de provincie', 3],
    ]);
    expect(map.marks.filter(({ kind }) => kind === 'wide').map(({ count }) => count)).to.include(3);
  });

  it('with one arrondissement: a dot for each municipality, and what may be in it as well', () => {
    const map = mapOf(reference, { arrondissement: [gent] });
    expect(map.marks.map(({ kind, name, count }) => [kind, name, count])).to.deep.equal([['dot', 'Gent', 2]]);
    expect(map.elsewhere?.text).to.include('3 andere plekken').and.include('Oost-Vlaanderen');
    expect(map.up?.href).to.include('province=BE-VOV').and.include('view=map');
  });

  it('names the areas without anything, but not those nobody asked about', () => {
    const everywhere = mapOf(reference, {});
    expect(everywhere.without).to.include('Kortrijk').and.include('Virton').and.not.include('Gent');
    expect(everywhere.hasNone).to.equal(true);
    const flanders = mapOf(reference, { province: ['BE-VOV'] });
    expect(flanders.without).to.equal('Aalst, Dendermonde, Eeklo, Oudenaarde en Sint-Niklaas');
    expect(provincesAsked(searchFor(reference, { place: 'Gent' }).query)).to.deep.equal(new Set(['40000']));
  });

  it('a province of one arrondissement: what is somewhere in it is in it', () => {
    expect([...partsOfProvinces.keys()].filter(isWhole)).to.have.members([brussels, '20002']);
    const searched = searchedOffer({
      organisations: [],
      moduleTypes: [],
      ...partsFrom([
        anEntry({ name: 'Somewhere', areas: ['20002'] }),
        anEntry({ name: 'Nijvel', areas: ['25072'] }),
      ]),
    });
    const map = mapOf(searched, {});
    expect(map.groups.map(({ head, rows }) => [head?.name, head?.count, rows.length])).to.deep.equal([
      ['Waals-Brabant', 2, 0],
    ]);
    expect(map.marks.map(({ kind, count }) => [kind, count])).to.deep.equal([['number', 2]]);
    expect(map.without).not.to.include(areaName(nijvel, 'nl'));
  });

  it('has no link on an area without results, and names every area it shows', () => {
    const { areas } = mapOf(reference, {});
    expect(areas).to.have.length(43);
    for (const { name, href } of areas) expect(href === null, name).to.equal(/: 0 /.test(name));
  });
});

/** The records of some entries, as the index takes them. */
function partsFrom(entries: ReturnType<typeof anEntry>[]) {
  return {
    careUnits: entries.map(({ unit }) => unit),
    sites: entries.flatMap(({ sites }) => sites),
    careModules: entries.flatMap(({ modules }) => modules),
  };
}

describe('names beside dots', () => {
  const dot = (name: string, count: number, x: number, y: number): Mark => ({
    ...{ kind: 'dot', x, y, count, number: String(count), name, told: name, href: '/' },
    ...{ isTight: false, isOnDeep: false },
  });

  it('cover no other dot or name: those with more results have the first choice', () => {
    const shown = labelled([dot('Small', 1, 100, 130), dot('Large', 9, 100, 100)], 800);
    expect(shown.map(({ name }) => name)).to.deep.equal([null, 'Small']);
    const beside = labelled([dot('One', 1, 100, 100), dot('Two', 2, 140, 100)], 800);
    expect(beside.map(({ name }) => name)).to.deep.equal(['Two', 'One']);
  });

  it('on a phone, where letters are larger, need more room', () => {
    const shown = labelled([dot('Deinze', 5, 300, 100), dot('Latem', 2, 370, 100)], 800);
    expect(shown.map(({ name, isTight }) => [name, isTight])).to.deep.equal([
      ['Deinze', false],
      ['Latem', true],
    ]);
  });

  it('stay on the drawing', () => {
    expect(labelled([dot('Somewhere far', 1, 20, 100)], 800)[0]?.name).to.equal(null);
  });
});
