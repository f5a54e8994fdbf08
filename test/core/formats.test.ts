import { expect } from 'chai';
import { formats } from '../../server/core/i18n.ts';

describe('how moments are written', () => {
  const [from, until] = ['2026-11-26T18:00:00Z', new Date('2026-11-26T20:30:00Z')] as const;

  it('from one hour to another, the word for it once, in Brussels time', () => {
    const spans = (['nl', 'fr', 'de', 'en'] as const).map((language) => formats(language).span(from, until));
    expect(spans).to.deep.equal([
      '19.00 tot 21.30 uur',
      '19:00 à 21:30',
      '19:00 bis 21:30 Uhr',
      '19:00 to 21:30',
    ]);
  });

  it('an hour by itself', () => {
    expect(formats('nl').time(from)).to.equal('19.00 uur');
    expect(formats('fr').time(from)).to.equal('19:00');
  });
});
