import { get } from 'node:http';
import { expect } from 'chai';
import request from 'supertest';
import { type Language, languages, translator } from '../../server/core/i18n.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

/** Bytes that go over the line for one address. */
function sentSize(origin: string, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${origin}${address}`, { headers: { 'accept-encoding': 'gzip, br', accept: '*/*' } }, (answer) => {
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
      });
      answer.on('end', () => resolve(size));
    }).on('error', reject);
  });
}

describe('the public directory', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ now: new Date('2026-11-22T10:00:00Z') });
  });
  after(() => app.close());

  const open = (address: string, language: Language = 'nl') =>
    request(app.server).get(address).set('Accept', 'text/html').set('Accept-Language', language);
  const unit = (key: string) => paths.offerEntry({ id: idOf('unit', key) });
  const names = (html: string) => [...html.matchAll(/<h3><a[^>]*>([^<]*)</g)].map(([, name]) => name);

  it('without signing in: lists 21 entries, the printed seats, and help for right now', async () => {
    const { status, text } = await open('/offer');
    expect(status).to.equal(200);
    expect(names(text)).to.have.length(21);
    expect(text).to.include('Antwerpen 3, Limburg 2, Oost-Vlaanderen 5, Vlaams-Brabant 2, West-Vlaanderen 2');
    expect(text).to.include('Open op 9 maart 2022: 13. Nog te starten: 1.');
    for (const number of ['>112<', '>1813<', '>106<', '>078 15 10 20<']) expect(text).to.include(number);
  });

  it('filtered by address: keeps the choices ticked and the address whole', async () => {
    const { text } = await open('/offer?q=sleutel&province=BE-VWV&setting=ambulatory');
    expect(names(text)).to.deep.equal(['De Sleutel dagcentra']);
    expect(text).to.match(/id="province-BE-VWV"[^>]*checked/);
    expect(text).to.include('/offer?q=sleutel&amp;setting=ambulatory"');
  });

  it('with unknown choices: 422, says which, and still lists', async () => {
    const { status, text } = await open('/offer?province=xx&province=BE-VLI&page=-1');
    expect(status).to.equal(422);
    expect(text).to.include('role="alert"').and.include('Provincie: ‘xx’').and.include('Bladzijde: ‘-1’');
    expect(names(text)).to.deep.equal(['Katarsis vzw', 'Zorggroep Zin']);
  });

  for (const address of [
    '/offer?q=%E0%A4%A',
    '/offer?q[]=a&q[]=b&place[x]=1&province[__proto__]=1',
    '/offer?q=%00&place=%00',
    `/offer?q=${'a'.repeat(5000)}`,
    '/offer?q=<script>alert(1)</script>',
    '/offer?page=1e9&type=&status=',
  ]) {
    it(`asked ${address.slice(0, 50)}: never fails by itself`, async () => {
      const { status, text } = await open(address);
      expect(status).to.be.oneOf([200, 400, 422]);
      expect(text).not.to.include('<script>alert');
    });
  }

  it('its first page: weighs at most 120 kB with all that belongs to it, and is compressed', async () => {
    const fetched = async (address: string) => {
      const answer = await fetch(`${app.address}${address}`, { headers: { accept: '*/*' } });
      return { answer, html: await answer.clone().text(), size: await sentSize(app.address, address) };
    };
    const { answer, html, size } = await fetched('/offer');
    expect(answer.headers.get('content-encoding')).to.equal('gzip');
    const others = [...html.matchAll(/(?:href|src)="(\/(?:styles|build|fonts|images)\/[^"#]+)/g)];
    const addresses = new Set(others.map(([, address]) => address!));
    expect(addresses.size).to.be.greaterThan(6);
    let total = size;
    for (const address of addresses) total += await sentSize(app.address, address);
    expect(total).to.be.greaterThan(40_000).and.at.most(120_000);
  });

  it('a page with the token of a form, or for who is signed in: is not compressed', async () => {
    const answer = await fetch(`${app.address}/sign-in?next=/offer`, { headers: { accept: 'text/html' } });
    expect(await answer.text()).to.include('name="_csrf"');
    expect(answer.headers.get('content-encoding')).to.equal(null);
  });

  it('an unknown place: a page that says so beside the field', async () => {
    await open('/offer'); // whose answer is the same
    const { status, text } = await open('/offer?place=Xyzzy');
    expect(status).to.equal(200);
    expect(text)
      .to.match(/id="place"[^>]*aria-invalid="true"/)
      .and.include('kennen we niet');
  });

  it('a place of two names: asks which one', async () => {
    const { text } = await open('/offer?place=Saint-Nicolas', 'fr');
    expect(text).to.include('place=46021').and.include('place=62093');
  });

  it('an entry: names its source and date, and that nobody confirmed it', async () => {
    const { status, text } = await open(unit('de-kiem'));
    expect(status).to.equal(200);
    expect(text).to.include('Nog niet bevestigd door de organisatie.');
    expect(text).to.include('Overgenomen uit het antwoord op vraag nr. 434 van 9 maart 2022');
  });

  it('every entry: shows what is unknown as unknown, never as nothing or zero', async () => {
    const { text } = await open('/offer');
    const entries = [...text.matchAll(/<h3><a href="([^"]+)"/g)].map(([, href]) => href ?? '');
    for (const href of entries) {
      const entry = (await open(href)).text;
      expect(entry, href).to.include('niet bekend');
      const cells = [...entry.matchAll(/<(?:td|dd)[^>]*>(.*?)<\/(?:td|dd)>/gs)].map(([, cell]) =>
        cell?.replaceAll(/<[^>]+>/g, '').trim(),
      );
      for (const cell of cells) expect(cell, href).not.to.match(/^$|^0\b|undefined|null|\[object/);
    }
  });

  it('‘t Kader: is planned, as the source had it, and its preliminary project is over', async () => {
    const { text } = await open(unit('t-kader'));
    expect(text).to.include('Gepland: opstart najaar 2022.').and.include('Zo stond het op 9 maart 2022');
    expect(text).to.include('liep volgens de bron van 1 december 2021 tot en met 30 november 2022');
  });

  for (const language of languages) {
    it(`in ${language}: the page, its labels and its language mark are of one language`, async () => {
      const t = translator(language);
      for (const address of [
        '/offer',
        '/offer?place=9000&problem=alcohol&q=alcohol',
        unit('tandem'),
        unit('de-sleutel-dagcentra'),
        unit('druglijn'),
      ]) {
        const { text } = await open(address, language);
        expect(text).to.include(`<html lang="${language}">`);
        expect(text, 'a key without a text').not.to.match(/offer\.[a-z]+[.A-Z]/);
      }
      expect((await open('/offer', language)).text).to.include(t('offer.lead'));
    });
  }

  it('in French: a text that exists only in Dutch is marked as Dutch', async () => {
    const { text } = await open(unit('tandem'), 'fr');
    expect(text).to.match(
      /<span lang="nl">Tandem staat voor[^<]*<\/span> <span[^>]*>\(ce texte n’existe qu’en néerlandais\)/,
    );
  });

  for (const id of ['00000000-0000-5000-8000-000000000000', 'x', '%00', '..%2F..', 'constructor']) {
    it(`an entry called ${id}: is not found`, async () => {
      expect((await open(`/offer/${id}`)).status).to.equal(404);
    });
  }

  it('started again on the same data: shows the same', async () => {
    const before = names((await open('/offer')).text);
    await app.restart();
    expect(names((await open('/offer')).text)).to.deep.equal(before);
  });
});
