import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('the open data out of a browser and in again', function () {
  this.timeout(180_000);
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

  it('on a phone: names the place of what is wrong, however long the way to it', async () => {
    const { page } = await visit(browser, app.address, 'beheer.debrug', { width: 360 });
    page.setDefaultTimeout(60_000);
    const answer = await page.request.get('/offer/open-data/services.json?language=nl');
    const file = await answer.json();
    const own = file.services.filter(
      (one: { organization?: { name: string } }) => one.organization?.name === 'De Brug',
    );
    const at = own.findIndex(
      (one: { service_at_locations: { location: { addresses?: unknown } }[] }) =>
        one.service_at_locations[0]?.location.addresses,
    );
    own[at].service_at_locations[0].location.addresses[0].postal_code = 'tweeduizend';
    own[at].phones = [{ number: '03 123 45 67' }];
    await page.goto('/upkeep/imports');
    const buffer = Buffer.from(JSON.stringify({ ...file, services: own }));
    await page
      .getByLabel('Bestand')
      .setInputFiles({ name: 'diensten.json', mimeType: 'application/json', buffer });
    await page.getByRole('button', { name: 'Kijk na wat er zou veranderen' }).click();
    const path = `$.services[${at}].service_at_locations[0].location.addresses[0].postal_code`;
    await page.getByText(path).waitFor();
    await hasNoFaults(page, 'a file that was read');
    const box = await page.locator('.import-row .error code').boundingBox();
    expect(box!.x + box!.width).to.be.below(360);
  });
});
