import { expect } from 'chai';
import request from 'supertest';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { type Language, languages } from '../../server/core/i18n.ts';
import { mostPicks } from '../../server/features/offer/forms.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

const id = (key: string): string => idOf('unit', key);
const nobody = '00000000-0000-5000-8000-000000000000';

/** Names on the sheets, in their order. */
const sheets = (html: string): string[] =>
  [...html.matchAll(/<h2 id="name-\d+"><span class="sheet__number">\d+<\/span> <span[^>]*>([^<]*)</g)].map(
    ([, name]) => name!,
  );
const contents = (html: string): string[] =>
  [...html.matchAll(/<a href="#sheet-\d+"[^>]*>([^<]*)</g)].map(([, name]) => name!);
const groups = (html: string): string[] =>
  [...html.matchAll(/<h3>([^<]*)<\/h3>\n<ol class="contents__list">/g)].map(([, name]) => name!);

describe('a brochure', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ now: new Date('2026-11-22T10:00:00Z') });
  });
  after(() => app.close());

  const open = (query: string, language: Language = 'nl') =>
    request(app.server)
      .get(`/offer/brochure?${query}`)
      .set('Accept', 'text/html')
      .set('Accept-Language', language);

  it('of what was gathered: exactly that, by province, however it was ticked', async () => {
    const picks = ['druglijn', 'de-kiem', 'adic', 'de-sleutel-dagcentra'].map((key) => `pick=${id(key)}`);
    const { status, text } = await open(`of=picks&q=zzzz&${picks.join('&')}&${picks[0]}`);
    expect(status).to.equal(200);
    expect(sheets(text)).to.deep.equal(['ADIC vzw', 'De Kiem', 'De Sleutel dagcentra', 'De Druglijn']);
    expect(contents(text)).to.deep.equal(sheets(text));
    expect(groups(text)).to.deep.equal([
      ...['Antwerpen', 'Oost-Vlaanderen', 'In meer dan één provincie', 'Online of overal in Vlaanderen'],
    ]);
    expect(text).to.include('4 bladen.').and.include('22 november 2026');
  });

  it('of a search: all of its results, and says what was asked', async () => {
    const list = await request(app.server).get('/offer?setting=residential').set('Accept', 'text/html');
    const names = [...list.text.matchAll(/<h3><a[^>]*>([^<]*)</g)].map(([, name]) => name!);
    const { text } = await open('of=result&setting=residential');
    expect(sheets(text)).to.have.members(names);
    expect(text).to.include('Op welke manier: Met verblijf');
  });

  it('tells of each entry who confirmed it and when, of its source, and what is not known in one line', async () => {
    const { text } = await open(`pick=${id('de-kiem')}`);
    expect(text).to.include('Nog niet bevestigd door de organisatie.');
    expect(text).to.include('Een deel van de gegevens komt uit het antwoord op vraag nr. 434');
    expect(text).to.match(/class="only-print soft">Niet bekend: Waarvoor · /);
    expect(text).to.include('CC0 1.0');
  });

  it('with what is no longer in the list: says how many, and shows the rest', async () => {
    const { status, text } = await open(`pick=${id('de-kiem')}&pick=${nobody}`);
    expect(status).to.equal(200);
    expect(sheets(text)).to.deep.equal(['De Kiem']);
    expect(text).to.include('1 plek die je koos, staat niet meer in de lijst.');
  });

  for (const query of ['', 'of=picks', 'of=x', `pick=${nobody}`, 'pick=x', 'of=result&q=zzzz&exact=1']) {
    it(`asked ${query || 'nothing'}: no sheet, told with 422, with the way back`, async () => {
      const { status, text } = await open(query);
      expect(status).to.equal(422);
      expect(text)
        .to.include('Er is nog niets gekozen')
        .and.match(/href="\/offer[^"]*">.*Terug naar de lijst/);
    });
  }

  it('the way back: to the search, with what was gathered', async () => {
    const pick = `pick=${id('de-kiem')}`;
    const { text } = await open(`of=picks&q=kiem&province=BE-VOV&${pick}`);
    expect(text).to.include(`/offer?q=kiem&amp;province=BE-VOV&amp;${pick}`);
  });

  it('gathered in the list: ticked there, carried along where it is not shown', async () => {
    const { text } = await request(app.server)
      .get(`/offer?q=kiem&pick=${id('de-kiem')}&pick=${id('adic')}`)
      .set('Accept', 'text/html');
    expect(text).to.match(new RegExp(`id="pick-${id('de-kiem')}"[^>]* checked`));
    expect(text).to.include(`<input type="hidden" name="pick" value="${id('adic')}">`);
    expect(text).to.match(/data-picked[^>]*>2</);
  });

  it('more than fit in an address: the rest is refused, told in the list', async () => {
    const many = Array.from({ length: mostPicks + 1 }, (_none, at) =>
      nobody.replace(/000$/, String(100 + at)),
    );
    const { status } = await request(app.server)
      .get(`/offer?${many.map((one) => `pick=${one}`).join('&')}`)
      .set('Accept', 'text/html');
    expect(status).to.equal(422);
  });

  for (const language of languages) {
    it(`in ${language}: has its words, and marks what is in another language`, async () => {
      const { text } = await open(`pick=${id('tandem')}&pick=${id('t-kader')}`, language);
      expect(text).to.include(`<html lang="${language}">`);
      expect(text, 'a key without a text').not.to.match(/\bbrochure\.(?!css)[a-z]|offer\.[a-z]+[.A-Z]/);
      if (language !== 'nl') expect(text).to.match(/<span lang="nl">Tandem staat voor/);
    });
  }
});

describe('a brochure of more than fits', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ secrets: 2 });
    const more = Array.from({ length: 200 }, (_none, at) => ({
      ...{
        _id: nobody.replace(/000$/, String(100 + at)),
        name: `Place ${at}`,
        kind: 'other',
        status: 'active',
      },
      ...{ siteIds: [], order: 1000 + at },
    }));
    await CareUnitModel.insertMany(more);
  });
  after(() => app.close());

  it('has 200 sheets, and says how many it leaves out', async () => {
    const { text } = await request(app.server).get('/offer/brochure?of=result').set('Accept', 'text/html');
    expect(sheets(text)).to.have.length(200);
    expect(text).to.include('hoogstens 200 bladen. 21 resultaten staan er niet in');
  });

  it('asked for over and over by one address: told to wait, while the list goes on', async () => {
    const ask = (address: string) => request(app.server).get(address).set('Accept', 'text/html');
    const statuses: number[] = [];
    for (let times = 0; times < 3; times++) statuses.push((await ask('/offer/brochure?of=result')).status);
    expect(statuses.at(-1)).to.equal(429);
    expect((await ask('/offer')).status).to.equal(200);
  });
});
