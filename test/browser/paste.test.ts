import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import {
  clear,
  copied,
  isSaved,
  linesShown,
  newLine,
  openPlan,
  paste,
  proseText,
} from '../builders/prosePage.ts';

/** Clipboard HTML in the form these programs give it. */
const clipboardOf = (name: string): string =>
  readFileSync(new URL(`clipboard/${name}.html`, import.meta.url), 'utf8');

const expected: Record<string, string[]> = {
  word: [
    'heading: Verslag van het overleg',
    'plain: Aanwezig waren **twee** organisaties en _de cliënt_.',
    'heading: Afspraken',
    'bullet: Elke woensdag bellen',
    'bullet: Ook in de vakantie',
    'number: Eerst de huisarts',
    'number: Dan [de Druglijn](https://www.druglijn.be/hulp)',
    'task: Nog te doen',
    'plain: Zie de foto: hier',
    'row: **Wie** | **Wat**',
    'row: Amina | belt',
    'plain: ',
  ],
  wordTracked: ['plain: Wij bellen elke woensdag met de huisarts.'],
  libreOffice: [
    'heading: Verslag',
    'plain: Wij **bellen** _elke_ woensdag.',
    'bullet: Brood',
    'bullet: Melk',
    'bullet: Halfvolle',
    'number: Eerst [de VAD](http://www.vad.be/)',
    'plain: met uitleg',
    'row: Wie | Wat',
    'plain: ',
  ],
  outlook: [
    'plain: Bonjour,',
    'plain: Écrivez à [hulp@voorbeeld.be](mailto:hulp@voorbeeld.be?subject=Vraag) ou cliquez ici.',
    'plain: Merci',
    'plain: Jan Janssens',
    'plain: Hulpverlener',
    'plain: **De :** Amina',
    'plain: **Envoyé :** mardi',
  ],
  outlookWeb: ['plain: Dag Karim', 'number: Eerst **bellen**', 'number: Dan _schrijven_'],
  googleDocs: ['heading: Plan', 'plain: Gewoon **vet** en _**beide**_', 'task: Nog te doen', 'done: Gedaan'],
  web: [
    'heading: Hulp zoeken',
    'plain: Bel **078 15 10 20** of kijk op [_de site_](https://www.druglijn.be/?a=1&b=2), of hier.',
    'plain: Los',
    'plain: Genest',
    'plain: na',
    'plain: Citaat',
    'done: Klaar',
    'task: Nog niet',
    'bullet: Gewoon',
    'plain: regel een',
    'plain: regel   twee',
    'plain: Naam',
    'plain: Term',
    'plain: Uitleg',
  ],
};

describe('pasting into the shared text', function () {
  this.timeout(90_000);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let page: Page;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    page = amina.page;
    await openPlan(page);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(() => clear(page));

  const unmarked = (lines: string[]): string[] =>
    lines.map((line) => line.replaceAll('_**', '**_').replaceAll('**_', '_**'));

  for (const [name, lines] of Object.entries(expected)) {
    it(`${name}, keeps headings, lists, marks and links, and nothing else`, async () => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await paste(page, clipboardOf(name));
      const shown = await linesShown(page);
      expect(unmarked(shown)).to.deep.equal(unmarked(lines));
      await isSaved(page);
      const html = await page.locator(proseText).innerHTML();
      expect(html).to.not.match(/onclick|onerror|javascript:|<img (?!class="ProseMirror)|mso-|color:\s*red/);
      expect(asked.filter((url) => /voorbeeld|file:|cid:|druglijn/.test(url))).to.deep.equal([]);
      expect(amina.complaints).to.deep.equal([]);
    });
  }

  it('what was copied here, comes back the same, with its spaces, tasks and people', async () => {
    await page.keyboard.type('# Kop');
    await page.keyboard.press('Enter');
    await page.keyboard.type('[x] Twee  spaties');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Bel ');
    await page.keyboard.type('@');
    await page.locator('.prose__people [role=option]', { hasText: 'Karim' }).click();
    await page.keyboard.type('morgen');
    await page.waitForSelector('.mention__name');
    const before = await linesShown(page);
    expect(before).to.deep.equal(['heading: Kop', 'done: Twee  spaties', 'task: Bel @Karim Benali morgen']);
    await page.keyboard.press('Control+a');
    const { html, plain } = await copied(page);
    expect(plain).to.equal('Kop\n☑ Twee  spaties\n☐ Bel @Karim Benali morgen');
    expect(html).to.include('@Karim Benali');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+Alt+0');
    await paste(page, html, plain);
    expect(await linesShown(page)).to.deep.equal(before);
    expect(await page.locator('[data-mention]').count()).to.equal(1);
  });

  it('a mention of somebody who may not read this text, becomes plain words', async () => {
    const html =
      '<p data-line="" data-pm-slice="1 1 []">Bel <span data-person="3f2b7a0e-8a55-4f0e-9d1c-2b1f4d1f9a11" data-mention="m-1">@Iemand Anders</span> eens</p>';
    await paste(page, html);
    expect(await linesShown(page)).to.deep.equal(['plain: Bel @Iemand Anders eens']);
    expect(await page.locator('[data-mention]').count()).to.equal(0);
  });

  it('plain text, becomes lines and tasks', async () => {
    await paste(page, '', 'Een regel\r\n\r\n☐ Nog te doen\n☑ Gedaan');
    expect(await linesShown(page)).to.deep.equal(['plain: Een regel', 'task: Nog te doen', 'done: Gedaan']);
  });

  it('an address alone, becomes a link of the words that are selected, or of itself', async () => {
    await page.keyboard.type('De Druglijn');
    await page.keyboard.press('Control+a');
    await paste(page, '', 'https://www.druglijn.be/');
    expect(await linesShown(page)).to.deep.equal(['plain: [De Druglijn](https://www.druglijn.be/)']);
    await newLine(page);
    await paste(page, '', 'https://www.vad.be/');
    expect((await linesShown(page)).at(-1)).to.equal('plain: [https://www.vad.be/](https://www.vad.be/)');
    await newLine(page);
    await paste(page, '', 'javascript:alert(1)');
    expect((await linesShown(page)).at(-1)).to.equal('plain: javascript:alert(1)');
  });

  it('a national number in the address of a link, does not come along', async () => {
    await paste(page, '<p>Zie <a href="https://voorbeeld.be/?insz=85073003328">het dossier</a></p>');
    expect(await linesShown(page)).to.deep.equal(['plain: Zie het dossier']);
  });
});
