import { expect } from 'chai';
import type { GapRecord } from '../../models/Gap.ts';
import { emptyGap } from '../../models/gapFields.ts';
import { type Dismissal, isInRegister, sorted } from '../../server/features/coverage/candidates/sorting.ts';
import type { Candidate } from '../../server/features/coverage/candidates.ts';

const today = '2026-11-27';

const aCandidate = (more: Partial<Candidate> = {}): Candidate => ({
  key: 'gap/13000/aftercare////',
  kind: 'missing',
  cell: { area: '13000', type: 'aftercare' },
  score: 1,
  reasons: [{ code: 'unregistered', values: { verdict: 'nothing' } }],
  ...more,
});

const aGap = (values: Partial<GapRecord['values']>): GapRecord => ({
  _id: 'gap',
  values: { ...emptyGap, kind: 'missing', title: { nl: 'x' }, platforms: ['BE-VAN'], ...values },
  fields: {},
  status: 'reported',
  steps: [],
  evidence: [],
  pictures: [],
  reportedAt: new Date(`${today}T10:00:00Z`),
});

const aDismissal = (more: Partial<Dismissal> = {}): Dismissal => ({
  key: aCandidate().key,
  until: '2027-03-01',
  verdict: 'nothing',
  why: 'Er is een aanbod, het staat er nog niet in',
  at: new Date('2026-10-01T10:00:00Z'),
  by: 'nora',
  body: 'BE-VAN',
  ...more,
});

const transition = aCandidate({
  key: 'transition/youth_to_adult/70000/ambulatory_counselling//children_youth//',
  kind: 'transition',
  cell: { area: '70000', type: 'ambulatory_counselling', age: 'children_youth' },
  reasons: [
    { code: 'nobodyJoins', values: { from: 1, to: 2 } },
    {
      code: 'transition',
      values: { transition: 'youth_to_adult', type: 'ambulatory_counselling', age: 'adults' },
    },
  ],
});

const overlap = aCandidate({
  key: 'overlap/13000/aftercare/ambulatory/adults//',
  kind: 'overlap',
  cell: { area: '13000', type: 'aftercare', age: 'adults', setting: 'ambulatory' },
});

describe('candidates beside the register', () => {
  const cases: [string, Candidate, Partial<GapRecord['values']>, boolean][] = [
    ['the same help here', aCandidate(), { functions: ['aftercare'], areas: ['13000'] }, true],
    [
      'the same help in the whole province',
      aCandidate(),
      { functions: ['aftercare'], areas: ['10000'] },
      true,
    ],
    ['the same help elsewhere', aCandidate(), { functions: ['aftercare'], areas: ['11000'] }, false],
    ['other help here', aCandidate(), { functions: ['crisis'], areas: ['13000'] }, false],
    ['no help named', aCandidate(), { functions: [], areas: ['13000'] }, false],
    ['no area named', aCandidate(), { functions: ['aftercare'], areas: [] }, false],
    [
      'other people',
      aCandidate({ cell: { area: '13000', type: 'aftercare', age: 'adults' } }),
      { functions: ['aftercare'], areas: ['13000'], ages: ['elderly'] },
      false,
    ],
    ['a gap where an overlap is meant', overlap, { functions: ['aftercare'], areas: ['13000'] }, false],
    ['the overlap', overlap, { kind: 'overlap', functions: ['aftercare'], areas: ['13000'] }, true],
    [
      'an overlap where a gap is meant',
      aCandidate(),
      { kind: 'overlap', functions: ['aftercare'], areas: ['13000'] },
      false,
    ],
    [
      'the transition between the ages',
      transition,
      { kind: 'transition', from: 'children_youth', to: 'adults', areas: ['70000'] },
      true,
    ],
    [
      'the transition the other way round',
      transition,
      { kind: 'transition', from: 'adults', to: 'children_youth', areas: ['70000'] },
      false,
    ],
    [
      'missing help where a transition is meant',
      transition,
      { functions: ['ambulatory_counselling'], areas: ['70000'] },
      false,
    ],
  ];
  for (const [what, candidate, values, is] of cases)
    it(`${what}: ${is ? 'is' : 'is not'} the same`, () => {
      expect(isInRegister(aGap(values), candidate)).to.equal(is);
    });

  it('what nobody said anything of is to be looked at', () => {
    const { open, inRegister, lookedAt } = sorted([aCandidate()], [], [], today);
    expect([open.length, inRegister.length, lookedAt.length]).to.deep.equal([1, 0, 0]);
    expect(open[0]).to.include({ dismissal: null, gotWorse: false });
  });

  it('what the register holds is told apart, also when it was dismissed before', () => {
    const gap = aGap({ functions: ['aftercare'], areas: ['13000'] });
    const found = sorted([aCandidate()], [gap], [aDismissal()], today);
    expect(found.open).to.deep.equal([]);
    expect(found.lookedAt).to.deep.equal([]);
    expect(found.inRegister[0]!.gaps).to.deep.equal([gap]);
  });

  it('what was dismissed stays away until its day, and comes back on it with what was said', () => {
    const on = (day: string) => sorted([aCandidate()], [], [aDismissal()], day);
    expect(on('2027-02-28').lookedAt).to.have.length(1);
    expect(on('2027-02-28').open).to.have.length(0);
    expect(on('2027-03-01').open[0]!.dismissal!.why).to.include('staat er nog niet in');
    expect(on('2027-03-01').lookedAt).to.have.length(0);
  });

  it('what was dismissed when it was less bad says so; better or the same says nothing', () => {
    const worse = (verdict: string | null) =>
      sorted([aCandidate()], [], [aDismissal({ verdict })], today).lookedAt[0]!.gotWorse;
    expect(worse('thin')).to.equal(true);
    expect(worse('nothing')).to.equal(false);
    expect(worse(null)).to.equal(false);
    const better = aCandidate({ reasons: [{ code: 'fewReached', values: { verdict: 'thin' } }] });
    expect(sorted([better], [], [aDismissal()], today).lookedAt[0]!.gotWorse).to.equal(false);
  });

  it('the order of what is brought forward stays', () => {
    const keys = ['c', 'a', 'b'];
    const found = sorted(
      keys.map((key) => aCandidate({ key })),
      [],
      [],
      today,
    );
    expect(found.open.map(({ candidate }) => candidate.key)).to.deep.equal(keys);
  });
});
