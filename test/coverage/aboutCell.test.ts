import { expect } from 'chai';
import { emptyGap } from '../../models/gapFields.ts';
import { isAboutArea, isAboutKind } from '../../server/features/coverage/register/aboutCell.ts';

describe('what a gap of the register is about', () => {
  for (const [areas, area, is] of [
    [['13000'], '13000', true],
    [['10000'], '13000', true],
    [['13000'], '10000', true],
    [['13040'], '13000', true],
    [['13000'], '12000', false],
    [[], '13000', false],
  ] as const) {
    it(`with areas ${areas.join() || 'none'}: ${is ? 'is' : 'is not'} about ${area}`, () => {
      expect(isAboutArea({ areas: [...areas] }, area)).to.equal(is);
    });
  }

  for (const [gap, kind, is] of [
    [{ functions: ['crisis'] }, { type: 'crisis' }, true],
    [{ functions: ['crisis'] }, { type: 'detox' }, false],
    [{ functions: ['crisis'] }, {}, true],
    [{ functions: [] }, { type: 'crisis' }, false],
    [{ functions: [] }, { age: 'adults' }, true],
    [{ functions: ['crisis'], ages: ['adults'] }, { type: 'crisis', age: 'elderly' }, false],
    [{ functions: ['crisis'], ages: ['adults'] }, { type: 'crisis' }, true],
    [{ targetGroups: ['homeless'] }, { target: 'parents' }, false],
    [{ settings: ['residential'] }, { setting: 'residential' }, true],
    [{ problems: ['gaming'] }, { problem: 'alcohol' }, false],
  ] as const) {
    it(`${JSON.stringify(gap)}: ${is ? 'is' : 'is not'} about ${JSON.stringify(kind)}`, () => {
      expect(isAboutKind({ ...emptyGap, ...(gap as object) }, kind)).to.equal(is);
    });
  }
});
