import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

const ogPmg = idOf('body', 'antwerp-og-pmg');

describe('who takes part, in a browser', function () {
  this.timeout(120_000);
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

  it('from the page of a body, by keyboard, without a script: figures, another dimension, another year, days', async () => {
    const options = { width: 1280, script: false };
    const { page, context, complaints } = await visit(browser, app.address, 'beheer.debrug', options);
    await page.goto(paths.body({ id: ogPmg }));
    await page.getByRole('link', { name: 'Wie deelneemt' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Deelname' }).waitFor();
    const table = page.getByRole('table', { name: /^Deelname per soort actor/ });
    await table.getByRole('row', { name: /Psychiatrisch ziekenhuis/ }).waitFor();
    await page.getByRole('link', { name: 'Niveau', exact: true }).press('Enter');
    await page.getByRole('table', { name: /^Bestuur en werkveld/ }).waitFor();
    const years = page.getByRole('navigation', { name: 'Jaar' });
    const before = await years.locator('[aria-current]').innerText();
    await years.getByRole('link').last().press('Enter');
    await page.getByRole('table', { name: /^Bestuur en werkveld/ }).waitFor();
    expect(await years.locator('[aria-current]').innerText()).to.not.equal(before);
    await page.fill('#from', '2026-03-01');
    await page.fill('#until', '2026-02-01');
    await page.locator('#until').press('Enter');
    await page.locator('#until-error').waitFor();
    expect(await page.inputValue('#from')).to.equal('2026-03-01');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  for (const [width, language, title] of [
    [1280, 'nl', 'Deelname'],
    [360, 'fr', 'Participation'],
  ] as const)
    it(`in ${language}, at ${width}: of a body and of a platform, without a fault in light and dark`, async () => {
      const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', { width });
      await page.goto(`/language/${language}?to=/bodies`);
      await page.goto(paths.bodyParticipation({ id: ogPmg }));
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await hasNoFaults(page, `body ${language} ${width}`);
      await page.goto(paths.platformParticipation({ platform: 'BE-VAN' }, { by: 'organisation' }));
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.locator('main details > summary').first().press('Enter');
      await hasNoFaults(page, `platform ${language} ${width}`);
      await page.goto(`${paths.bodyParticipation({ id: ogPmg })}?from=2026-02-31`);
      await page.locator('#from-error').waitFor();
      await hasNoFaults(page, `refused ${language} ${width}`);
      await context.close();
    });
});
