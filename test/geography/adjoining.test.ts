import { expect } from 'chai';
import { adjoining } from '../../server/geography/adjoining.ts';
import { allAreas } from '../../server/geography/geography.ts';

describe('arrondissements that adjoin', () => {
  it('are known of every arrondissement, both ways, and none adjoins itself', () => {
    const all = [...allAreas()].filter(({ level }) => level === 'arrondissement').map(({ nis }) => nis);
    expect([...adjoining.keys()]).to.have.members(all);
    for (const [nis, others] of adjoining) {
      expect(others, nis).not.to.include(nis).and.not.to.have.length(0);
      for (const other of others) expect(adjoining.get(other), `${other} and ${nis}`).to.include(nis);
    }
  });

  for (const [name, nis, others] of [
    ['Antwerpen', '11000', ['12000', '13000', '46000']],
    ['Turnhout', '13000', ['11000', '12000', '24000', '71000', '72000']],
    ['Brussels', '21000', ['23000', '24000']],
    ['Veurne, by the sea', '38000', ['32000', '33000', '35000']],
    ['Maaseik, which adjoins only Flemish ones', '72000', ['13000', '71000', '73000']],
  ] as const) {
    it(`of ${name}: ${others.join(', ')}`, () => {
      expect(adjoining.get(nis)).to.have.members(others);
    });
  }
});
