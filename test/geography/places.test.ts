import { expect } from 'chai';
import type { Language } from '../../server/core/i18n.ts';
import { kilometresBetween } from '../../server/geography/distance.ts';
import { fold } from '../../server/geography/fold.ts';
import {
  allAreas,
  areaName,
  municipalitiesOfPostcode,
  whereabouts,
} from '../../server/geography/geography.ts';
import { resolvePlace } from '../../server/geography/places.ts';

describe('geography', () => {
  it('its areas: 3 regions, 10 provinces, 43 arrondissements, 565 municipalities, each in a known one', () => {
    const areas = [...allAreas()];
    const count = (level: string) => areas.filter((area) => area.level === level).length;
    expect(['region', 'province', 'arrondissement', 'municipality'].map(count)).to.deep.equal([
      3, 10, 43, 565,
    ]);
    for (const { nis } of areas) expect(whereabouts(nis).region, nis).to.match(/^0[234]000$/);
  });

  it('Brussels: is a region and is looked at as a province', () => {
    expect(whereabouts('21004')).to.include({ region: '04000', province: '04000', arrondissement: '21000' });
  });

  it('an area nobody knows: lies nowhere', () => {
    expect(Object.values(whereabouts('99999'))).to.deep.equal([null, null, null, null]);
  });

  it('a postcode whose name also exists elsewhere: leads to its own province', () => {
    const names = (code: string) => municipalitiesOfPostcode(code).map((nis) => areaName(nis, 'nl'));
    expect(['2100', '9300', '9690', '8400'].map(names)).to.deep.equal([
      ['Antwerpen'],
      ['Aalst'],
      ['Kluisbergen'],
      ['Zonnebeke', 'Oostende'],
    ]);
  });

  const folded: [string, string][] = [
    ['‘t Kader', 't kader'],
    ["'t  KADER!", 't kader'],
    ['Liège (Luik)', 'liege luik'],
    ['Straße Œuvre', 'strasse oeuvre'],
    ['  ', ''],
  ];
  for (const [text, result] of folded) {
    it(`"${text}": is compared as "${result}"`, () => expect(fold(text)).to.equal(result));
  }

  const places: [string, Language, string, string[]][] = [
    ['Gent', 'nl', 'found', ['44021']],
    ['gand', 'nl', 'found', ['44021']],
    ['Brügge', 'de', 'found', ['31005']],
    ['brugge', 'en', 'found', ['31005']],
    ['9000', 'nl', 'found', ['44021']],
    ['9000 Gent', 'nl', 'found', ['44021']],
    ['B-9000 Gent', 'nl', 'found', ['44021']],
    ['8400', 'nl', 'found', ['33037', '35013']],
    ['8400 Oostende', 'nl', 'found', ['35013']],
    ['44021', 'nl', 'found', ['44021']],
    ['Antwerpen', 'nl', 'found', ['11002']],
    ['Limburg', 'nl', 'found', ['70000']],
    ['oost vlaanderen', 'nl', 'found', ['40000']],
    ['Flandre orientale', 'fr', 'found', ['40000']],
    ['Turnh', 'nl', 'found', ['13040']],
    ['Saint-Nicolas', 'nl', 'found', ['62093']],
    ['Saint-Nicolas', 'fr', 'several', ['46021', '62093']],
    ['9999', 'nl', 'none', []],
    ['99999', 'nl', 'none', []],
    ['Xyzzy', 'nl', 'none', []],
    ['!', 'nl', 'none', []],
  ];
  for (const [typed, language, kind, areas] of places) {
    it(`"${typed}" typed in ${language}: ${kind} ${areas.join(', ')}`, () => {
      const answer = resolvePlace(typed, language);
      expect(answer.kind).to.equal(kind);
      expect('areas' in answer ? answer.areas : []).to.have.members(areas);
    });
  }

  const distances: [string, string, string, number | null][] = [
    ['Antwerpen and Gent', '11002', '44021', 49],
    ['Gent and Antwerpen', '44021', '11002', 49],
    ['Oostende and Arlon', '35013', '81001', 265],
    ['a municipality and itself', '44021', '44021', 0],
    ['a municipality and a province', '44021', '40000', null],
    ['two that nobody knows', '99999', '99998', null],
  ];
  for (const [what, from, to, kilometres] of distances) {
    it(`the distance between ${what}: is ${kilometres ?? 'not known'}`, () => {
      const distance = kilometresBetween(from, to);
      expect(distance === null ? null : Math.round(distance)).to.equal(kilometres);
    });
  }
});
