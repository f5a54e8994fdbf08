import { expect } from 'chai';
import type { Language } from '../../server/core/i18n.ts';
import { everywhere, facets, unknown } from '../../server/features/offer/facets.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { referenceIndex, referenceOffer, type Searched, searchedOffer, searchFor } from './referenceIndex.ts';

describe('the care offer as found', () => {
  let index: Searched;
  before(async () => {
    index = await referenceIndex();
  });
  const total = (query: Record<string, unknown>): number => searchFor(index, query).total;

  it('in all: 21 entries, of which 14 centres, five websites, Tandem and the Druglijn', () => {
    const kinds = index.entries.map(({ unit }) => unit.kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(kinds).to.have.length(21);
    expect(['addiction_centre', 'online_help', 'guidance_project', 'help_line'].map(count)).to.deep.equal([
      14, 5, 1, 1,
    ]);
  });

  it('by printed seat: 3, 2, 5, 2 and 2', () => {
    const seats = ['10000', '70000', '40000', '20001', '30000'];
    const count = (seat: string) => index.entries.filter(({ unit }) => unit.seat === seat).length;
    expect(seats.map(count)).to.deep.equal([3, 2, 5, 2, 2]);
  });

  it('by place of care: De Sleutel’s day centres count in three provinces', () => {
    const provinces = ['BE-VAN', 'BE-VLI', 'BE-VOV', 'BE-VBR', 'BE-VWV'];
    expect(provinces.map((province) => total({ province }))).to.deep.equal([4, 2, 5, 2, 3]);
  });

  it('by status: 13 centres active, ‘t Kader planned', () => {
    const centres = index.entries.filter(({ unit }) => unit.kind === 'addiction_centre');
    expect(centres.filter(({ unit }) => unit.status === 'active')).to.have.length(13);
    expect(searchFor(index, { status: 'planned' }).names).to.deep.equal(['‘t Kader']);
  });

  it('by setting: 8 residential and 9 ambulatory centres, three of them both', () => {
    const both = searchFor(index, { setting: 'residential' }).names.filter((name) =>
      searchFor(index, { setting: 'ambulatory' }).names.includes(name),
    );
    expect([total({ setting: 'residential' }), total({ setting: 'ambulatory' })]).to.deep.equal([8, 9]);
    expect(both).to.deep.equal(['De Kiem', 'De Spiegel', 'Kompas']);
  });

  it('while ‘t Kader’s preliminary project ran: it is found as ambulatory in the Kempen', async () => {
    const then = await referenceIndex('2022-03-09');
    expect(searchFor(then, { arrondissement: '13000' }).names).to.deep.equal(['‘t Kader']);
    expect(total({ arrondissement: '13000' })).to.equal(0);
  });

  it('on the day after its last: a module that ended is no longer counted', async () => {
    const records = await referenceOffer();
    const kempen = (day: string) => searchFor(searchedOffer(records, day), { arrondissement: '13000' }).total;
    expect([kempen('2022-11-30'), kempen('2022-12-01')]).to.deep.equal([1, 0]);
  });

  it('what the source does not say: is null in every field, never zero or an empty list', () => {
    const numbers: unknown[] = [];
    for (const { modules, unit } of index.entries) {
      for (const { capacity, waitingList, ...rest } of modules) {
        numbers.push(capacity?.available, waitingList?.persons, waitingList?.weeks);
        for (const list of [
          rest.types,
          rest.settings,
          rest.ages,
          rest.targetGroups,
          rest.problems,
          rest.languages,
        ]) {
          expect(list).to.satisfy((value: unknown[] | null) => value === null || value.length > 0);
        }
        expect([rest.cost, rest.exclusion, rest.admission]).to.deep.equal([null, null, null]);
      }
      expect([unit.contact?.phone ?? null, unit.contact?.email ?? null]).to.deep.equal([null, null]);
      expect(unit.verified).to.equal(null);
      expect(unit.provenance?.on.toISOString().slice(0, 10)).to.equal('2022-03-09');
    }
    expect(numbers.filter((value) => typeof value === 'number')).to.deep.equal([]);
  });

  it('its ids: are version 5 UUIDs and always the same', () => {
    expect(idOf('unit', 'adic')).to.equal(idOf('unit', 'adic'));
    for (const { unit } of index.entries)
      expect(unit._id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('searching the offer', () => {
  let index: Searched;
  before(async () => {
    index = await referenceIndex();
  });
  const found = (query: Record<string, unknown>, language: Language = 'nl') =>
    searchFor(index, query, language).names;

  const kader = ['‘t Kader'];
  const texts: [string, Language, string[]][] = [
    ['t kader', 'nl', kader],
    ["'t Kader", 'nl', kader],
    ['’T KADER', 'nl', kader],
    ['kad', 'nl', kader],
    ['gokken', 'nl', ['gokhulp.be']],
    ['gambling', 'en', ['gokhulp.be']],
    ['Glücksspiel', 'de', ['gokhulp.be']],
    ['glucksspiel', 'de', ['gokhulp.be']],
    ['prison', 'fr', ['Tandem']],
    ['Ostende', 'fr', ['MSOC Oostende']],
    ['oostende', 'fr', ['MSOC Oostende']],
    ['Malines', 'fr', ['De Sleutel dagcentra']],
    ['msoc gent', 'nl', ['MSOC Gent']],
    ['hulp bij alcohol', 'nl', ['De Druglijn', 'alcoholhulp.be']],
    ['alcohol gokken', 'nl', []],
    ['zzz', 'nl', []],
  ];
  for (const [q, language, names] of texts) {
    it(`for "${q}" in ${language}: ${names.join(', ') || 'nothing'}`, () => {
      expect(found({ q }, language)).to.have.members(names);
    });
  }

  it('for signs only, or for nothing: everything', () => {
    expect([found({ q: '!?' }).length, found({ q: '' }).length, found({}).length]).to.deep.equal([
      21, 21, 21,
    ]);
  });

  it('a name before a place: the entry that is called so comes first', () => {
    expect(found({ q: 'vlaams' })[0]).to.equal('MSOC Vlaams-Brabant');
  });

  for (const city of ['Antwerpen', 'Mechelen', 'Gent', 'Brugge']) {
    it(`by place ${city}: De Sleutel’s day centres come first`, () => {
      expect(found({ place: city })[0]).to.equal('De Sleutel dagcentra');
    });
  }

  const places: [string, Language, string[]][] = [
    [
      '9000',
      'nl',
      [
        'De Sleutel dagcentra',
        'MSOC Gent',
        'De Sleutel internaatsafdelingen',
        'Residentieel Kortdurend Jongerenprogramma De Sleutel',
        'De Kiem',
      ],
    ],
    ['8400', 'nl', ['MSOC Oostende', 'De Sleutel dagcentra', 'Kompas']],
    ['Hasselt', 'nl', ['Katarsis vzw', 'Zorggroep Zin']],
    ['limbourg', 'fr', ['Katarsis vzw', 'Zorggroep Zin']],
    ['Luik', 'nl', []],
  ];
  for (const [place, language, names] of places) {
    it(`by place ${place} in ${language}: the nearest first, nothing of other provinces`, () => {
      expect(found({ place }, language)).to.deep.equal(names);
    });
  }

  it('by place: what is online is told apart', () => {
    expect(searchFor(index, { place: 'Gent' }).elsewhere).to.equal(7);
    expect(found({ province: everywhere })).to.have.length(7);
  });

  it('by an unknown place: searches everywhere and says so', () => {
    const search = searchFor(index, { place: 'Xyzzy' });
    expect([search.place?.kind, search.total]).to.deep.equal(['none', 21]);
  });

  it('by a problem few sources mention: says how many may fit as well', () => {
    const search = searchFor(index, { problem: 'alcohol' });
    expect([search.total, search.notKnown]).to.deep.equal([2, 14]);
    expect(searchFor(index, { problem: ['alcohol', unknown] }).total).to.equal(16);
    expect(searchFor(index, { q: 'alcohol' }).silent).to.equal(14);
    expect(searchFor(index, { q: 'kader' }).silent).to.equal(0);
  });

  it('by choices of several facets: they meet in one module', () => {
    expect(found({ type: 'short_residential', setting: 'residential' })).to.have.length(1);
    expect(found({ age: 'children_youth', setting: 'ambulatory' })).to.deep.equal([]);
  });

  it('the counts: every choice gives as many results as it promised', () => {
    const searches = [
      {},
      { q: 'sleutel' },
      { place: 'Gent' },
      { province: 'BE-VOV' },
      { setting: ['ambulatory'], status: 'active' },
    ];
    for (const query of searches) {
      const { counts } = searchFor(index, query);
      for (const facet of facets) {
        for (const [value, count] of counts[facet]) {
          expect(
            searchFor(index, { ...query, [facet]: value }).total,
            `${JSON.stringify(query)} ${facet}=${value}`,
          ).to.equal(count);
        }
      }
    }
  });

  it('many entries: shows them in pages, and the last page for one too far', async () => {
    const records = await referenceOffer();
    const many = Array.from({ length: 6 }, (_, copy) =>
      records.careUnits.map((unit) => ({
        ...unit,
        _id: `${copy}-${unit._id}`,
        order: copy * 100 + unit.order,
      })),
    ).flat();
    const large = searchedOffer({ ...records, careUnits: many });
    const second = searchFor(large, { page: '2' });
    expect([second.total, second.pages, second.page, second.hits.length]).to.deep.equal([126, 3, 2, 50]);
    expect(searchFor(large, { page: '99' }).page).to.equal(3);
  });

  const refusals: [Record<string, unknown>, string[]][] = [
    [{ province: 'xx' }, ['province']],
    [{ province: ['BE-VAN', 'xx', '<script>'] }, ['province', 'province']],
    [{ 'province[a]': 'BE-VAN' }, ['province']],
    [{ province: { a: 'b' } }, ['province']],
    [{ q: ['a', 'b'] }, ['q']],
    [{ q: 'x'.repeat(201) }, ['q']],
    [{ place: 'x'.repeat(101) }, ['place']],
    [{ page: '-1' }, ['page']],
    [{ page: ['1', '2'] }, ['page']],
    [{ page: '9'.repeat(30) }, ['page']],
    [{ arrondissement: '10000' }, ['arrondissement']],
    [{ type: 'constructor', status: '__proto__' }, ['type', 'status']],
    [{ utm_source: 'mail', lang: 'xx' }, []],
    [{ type: Array.from({ length: 60 }, (_, at) => `t${at}`) }, Array<string>(60).fill('type')],
  ];
  for (const [query, fields] of refusals) {
    it(`with ${JSON.stringify(query).slice(0, 60)}: leaves out what it does not know and says so`, () => {
      const search = searchFor(index, query);
      expect(search.refused.map(({ field }) => field)).to.have.members(fields);
      expect(search.total).to.be.at.least(1);
    });
  }
});
