import { expect } from 'chai';
import type { GapPicture, GapRecord, GapStatus } from '../../models/Gap.ts';
import { emptyGap, type GapValues } from '../../models/gapFields.ts';
import { verdicts } from '../../server/features/coverage/decision.ts';
import { gapKindOf } from '../../server/features/coverage/gaps.ts';
import { isAboutArea } from '../../server/features/coverage/register/aboutCell.ts';
import { cellGapsView, reportAddress } from '../../server/features/coverage/register/cellGaps.ts';
import { cellsOf, gapsByCell, mostCells } from '../../server/features/coverage/register/cells.ts';
import { cellHistories } from '../../server/features/coverage/register/pictures.ts';

function aGap(id: string, values: Partial<GapValues>, status: GapStatus = 'verified'): GapRecord {
  const all: GapValues = {
    ...emptyGap,
    kind: 'missing',
    title: { nl: id },
    platforms: ['BE-VAN'],
    ...values,
  };
  const reportedAt = new Date('2026-01-01');
  return { _id: id, values: all, fields: {}, status, steps: [], evidence: [], pictures: [], reportedAt };
}

const crisis = { functions: ['crisis'] };
const namesOf = (gaps: GapRecord[], ...cells: Parameters<typeof gapsByCell>[1][number][]): string[][] =>
  gapsByCell(gaps, cells).map((found) => found.map((one) => one._id));

/** The gap, the cell, and whether it is about it. Antwerpen is 10000, its arrondissement Turnhout 13000. */
const cases: [string, Partial<GapValues>, Parameters<typeof gapsByCell>[1][number], boolean][] = [
  ['the same area', { ...crisis, areas: ['13000'] }, { area: '13000', type: 'crisis' }, true],
  ['an area around it', { ...crisis, areas: ['10000'] }, { area: '13000', type: 'crisis' }, true],
  ['an area in it', { ...crisis, areas: ['13000'] }, { area: '10000', type: 'crisis' }, true],
  ['a neighbour', { ...crisis, areas: ['12000'] }, { area: '13000', type: 'crisis' }, false],
  ['another kind of help', { ...crisis, areas: ['13000'] }, { area: '13000', type: 'detox' }, false],
  [
    'an age it leaves open',
    { ...crisis, areas: ['13000'] },
    { area: '13000', type: 'crisis', age: 'adults' },
    true,
  ],
  [
    'an age it does not name',
    { ...crisis, areas: ['13000'], ages: ['elderly'] },
    { area: '13000', type: 'crisis', age: 'adults' },
    false,
  ],
  [
    'a setting it does not name',
    { ...crisis, areas: ['13000'], settings: ['residential'] },
    { area: '13000', type: 'crisis', setting: 'mobile' },
    false,
  ],
  [
    'a zone with the area in it',
    { ...crisis, areas: ['13000'] },
    { area: 'zone', parts: ['12000', '13000'], type: 'crisis' },
    true,
  ],
  ['no kind of help asked', { ...crisis, areas: ['13000'] }, { area: '13000' }, true],
  ['a gap that names none', { areas: ['13000'] }, { area: '13000', type: 'crisis' }, false],
];

describe('gaps and the cells of the matrix', () => {
  for (const [name, values, cell, isAbout] of cases) {
    it(`a gap beside ${name} is ${isAbout ? '' : 'not '}among those of the cell`, () => {
      expect(namesOf([aGap('gap', values)], cell)).to.deep.equal([isAbout ? ['gap'] : []]);
    });
  }

  it('gaps looked up by area are those that are about it one by one', () => {
    const areas = ['02000', '10000', '11000', '13000', '13040', '25000', '71016'];
    const gaps = areas.map((area) => aGap(area, { ...crisis, areas: [area] }));
    for (const area of areas) {
      const one = gaps.filter(({ values }) => isAboutArea(values, area)).map(({ _id }) => _id);
      expect(namesOf(gaps, { area, type: 'crisis' }), area).to.deep.equal([one]);
    }
  });

  it('closed gaps and overlaps are in no cell, and a gap of several areas comes once', () => {
    const here = { ...crisis, areas: ['13000', '10000'] };
    const all = [
      aGap('open', here),
      aGap('solved', here, 'solved'),
      aGap('accepted', here, 'accepted'),
      aGap('double', { ...here, kind: 'overlap' }),
    ];
    expect(namesOf(all, { area: '13000', type: 'crisis' }, { area: '44000', type: 'crisis' })).to.deep.equal([
      ['open'],
      [],
    ]);
  });

  it('a gap speaks of each kind of help in each area, of some at most, and of none without both', () => {
    const gap = { ...emptyGap, functions: ['crisis', 'detox'], areas: ['13000'], ages: ['adults'] };
    expect(cellsOf(gap)).to.deep.equal([
      { area: '13000', type: 'crisis', age: 'adults' },
      { area: '13000', type: 'detox', age: 'adults' },
    ]);
    expect(cellsOf({ ...gap, functions: [] })).to.deep.equal([]);
    expect(cellsOf({ ...gap, areas: [] })).to.deep.equal([]);
    expect(cellsOf({ ...gap, areas: ['11000', '12000', '13000', '10000'] })).to.have.length(mostCells);
  });

  it('a verdict says what kind of gap it would be', () => {
    expect(gapKindOf({ verdict: 'nothing', ground: 'unregistered' })).to.equal('missing');
    expect(gapKindOf({ verdict: 'excluded', ground: 'excluded' })).to.equal('access');
    expect(gapKindOf({ verdict: 'thin', ground: 'fewReached' })).to.equal('access');
    expect(gapKindOf({ verdict: 'thin', ground: 'tooFewPlaces' })).to.equal('insufficient');
    expect(gapKindOf({ verdict: 'waiting', ground: 'waiting' })).to.equal('insufficient');
    expect(verdicts).to.include('unknown');
  });

  it('the way to report a cell carries what it asks, as codes', () => {
    const decision = { verdict: 'nothing', ground: 'unregistered', share: 0 } as const;
    const address = reportAddress(
      { area: '13000', type: 'crisis', age: 'adults', setting: 'mobile' },
      decision,
    );
    expect(Object.fromEntries(new URL(address, 'http://x').searchParams)).to.deep.equal({
      kind: 'missing',
      function: 'crisis',
      area: '13000',
      ages: 'adults',
      settings: 'mobile',
      cell: 'on',
    });
    const ofZone = reportAddress({ area: 'zone', parts: ['12000', '13000'], type: 'crisis' }, decision);
    expect(new URL(ofZone, 'http://x').searchParams.getAll('area')).to.deep.equal(['12000', '13000']);
  });

  it('beside a covered cell nobody is asked to report, and who only reads never is', () => {
    const as = (role: 'coordinator' | 'official', kind: 'platform' | 'authority') =>
      ({
        language: 'nl',
        person: { affiliations: [{ role, kind, bodyId: 'x', membershipId: '', bodyName: '' }] },
      }) as unknown as Parameters<typeof cellGapsView>[0];
    const reports = (visit: ReturnType<typeof as>, verdict: 'covered' | 'thin'): boolean =>
      cellGapsView(visit, { area: '13000' }, { verdict, ground: 'general', share: 0 }, []).report !== null;
    expect(reports(as('coordinator', 'platform'), 'thin')).to.equal(true);
    expect(reports(as('coordinator', 'platform'), 'covered')).to.equal(false);
    expect(reports(as('official', 'authority'), 'thin')).to.equal(false);
  });
});

describe('a cell through the life of a gap', () => {
  const cell = {
    ...{ area: '13000', type: 'crisis', age: '', target: '', setting: '', problem: '', day: '2026-01-01' },
    ...{ frame: 'own', frameVersion: 1, verdict: 'nothing', ground: 'unregistered', counts: [], places: 0 },
    ...{ population: 1, waiting: { shortest: null, longest: null, unknown: 0 } },
  };
  const kept = (occasion: GapStatus, on: string, more = {}): GapPicture => ({
    ...{ ...cell, ...more },
    occasion,
    at: new Date(on),
  });
  const now = [{ picture: { ...cell, verdict: 'covered' }, modules: [] }];
  const momentsOf = (status: GapStatus, pictures: GapPicture[]) =>
    cellHistories({ status, pictures }, now).map(({ before, closed }) => [
      before?.at.toISOString().slice(0, 10) ?? null,
      closed?.at.toISOString().slice(0, 10) ?? null,
    ]);

  it('a solved gap shows how it began and how it was when it was closed', () => {
    const pictures = [
      kept('reported', '2026-01-01'),
      kept('verified', '2026-02-01'),
      kept('solved', '2026-03-01'),
    ];
    expect(momentsOf('solved', pictures)).to.deep.equal([['2026-01-01', '2026-03-01']]);
  });

  it('a gap taken up again begins anew, and its last closing is no longer shown', () => {
    const pictures = [
      kept('verified', '2026-01-01'),
      kept('solved', '2026-02-01'),
      kept('solved', '2026-02-01', { type: 'detox' }),
      kept('verified', '2026-03-01'),
    ];
    expect(momentsOf('verified', pictures)).to.deep.equal([['2026-03-01', null]]);
  });

  it('closed a second time, with two cells, each shows the days since it was taken up again', () => {
    const other = { type: 'detox' };
    const pictures = [
      ...[kept('verified', '2026-01-01'), kept('verified', '2026-01-01', other)],
      ...[kept('solved', '2026-02-01'), kept('solved', '2026-02-01', other)],
      ...[kept('verified', '2026-03-01'), kept('verified', '2026-03-01', other)],
      ...[kept('accepted', '2026-04-01'), kept('accepted', '2026-04-01', other)],
    ];
    expect(momentsOf('accepted', pictures)).to.deep.equal([
      ['2026-03-01', '2026-04-01'],
      ['2026-03-01', '2026-04-01'],
    ]);
  });

  it('a cell the gap no longer speaks of stays with what was kept of it', () => {
    const pictures = [kept('verified', '2026-01-01', { type: 'detox' })];
    expect(momentsOf('verified', pictures)).to.deep.equal([
      [null, null],
      ['2026-01-01', null],
    ]);
  });

  it('a gap of before there were pictures has none', () => {
    expect(cellHistories({ status: 'verified' }, now)).to.have.length(1);
  });
});
