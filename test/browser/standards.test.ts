import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { aStandardOf } from '../builders/standards.ts';

/** Set to a directory to look at the pages afterwards. */
const shots = process.env.SHOTS;

describe('standards and zones in the browser', function () {
  this.timeout(90_000);
  let app: TestApp;
  let browser: Browser;
  let standard: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    standard = await aStandardOf('BE-VAN');
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const addresses = (): [string, string][] => [
    ['list', '/coverage/standards'],
    ['origin', '/coverage/standards/new'],
    ['reference', '/coverage/standards/own'],
    ['standard', `/coverage/standards/${standard}`],
    ['form', `/coverage/standards/${standard}/versions`],
    ['zones', '/coverage/zones'],
    ['zone-form', '/coverage/zones/new'],
  ];

  const openAll = (page: Page) =>
    page.evaluate(() => {
      for (const one of document.querySelectorAll('main details')) (one as HTMLDetailsElement).open = true;
    });

  for (const [width, language] of [
    [1280, 'nl'],
    [360, 'fr'],
  ] as const)
    it(`every page at ${width} pixels in ${language}, folded and opened, has no fault and does not scroll sideways`, async () => {
      const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen', {
        width,
      });
      await page.goto(`/language/${language}?to=/`);
      for (const [name, address] of addresses()) {
        await page.goto(address);
        await openAll(page);
        await hasNoFaults(page, `${name} ${width} ${language}`);
      }
      expect(complaints).to.deep.equal([]);
      await context.close();
    });

  it('a coordinator without JavaScript on a phone begins one, adds two expectations to it, and reads what it says', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.limburg', {
      width: 360,
      script: false,
    });
    await page.goto('/coverage/standards');
    await page.getByRole('link', { name: 'Stel een norm op' }).click();
    await page.getByRole('button', { name: 'Ga verder' }).click();
    await page.locator('#names_nl').fill('Norm van Limburg');
    await page.getByRole('button', { name: 'Voeg een rij voor een verwachting toe' }).click();
    expect(await page.locator('#names_nl').inputValue()).to.equal('Norm van Limburg');
    await page.locator('#expected_5 > summary').click();
    for (const [row, kind] of [
      ['expected_5', 'Dagprogramma'],
      ['expected_6', 'Zelfhulp'],
    ] as const) {
      await page.locator(`#${row}`).getByLabel(kind, { exact: true }).check();
      await page.locator(`#${row}_level`).selectOption('arrondissement');
    }
    await page.getByRole('button', { name: 'Bewaar als nieuwe versie' }).click();
    await page.getByRole('heading', { level: 1, name: 'Norm van Limburg' }).waitFor();
    const said = await page.locator('main table').first().innerText();
    expect(said).to.include('Dagprogramma').and.include('Zelfhulp');
    await context.close();
  });

  it('Enter in a field saves, and a mistake is found by keyboard from the summary', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(`/coverage/standards/${standard}/versions`);
    await page.locator('#share').fill('200');
    await page.locator('#share').press('Enter');
    await page.locator('.summary').waitFor();
    if (shots) await page.screenshot({ path: join(shots, 'refused-1280-nl.png') });
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.locator('.summary a').first().press('Enter');
    await page.locator('#share:focus').waitFor();
    await page.locator('#share').fill('60');
    await page.locator('#share').press('Enter');
    await page.getByText('Minstens 60 % van de inwoners').waitFor();
    await context.close();
  });

  it('the second of two who change one standard sees what the first changed, and saves both', async () => {
    const first = await visit(browser, app.address, 'coordinator.antwerpen');
    const address = `/coverage/standards/${await aStandardOf('BE-VAN')}/versions`;
    const second = await first.context.newPage();
    await first.page.goto(address);
    await second.goto(address);
    await first.page.locator('#months').fill('4');
    await first.page.locator('#weeks').fill('5');
    await first.page.locator('#weeks').press('Enter');
    await first.page.locator('#versions').waitFor();
    await second.locator('#weeks').fill('7');
    await second.locator('#weeks').press('Enter');
    await second.getByText('Iemand anders bewaarde intussen een versie').waitFor();
    if (shots) await second.screenshot({ path: join(shots, 'meeting-1280-nl.png') });
    expect(await faultsOf(second)).to.deep.equal([]);
    expect(await second.locator('#months').inputValue()).to.equal('4');
    await second.locator('#weeks').press('Enter');
    await second.getByText('Niemand wacht langer dan 7 weken.').waitFor();
    expect(await second.locator('main').innerText()).to.include('4 maanden lang');
    await first.context.close();
  });
});
