import { expect } from 'chai';
import { CareModuleModel, type CareModuleRecord } from '../../models/CareModule.ts';
import type { Language } from '../../server/core/i18n.ts';
import { translator } from '../../server/core/i18n.ts';
import { readerOf } from '../../server/features/offer/directoryPage.ts';
import { moduleView } from '../../server/features/offer/moduleView.ts';
import { capacityOf, shownCodes, shownText, waitingOf } from '../../server/features/offer/wording.ts';

describe('the words of the offer', () => {
  const reader = (language: Language = 'nl') =>
    readerOf({ language, t: translator(language), now: new Date('2026-11-22T10:00:00Z') });
  const aModule = (fields: object) =>
    new CareModuleModel({
      _id: 'm',
      careUnitId: 'u',
      siteIds: [],
      status: 'active',
      order: 0,
      ...fields,
    }).toObject() as CareModuleRecord;
  const counted = new Date('2026-11-02T00:00:00Z');

  const waits: [string, object | null, string][] = [
    ['nothing known', null, 'niet bekend'],
    ['no wait', { weeks: 0, countedOn: counted }, '0 weken, geteld op 2 november 2026'],
    ['one week', { weeks: 1, countedOn: counted }, '1 week, geteld op 2 november 2026'],
    [
      'both numbers',
      { weeks: 3, persons: 12, countedOn: counted },
      '3 weken en 12 personen wachten, geteld op 2 november 2026',
    ],
    ['a number without its day', { weeks: 3 }, 'niet bekend'],
    ['words only', { note: { nl: 'kort' } }, 'kort (zonder getal)'],
  ];
  for (const [circumstance, waitingList, words] of waits) {
    it(`a waiting list with ${circumstance}: "${words}"`, () => {
      expect(waitingOf(aModule({ waitingList }), reader()).text).to.equal(words);
    });
  }

  const capacities: [string, object | null, string][] = [
    ['nothing known', null, 'niet bekend'],
    ['a unit only', { unit: 'beds' }, 'niet bekend'],
    [
      'none free',
      { unit: 'beds', maximum: 16, available: 0, updated: counted },
      '16 bedden en 0 vrij (2 november 2026)',
    ],
    ['half a worker', { unit: 'fte', maximum: 6.5 }, '6,5 voltijdse medewerkers'],
  ];
  for (const [circumstance, capacity, words] of capacities) {
    it(`a capacity with ${circumstance}: "${words}"`, () => {
      expect(capacityOf(aModule({ capacity }), reader()).text).to.equal(words);
    });
  }

  it('codes: not known, none and some are three things', () => {
    const text = (codes: string[] | null) => shownCodes(codes, 'setting', reader()).text;
    expect([text(null), text([]), text(['ambulatory', 'residential'])]).to.deep.equal([
      'niet bekend',
      'geen',
      'ambulant en met verblijf',
    ]);
  });

  it('a module for no group in particular: says so in whole words', () => {
    const entry = { sites: [], unit: { verified: null, changedAt: counted } };
    const shown = moduleView(
      aModule({ ages: ['adults'], targetGroups: [] }),
      entry as never,
      { moduleTypes: [] } as never,
      reader(),
    );
    expect(shown.forWhom.map(({ text }) => text)).to.deep.equal(['volwassenen', 'geen bijzondere groep']);
  });

  it('a text in another language than the reader’s: carries its own language', () => {
    expect(shownText({ nl: 'tekst' }, reader('fr'))).to.deep.equal({
      text: 'tekst',
      lang: 'nl',
      unknown: false,
    });
    expect(shownText({ nl: 'tekst', fr: 'texte' }, reader('fr'))).to.deep.equal({
      text: 'texte',
      lang: null,
      unknown: false,
    });
    expect(shownText({ nl: '' }, reader('fr'))).to.deep.equal({ text: 'inconnu', lang: null, unknown: true });
  });
});
