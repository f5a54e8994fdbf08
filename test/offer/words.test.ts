import { expect } from 'chai';
import type { ModuleTypeRecord } from '../../models/ModuleType.ts';
import { type Language, languages } from '../../server/core/i18n.ts';
import { noChoices } from '../../server/features/offer/facets.ts';
import { labelsOf } from '../../server/features/offer/labels.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import { documentOf } from '../../server/features/offer/search/document.ts';
import { indexOf } from '../../server/features/offer/search/offerIndex.ts';
import { search } from '../../server/features/offer/search/search.ts';
import { distanceFrom } from '../../server/features/offer/search/spelling.ts';
import { valuesFrom } from '../../server/features/offer/search/values.ts';
import { vocabularyOf } from '../../server/features/offer/search/vocabulary.ts';
import { anEntry } from './anEntry.ts';

const types = readReferenceFiles().moduleTypes.types.map((type) => ({ ...type, _id: type.code }));
const labels = labelsOf(types as unknown as ModuleTypeRecord[]);

/** Names of what is found among units that are only called so, with what was looked for instead. */
function among(names: string[], text: string, language: Language = 'nl', exactly = false) {
  const values = valuesFrom();
  const entries = names.map((name, order) => anEntry({ name, order }));
  const index = indexOf(
    entries.map((entry) => documentOf(entry, values)),
    values,
    labels,
  );
  const answer = search(index, {
    ...{ text, language, exactly, choices: noChoices(), places: [], sort: 'best', page: 1, pageSize: 50 },
    today: '2026-11-22',
  });
  return { found: answer.hits.map(({ id }) => id), instead: answer.instead };
}

describe('the words of a search', () => {
  const inflections: [Language, string, string][] = [
    ['nl', 'jongeren', 'jongere'],
    ['nl', 'ouders', 'ouder'],
    ['nl', 'verslaving', 'verslavingen'],
    ['nl', 'pillen', 'pil'],
    ['nl', 'huizen', 'huis'],
    ['nl', 'huis', 'huizen'],
    ['nl', 'brieven', 'brief'],
    ['nl', 'scholen', 'school'],
    ['nl', 'school', 'scholen'],
    ['nl', 'kinderen', 'kind'],
    ['nl', 'gezinnen', 'gezin'],
    ['nl', 'gevangenissen', 'gevangenis'],
    ['nl', 'dagcentra', 'dagcentrum'],
    ['nl', 'dagcentrum', 'dagcentra'],
    ['nl', 'dakloze', 'dakloos'],
    ['nl', 'steden', 'stad'],
    ['fr', 'drogues', 'drogue'],
    ['fr', 'drogue', 'drogues'],
    ['fr', 'hôpitaux', 'hôpital'],
    ['fr', 'résidentielle', 'résidentiel'],
    ['fr', 'thérapeutiques', 'thérapeutique'],
    ['fr', 'familles', 'famille'],
    ['de', 'Häuser', 'Haus'],
    ['de', 'Haus', 'Häuser'],
    ['de', 'Beratungen', 'Beratung'],
    ['de', 'Jugendlichen', 'Jugendliche'],
    ['de', 'Frauen', 'Frau'],
    ['en', 'families', 'family'],
    ['en', 'addictions', 'addiction'],
    ['en', 'children', 'child'],
    ['en', 'therapies', 'therapy'],
  ];
  for (const [language, typed, written] of inflections) {
    it(`inflected, in ${language}: "${typed}" finds "${written}"`, () => {
      expect(among([written, 'Xenon'], typed, language, true).found).to.deep.equal([written]);
    });
  }

  const misspellings: [string, string, string | null][] = [
    ['alkohol', 'alcohol', 'alcohol'],
    ['verlsaving', 'verslaving', 'verslaving'],
    ['gokkne', 'gokken', 'gokken'],
    ['jongern', 'jongeren', 'jongeren'],
    ['cannabbis', 'cannabis', 'cannabis'],
    ['begelijding', 'begeleiding', 'begeleiding'],
    ['cocaine', 'cocaïne', null],
    ['Katarsus', 'Katarsis', 'katarsis'],
  ];
  for (const [typed, written, instead] of misspellings) {
    it(`with a typing error: "${typed}" finds "${written}"${instead ? ', and says so' : ''}`, () => {
      expect(among([written, 'Xenon'], typed)).to.deep.equal({ found: [written], instead });
    });
  }

  it('a word that JavaScript itself uses: is a word like any other, in every language', () => {
    for (const word of ['constructor', 'hasOwnProperty', 'toString', 'valueOf', '__proto__'])
      for (const language of languages) {
        expect(among([`De ${word} vzw`, 'Kompas'], word, language).found).to.deep.equal([`De ${word} vzw`]);
        expect(among(['Kompas'], word, language).found).to.deep.equal([]);
      }
  });

  it('with a typing error, taken exactly: finds nothing', () => {
    expect(among(['alcohol'], 'alkohol', 'nl', true)).to.deep.equal({ found: [], instead: null });
  });

  it('a word that exists: is no typing error, however little it gives', () => {
    expect(among(['Linde', 'Lande', 'Lande oost', 'Lande west'], 'linde')).to.deep.equal({
      found: ['Linde'],
      instead: null,
    });
  });

  it('a short word: is never taken for another', () => {
    expect(among(['dag'], 'dak').found).to.deep.equal([]);
  });

  const accents: [string, string][] = [
    ['depression', 'Dépression'],
    ['DÉPRESSION', 'depression'],
    ['oeuvre', 'Œuvre'],
    ['strasse', 'Straße'],
    ['t zonneke', '‘t Zonneke'],
  ];
  for (const [typed, written] of accents) {
    it(`with other accents and signs: "${typed}" finds "${written}"`, () => {
      expect(among([written, 'Xenon'], typed, 'nl', true).found).to.deep.equal([written]);
    });
  }

  it('while somebody types: every beginning finds the word', () => {
    for (let letters = 1; letters <= 'straathoekwerk'.length; letters++)
      expect(
        among(['Straathoekwerk'], 'straathoekwerk'.slice(0, letters)).found,
        `${letters}`,
      ).to.have.length(1);
  });

  it('a part of a compound: finds the compound, behind the word itself', () => {
    expect(among(['Gezinsbegeleiding', 'Begeleiding'], 'begeleiding').found).to.deep.equal([
      'Begeleiding',
      'Gezinsbegeleiding',
    ]);
  });

  const compounds: [Language, string, string, string][] = [
    ['nl', 'jongerenwerking', 'Jongeren', 'jongeren'],
    ['nl', 'ouderbegeleiding', 'Ouder en begeleiding', 'ouder begeleiding'],
    ['de', 'Jugendlichengruppe', 'Jugendliche', 'jugendlichen gruppe'],
  ];
  for (const [language, typed, written, instead] of compounds) {
    it(`a compound we do not know, in ${language}: "${typed}" finds "${written}"`, () => {
      expect(among([written, 'Xenon'], typed, language)).to.deep.equal({ found: [written], instead });
    });
  }

  it('a code: is found by its label in the reader’s language and in Dutch, in no other', () => {
    const words = (language: Language) =>
      vocabularyOf(labels, language === 'nl' ? ['nl'] : [language, 'nl']).words;
    expect(words('de')).to.include.members(['glucksspiel', 'gokken']).and.not.include('gambling');
  });

  it('labels in any order: are the same vocabulary', () => {
    const some = vocabularyOf(labels, ['fr', 'nl']);
    const turned = vocabularyOf(labels.toReversed(), ['fr', 'nl']);
    expect(turned.words).to.deep.equal(some.words);
    expect(turned.written('cocaine')).to.equal(some.written('cocaine')).and.equal('cocaïne');
  });
});

describe('the distance between two words', () => {
  /** Optimal string alignment by its definition. */
  function slowly(a: string, b: string): number {
    const rows = Array.from({ length: a.length + 1 }, (_row, at) => [at, ...Array<number>(b.length).fill(0)]);
    for (let next = 0; next <= b.length; next++) rows[0]![next] = next;
    for (let at = 1; at <= a.length; at++) {
      for (let next = 1; next <= b.length; next++) {
        const other = a[at - 1] === b[next - 1] ? 0 : 1;
        let least = Math.min(
          rows[at - 1]![next]! + 1,
          rows[at]![next - 1]! + 1,
          rows[at - 1]![next - 1]! + other,
        );
        if (a[at - 1] === b[next - 2] && a[at - 2] === b[next - 1] && at > 1 && next > 1)
          least = Math.min(least, rows[at - 2]![next - 2]! + 1);
        rows[at]![next] = least;
      }
    }
    return rows[a.length]![b.length]!;
  }

  it('of made-up words of every length: is that of the definition', () => {
    let seed = 7;
    const next = (limit: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * limit);
    };
    const aWord = (longest: number) =>
      Array.from({ length: 1 + next(longest) }, () => 'abcd'[next(4)]).join('');
    for (let round = 0; round < 3000; round++) {
      const [word, other] = [aWord(31), aWord(36)];
      expect(distanceFrom(word)!(other), `${word} ${other}`).to.equal(slowly(word, other));
    }
  });

  it('of a word with more than 31 letters: is not worked out', () => {
    expect(distanceFrom('a'.repeat(32))).to.equal(null);
  });
});
