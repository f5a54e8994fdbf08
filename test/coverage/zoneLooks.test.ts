import { expect } from 'chai';
import { kilometresAllowed } from '../../server/features/coverage/pages/reasonWords.ts';
import { referenceFrames } from '../../server/features/coverage/standards/referenceFrames.ts';
import { areaMadeOf, membersOfAll, territory, zone } from '../../server/features/coverage/territories.ts';

describe('a zone as it is looked at', () => {
  it('is the area it is made of exactly, under its own code: what is expected at that level counts', () => {
    const whole = zone('mine', ['81000', '82000', '83000', '84000', '85000']);
    expect(whole).to.deep.equal({ ...territory('80000'), code: 'mine' });
    expect(areaMadeOf(membersOfAll(['13000']))).to.equal('13000');
    expect(areaMadeOf(membersOfAll(['13040']))).to.equal('13040');
  });

  it('is of no level when it is more, less or nothing', () => {
    for (const parts of [['13000', '72020'], ['81000', '82000'], []]) {
      const { level, around } = zone('mine', parts);
      expect([level, around], parts.join()).to.deep.equal([null, []]);
    }
  });

  it('that holds a part of an area with an obstacle: people travel as far as they do there', () => {
    const { frame } = referenceFrames.get('own')!;
    const [obstacle] = frame.travel.obstacles;
    const allowed = (parts: string[]) =>
      kilometresAllowed(frame, { area: { code: 'mine', parts }, type: undefined });
    expect(allowed(['24000', '23002'])).to.equal(obstacle!.kilometres);
    expect(allowed(['24000']))
      .to.equal(frame.travel.kilometres.otherwise)
      .and.above(obstacle!.kilometres);
  });
});
