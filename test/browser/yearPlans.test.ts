import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults, hasNoFaultsAnywhere } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

describe('year plans, in a browser', function () {
  this.timeout(180_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let nextYear: number;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    nextYear = app.clock.now().getUTCFullYear() + 1;
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  it('a coordinator in a meeting makes a work point of a gap by keyboard; the gap and the plan show it', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/gaps');
    await page.getByRole('link', { name: /alleen ambulante hulp/ }).press('Enter');
    await page.getByRole('link', { name: 'Maak er een werkpunt van' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Een nieuw werkpunt' }).waitFor();
    await hasNoFaults(page, 'a new work point');
    expect(await page.locator('#title_nl').inputValue()).to.include('Turnhout');
    await page.locator('#plan').selectOption(`BE-VAN-${nextYear}`);
    await tabTo(page, '#title_nl');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Hulp met verblijf in de Kempen');
    await tabTo(page, 'main form.upkeep button.btn--main');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Hulp met verblijf in de Kempen/ }).waitFor();
    await hasNoFaults(page, 'a work point');
    await page.getByRole('link', { name: /alleen ambulante hulp/ }).press('Enter');
    await page
      .locator('#work-points')
      .getByRole('link', { name: /Hulp met verblijf/ })
      .waitFor();
    await hasNoFaults(page, 'a gap with work points');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('points of this year go along by ticks, are put in order by keyboard, and the plan is submitted', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(`/year-plans/BE-VAN/${nextYear}/carried`);
    await hasNoFaults(page, 'carrying over');
    await page.getByRole('button', { name: `Neem mee naar ${nextYear}` }).press('Enter');
    const articles = page.locator('#group-regional ~ .yearplan__points article h3');
    await articles.nth(1).waitFor();
    const before = await articles.allInnerTexts();
    await page
      .getByRole('button', { name: /Naar onder/ })
      .and(page.locator('#group-regional ~ .yearplan__points button'))
      .first()
      .press('Enter');
    await page.waitForURL(/#point-/);
    const swapped = [before[1], before[0], ...before.slice(2)];
    expect(await articles.allInnerTexts()).to.deep.equal(swapped);
    await hasNoFaults(page, 'a draft');
    await page.locator('summary', { hasText: 'Leg voor aan de overheid' }).press('Enter');
    await page.getByLabel('FOD Volksgezondheid, Cel Drugs').press('Space');
    await page.getByRole('button', { name: 'Leg voor aan de overheid' }).press('Enter');
    await page.locator('.tag', { hasText: 'Voorgelegd' }).first().waitFor();
    await hasNoFaults(page, 'a submitted plan');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('a partner on a phone, without JavaScript, says how far the point of their organisation is', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug', {
      width: 360,
      script: false,
    });
    await page.goto('/year-plans/BE-VAN/2026');
    await page.getByRole('link', { name: 'Cliëntenoverleg in elk arrondissement' }).click();
    await page.locator('#state').selectOption('done');
    await page.locator('#result_nl').fill('In elk arrondissement is er nu een cliëntenoverleg.');
    await page.getByRole('button', { name: 'Bewaar de stand' }).click();
    await page.getByText('De stand is bewaard.').waitFor();
    await page.locator('.voice', { hasText: 'In elk arrondissement' }).waitFor();
    await page.goto('/year-plans/BE-VAN/2026');
    await page.getByRole('link', { name: 'Een zorgtraject voor de Kempen' }).click();
    expect(await page.locator('#progress').count()).to.equal(0);
    await context.close();
  });

  it('an official comments in French while the coordinator looks on: it comes by itself, and is answered', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const claire = await visit(browser, app.address, 'fod', { width: 360 });
    for (const { page } of [nora, claire]) {
      if (page === claire.page) await page.goto('/language/fr?to=/');
      await page.goto('/year-plans/BE-VAN/2026');
      await page.locator('.yearplan__point h3 a', { hasText: /drogues|drugs/ }).click();
    }
    await nora.page.locator('[data-connection-text]', { hasText: 'Volgt vanzelf' }).waitFor();
    await claire.page.getByRole('heading', { name: 'Remarques de l’autorité' }).waitFor();
    await hasNoFaults(claire.page, 'a point in French on a phone');
    await claire.page
      .getByLabel('Votre remarque sur ce point d’action')
      .fill('Quel est l’apport de la ville ?');
    await claire.page.getByRole('button', { name: 'Publier la remarque' }).press('Enter');
    await claire.page
      .locator('.thread p[lang]', { hasText: 'apport' })
      .or(claire.page.locator('.thread p', { hasText: 'apport' }))
      .first()
      .waitFor();
    await nora.page.locator('.thread p[lang=fr]', { hasText: 'Quel est l’apport de la ville ?' }).waitFor();
    await nora.page.locator('.thread summary', { hasText: 'Antwoord' }).press('Enter');
    await nora.page.getByLabel('Jouw antwoord').fill('De stad brengt cijfers en een lokaal in.');
    await nora.page.getByRole('button', { name: 'Plaats het antwoord' }).press('Enter');
    await nora.page.locator('.thread .thread', { hasText: 'De stad brengt cijfers' }).waitFor();
    await hasNoFaults(nora.page, 'a point with a comment');
    await claire.page.reload();
    await claire.page.locator('.thread .thread p[lang=nl]', { hasText: 'De stad brengt cijfers' }).waitFor();
    expect(await claire.page.getByText('Nora Verbist').count()).to.equal(0);
    await claire.page.getByRole('button', { name: 'C’est réglé' }).press('Enter');
    await claire.page.locator('.tag', { hasText: 'Réglé le' }).waitFor();
    expect([...nora.complaints, ...claire.complaints]).to.deep.equal([]);
    await nora.context.close();
    await claire.context.close();
  });

  it('the list, the questions and the roadmap have no faults, wide and on a phone, in German too', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/language/de?to=/');
    for (const address of [
      '',
      '/BE-VAN/2026',
      '/BE-VAN/2026/questions',
      '/BE-VAN/2026/questions/1',
      '/BE-VAN/roadmap',
      '/BE-VAN/roadmap/new',
    ]) {
      await page.goto(`/year-plans${address}`);
      await hasNoFaultsAnywhere(page, address);
    }
    await context.close();
  });
});
