import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { OrganisationModel } from '../../models/Organisation.ts';
import { writeCsv } from '../../server/features/offer/exchange/csv.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaultsAnywhere } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

const rows = [
  ['Naam', 'Ondernemingsnummer', 'Straat', 'Postcode', 'Gemeente', 'Telefoon'],
  ['De Brug vzw', '0123.456.749', 'Nieuwstraat 7', '2600', 'Antwerpen', '03 999 88 77'],
  ['Team De Brugge', '', '', '2600', 'Antwerpen', ''],
  ['CAW Nergens', '', 'Dorp 1', '2300', 'Turnhout', '014 11 22 33'],
];

describe('an official list in a browser', function () {
  this.timeout(240_000);
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

  it('is sent, mapped, confirmed, compared and taken over, without a mouse', async () => {
    const { page, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    page.setDefaultTimeout(60_000);
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).first().focus();
      await page.keyboard.press('Enter');
    };
    await page.goto('/upkeep');
    await page.getByRole('link', { name: 'Officiële lijsten' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Wie de lijst uitgeeft').fill('Zorg en Gezondheid');
    const buffer = Buffer.from(writeCsv(rows));
    await page.getByLabel('Bestand').setInputFiles({ name: 'lijst.csv', mimeType: 'text/csv', buffer });
    await hasNoFaultsAnywhere(page, 'the page');
    await press('Kies de kolommen');
    await page.getByRole('heading', { name: 'Wat staat in welke kolom?' }).waitFor();
    expect(await page.getByLabel('Telefoon').inputValue()).to.equal('5');
    await hasNoFaultsAnywhere(page, 'the columns');
    await press('Vergelijk');
    await page.getByRole('heading', { name: 'Zeker dezelfde' }).waitFor();
    await hasNoFaultsAnywhere(page, 'the comparison');
    await press('De aangevinkte zijn dezelfde');
    await page.getByText('1 lijn is vastgelegd.').waitFor();
    await page.getByRole('link', { name: /^Verschilt/ }).click();
    await page.getByRole('link', { name: 'De Brug vzw' }).click();
    await page.getByRole('heading', { name: 'Waar ze verschillen' }).waitFor();
    await hasNoFaultsAnywhere(page, 'where they differ');
    const street = page.getByRole('group', { name: 'Straat en nummer' });
    const number = page.getByRole('group', { name: 'Ondernemingsnummer' });
    for (const one of [street, number]) {
      await one.getByRole('radio', { name: 'Later' }).focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await one.getByRole('radio', { name: 'Neem over' }).isChecked()).to.equal(true);
    }
    await press('Bewaar wat ik koos');
    await page.getByText('2 velden zijn overgenomen').waitFor();
    const organisation = await OrganisationModel.findById('demo-de-brug').orFail().lean();
    expect(organisation.enterpriseNumber).to.equal('0123456749');
    await page.getByRole('link', { name: 'Terug naar de lijst' }).click();
    await page.getByRole('link', { name: /^Alleen in de lijst/ }).click();
    await page.getByRole('link', { name: 'CAW Nergens' }).click();
    await hasNoFaultsAnywhere(page, 'a line without an organisation');
    await page.getByLabel('Waarom').fill('Gestopt');
    await press('Leg opzij');
    await page.getByText('De lijn ligt opzij').waitFor();
    await hasNoFaultsAnywhere(page, 'a line put aside');
    expect(complaints).to.deep.equal([]);
    await page.context().close();
  });

  it('without scripts: every step is a form', async () => {
    const context = await browser.newContext({ baseURL: app.address, javaScriptEnabled: false });
    const { page: signed } = await visit(browser, app.address, 'coordinator.antwerpen', { width: 1280 });
    await context.addCookies(await signed.context().cookies());
    const page = await context.newPage();
    await page.goto('/upkeep/reconciliations');
    await page.getByLabel('Wie de lijst uitgeeft').fill('Zonder scripts');
    const buffer = Buffer.from(writeCsv(rows));
    await page.getByLabel('Bestand').setInputFiles({ name: 'lijst.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Kies de kolommen' }).click();
    await page.getByRole('button', { name: 'Vergelijk' }).click();
    await page.getByRole('link', { name: 'De Brug vzw' }).click();
    await page.getByRole('button', { name: /^Nee, een andere/ }).click();
    await page.getByText('die stellen we niet meer voor').waitFor();
    await context.close();
  });
});
