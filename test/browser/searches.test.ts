import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('a search that was not found, in the browser', function () {
  this.timeout(90_000);
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

  async function openForm(page: Page): Promise<void> {
    await page.goto('/plans');
    await page.locator('.rows h2 a').first().click();
    await page.getByRole('link', { name: 'Noteer een zoektocht' }).click();
    await page.getByRole('heading', { level: 1, name: /^Gezocht en niet gevonden/ }).waitFor();
  }

  it('without JavaScript on a phone: what is missing is asked for, what was typed stays, and it can be taken back', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug', {
      width: 360,
      script: false,
    });
    await openForm(page);
    await page.getByLabel('Waar?').fill('2000');
    await page.getByLabel('Welke hulp zocht je?').selectOption('crisis');
    await page.getByRole('button', { name: 'Noteer', exact: true }).click();
    await page.locator('.summary a', { hasText: 'Kies wat het meest in de weg stond' }).click();
    expect(await page.getByLabel('Waar?').inputValue()).to.equal('2000');
    expect(await page.getByLabel('Welke hulp zocht je?').inputValue()).to.equal('crisis');
    await page.getByLabel('wachtlijst').check();
    await page.getByRole('button', { name: 'Noteer', exact: true }).click();
    await page.getByText('Het telt mee zodra deze maand voorbij is').waitFor();
    const row = page.locator('li', { has: page.getByRole('heading', { name: 'Crisishulp' }) });
    expect(await row.innerText())
      .to.include('Antwerpen')
      .and.not.include('2000');
    await row.getByRole('button', { name: /^Neem terug/ }).click();
    await page.getByText('Het telt niet meer mee').waitFor();
    expect(await row.innerText()).to.match(/Teruggenomen door Amina/);
    expect(await overflow(page)).to.equal(0);
    await context.close();
  });

  it('by keyboard alone it is said in a few keys, as where and for whom stand as they were said last', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'hulpverlener.noordster');
    await openForm(page);
    await page.getByLabel('Welke hulp zocht je?').focus();
    await page.keyboard.type('Ontw');
    await page.keyboard.press('Tab'); // where
    await page.keyboard.press('Tab'); // for whom
    await page.keyboard.press('Tab'); // which group
    await page.keyboard.press('Tab'); // what stood in the way
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByText('Het telt mee zodra deze maand voorbij is').waitFor();
    const row = page.locator('li', { has: page.getByRole('heading', { name: 'Ontwenning' }) });
    expect(await row.innerText())
      .to.include('bestaat hier niet')
      .and.include('Karim');
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('a coordinator goes from a gap to the table of all searches and narrows it, without JavaScript', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    await page.goto('/gaps');
    const gap = page.locator('li', { hasText: 'Gezocht en niet gevonden:' }).getByRole('link').first();
    await gap.click();
    await page.getByRole('heading', { name: 'Uit casussen' }).waitFor();
    await page.getByRole('link', { name: 'Alles wat gezocht en niet gevonden is' }).click();
    await page.getByRole('table').waitFor();
    await page.getByLabel('Leeftijd').selectOption('adults');
    await page.getByLabel('Periode').selectOption('year');
    await page.getByRole('button', { name: 'Toon' }).click();
    await page.getByRole('table').waitFor();
    expect(new URL(page.url()).search).to.include('age=adults').and.include('period=year');
    expect(await page.getByLabel('Leeftijd').inputValue()).to.equal('adults');
    await context.close();
  });
});
