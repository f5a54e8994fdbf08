import { expect } from 'chai';
import { countedNow, isForgotten, isOver } from '../../public/scripts/copy/lease.ts';

const day = 86_400_000;
const noon = Date.UTC(2026, 10, 26, 12);
const week = { from: noon, until: noon + 7 * day, seenAt: noon };

describe('the lease of a copy', () => {
  const cases: [what: string, lease: typeof week, now: number, over: boolean][] = [
    ['just given', week, noon, false],
    ['a minute before its end', week, week.until - 60_000, false],
    ['at its end', week, week.until, true],
    ['long after it', week, noon + 400 * day, true],
    ['with the clock set back, after later days were seen', { ...week, seenAt: week.until }, noon, true],
    ['with the clock set back a little', { ...week, seenAt: noon + 2 * day }, noon + day, false],
    ['with a clock put right by an hour', week, noon - 3_600_000, false],
    ['with a clock from before it was given', week, noon - 2 * day, true],
  ];
  for (const [what, lease, now, over] of cases)
    it(`${what}, is ${over ? '' : 'not '}over`, () => expect(isOver(lease, now)).to.equal(over));

  it('counts by the latest moment that was seen, so that setting a clock back gives no more days', () => {
    expect(countedNow({ seenAt: noon + day }, noon)).to.equal(noon + day);
    expect(countedNow({ seenAt: noon }, noon + day)).to.equal(noon + day);
  });

  it('lets go of sealed words sixty days after it ended', () => {
    expect(isForgotten(week, week.until + 59 * day)).to.equal(false);
    expect(isForgotten(week, week.until + 60 * day)).to.equal(true);
  });
});
