import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { textOfPages } from '../builders/pdf.ts';

/** The text of each sheet of paper, as the browser prints the page. */
const printed = async (page: Page): Promise<string[]> =>
  textOfPages(await page.pdf({ preferCSSPageSize: true }));

describe('the directory, on a map and on paper', function () {
  this.timeout(60_000);
  let app: TestApp;
  let browser: Browser;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const visitor = async (options: { script?: boolean; width?: number } = {}) =>
    visit(browser, app.address, '', options);
  const pick = (page: Page, name: string) => page.getByRole('checkbox', { name: `In brochure ${name}` });

  it('a click on an area of the map: its municipalities, and a dot leads to the list', async () => {
    const { page, context, complaints } = await visitor();
    await page.goto('/offer?setting=ambulatory');
    await page.getByRole('link', { name: 'Kaart' }).click();
    await page.getByRole('link', { name: 'Gent: 2 resultaten' }).click();
    await page.getByRole('heading', { name: '2 plekken voor hulp' }).waitFor();
    expect(new URL(page.url()).searchParams.get('arrondissement')).to.equal('44000');
    await page.getByRole('link', { name: 'Gent: 2 resultaten' }).click();
    await page.getByRole('heading', { name: 'MSOC Gent' }).waitFor();
    expect(new URL(page.url()).searchParams.get('setting')).to.equal('ambulatory');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('by keyboard: no stop on the drawing, every area in the table', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer?view=map');
    await page.getByRole('link', { name: 'Kaart' }).focus();
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.closest('table')?.className ?? '');
    expect(focused).to.include('areas__table');
    await context.close();
  });

  it('the drawing is seen: areas are filled, by number or hatched', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer?view=map');
    const fills = await page
      .locator('.areas > svg path[class]')
      .evaluateAll((paths) => [...new Set(paths.map((path) => getComputedStyle(path).fill))]);
    expect(fills.length).to.be.greaterThan(2);
    expect(fills.some((fill) => fill.includes('#none'))).to.equal(true);
    await context.close();
  });

  it('gathered over two searches: goes along in the address, and each has a sheet of its own', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer?q=kiem');
    await pick(page, 'De Kiem').check();
    await page.waitForFunction(() => location.search.includes('pick='));
    await page.getByRole('link', { name: 'Wis alles' }).waitFor();
    await page.fill('#q', 'adic');
    await page.locator('#offer-search button').click();
    await pick(page, 'ADIC vzw').check();
    await page.locator('[data-picked]', { hasText: '2' }).waitFor();
    await page.getByRole('button', { name: 'Brochure van wat je koos' }).click();
    await page.getByRole('heading', { name: 'Inhoud' }).waitFor();
    expect(await page.locator('.sheet h2').allTextContents()).to.deep.equal(['1 ADIC vzw', '2 De Kiem']);
    const [first, ...sheets] = await printed(page);
    expect(first).to.include('Inhoud').and.include('2 bladen.');
    expect(sheets.map((text) => /(ADIC vzw|De Kiem)/.exec(text)?.[1])).to.deep.equal(['ADIC vzw', 'De Kiem']);
    await page.getByRole('link', { name: 'Terug naar de lijst' }).click();
    await page.locator('[data-picked]', { hasText: '2' }).waitFor();
    await context.close();
  });

  it('a link to the next results takes along what was just ticked, and so does going back', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer?q=kiem');
    await pick(page, 'De Kiem').check();
    await page.getByRole('link', { name: 'Kaart' }).click();
    await page.locator('.areas').first().waitFor();
    expect(new URL(page.url()).searchParams.getAll('pick')).to.have.length(1);
    await page.goBack();
    await page.locator('[data-picked]', { hasText: '1' }).waitFor();
    expect(await pick(page, 'De Kiem').isChecked()).to.equal(true);
    await context.close();
  });

  it('without script: gathered, remembered and made by the form alone', async () => {
    const { page, context } = await visitor({ script: false });
    await page.goto('/offer?q=kiem');
    await pick(page, 'De Kiem').check();
    await page.getByRole('button', { name: 'Onthoud mijn keuze' }).click();
    await page.fill('#q', 'adic');
    await page.locator('#offer-search button').click();
    await pick(page, 'ADIC vzw').check();
    await page.getByRole('button', { name: 'Brochure van wat je koos' }).click();
    await page.waitForLoadState();
    expect(await page.locator('.sheet').count()).to.equal(2);
    await page.goto('/offer?q=gent&view=map');
    await page.locator('.areas__table').getByRole('link', { name: 'Gent' }).click();
    expect(await page.locator('h2#results').textContent()).to.include('2 plekken');
    await context.close();
  });

  it('printed: the whole list has one sheet an entry after its contents, and one entry is one sheet', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer/brochure?of=result');
    const names = await page.locator('.sheet h2 > span:last-child').allTextContents();
    expect(names.length).to.be.greaterThan(20);
    const onPaper = await printed(page);
    expect(onPaper.map((text) => /\d+ \/ \d+/.exec(text)?.[0])).to.deep.equal(
      onPaper.map((_text, at) => `${at + 1} / ${onPaper.length}`),
    );
    const sheets = onPaper.slice(-names.length);
    for (const [at, name] of names.entries())
      expect(sheets[at], name)
        .to.include(`${at + 1} ${name}`)
        .and.match(/bevestigd/i);
    expect(sheets.at(-1)).to.include('Bron en licentie');
    for (const name of ['ADIC vzw', 'De Kiem', 'Tandem']) {
      await page.goto('/offer');
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      expect(await printed(page), name).to.have.length(1);
    }
    await context.close();
  });

  it('on paper there are no buttons, and on the screen not what is for paper', async () => {
    const { page, context } = await visitor();
    await page.goto('/offer/brochure?of=result&q=kiem');
    const forPaper = page.locator('.only-print').first();
    expect(await forPaper.isVisible()).to.equal(false);
    await page.emulateMedia({ media: 'print' });
    expect(await forPaper.isVisible()).to.equal(true);
    expect(await page.getByRole('button', { name: 'Druk de brochure af' }).isVisible()).to.equal(false);
    await context.close();
  });

  it('a general practitioner: instrument and address together in three steps', async () => {
    const { page, context } = await visitor({ width: 360 });
    await page.goto('/offer');
    await page.getByRole('link', { name: /instrumenten voor vroegdetectie/ }).click();
    await page.selectOption('#problem', 'cannabis');
    await page.fill('#place', '2000');
    await page.getByRole('button', { name: 'Toon instrumenten en adressen' }).click();
    await page.getByRole('heading', { name: 'CUDIT-R' }).waitFor();
    await page.getByRole('link', { name: 'Doorverwijzen voor cannabis, in of bij Antwerpen' }).click();
    await page.getByRole('link', { name: /^0\d/ }).first().waitFor();
    await context.close();
  });
});
