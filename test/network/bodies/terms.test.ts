import { expect } from 'chai';
import { dayBeside, holdsOn, timesAYear } from '../../../server/features/network/bodies/terms.ts';

describe('terms and rhythms', () => {
  for (const [from, until, expected] of [
    ['', '', true],
    ['2026-11-27', '2026-11-27', true],
    ['2026-11-28', '', false],
    ['', '2026-11-26', false],
    ['2026-11-28', '2026-11-27', false],
  ] as const)
    it(`from "${from}" until "${until}" ${expected ? 'holds' : 'does not hold'} on 27 November 2026`, () => {
      expect(holdsOn({ from, until }, '2026-11-27')).to.equal(expected);
    });

  it('every two months is six times a year, as printed of the Netwerkcomité; every six weeks more than eight', () => {
    expect(timesAYear('every_months', 2)).to.equal(6);
    expect(timesAYear('times_a_year', 2)).to.equal(2);
    expect(timesAYear('every_weeks', 6)).to.be.closeTo(8.7, 0.1);
    expect(timesAYear('', null)).to.equal(null);
  });

  it('the day before crosses months, leap days and the change of clock', () => {
    expect(dayBeside('2026-03-01', -1)).to.equal('2026-02-28');
    expect(dayBeside('2028-03-01', -1)).to.equal('2028-02-29');
    expect(dayBeside('2026-03-30', -1)).to.equal('2026-03-29');
    expect(dayBeside('2026-10-26', -1)).to.equal('2026-10-25');
  });
});
