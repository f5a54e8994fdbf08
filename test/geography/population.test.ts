import { expect } from 'chai';
import { allAreas, whereabouts } from '../../server/geography/geography.ts';
import { populationOf, populationYear } from '../../server/geography/population.ts';

describe('population', () => {
  it('every municipality has inhabitants, and the regions together have all of them', () => {
    const areas = [...allAreas()];
    for (const { nis } of areas) expect(populationOf(nis), nis).to.be.greaterThan(0);
    const regions = areas.filter((area) => area.level === 'region').map((area) => populationOf(area.nis)!);
    expect(populationYear).to.equal(2020);
    expect(regions.reduce((sum, one) => sum + one, 0)).to.equal(11_492_641);
  });

  it('an area has those of its parts, Brussels counted once; an unknown code has none', () => {
    const parts = [...allAreas()].filter(
      ({ nis, level }) => level === 'municipality' && whereabouts(nis).arrondissement === '13000',
    );
    const sum = parts.reduce((all, { nis }) => all + populationOf(nis)!, 0);
    expect(populationOf('13000')).to.equal(sum);
    expect(populationOf('04000')).to.equal(populationOf('21000'));
    expect(populationOf('99999')).to.equal(null);
  });
});
