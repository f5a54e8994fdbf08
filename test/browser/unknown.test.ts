import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('what to ask first, in a browser', function () {
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

  it('by keyboard: from the matrix to the list, to asking an organisation', async () => {
    const { page } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/coverage');
    await page.getByRole('link', { name: 'Vraag dit eerst na' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/coverage\/unknown\?platform=BE-VAN$/);
    const first = page.getByRole('link', { name: /^Vraag het aan de organisatie/ }).first();
    let left = 200;
    for (; left > 0 && !(await first.evaluate((link) => link === document.activeElement)); left--)
      await page.keyboard.press('Tab');
    expect(left).to.be.greaterThan(0);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/upkeep\/modules\/[^/]+\/links$/);
    expect(await page.locator('main form input[name="name"]').count()).to.be.greaterThan(0);
  });

  it('without JavaScript: the cell tells of searches and circuits, and the list leads to one’s own entry', async () => {
    const coordinator = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    await coordinator.page.goto('/coverage?within=BE-VAN&cell=short_residential.13000');
    expect(await coordinator.page.locator('#cell-demand').count()).to.equal(1);
    await coordinator.page.locator('[aria-labelledby="cell-circuits"] a').nth(1).click();
    expect(coordinator.page.url()).to.match(/\/circuits\/[^#]+#part-/);
    await coordinator.page.goto('/coverage?within=BE-VAN&cell=short_residential.13000');
    await coordinator.page.locator('[aria-labelledby="cell-demand"] a').click();
    expect(coordinator.page.url()).to.match(/\/gaps\/demand\?platform=BE-VAN$/);
    const own = await visit(browser, app.address, 'beheer.noordster', { script: false });
    await own.page.goto('/coverage/unknown');
    await own.page
      .getByRole('link', { name: /^Werk bij/ })
      .first()
      .click();
    expect(own.page.url()).to.match(/\/upkeep\/modules\//);
  });
});
