import { expect } from 'chai';
import request from 'supertest';
import { ageGroups, problems } from '../../../models/CareModule.ts';
import { type Language, languages, translator } from '../../../server/core/i18n.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import {
  instruments,
  instrumentsFor,
  problemsNamed,
  problemsWithInstrument,
} from '../../../server/features/offer/instruments/instruments.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';

const codes = (found: readonly { code: string }[]): string[] => found.map(({ code }) => code);

describe('the instruments', () => {
  it('are about problems and ages that the care offer knows, each under a code of its own', () => {
    expect(instruments.length).to.be.greaterThan(10);
    expect(new Set(codes(instruments)).size).to.equal(instruments.length);
    const unknown = instruments.flatMap(({ problems: own, ages }) => [
      ...own.filter((code) => !problems.some((one) => one === code)),
      ...ages.filter((code) => !ageGroups.some((one) => one === code)),
    ]);
    expect(unknown).to.deep.equal([]);
    for (const one of instruments)
      expect(one.problems.length * one.ages.length, one.code).to.be.greaterThan(0);
  });

  it('say everything in four languages, and where it is from', () => {
    for (const one of instruments) {
      for (const text of [one.finds, one.forWhom, one.cutOff, one.licence])
        for (const language of languages) expect(text[language], `${one.code} ${language}`).to.match(/\S{4}/);
      expect(one.sources.length, one.code).to.be.greaterThan(0);
      for (const source of [...one.sources, one.publication])
        expect(source, one.code).to.match(/\d{4}|CRAFFT|NIDA|National/);
      if (one.link) expect(one.link.url).to.match(/^https:\/\//);
    }
  });

  for (const [asked, found] of [
    [{ problems: ['gambling'], ages: [] }, ['lie_bet', 'pgsi']],
    [{ problems: ['tobacco'], ages: ['elderly'] }, ['hsi', 'ftnd']],
    [{ problems: ['cannabis'], ages: ['adults'] }, ['cudit_r', 'sds', 'dudit', 'assist']],
    [{ problems: ['alcohol'], ages: ['children_youth'] }, ['crafft']],
    [{ problems: ['gaming'], ages: [] }, []],
  ] as const) {
    it(`for ${JSON.stringify(asked)}: ${found.join(', ') || 'none'}`, () => {
      expect(codes(instrumentsFor(asked))).to.deep.equal(found);
    });
  }

  for (const [text, language, named] of [
    ['alcohol', 'nl', ['alcohol']],
    ['Gokken', 'nl', ['gambling']],
    ['hulp bij gokken in Gent', 'nl', ['gambling']],
    ['jeux d’argent', 'fr', ['gambling']],
    ['Cannabis', 'de', ['cannabis']],
    ['gent', 'nl', []],
    ['', 'en', []],
  ] as const) {
    it(`‘${text}’ in ${language} names ${named.join(', ') || 'no problem'}`, () => {
      expect(problemsNamed(text, language, translator(language))).to.deep.equal(named);
    });
  }
});

describe('the page of the instruments', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ now: new Date('2026-11-22T10:00:00Z') });
  });
  after(() => app.close());

  const open = (address: string, language: Language = 'nl') =>
    request(app.server).get(address).set('Accept', 'text/html').set('Accept-Language', language);
  const shown = (html: string): string[] =>
    [...html.matchAll(/<article [^>]*id="([^"]+)"/g)].map(([, code]) => code!);
  const addresses = (html: string): string[] =>
    [...html.matchAll(/<h3><a [^>]*>([^<]*)</g)].map(([, name]) => name!);

  it('with nothing chosen: all of them, and asks what for', async () => {
    const { status, text } = await open('/offer/instruments');
    expect(status).to.equal(200);
    expect(shown(text)).to.deep.equal(codes(instruments));
    expect(text).to.include('Waarheen doorverwijzen');
    expect(addresses(text)).to.deep.equal([]);
  });

  it('with a problem and a municipality: its instruments, and addresses near there, also of what the source leaves open', async () => {
    const { text } = await open('/offer/instruments?problem=alcohol&age=adults&place=9000');
    expect(shown(text)).to.deep.equal(['audit_c', 'audit', 'cage', 'assist']);
    expect(text).to.include('Doorverwijzen voor alcohol, in of bij Gent');
    expect(addresses(text).slice(0, 2)).to.have.members(['De Sleutel dagcentra', 'MSOC Gent']);
    expect(text).to.include('De bron zegt niet waarvoor je hier terechtkunt: bel eerst.');
    expect(text).to.match(/href="\/offer\?problem=alcohol&amp;age=adults&amp;province=everywhere"/);
  });

  it('what is known to be for it stands first, and its number is that of the list', async () => {
    const { text } = await open('/offer/instruments?problem=gambling');
    expect(addresses(text)[0]).to.equal('gokhulp.be');
    const [, href, count] = /href="(\/offer\?problem=gambling)">Naar (?:het ene|alle (\d+)) adres/.exec(
      text,
    )!;
    const list = await open(href!);
    expect(list.text).to.include(`<h2 id="results">${count ?? 1} plek`);
  });

  it('a problem without an instrument: says so, and still knows addresses', async () => {
    const { text } = await open('/offer/instruments?problem=gaming');
    expect(shown(text)).to.deep.equal([]);
    expect(text).to.include('kennen we geen vrij bruikbaar instrument');
    expect(addresses(text).length).to.be.greaterThan(0);
  });

  it('an unknown problem: told with 422; an unknown place: told beside its field', async () => {
    const refused = await open('/offer/instruments?problem=chocolate');
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('Waarvoor: ‘chocolate’');
    const { text } = await open('/offer/instruments?problem=alcohol&place=Xyzzy');
    expect(text)
      .to.match(/id="place"[^>]*aria-invalid="true"/)
      .and.include('kennen we niet');
  });

  it('in at most three steps: from the directory, by the problem, to instrument and address on one page', async () => {
    const first = (await open('/offer')).text; // one
    expect(first).to.include('href="/offer/instruments"');
    const page = (await open('/offer/instruments')).text; // two
    for (const code of problemsWithInstrument) expect(page).to.include(`<option value="${code}">`);
    const { text } = await open('/offer/instruments?problem=cannabis&age=&place=9000'); // three
    expect(shown(text)).to.include('cudit_r');
    expect(addresses(text).length).to.be.greaterThan(0);
  });

  it('beside a search that names a problem, with its place; beside another, only the way there', async () => {
    const about = (await open('/offer?q=gokken&place=9000')).text;
    expect(about).to.include('/offer/instruments?problem=gambling&amp;place=9000#pgsi');
    expect((await open('/offer?problem=tobacco')).text).to.include('#hsi');
    const other = (await open('/offer?q=kiem')).text;
    expect(other).to.include('href="/offer/instruments"').and.not.include('#pgsi');
  });

  it('on the sheet of an entry, for the problems it says it is for', async () => {
    expect((await open(`/offer/${idOf('unit', 'gokhulp')}`)).text).to.include('#pgsi');
    expect((await open(`/offer/${idOf('unit', 'de-kiem')}`)).text).not.to.include('/offer/instruments');
  });

  for (const language of languages) {
    it(`in ${language}: has its words`, async () => {
      for (const address of [
        '/offer/instruments',
        '/offer/instruments?problem=cannabis&place=9000',
        '/offer?q=cannabis',
      ]) {
        const { text } = await open(address, language);
        expect(text, 'a key without a text').not.to.match(/\binstruments\.[a-z]|offer\.[a-z]+[.A-Z]/);
      }
    });
  }
});
