import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { SiteModel } from '../../models/Site.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';

describe('a partner with a phone', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let els: Visitor;
  let page: Page;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    els = await visit(browser, app.address, 'aanbod.debrug', { width: 360 });
    page = els.page;
    page.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const confirmed = async (): Promise<number> => {
    const units = await CareUnitModel.find({ organisationId: 'demo-de-brug' }).lean();
    const modules = await CareModuleModel.find({ careUnitId: { $in: units.map((one) => one._id) } }).lean();
    const sites = await SiteModel.find({ organisationId: 'demo-de-brug' }).lean();
    const since = new Date(app.clock.now().getTime() - 60_000);
    return [...units, ...modules, ...sites].filter((one) => one.verified && one.verified.at > since).length;
  };

  it('sees on the first page what waits, and opens it with one tap', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: '12 gegevens wachten op een bevestiging' }).waitFor();
    await page.getByRole('link', { name: 'Open Ons aanbod' }).click();
    await page.getByRole('heading', { level: 1, name: 'De Brug' }).waitFor();
  });

  it('changes one waiting list with three taps and a number', async () => {
    await page.getByRole('link', { name: /^Getallen bijwerken ?: Ambulante begeleiding/ }).click();
    await page.getByLabel('Personen die wachten').fill('9');
    await page.getByRole('button', { name: 'Bewaar' }).click();
    await page.getByRole('status').filter({ hasText: 'Bewaard' }).waitFor();
    const row = page.locator('li[id^=module]').filter({ hasText: 'Ambulante begeleiding' });
    expect(await row.textContent())
      .to.include('9 personen wachten')
      .and.include('6 weken');
  });

  it('confirms twelve entries, one tap each, without losing its place', async () => {
    for (let at = 0; at < 12; at++) {
      const waiting = page
        .locator('li, section > .row')
        .filter({ hasText: 'Wacht op bevestiging' })
        .filter({ has: page.getByRole('button', { name: /^Klopt nog/ }) });
      await waiting
        .last()
        .getByRole('button', { name: /^Klopt nog/ })
        .last()
        .click();
      await page.getByRole('status').filter({ hasText: 'Bevestigd' }).waitFor();
    }
    expect(await confirmed()).to.equal(12);
    expect(await page.locator('.lead').first().textContent()).to.include(
      'Alles is het voorbije half jaar bevestigd',
    );
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(await overflow(page)).to.equal(0);
  });

  it('corrects what was refused where the page sends the keyboard', async () => {
    await page.getByRole('link', { name: /^Getallen bijwerken ?: Casemanagement/ }).click();
    await page.getByLabel('Nu vrij').fill('13');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).to.include('summary');
    await page.getByRole('link', { name: 'Er kan niet meer vrij zijn dan er is.' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const field = page.getByLabel('Nu vrij');
    expect(await field.inputValue()).to.equal('13');
    await field.fill('2');
    await field.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Bewaard' }).waitFor();
  });

  it('gave the browser nothing to complain about', () => {
    expect(els.complaints).to.deep.equal([]);
  });
});
