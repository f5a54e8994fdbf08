import { expect } from 'chai';
import request from 'supertest';
import { type Language, languages } from '../../../server/core/i18n.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';

const unescaped = (html: string): string => html.replaceAll('&amp;', '&');

describe('the directory as a map', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ now: new Date('2026-11-22T10:00:00Z') });
  });
  after(() => app.close());

  const open = (address: string, language: Language = 'nl') =>
    request(app.server).get(address).set('Accept', 'text/html').set('Accept-Language', language);
  const tableOf = (html: string) =>
    [
      ...html.matchAll(
        /<th scope="row(?:group)?"><a href="([^"]+)">([^<]+)<\/a><\/th><td class="n">(?:<b>)?(\d+)/g,
      ),
    ].map(([, href, name, count]) => ({ href: unescaped(href!), name, count: Number(count) }));

  it('every area of the table leads to a list of as many as it says', async () => {
    const rows = tableOf((await open('/offer?view=map&setting=ambulatory')).text);
    expect(rows.length).to.be.greaterThan(5);
    for (const { href, name, count } of rows) {
      const { status, text } = await open(href);
      expect(status).to.equal(200);
      expect(text, `${name} ${href}`).to.match(new RegExp(`<h2 id="results">${count} plek`));
      expect(href).to.include('setting=ambulatory');
    }
  });

  it('and back: list, map and the form keep the search, the filters and what was gathered', async () => {
    const pick = '00000000-0000-5000-8000-000000000000';
    const asked = `q=sleutel&place=9000&setting=ambulatory&sort=near&pick=${pick}`;
    const { text } = await open(`/offer?${asked}&view=map`);
    const list = unescaped(/<a href="([^"]+)">(?:(?!<a ).)*Lijst<\/a>/.exec(text)![1]!);
    expect(Object.fromEntries(new URL(list, 'http://x').searchParams)).to.deep.equal({
      ...{ q: 'sleutel', place: '9000', setting: 'ambulatory', sort: 'near', pick },
    });
    expect(text).to.include('<input type="hidden" name="view" value="map">');
    const map = unescaped(/<a href="([^"]+)">(?:(?!<a ).)*Kaart<\/a>/.exec((await open(list)).text)![1]!);
    expect(new URL(map, 'http://x').searchParams.get('view')).to.equal('map');
  });

  it('says that hatching is no gap, what is counted where, and whose the outlines are', async () => {
    const { text } = await open('/offer?view=map');
    expect(text).to.include('Het wil niet zeggen dat er geen hulp is');
    expect(text).to.include('niet naar de zetel').and.include('bmesuere/belgium-topojson (CC0-1.0)');
    expect(text).to.include('22 november 2026');
  });

  it('no drawing takes the focus: the table is the way', async () => {
    const { text } = await open('/offer?view=map');
    const drawing = /<svg viewBox="0 0 800.*?<\/svg>/s.exec(text)![0];
    const links = [...drawing.matchAll(/<a [^>]*>/g)].map(([link]) => link);
    expect(links.length).to.be.greaterThan(5);
    expect(links.filter((link) => !link.includes('tabindex="-1"'))).to.deep.equal([]);
    expect(drawing.match(/<title>/g)).to.have.length(43);
  });

  it('an unknown view: told with 422, and shown as a list', async () => {
    const { status, text } = await open('/offer?view=globe');
    expect(status).to.equal(422);
    expect(text).to.include('Lijst of kaart: ‘globe’');
  });

  for (const language of languages) {
    it(`in ${language}: has its words, at every extent`, async () => {
      for (const address of [
        '/offer?view=map',
        '/offer?view=map&province=BE-VOV',
        '/offer?view=map&arrondissement=44000',
        '/offer?view=map&q=zzzz&exact=1',
      ]) {
        const { status, text } = await open(address, language);
        expect(status).to.equal(200);
        expect(text, 'a key without a text').not.to.match(
          /\b(map|brochure)\.(?!css)[a-z]|offer\.[a-z]+[.A-Z]/,
        );
      }
    });
  }

  it('is sent in at most 30 kB, outlines and all', async () => {
    const answer = await fetch(`${app.address}/offer?view=map`, {
      headers: { accept: 'text/html', 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).to.equal('gzip');
    expect(Number(answer.headers.get('content-length'))).to.be.within(5_000, 30_000);
  });
});
