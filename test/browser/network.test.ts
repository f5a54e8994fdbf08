import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { aNetworkOf, organisationName } from '../builders/aNetwork.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';

describe('the network of a platform, in a browser', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;

  before(async () => {
    app = await startTestApp({ demo: true });
    await aNetworkOf('BE-VLI', { organisations: 40, bodies: 12 });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const address = '/network/BE-VLI';
  /** The link of a name in the picture that is shown at this width. */
  const nameIn = (page: Page, name: string) =>
    page.locator('.weave a:visible', { hasText: new RegExp(`^\\s*${name.replaceAll(' ', '\\s+')}\\s*$`) });

  it('lets one organisation stand out, by keyboard alone, and leads from there to its tables', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.limburg');
    await page.goto(address);
    await hasNoFaults(page, 'everything');
    const name = organisationName(8);
    await page.locator('#type').focus();
    await tabTo(page, '.weave__wide a[href*="focus=network-BE-VLI-8#"]');
    await page.keyboard.press('Enter');
    await page.locator('#focus b', { hasText: name }).waitFor();
    await hasNoFaults(page, 'one in focus');
    expect(await nameIn(page, name).getAttribute('aria-current')).to.equal('true');
    const strong = await page.locator('.weave__wide .head.is-strong').count();
    const row = page.locator('.network__table tr', { hasText: name });
    expect(strong)
      .to.be.greaterThan(1)
      .and.equal(await row.locator('li').count());
    await page.locator('#focus a').last().press('Enter');
    await page.locator('#focus').waitFor({ state: 'detached' });
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('is narrowed and widened without JavaScript, and keeps what stands out', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.limburg', { script: false });
    await page.goto(`${address}?focus=network-BE-VLI-8`);
    const rows = page.locator('.network__table tbody tr');
    const all = await rows.count();
    await page.selectOption('#sector', 'justice');
    await page.getByRole('button', { name: 'Toon' }).click();
    await page.waitForLoadState();
    expect(await rows.count())
      .to.be.greaterThan(0)
      .and.lessThan(all);
    expect(await page.locator('#focus').innerText()).to.include('De keuze hierboven laat dit zelf weg.');
    await page.getByRole('link', { name: 'Toon alles' }).click();
    await page.waitForLoadState();
    expect(await rows.count()).to.equal(all);
    await context.close();
  });

  it('says beside the field what was asked wrong, with the focus on the summary', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.limburg');
    await page.goto(`${address}?on=2026-02-30`);
    await hasNoFaults(page, 'a refused day');
    expect(await page.evaluate(() => document.activeElement?.className)).to.equal('summary');
    await page.locator('.summary a').press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('on');
    await context.close();
  });

  it('fits a phone, in French, with every name in sight and nothing torn', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.limburg', { width: 360 });
    await page.goto(`/language/fr?to=${address}`);
    await page.getByRole('heading', { level: 1, name: 'Réseau' }).waitFor();
    await hasNoFaults(page, 'a phone');
    expect(await page.locator('.weave__wide').isVisible()).to.equal(false);
    // A piece that is not as high as its drawing leaves a gap in every line that runs through it.
    const pieces = await page.locator('.weave__narrow > svg').evaluateAll((all) =>
      (all as SVGSVGElement[]).map((one) => {
        const { top, bottom, width } = one.getBoundingClientRect();
        const drawn = one.viewBox.baseVal;
        return { top, bottom, drawn: (width * drawn.height) / drawn.width };
      }),
    );
    for (const [at, { top, bottom, drawn }] of pieces.entries()) {
      expect(bottom - top).to.be.closeTo(drawn, 0.6);
      if (at > 0) expect(top).to.be.closeTo(pieces[at - 1]!.bottom, 0.6);
    }
    await context.close();
  });

  it('prints the wide picture with its tables, and no filters', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.limburg', { width: 360 });
    await page.goto(address);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.weave__wide').isVisible()).to.equal(true);
    expect(await page.locator('.weave__narrow').isVisible()).to.equal(false);
    expect(await page.locator('#kind').isVisible()).to.equal(false);
    expect(await page.locator('.network__table').isVisible()).to.equal(true);
    await context.close();
  });
});
