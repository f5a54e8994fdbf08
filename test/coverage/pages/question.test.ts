import { expect } from 'chai';
import type { PlatformRecord } from '../../../models/Platform.ts';
import { Invalid } from '../../../server/core/errors.ts';
import { readForm } from '../../../server/core/forms.ts';
import { addressOf } from '../../../server/features/coverage/pages/address.ts';
import { wholeOf, withinPlatform } from '../../../server/features/coverage/pages/areas.ts';
import { asFarAsItHolds, coverageForm } from '../../../server/features/coverage/pages/forms.ts';
import type { Known } from '../../../server/features/coverage/pages/queries.ts';
import { kindAt, questionOf } from '../../../server/features/coverage/pages/question.ts';
import { referenceFrames } from '../../../server/features/coverage/standards/referenceFrames.ts';
import { readReferenceFiles } from '../../../server/features/offer/referenceFiles.ts';

const today = '2026-11-27';
const { moduleTypes, platforms: given } = readReferenceFiles();
const platforms = given.platforms.map((one) => ({
  ...one,
  _id: one.code,
  territoryWithout: one.territoryWithout ?? [],
})) as unknown as PlatformRecord[];
const platform = (id: string) => platforms.find(({ _id }) => _id === id)!;
const known: Known = {
  platforms,
  types: moduleTypes.types.map((one) => ({ ...one, _id: one.code })) as unknown as Known['types'],
  home: platform('BE-VAN'),
  registers: [platform('BE-VAN')],
  gaps: [],
  standards: {
    all: [...referenceFrames].map(([code, named]) => ({ code, named })),
    first: { code: 'own', named: referenceFrames.get('own')! },
  },
  zones: [],
};
const luxembourg = {
  code: 'all-of-it',
  parts: ['80000'],
  names: { nl: 'Zone Luxemburg' },
  platform: 'BE-WLX',
};
const kempen = { code: 'kempen', parts: ['13000', '12002'], names: { nl: 'Kempen' }, platform: 'BE-VAN' };
const codes = (dimension: string) => (dimension === 'type' ? ['crisis', 'detox'] : [`${dimension}_one`]);
const ask = (query: object, from: Known = known) =>
  questionOf(readForm(coverageForm, query), from, codes, today);

/** The fields something is wrong with, and what. */
function faultsOf(query: object): Record<string, string> {
  try {
    ask(query);
    return {};
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return Object.fromEntries(Object.entries(error.fields).map(([field, { key }]) => [field, key]));
  }
}

describe('what an address of coverage asks', () => {
  it('nothing: kinds of help by the arrondissements of my platform and those beside it, of everybody, today', () => {
    const { look, areas, within, other } = ask({});
    expect(within.code).to.equal('BE-VAN');
    expect(areas.filter(({ group }) => group === 'own').map(({ asked }) => asked.code)).to.deep.equal([
      '11000',
      '12000',
      '13000',
    ]);
    expect(areas.filter(({ group }) => group === 'around').map(({ asked }) => asked.code)).to.have.members([
      ...['46000', '42000', '23000', '24000', '71000', '72000'],
    ]);
    expect(look).to.deep.include({ filters: {}, day: today });
    expect(look.axes).to.deep.equal([{ dimension: 'type', values: ['crisis', 'detox'] }]);
    expect([look.frame.id, other]).to.deep.equal(['own', null]);
  });

  it('nothing, of who reads every register: all of Belgium, below its provinces', () => {
    const { areas, within } = ask({}, { ...known, home: null });
    expect([within.code, areas.length]).to.deep.equal(['belgium', 43]);
    expect(new Set(areas.map(({ group }) => group)).size).to.equal(11);
  });

  for (const [query, length, some] of [
    [{ level: 'province' }, 4, ['10000', '40000', '20001', '70000']],
    [{ level: 'province', within: 'belgium' }, 11, ['04000', '80000']],
    [{ level: 'municipality' }, 67, ['11002', '13040']],
    [{ level: 'municipality', province: '04000' }, 19, ['21004']],
    [{ within: 'DG' }, 6, ['63000', '62000']],
  ] as const) {
    it(`${JSON.stringify(query)}: ${length} areas, among them ${some.join(', ')}`, () => {
      const found = ask(query).areas.map(({ asked }) => asked.code);
      expect(found).to.have.length(length);
      expect(found).to.include.members([...some]);
    });
  }

  it('two sides that are no area: in the whole territory at once, or in the one area that is chosen', () => {
    const whole = ask({ columns: 'age' });
    expect(whole.look.areas).to.deep.equal([{ code: '10000' }]);
    expect(whole.look.axes.map(({ dimension }) => dimension)).to.deep.equal(['type', 'age']);
    expect(ask({ columns: 'age', area: '13000' }).look.areas).to.deep.equal([{ code: '13000' }]);
  });

  it('the whole of a territory that is none of Belgium’s areas: put together from its municipalities', () => {
    const { code, parts } = wholeOf(withinPlatform(platform('DG')));
    expect(code).to.equal('DG');
    expect(parts).to.have.length(9);
    expect(wholeOf(withinPlatform(platform('BE-WLG'))).parts).to.have.length(75);
    expect(wholeOf(withinPlatform(platform('BE-BRU')))).to.deep.equal({ code: '04000' });
  });

  it('filters: all that are said, but for what is looked along', () => {
    expect(ask({ age: 'adults', target: 'homeless', type: 'crisis' }).look.filters).to.deep.equal({
      age: 'adults',
      target: 'homeless',
    });
  });

  it('another standard, or an earlier day: the same look with only that changed', () => {
    const { look, other } = ask({ against: 'oost-vlaanderen-2010' });
    expect(other!.by).to.equal('standard');
    expect({ ...other!.look, frame: look.frame }).to.deep.equal(look);
    const before = ask({ earlier: '2026-05-01' });
    expect(before.other).to.deep.equal({
      ...{ by: 'day', look: { ...before.look, day: '2026-05-01' }, standard: before.standard },
    });
  });

  it('zones: those of the platform, of all platforms below their names, and one of them where areas are no side', () => {
    const own = ask({ level: 'zone' }, { ...known, zones: [kempen] });
    expect(own.areas).to.deep.equal([{ asked: { code: 'kempen', parts: ['13000', '12002'] }, group: 'own' }]);
    const all = ask({ level: 'zone', within: 'belgium' }, { ...known, zones: [luxembourg, kempen] });
    expect(all.areas.map(({ group }) => group)).to.deep.equal(['BE-WLX', 'BE-VAN']);
    const one = ask({ columns: 'age', area: 'kempen' }, { ...known, zones: [kempen] });
    expect(one.look.areas).to.deep.equal([{ code: 'kempen', parts: ['13000', '12002'] }]);
    expect(faultsOf({ columns: 'age', area: 'kempen' })).to.deep.equal({ area: 'coverage.errors.area' });
  });

  it('a standard in an older version: can be laid beside the newest, and not beside itself', () => {
    const newest = { ...referenceFrames.get('own')!, platform: 'BE-VAN' };
    const versioned = (version: number) => ({
      code: version === 2 ? 'mine' : `mine:${version}`,
      named: { ...newest, frame: { ...newest.frame, id: 'mine', version } },
    });
    const all = [versioned(2), versioned(1)];
    const from = { ...known, standards: { all, first: all[0]! } };
    const { look, other } = ask({ against: 'mine:1' }, from);
    expect([look.frame.version, other!.look.frame.version]).to.deep.equal([2, 1]);
    expect(() => ask({ standard: 'mine:1', against: 'mine:1' }, from)).to.throw(Invalid);
    expect(() => ask({ against: 'mine' }, from)).to.throw(Invalid);
  });

  for (const [query, faults] of [
    [{ rows: 'area' }, { columns: 'coverage.errors.sameSides' }],
    [{ rows: 'weather' }, { rows: 'coverage.errors.side' }],
    [{ level: 'street' }, { level: 'coverage.errors.level' }],
    [{ within: 'BE-XXX' }, { within: 'coverage.errors.within' }],
    [{ within: 'everywhere!' }, { within: 'coverage.errors.within' }],
    [{ province: '13000' }, { province: 'coverage.errors.province' }],
    [{ area: '99999' }, { area: 'coverage.errors.area' }],
    [{ type: 'magic' }, { type: 'coverage.errors.type' }],
    [{ age: ['adults', 'elderly'] }, { age: 'coverage.errors.age' }],
    [{ day: '2026-02-30' }, { day: 'coverage.errors.day' }],
    [{ day: '1999-12-31' }, { day: 'coverage.errors.day' }],
    [{ day: ['2026-01-01', '2026-01-02'] }, { day: 'coverage.errors.day' }],
    [{ day: '2026-11-28' }, { day: 'coverage.errors.future' }],
    [{ day: '2026-05-01', earlier: '2026-05-01' }, { earlier: 'coverage.errors.earlier' }],
    [{ level: 'zone' }, { level: 'coverage.errors.zones' }],
    [{ standard: 'mine' }, { standard: 'coverage.errors.standard' }],
    [{ against: 'own' }, { against: 'coverage.errors.sameStandard' }],
    [
      { against: 'oost-vlaanderen-2010', earlier: '2026-05-01' },
      { earlier: 'coverage.errors.twoComparisons' },
    ],
    [{ cell: 'crisis' }, { cell: 'coverage.errors.cell' }],
    [
      { type: 'magic', area: '99999', day: '2027-01-01' },
      { type: 'coverage.errors.type', area: 'coverage.errors.area', day: 'coverage.errors.future' },
    ],
  ] as const) {
    it(`${JSON.stringify(query)}: is refused with ${Object.values(faults).join(', ')}`, () => {
      expect(faultsOf(query)).to.deep.equal(faults);
    });
  }

  it('a refused address: keeps everything that holds', () => {
    const held = asFarAsItHolds({
      rows: 'area',
      columns: 'area',
      age: 'adults',
      day: 'yesterday',
      view: 'map',
    });
    expect(held).to.include({ rows: 'area', columns: 'type', age: 'adults', day: '', view: 'map' });
  });

  it('its own address: asks the same again, and says where even when nobody chose', () => {
    const question = ask({
      rows: 'area',
      columns: 'age',
      type: 'crisis',
      earlier: '2026-05-01',
      cell: '13000.adults',
    });
    const address = addressOf(question)({ cell: question.asked.cell });
    const query = Object.fromEntries(new URL(address, 'http://x').searchParams);
    expect(query.within).to.equal('BE-VAN');
    const again = ask(query, { ...known, home: null });
    expect(again.look).to.deep.equal(question.look);
    expect(again.other).to.deep.equal(question.other);
    expect(Object.keys(query)).not.to.include.members(['standard', 'view', 'day', 'level']);
  });

  for (const [query, row, column, asks] of [
    [{}, 'crisis', '13000', { area: '13000', kind: { type: 'crisis' } }],
    [
      { rows: 'area', columns: 'type', age: 'adults' },
      '13000',
      'crisis',
      { area: '13000', kind: { type: 'crisis', age: 'adults' } },
    ],
    [{ columns: 'age' }, 'crisis', 'adults', { area: '10000', kind: { type: 'crisis', age: 'adults' } }],
  ] as const) {
    it(`the cell ${row}, ${column} of ${JSON.stringify(query)}: asks ${JSON.stringify(asks)}`, () => {
      const { area, kind } = kindAt(ask(query), row, column);
      expect({ area: area.code, kind }).to.deep.equal(asks);
    });
  }
});
