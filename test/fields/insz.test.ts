import { expect } from 'chai';
import { Invalid } from '../../server/core/errors.ts';
import { refuseInsz } from '../../server/fields/insz.ts';

const insz = '85.07.30-033.28';
/** An id the program could make: its first eleven digits pass for a national number. */
const idLikeInsz = '85073003-328a-4bcd-8abc-abcdefabcdef';

describe('a national number in what is written of gaps, circuits and signals', () => {
  it('is refused beside its field', () => {
    expect(() => refuseInsz({ words: `Voor ${insz}`, title: 'Geen nazorg' }))
      .to.throw(Invalid)
      .with.property('fields')
      .that.has.keys('words');
  });

  it('is kept once somebody said it is none', () => {
    for (const inszKept of [true, 'on']) expect(() => refuseInsz({ words: insz, inszKept })).not.to.throw();
  });

  it('is not looked for in an id, which nobody could reword', () => {
    expect(() => refuseInsz({ part: idLikeInsz })).not.to.throw();
    expect(() => refuseInsz({ part: `${idLikeInsz} ${insz}` })).to.throw(Invalid);
  });
});
