import { expect } from 'chai';
import {
  type Candidate,
  CandidateIndex,
  candidateOf,
} from '../../../server/features/offer/reconciling/candidates.ts';
import { guessColumns } from '../../../server/features/offer/reconciling/heads.ts';
import { keysOf, municipalityOf, valuesIn } from '../../../server/features/offer/reconciling/lines.ts';
import { proposalsFor } from '../../../server/features/offer/reconciling/matching.ts';
import {
  enterpriseKey,
  hostOf,
  nameKey,
  phoneKey,
  streetKey,
} from '../../../server/features/offer/reconciling/naming.ts';

interface Some {
  names: (string | [string, string | null, string | null])[];
  units?: string[];
  number?: string;
  postcode?: string;
  area?: string;
  phone?: string;
  website?: string;
  street?: string;
}

const anOrganisation = (id: string, { names, units = [], ...one }: Some): Candidate =>
  candidateOf({
    id,
    names: [
      ...names.map((name) =>
        typeof name === 'string'
          ? { text: name, kind: 'name' as const }
          : {
              text: name[0],
              from: name[1],
              until: name[2],
              kind: name[2] ? ('formerName' as const) : ('name' as const),
            },
      ),
      ...units.map((text) => ({ text, kind: 'unitName' as const })),
    ],
    enterpriseNumber: one.number ?? null,
    recognitionNumber: null,
    places: [{ street: one.street ?? null, postcode: one.postcode ?? null, area: one.area ?? null }],
    contacts: [{ phone: one.phone ?? null, email: null, website: one.website ?? null }],
  });

const index = new CandidateIndex([
  anOrganisation('pont', { names: ['CGG De Pont'], postcode: '2800', area: '12025', phone: '015 42 31 00' }),
  anOrganisation('vagga', { names: ['CGG VAGGA vzw'], postcode: '2000', area: '11002' }),
  anOrganisation('paaz-jan', { names: ['PAAZ AZ Sint-Jan'], postcode: '8000', area: '31005' }),
  anOrganisation('paaz-lucas', { names: ['PAAZ AZ Sint-Lucas'], postcode: '8310', area: '31005' }),
  anOrganisation('steunpunt', {
    names: [
      ['PSYCHE vzw', null, '2009-12-31'],
      ['Vlaamse Vereniging voor Geestelijke Gezondheid', '2010-01-01', '2017-11-30'],
      ['Steunpunt Geestelijke Gezondheid', '2017-12-01', null],
    ],
    postcode: '9000',
    area: '44021',
  }),
  anOrganisation('reve', {
    names: ['Le Rêve d’Été asbl'],
    postcode: '4000',
    area: '62063',
    website: 'https://www.reve.example/fr',
  }),
  anOrganisation('sleutel', {
    names: ['De Sleutel'],
    units: ['De Sleutel dagcentra'],
    area: '40000',
    number: '0409955965',
  }),
  anOrganisation('brug-a', { names: ['De Brug'], postcode: '2600', area: '11002' }),
  anOrganisation('brug-b', { names: ['De Brug vzw'], postcode: '3500', area: '71022' }),
]);

const first = (values: Parameters<typeof proposalsFor>[0], not: string[] = []) => {
  const [one] = proposalsFor(values, municipalityOf(values), index, new Set(not));
  return one
    ? [one.organisation, one.isSure ? 'sure' : 'perhaps', one.reasons.map(({ kind }) => kind)]
    : null;
};

describe('matching the lines of an official list', () => {
  const table: [string, Parameters<typeof proposalsFor>[0], unknown][] = [
    [
      'the same name and place',
      { name: 'CGG De Pont', postcode: '2800' },
      ['pont', 'sure', ['name', 'postcode']],
    ],
    [
      'a legal form and points in an abbreviation',
      { name: 'C.G.G. De Pont v.z.w.', postcode: '2800' },
      ['pont', 'sure', ['name', 'postcode']],
    ],
    [
      'an abbreviation in full',
      { name: 'Centrum voor Geestelijke Gezondheidszorg De Pont', postcode: '2800' },
      ['pont', 'sure', ['name', 'postcode']],
    ],
    [
      'a ward in full, of one of two like hospitals',
      { name: 'Psychiatrische Afdeling Algemeen Ziekenhuis - A.Z. St.-Jan', postcode: '8000' },
      ['paaz-jan', 'sure', ['name', 'postcode']],
    ],
    [
      'the first of three dated names',
      { name: 'Psyche', postcode: '9000' },
      ['steunpunt', 'sure', ['formerName', 'postcode']],
    ],
    [
      'the second of three dated names',
      { name: 'Vlaamse Vereniging Geestelijke Gezondheid vzw', area: 'Gent' },
      ['steunpunt', 'sure', ['formerName', 'area']],
    ],
    [
      'the third of three dated names, without a place',
      { name: 'Steunpunt Geestelijke Gezondheid' },
      ['steunpunt', 'perhaps', ['name']],
    ],
    [
      'accents and apostrophes',
      { name: "LE REVE D'ETE", postcode: '4000' },
      ['reve', 'sure', ['name', 'postcode']],
    ],
    [
      'the words in another order',
      { name: 'Pont (De), CGG', postcode: '2800' },
      ['pont', 'sure', ['name', 'postcode']],
    ],
    [
      'a letter too many in a long word',
      { name: 'Steunppunt Geestelijke Gezondheid', postcode: '9000' },
      ['steunpunt', 'sure', ['nameLike', 'postcode']],
    ],
    [
      'the number alone',
      { name: 'Verslavingszorg Vlaanderen', enterpriseNumber: 'BE 0409.955.965' },
      ['sleutel', 'sure', ['number']],
    ],
    [
      'the name of a unit',
      { name: 'De Sleutel dagcentra', area: 'Gent' },
      ['sleutel', 'perhaps', ['unitName']],
    ],
    [
      'the telephone, written otherwise',
      { name: 'De Pont', phone: '+32 (0)15 42 31 00' },
      ['pont', 'sure', ['nameLike', 'phone']],
    ],
    [
      'the site and the place, another name',
      { name: 'Zomerdroom', postcode: '4000', website: 'reve.example' },
      ['reve', 'perhaps', ['postcode', 'website']],
    ],
    ['a namesake elsewhere', { name: 'De Brug', postcode: '3500' }, ['brug-b', 'sure', ['name', 'postcode']]],
    ['a name two have, without a place', { name: 'De Brug' }, ['brug-a', 'perhaps', ['name']]],
    ['only a kind of house in common', { name: 'CGG Noord', postcode: '2300' }, null],
    ['only a postcode in common', { name: 'Bakkerij Jansen', postcode: '2800' }, null],
    ['nothing in common', { name: 'Bakkerij Jansen', postcode: '6700' }, null],
  ];
  for (const [what, values, found] of table) {
    it(`by ${what}: ${JSON.stringify(found)}`, () => {
      expect(first(values)).to.deep.equal(found);
    });
  }

  it('another number of the same kind: a person looks, whatever else is alike', () => {
    const found = first({ name: 'De Sleutel', enterpriseNumber: '0123.456.749' });
    expect(found).to.equal(null);
    expect(first({ name: 'De Sleutel', area: 'Gent' })?.[1]).to.equal('perhaps');
  });

  it('a number of another kind says nothing, for or against', () => {
    const found = first({ name: 'De Sleutel dagcentra', area: 'Gent', recognitionNumber: 'E 123' });
    expect(found).to.deep.equal(['sleutel', 'perhaps', ['unitName']]);
  });

  it('what a person said it is not: is not proposed again', () => {
    expect(first({ name: 'De Brug', postcode: '2600' }, ['brug-a'])?.[0]).to.not.equal('brug-a');
  });

  it('5,000 lines beside 5,000 organisations: looks at few of each', () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      anOrganisation(`o${at}`, {
        names: [`Huis Naam${at.toString(36)} vzw`],
        postcode: String(1000 + (at % 900)),
      }),
    );
    const large = new CandidateIndex(many);
    let looked = 0;
    for (let at = 0; at < 5000; at += 1) {
      const line = { name: `huis naam${at.toString(36)}`, postcode: String(1000 + (at % 900)) };
      const near = large.near({
        words: ['huis', `naam${at.toString(36)}`],
        numbers: [],
        phones: [],
        hosts: [],
        emails: [],
        postcodes: [line.postcode],
      });
      looked += near.size;
      if (at % 500 === 0) expect(proposalsFor(line, null, large)[0]?.organisation).to.equal(`o${at}`);
    }
    expect(looked).to.be.below(5000 * 100);
  });
});

describe('reading an official list', () => {
  const keys: [string, string, string][] = [
    ['nameKey', nameKey('Dienst voor Geestelijke Gezondheidszorg Ieper VZW'), nameKey('GGZ Ieper, dienst')],
    ['streetKey', streetKey('Rue de la Loi, 16 bte 2'), streetKey('rue de la loi 16')],
    ['phoneKey', phoneKey('0032 3 230 12 34'), phoneKey('(03) 230.12.34')],
    ['hostOf', hostOf('http://www.cgg.be/contact')!, hostOf('cgg.be')!],
    ['enterpriseKey', enterpriseKey('BE 409.955.965'), enterpriseKey('0409.955.965')],
  ];
  for (const [what, one, other] of keys)
    it(`${what}: two ways of writing are one (${one})`, () => {
      expect(one).to.equal(other).and.not.equal('');
    });

  const heads: [string, string[], Record<string, number>][] = [
    [
      'Zorg en Gezondheid',
      [
        'Erkenningsnummer',
        'Naam voorziening',
        'Straat + nr',
        'Postcode',
        'Gemeente',
        'Telefoon',
        'E-mailadres',
        'Website',
      ],
      { recognitionNumber: 0, name: 1, street: 2, postcode: 3, area: 4, phone: 5, email: 6, website: 7 },
    ],
    [
      'a French list',
      ['Dénomination', 'N° BCE', 'Adresse', 'Code postal', 'Commune', 'Tél.', 'Courriel', 'Catégorie'],
      { name: 0, enterpriseNumber: 1, street: 2, postcode: 3, area: 4, phone: 5, email: 6, type: 7 },
    ],
    ['a German list', ['Bezeichnung', 'Straße', 'PLZ', 'Ort'], { name: 0, street: 1, postcode: 2, area: 3 }],
    ['nothing we know', ['A', 'B'], {}],
  ];
  for (const [what, row, guessed] of heads)
    it(`the columns of ${what}`, () => {
      expect(guessColumns(row)).to.deep.equal(guessed);
    });

  it('a row: what it says, the code of a postcode with its place behind it, nothing of an empty cell', () => {
    const columns = { name: 0, postcode: 1, phone: 2 };
    expect(valuesIn(['  De  Brug ', '9000 Gent', ''], columns)).to.deep.equal({
      name: 'De Brug',
      postcode: '9000',
    });
    expect(valuesIn(['', '9000'], columns)).to.equal(null);
  });

  it('a line is known again with another telephone, another way of writing and a number that came later', () => {
    const before = keysOf({ name: 'CGG De Pont', postcode: '2800', phone: '1' });
    const after = keysOf({ name: 'C.G.G. De Pont vzw', postcode: '2800', enterpriseNumber: '0409.955.965' });
    expect(after.some((key) => before.includes(key))).to.equal(true);
  });
});
