import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { SiteModel } from '../../models/Site.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';

describe('confirming entries in a browser', function () {
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

  const inOrder = async (visitor: Visitor, name: string): Promise<void> => {
    expect(await faultsOf(visitor.page), name).to.deep.equal([]);
    expect(await overflow(visitor.page), name).to.be.at.most(0);
  };

  for (const [language, width] of [
    ['nl', 1280],
    ['fr', 360],
  ] as const)
    it(`list, review and sheet are in order in ${language} at ${width} px`, async () => {
      const lut = await visit(browser, app.address, 'beheer.debrug', { width });
      await lut.page.goto(paths.language({ code: language }, { to: '/offer' }));
      const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
      const site = await SiteModel.findOne({ 'name.nl': 'De Brug Berchem' }).lean().orFail();
      for (const [name, address] of [
        ['list', paths.upkeepDue()],
        ['overview', paths.upkeepOffer({ id: 'demo-de-brug' })],
        ['review', paths.upkeepReview({ kind: 'sites', id: site._id })],
        ['sheet', paths.offerEntry({ id: unit._id })],
        ['directory', paths.offer({ q: 'De Brug' })],
      ] as const) {
        await lut.page.goto(address);
        await inOrder(lut, `${name}-${language}-${width}`);
      }
      await lut.page.goto(paths.upkeepReview({ kind: 'sites', id: site._id }));
      await lut.page.locator('.upkeep__save button').click();
      await lut.page.getByRole('alert').waitFor();
      await inOrder(lut, `refused-${language}-${width}`);
      expect(lut.complaints).to.deep.equal([]);
      await lut.context.close();
    });

  it('takes ticks by keyboard alone, on a phone', async () => {
    const els = await visit(browser, app.address, 'aanbod.debrug', { width: 360 });
    const { page } = els;
    await page.goto(paths.upkeepDue());
    const first = page.getByRole('checkbox').first();
    const named = (await page.locator('label[for=entry-0]').textContent())!;
    await first.focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Klopt nog' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '1 bevestigd' }).waitFor();
    await page.getByText('11 wachten op een bevestiging').waitFor();
    expect(await page.locator('label[for=entry-0]').textContent()).not.to.equal(named);
    await els.context.close();
  });
});
