import { expect } from 'chai';
import { isOfBefore } from '../../public/scripts/copy/givingUp.ts';

describe('what a device keeps of a text', () => {
  const now = 'r1';
  const cases: [string, number, string, number | undefined, boolean][] = [
    ['in which no words were redacted', 4, now, undefined, false],
    ['in which none were, from before a backup was restored', 4, 'r0', undefined, false],
    ['from before words were redacted', 4, now, 5, true],
    ['from the moment they were', 5, now, 5, false],
    ['from afterwards', 6, now, 5, false],
    ['that never had any of it', 0, '', 5, true],
    ['from before a backup was restored, whose numbers say nothing', 9, 'r0', 5, true],
    ['of several restorations', 9, 'several', 5, true],
  ];
  for (const [what, sequence, restoration, from, expected] of cases)
    it(`${what}, ${expected ? 'goes' : 'stays'}`, () => {
      expect(isOfBefore({ sequence, restoration }, from, now)).to.equal(expected);
    });
});
