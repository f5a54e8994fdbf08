import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import type { Affiliation } from '../../server/core/person.ts';
import { readCsv, writeCsv } from '../../server/features/offer/exchange/csv.ts';
import { changeEntry } from '../../server/features/offer/upkeep/actions.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { SheetOfCells } from '../builders/files.ts';

describe('the offer out of a browser and in again', function () {
  this.timeout(300_000);
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
  const send = (sheet: SheetOfCells): Promise<void> => sendRows(sheet.all());
  const sendRows = async (rows: string[][]): Promise<void> => {
    await page.goto('/upkeep/imports');
    const buffer = Buffer.from(writeCsv(rows));
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

  const columns = [
    ...['organisation.id', 'unit.id', 'unit.name', 'unit.kind', 'unit.status', 'unit.listed'],
    ...['module.status', 'module.types', 'module.cost.nl', 'module.capacity.maximum', 'module.capacity.unit'],
  ];
  /** New modules, fifty in a unit; what is put into a cell of a row, the heading being row 1. */
  const many = (rows: number, put: Record<number, Record<string, string>> = {}): string[][] => [
    columns,
    ...Array.from({ length: rows }, (_, at) => {
      const unit = Math.floor(at / 50);
      const cells = [
        ...['demo-de-brug', `new:${unit}`, `Groot bestand ${unit}`, 'other', 'active', 'yes'],
        ...['active', 'crisis', `Prijs ${at}`, '5', 'places'],
      ];
      return cells.map((cell, column) => put[at + 2]?.[columns[column]!] ?? cell);
    }),
  ];
  const modules = () => CareModuleModel.countDocuments();

  it('takes 5,000 rows: what is wrong by row and column, stopped half-way without a trace, in whole, and back', async () => {
    const before = await modules();
    await sendRows(
      many(5000, {
        3: { 'module.capacity.maximum': 'veel' },
        2500: { 'module.types': 'bestaat_niet' },
        5001: { 'module.status': 'misschien' },
      }),
    );
    await page.getByRole('heading', { name: /^Rij 5001/ }).waitFor();
    for (const [row, column] of [
      [3, 'module.capacity.maximum'],
      [2500, 'module.types'],
      [5001, 'module.status'],
    ] as const) {
      const wrong = page.locator('li', {
        has: page.getByRole('heading', { name: new RegExp(`^Rij ${row}\\b`) }),
      });
      expect(await wrong.locator('.error code').allTextContents()).to.deep.equal([column]);
    }
    await looksRight();
    expect(await page.getByRole('button', { name: 'Voer in' }).count()).to.equal(0);

    await sendRows(many(5000));
    await page.getByRole('button', { name: 'Voer in' }).click();
    // Spoken now and then; seen every second.
    await page
      .getByRole('status')
      .filter({ hasText: /^Wordt ingevoerd: \d+ %$/ })
      .waitFor();
    await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Gestopt', { exact: true }).waitFor();
    expect([await modules(), await CareUnitModel.countDocuments({ name: /^Groot/ })]).to.deep.equal([
      before,
      0,
    ]);
    await looksRight();

    await page.getByRole('button', { name: 'Ga verder' }).click();
    await page.getByRole('button', { name: 'Draai alles terug' }).waitFor();
    expect([await modules(), await CareUnitModel.countDocuments({ name: /^Groot/ })]).to.deep.equal([
      ...[before + 5000, 100],
    ]);
    await page.getByRole('button', { name: 'Draai alles terug' }).click();
    await page.getByText('Alles staat weer zoals het was.').waitFor();
    expect([await modules(), await CareUnitModel.countDocuments({ name: /^Groot/ })]).to.deep.equal([
      before,
      0,
    ]);
  });

  const aContributor = {
    ...{ kind: 'organisation', bodyId: 'demo-de-brug', bodyName: 'De Brug', role: 'contributor' },
  } as Affiliation;

  it('decides on conflicts by keyboard, and without a script', async () => {
    await page.goto('/upkeep/imports');
    const taken = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Haal op als CSV' }).click();
    const sheet = new SheetOfCells(readCsv(readFileSync((await (await taken).path())!)));
    const id = sheet.at(2, 'module.id');
    const { fields } = await CareModuleModel.findById(id).orFail().lean();
    await app.house.unitOfWork.do(
      { name: 'module.changed', actor: null, record: { type: 'module', id } },
      async (unit) => {
        const base = fields?.hours?.version ?? 0;
        const lut = { id: 'lut', affiliations: [aContributor] };
        await changeEntry(unit, lut, 'module', id, [{ field: 'hours', value: { nl: 'Elke dag' }, base }]);
        return null;
      },
    );
    await send(sheet.put(2, 'module.hours.nl', 'Elke nacht'));
    const choice = page.getByRole('group', { name: /Welke waarde krijgt/ });
    await choice.getByLabel('Nog niet beslist').focus();
    await looksRight();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByText('Je keuzes zijn bewaard').waitFor();
    expect(await choice.getByLabel('Neem die uit het bestand').isChecked()).to.equal(true);

    const still = await browser.newContext({ baseURL: app.address, javaScriptEnabled: false });
    await still.addCookies(await page.context().cookies());
    const plain = await still.newPage();
    await plain.goto(page.url());
    await plain.getByLabel('Houd wat er nu staat').check();
    await plain.getByRole('button', { name: 'Bewaar de keuzes' }).click();
    await plain.getByText('Je keuzes zijn bewaard').waitFor();
    expect(await plain.getByLabel('Houd wat er nu staat').isChecked()).to.equal(true);
    await still.close();
  });
});
