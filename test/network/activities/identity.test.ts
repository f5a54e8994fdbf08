import { expect } from 'chai';
import { type IdentityKind, identitiesIn } from '../../../public/scripts/identity.ts';

/** Numbers of the table are made up; the national numbers have a right check digit. */
const pointing: [IdentityKind, string][] = [
  ['insz', 'Nummer 85.07.30-033.28 staat op de fiche'],
  ['insz', '85073003328'],
  ['phone', 'Bel Jan op 0470 12 34 56'],
  ['phone', 'gsm 0470/12.34.56'],
  ['phone', '0470123456'],
  ['phone', 'GSM: 0485.12.34.56.'],
  ['phone', '+32 470 12 34 56'],
  ['phone', '+32 (0)470 12 34 56'],
  ['phone', '0032 470 12 34 56'],
  ['phone', 'thuis 03 230 12 34'],
  ['phone', 'tél. 081/22.33.44'],
  ['phone', '02-512.34.56 na zes uur'],
  ['phone', '+31 6 1234 5678'],
  ['phone', 'op 3 maart, 016 12 34 56'],
  ['email', 'mail naar jan.peeters@voorbeeld.example'],
  ['email', 'c.lambert@hopital.example;'],
  ['email', 'JEANNE@voorbeeld.example'],
  ['birth', 'Een man, geboren op 12/03/1985'],
  ['birth', 'née le 12 mars 1985'],
  ['birth', 'né le 12.03.1985'],
  ['birth', 'geboren am 12.03.1985'],
  ['birth', 'born on 12 March 1985'],
  ['birth', '° 12-03-1985'],
  ['birth', 'geb. 12/03/85'],
];

const nothing: string[] = [
  '',
  'De intervisie van maart 2009',
  'van 2009-2010 tot 2011-2012',
  '€ 15.000 en daarna € 180.000',
  'samen 374.177 / 396.959 / 180.000 / 576.959',
  'een bedrag van 046.117,50 euro',
  'budget: 123 456 789 euro',
  '12,5 % van 1.234.567.890',
  '2000 Antwerpen, 2018 Antwerpen, 3000 Leuven, 9000 Gent',
  'van 2800 Mechelen naar 2300 Turnhout',
  'op 12/03/2010 en 09.12.2010',
  '2010-03-12 om 09:30',
  '01/02/2010-03/04/2010',
  'KB van 10 juli 1990, art. 8ter, B.S. 26/07/1990',
  'KBO 0403.170.701',
  'ondernemingsnummer 0403170701',
  'BE 0403.170.701',
  'IBAN BE68 5390 0754 7034',
  'rekening 001-1234567-89',
  'ISBN 978-90-01-23456-7',
  'info@platform.example, onthaal@dienst.example',
  'secretariaat.ggz@dienst.example',
  'de Druglijn: 078 15 10 20',
  'groen nummer 0800 32 123',
  'bel 112, 1813, 106 of 107',
  'vergadering 12 van 40, 3 afwezig, 21 aanwezig',
  'zaal 0.123, 2de verdieping, nr. 04.05',
  '24 november 2026, 14.32 uur',
  'het centrum werd geboren uit een fusie in 2004',
  'een vzw, opgericht in 1985',
  'dossier 2010/09/0123456',
  'https://voorbeeld.example/verslag-2010-09-09',
];

describe('what may point at one person', () => {
  it('has a table of examples: a check without any has failed', () => {
    expect(pointing.length + nothing.length).to.be.greaterThan(40);
  });

  for (const [kind, text] of pointing)
    it(`a text "${text}" is warned of as ${kind}`, () => {
      expect(identitiesIn(text)).to.deep.equal([kind]);
    });

  for (const text of nothing)
    it(`a text "${text}" is left alone`, () => {
      expect(identitiesIn(text)).to.deep.equal([]);
    });

  it('a text with several says all of them, in a fixed order', () => {
    expect(identitiesIn('jan@thuis.example, 0470 12 34 56, 85.07.30-033.28')).to.deep.equal([
      'insz',
      'phone',
      'email',
    ]);
  });

  it('a long text of digits and separators is read in a time that grows with its length alone', () => {
    const long = '0 1-2/3.4 5 6 7 8 9 '.repeat(5000);
    expect(() => identitiesIn(long)).not.to.throw();
  });
});
