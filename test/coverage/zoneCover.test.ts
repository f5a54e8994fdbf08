import { expect } from 'chai';
import { coverOf } from '../../server/features/coverage/zones/cover.ts';

const antwerp = { territory: ['10000'], territoryWithout: [] };
const zone = (_id: string, ...parts: string[]) => ({
  _id,
  values: { names: { nl: _id }, parts, source: 'x' },
});

describe('how zones lie in the territory of a platform', () => {
  it('three arrondissements, each a zone, leave nothing out and share nothing', () => {
    const cover = coverOf(antwerp, [zone('a', '11000'), zone('b', '12000'), zone('c', '13000')]);
    expect(cover.overlaps).to.deep.equal([]);
    expect(cover.left).to.deep.equal([]);
    expect([...cover.outside.values()].flat()).to.deep.equal([]);
  });

  it('a municipality of an arrondissement that is a zone, put in another zone too, lies in both', () => {
    const { overlaps } = coverOf(antwerp, [zone('a', '13000'), zone('b', '13040', '11002')]);
    expect(overlaps).to.deep.equal([{ zones: ['a', 'b'], municipalities: ['13040'] }]);
  });

  it('a zone across the border of the province says what lies outside, and what is in no zone', () => {
    const cover = coverOf(antwerp, [zone('a', '11000', '12000', '46021')]);
    expect(cover.outside.get('a')).to.deep.equal(['46021']);
    expect(cover.left).to.include('13040').and.not.include('11002');
  });

  it('what belongs to another platform is not left out by this one', () => {
    const without = { territory: ['60000'], territoryWithout: ['63023'] };
    expect(coverOf(without, [zone('a', '61000', '62000', '64000')]).left).to.not.include('63023');
  });
});
