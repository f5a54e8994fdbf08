import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { OfferChangeModel } from '../../models/OfferChange.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

/** Set to a directory to look at the pages afterwards. */
const shots = process.env.SHOTS;

const address = paths.offerBoard({ platform: 'BE-VAN' });
const inFrench = (to: string): string => paths.language({ code: 'fr' }, { to });

describe('the live board in a browser', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let moduleId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    const unit = await CareUnitModel.findOne({ name: 'Noordster, verblijf' }).lean().orFail();
    const module = await CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
    moduleId = module._id;
    await aYearOf(moduleId);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Counts through a year, with a stretch in which nobody counted, before the step in which it was made. */
  async function aYearOf(recordId: string): Promise<void> {
    const day = (monthsAgo: number) => new Date(app.clock.now().getTime() - monthsAgo * 30.4 * 86_400_000);
    const counts: [number, number, number][] = [
      [11.5, 4, 6],
      [10.5, 2, 9],
      [3, 0, 18],
      [2, 3, 12],
      [1, 1, 14],
    ];
    const say = (at: number) => day(at).toISOString().slice(0, 10);
    const change = (field: string, from: string | number | null, to: string | number | null) => ({
      ...{ field, from, to },
    });
    await OfferChangeModel.deleteMany({ recordId });
    let last: [number | null, number | null, string | null] = [null, null, null];
    for (const [index, [ago, free, waiting]] of counts.entries()) {
      const next = [free, waiting, say(ago)] as const;
      await OfferChangeModel.create({
        ...{ _id: `${recordId}-${index}`, kind: 'module', recordId, step: index + 1, at: day(ago) },
        ...{ by: 'x', body: 'demo-noordster', way: 'changed', origin: null },
        changes: [
          change('capacity.available', last[0], next[0]),
          change('capacity.updated', last[2], next[2]),
          change('waitingList.persons', last[1], next[1]),
          change('waitingList.countedOn', last[2], next[2]),
        ],
      });
      last = [...next];
    }
    await CareModuleModel.updateOne({ _id: recordId }, { $set: { steps: counts.length } });
  }

  const entry = (page: Page) => page.locator(`#detox-${moduleId}`);
  const saveNumbers = async (page: Page, free: string, waiting: string): Promise<void> => {
    await page.goto(paths.upkeepNumbers({ id: moduleId }));
    await page.fill('[name="capacity.available"]', free);
    await page.fill('[name="waitingList.persons"]', waiting);
    await page.click('main form button.btn--main');
    await page.waitForURL((url) => url.pathname.startsWith('/upkeep/offer/'));
  };

  it('two coordinators watch; a partner changes two numbers; both see them, the line and the age, with the details they had open still open', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const joris = await visit(browser, app.address, 'coordinator.limburg');
    const jef = await visit(browser, app.address, 'beheer.noordster', { width: 360 });
    await nora.page.goto(address);
    await joris.page.goto(inFrench(paths.offerBoard({ platform: 'BE-VLI' })));
    await nora.page.getByText('Volgt vanzelf', { exact: true }).waitFor();
    await joris.page.getByText("Suit d'elle-même", { exact: true }).waitFor();
    await entry(nora.page).locator('summary').click();
    await nora.page.locator('h1').click(); // the focus is nowhere in it
    expect(await entry(nora.page).locator('table').first().innerText()).to.match(/niet bekend/);
    const before = await entry(nora.page).locator('.board__line path').nth(1).getAttribute('d');
    expect(before!.match(/M/g)).to.have.length(2);
    await saveNumbers(jef.page, '6', '3');
    for (const { page } of [nora, joris]) {
      await entry(page).locator('.board__numbers b').first().filter({ hasText: '6' }).waitFor();
      expect(await entry(page).locator('.board__numbers b').nth(1).innerText()).to.equal('3');
    }
    expect(await entry(nora.page).innerText())
      .to.include('Geteld: vandaag')
      .and.include('laatst 6 op');
    expect(await entry(joris.page).innerText()).to.include('Compté : aujourd’hui');
    expect(await entry(nora.page).locator('details').getAttribute('open')).not.to.equal(null);
    expect(await entry(nora.page).locator('.board__line path').nth(1).getAttribute('d')).not.to.equal(before);
    expect(await nora.page.locator('[data-told]').innerText()).to.equal('Bijgewerkt: Noordster, Ontwenning');
    for (const one of [nora, joris, jef]) expect(one.complaints).to.deep.equal([]);
    for (const one of [nora, joris, jef]) await one.context.close();
  });

  it('what holds the focus is not swapped; when it is left, it catches up', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const jef = await visit(browser, app.address, 'beheer.noordster');
    await nora.page.goto(address);
    await nora.page.getByText('Volgt vanzelf', { exact: true }).waitFor();
    const link = entry(nora.page).locator('.board__numbers a');
    await link.focus();
    await saveNumbers(jef.page, '8', '2');
    await entry(nora.page).locator('.board__numbers[data-behind]').waitFor();
    expect(await entry(nora.page).locator('.board__numbers b').first().innerText()).to.equal('6');
    expect(await link.evaluate((one) => one === document.activeElement)).to.equal(true);
    await nora.page.keyboard.press('Tab');
    await entry(nora.page).locator('.board__numbers b').first().filter({ hasText: '8' }).waitFor();
    await nora.context.close();
    await jef.context.close();
  });

  it('who is signed out meanwhile sees no numbers any more', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    await nora.page.goto(address);
    await nora.page.getByText('Volgt vanzelf', { exact: true }).waitFor();
    const other = await nora.context.newPage();
    await other.goto('/account');
    await other.locator('.menu summary').click();
    await other.click('.menu__list form button');
    await nora.page.getByText('Je bent afgemeld, of dit overzicht is niet meer voor jou.').waitFor();
    expect(await nora.page.locator('.board__rows').count()).to.equal(0);
    await nora.context.close();
  });

  for (const [width, language] of [
    [1280, 'nl'],
    [360, 'fr'],
  ] as const) {
    it(`has no fault that axe knows and does not scroll sideways, ${width} wide in ${language}, closed, open and on the wall`, async () => {
      const nora = await visit(browser, app.address, 'coordinator.antwerpen', { width });
      if (language === 'fr') await nora.page.goto(inFrench('/'));
      for (const view of ['', '?view=wall']) {
        await nora.page.goto(address + view);
        for (const open of view ? [false] : [false, true]) {
          if (open) for (const one of await nora.page.locator('.board summary').all()) await one.click();
          const name = `board-${width}${view ? '-wall' : ''}${open ? '-open' : ''}`;
          if (shots) {
            mkdirSync(shots, { recursive: true });
            await nora.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
          }
          expect(await faultsOf(nora.page), name).to.deep.equal([]);
          expect(await overflow(nora.page), name).to.be.at.most(0);
        }
      }
      expect(nora.complaints).to.deep.equal([]);
      await nora.context.close();
    });
  }

  it('without a script shows the same board', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    await nora.page.goto(address);
    expect(await entry(nora.page).innerText()).to.include('8 vrij');
    await nora.context.close();
  });
});
