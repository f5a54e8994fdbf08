import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';

const address = paths.coverage({ within: 'BE-VAN' });
/** Where Noordster takes people in. */
const limburg = { within: 'BE-VLI' };
const short = 'short_residential.71000';

describe('coverage in a browser', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let moduleId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    const unit = await CareUnitModel.findOne({ name: 'Noordster, verblijf' }).lean().orFail();
    const module = await CareModuleModel.findOne({ careUnitId: unit._id, types: 'short_residential' })
      .lean()
      .orFail();
    moduleId = module._id;
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const cell = (page: Page, key: string) => page.locator(`[data-cell="${key}"]`);
  const link = (page: Page, key: string) => cell(page, key).locator('a').first();
  const title = (page: Page) => page.locator('[data-panel-title]');
  const says = (page: Page, key: string, words: string) =>
    cell(page, key).locator('[data-told-cell]').filter({ hasText: words }).waitFor({ state: 'attached' });
  const isFocused = (page: Page, selector: string) =>
    page.waitForFunction((one) => document.activeElement?.matches(one), selector);
  const follows = async (page: Page, query: object = {}): Promise<void> => {
    await page.goto(paths.coverage({ within: 'BE-VAN', ...query }));
    await page.getByText('Volgt vanzelf', { exact: true }).waitFor();
  };

  /** The waiting list as whoever keeps the entry writes it down. */
  async function countWeeks({ page }: Visitor, weeks: number): Promise<void> {
    await page.goto(paths.upkeepNumbers({ id: moduleId }));
    await page.fill('[name="waitingList.weeks"]', String(weeks));
    await page.fill('[name="waitingList.countedOn"]', brusselsDay(app.clock.now()));
    await page.click('main form button.btn--main');
    await page.waitForURL((url) => url.pathname.startsWith('/upkeep/offer/'));
  }

  it('a waiting list that somebody changes: shows in the open matrix of another, with focus, place and opened cell kept', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const jef = await visit(browser, app.address, 'beheer.noordster');
    await countWeeks(jef, 12);
    await follows(nora.page, { ...limburg, cell: short });
    await says(nora.page, short, 'wachtlijst te lang');
    await link(nora.page, short).focus();
    // Somebody reads on elsewhere: what they see must not move.
    const mark = nora.page.locator('tr[data-key="row-crisis"] th');
    const top = await mark.evaluate((one) => {
      scrollTo({ top: one.getBoundingClientRect().top + scrollY - 100, behavior: 'instant' });
      return one.getBoundingClientRect().top;
    });
    await countWeeks(jef, 2);
    await says(nora.page, short, 'gedekt');
    await title(nora.page).filter({ hasText: 'Kort verblijf: gedekt' }).waitFor();
    const told = await nora.page.locator('[data-told]').innerText();
    expect(told).to.include('Bijgewerkt:').and.include('Kort verblijf, Hasselt: gedekt');
    await isFocused(nora.page, `[data-cell="${short}"] a[aria-current="true"]`);
    expect(await mark.evaluate((one) => one.getBoundingClientRect().top)).to.be.closeTo(top, 2);
    expect([...nora.complaints, ...jef.complaints]).to.deep.equal([]);
    await nora.context.close();
    await jef.context.close();
  });

  for (const query of [
    { view: 'words' },
    { view: 'map', line: 'short_residential' },
    { rows: 'area', columns: 'type' },
  ]) {
    it(`the same on ${JSON.stringify(query)}`, async () => {
      const nora = await visit(browser, app.address, 'coordinator.antwerpen');
      const jef = await visit(browser, app.address, 'beheer.noordster');
      const key = query.rows ? '71000.short_residential' : short;
      await countWeeks(jef, 12);
      await follows(nora.page, { ...limburg, ...query });
      await says(nora.page, key, 'wachtlijst te lang');
      const headings = await nora.page.locator('table tr').allInnerTexts();
      await countWeeks(jef, 2);
      await says(nora.page, key, 'gedekt');
      if (query.view === 'map') {
        await nora.page
          .locator('.map a title', { hasText: 'Hasselt: gedekt' })
          .waitFor({ state: 'attached' });
      }
      expect(await nora.page.locator('table tr').count()).to.equal(headings.length);
      expect((await nora.page.locator('table tr').allInnerTexts())[0]).to.equal(headings[0]);
      expect(nora.complaints).to.deep.equal([]);
      await nora.context.close();
      await jef.context.close();
    });
  }

  it('a gap that somebody reports: is flagged in the open matrix of another', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const lut = await visit(browser, app.address, 'aanbod.debrug');
    await follows(nora.page);
    expect(await link(nora.page, 'aftercare.12000').getAttribute('data-flag')).to.equal(null);
    await lut.page.goto(paths.newGap());
    await lut.page
      .check('[name=kind][value=missing]')
      .catch(() => lut.page.selectOption('[name=kind]', 'missing'));
    await lut.page.fill('[name=title]', 'Geen nazorg in Mechelen');
    await lut.page.selectOption('[name=function]', 'aftercare');
    await lut.page.selectOption('[name=area]', '12000');
    await lut.page.getByRole('button', { name: 'Verstuur de melding' }).click();
    await nora.page.locator('[data-cell="aftercare.12000"] a[data-flag]').waitFor();
    await nora.context.close();
    await lut.context.close();
  });

  it('by keyboard: arrows go from cell to cell, Enter opens one and gives it the focus, closing gives it back', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const { page } = nora;
    await follows(page);
    await link(page, 'detox.11000').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    await isFocused(page, '[data-cell="detox.13000"] a');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft'); // there is nothing there
    await isFocused(page, '[data-cell="detox.11000"] a');
    // Over the heading between two groups of rows.
    await link(page, 'crisis.11000').focus();
    await page.keyboard.press('ArrowUp');
    await isFocused(page, '[data-cell="assertive_care.11000"] a');
    await link(page, 'detox.13000').focus();
    await page.keyboard.press('Enter');
    await title(page).filter({ hasText: 'Ontwenning' }).waitFor();
    await isFocused(page, '[data-panel-title]');
    expect(new URL(page.url()).searchParams.get('cell')).to.equal('detox.13000');
    expect(await link(page, 'detox.13000').getAttribute('aria-current')).to.equal('true');
    await page.getByRole('link', { name: 'Sluit' }).focus();
    await page.keyboard.press('Enter');
    await title(page).waitFor({ state: 'detached' });
    await isFocused(page, '[data-cell="detox.13000"] a');
    expect(new URL(page.url()).searchParams.has('cell')).to.equal(false);
    await page.goBack();
    await title(page).filter({ hasText: 'Ontwenning' }).waitFor();
    await page.goBack();
    await title(page).waitFor({ state: 'detached' });
    expect(nora.complaints).to.deep.equal([]);
    await nora.context.close();
  });

  it('without a script: the form asks, a cell opens at its address with the panel in sight', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    const { page } = nora;
    await page.goto(address);
    await page.selectOption('[name=columns]', 'age');
    await page.getByRole('button', { name: 'Toon' }).first().click();
    await link(page, 'ambulatory_counselling.children_youth').click();
    expect(await title(page).innerText()).to.include('Ambulante begeleiding, kinderen en jongeren');
    expect(new URL(page.url()).hash).to.equal('#cell');
    expect(
      await page.locator('#cell').evaluate((one) => one.getBoundingClientRect().top < innerHeight),
    ).to.equal(true);
    await page.getByRole('link', { name: 'Sluit' }).click();
    expect(await title(page).count()).to.equal(0);
    await nora.context.close();
  });

  it('on a phone: the matrix scrolls in itself, and what a row is about stays in sight', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen', { width: 360 });
    const { page } = nora;
    await page.goto(address);
    const box = page.locator('.coverage__scroll');
    await box.evaluate((one) => one.scrollTo(one.scrollWidth, 0));
    const heading = page.locator('tr[data-key="row-detox"] th');
    const left = await heading.evaluate((one) => one.getBoundingClientRect().left);
    const edge = await box.evaluate((one) => one.getBoundingClientRect().left);
    expect(left).to.be.within(edge - 1, edge + 2);
    expect(await box.evaluate((one) => one.scrollLeft)).to.be.greaterThan(50);
    await nora.context.close();
  });
});
