import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { readCsv, writeCsv } from '../../server/features/offer/exchange/csv.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { SheetOfCells } from '../builders/files.ts';

describe('the offer out of a browser and in again', function () {
  this.timeout(180_000);
  let app: TestApp;
  let browser: Browser;
  let page: Page;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    ({ page } = await visit(browser, app.address, 'beheer.debrug', { width: 360 }));
    page.setDefaultTimeout(60_000);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const looksRight = async (): Promise<void> => {
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(await overflow(page)).to.be.at.most(0);
  };
  const send = async (sheet: SheetOfCells): Promise<void> => {
    await page.goto('/upkeep/imports');
    const buffer = Buffer.from(writeCsv(sheet.all()));
    await page.getByLabel('Bestand').setInputFiles({ name: 'de-brug.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Kijk na wat er zou veranderen' }).click();
  };

  it('takes a file out, sees what is wrong in it, mends it, imports it and takes it back', async () => {
    await page.goto('/upkeep/imports');
    await looksRight();
    const taken = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Haal op als CSV' }).click();
    const sheet = new SheetOfCells(readCsv(readFileSync((await (await taken).path())!)));
    const id = sheet.at(0, 'module.id');
    await send(sheet.put(0, 'module.cost.nl', 'Gratis').put(1, 'module.capacity.available', 'veel'));
    // The page follows the reading by itself.
    await page.getByText('Typ een getal van 0 of meer').waitFor();
    await looksRight();
    await send(sheet.put(1, 'module.capacity.available', ''));
    await page.getByRole('button', { name: 'Voer in' }).click();
    await page.getByRole('button', { name: 'Draai alles terug' }).waitFor();
    await looksRight();
    expect((await CareModuleModel.findById(id).lean())?.cost?.nl).to.equal('Gratis');
    await page.getByRole('button', { name: 'Draai alles terug' }).click();
    await page.getByText('Alles staat weer zoals het was.').waitFor();
    expect((await CareModuleModel.findById(id).lean())?.cost?.nl).to.match(/^11 euro/);
  });
});
