import { expect } from 'chai';
import { wordDifferences } from '../../server/features/network/yearPlan/inventory/differences.ts';
import { isUnderWay, nextSteps } from '../../server/features/network/yearPlan/lifeCycle.ts';
import { inOrder, nextNumber } from '../../server/features/network/yearPlan/numbers.ts';

describe('parts of a year plan', () => {
  const antwerp = ['A1', 'A2', 'A3', 'B4', 'B5', 'C6', 'C7', 'C8', '9'].map((number) => ({ number }));
  const numbers: [string, { number: string }[], string, string][] = [
    ['an empty plan without groups', [], '', '1'],
    ['an empty plan, a provincial point', [], 'provincial', 'A1'],
    ['the plan of Antwerp of 2010, a regional point', antwerp, 'regional', 'B10'],
    ['a plan in which the highest stands first', [{ number: '12' }, { number: 'A3' }], 'other', 'C13'],
  ];
  for (const [plan, points, group, expected] of numbers)
    it(`the next number of ${plan} is ${expected}`, () => {
      expect(nextNumber(points, group)).to.equal(expected);
    });

  it('points in the order of the plan, what it does not name last', () => {
    const points = [{ _id: 'c' }, { _id: 'a' }, { _id: 'b' }];
    expect(inOrder(points, ['a', 'b']).map((one) => one._id)).to.deep.equal(['a', 'b', 'c']);
  });

  it('the platform submits, the authority reviews, the platform closes; reopening leads back to a draft', () => {
    expect(nextSteps('draft', 'platform').map((one) => one.to)).to.deep.equal(['submitted']);
    expect(nextSteps('draft', 'authority')).to.deep.equal([]);
    expect(nextSteps('submitted', 'authority').map((one) => one.to)).to.deep.equal(['reviewed']);
    expect(nextSteps('reviewed', 'platform').map((one) => one.to)).to.deep.equal(['closed', 'draft']);
    expect(nextSteps('closed', 'platform')).to.deep.equal([
      { to: 'draft', by: 'platform', isReopening: true },
    ]);
    expect(['draft', 'submitted', 'reviewed', 'closed'].map((one) => isUnderWay(one as never))).to.deep.equal(
      [false, true, true, false],
    );
  });

  it('two answers, word by word: what was taken out and what came', () => {
    const kinds = wordDifferences('Huisartsen ontbreken.', 'Huisartsen nemen deel.');
    expect(kinds.filter(({ kind }) => kind === 'removed').map(({ text }) => text.trim())).to.include(
      'ontbreken',
    );
    expect(
      kinds
        .filter(({ kind }) => kind !== 'removed')
        .map(({ text }) => text)
        .join(''),
    ).to.equal('Huisartsen nemen deel.');
  });
});
