import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('care circuits in the browser', function () {
  this.timeout(90_000);
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

  const openExample = async (page: Page): Promise<void> => {
    await page.goto('/circuits');
    await page.getByRole('link', { name: 'Dubbele diagnose in Antwerpen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dubbele diagnose in Antwerpen' }).waitFor();
  };
  const titles = (page: Page): Promise<string[]> => page.locator('.part h3').allInnerTexts();

  it('a coordinator without JavaScript describes a circuit on a phone: a module found by search, a wanted part, the way between them', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', {
      width: 360,
      script: false,
    });
    await page.goto('/circuits');
    await page.getByRole('link', { name: 'Beschrijf een circuit' }).click();
    await page.locator('#name_nl').fill('Jongeren en cannabis');
    await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.getByRole('link', { name: 'Voeg een onderdeel toe' }).first().click();
    await page.getByLabel('Zoek een module').fill('Jong geleerd');
    await page.locator('main').getByRole('button', { name: 'Zoek', exact: true }).click();
    await page.getByRole('link', { name: /^Neem deze.*Jong geleerd/ }).click();
    await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.getByRole('link', { name: 'Voeg een onderdeel toe' }).first().click();
    await page.getByRole('link', { name: 'Zet als gewenst' }).click();
    await page.getByLabel('Soort hulp die gewenst is').selectOption('aftercare');
    await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.waitForLoadState();
    expect(await titles(page)).to.deep.equal(['1. Jong geleerd', '2. Nazorg']);
    await page.getByRole('link', { name: 'Voeg een overgang toe' }).click();
    await page.locator('#from').selectOption({ index: 0 });
    await page.locator('#to').selectOption({ index: 1 });
    await page.locator('#works').selectOption('not');
    await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.waitForLoadState();
    const picture = page.locator('.circuit__narrow');
    expect(await picture.locator('.node--wanted').count()).to.equal(1);
    expect(await picture.locator('text', { hasText: 'lukt niet' }).count()).to.equal(1);
    await page.getByRole('button', { name: /^Zet hoger.*Nazorg/ }).click();
    await page.locator('.part h3', { hasText: '1. Nazorg' }).waitFor();
    await page.waitForLoadState();
    expect(await titles(page)).to.deep.equal(['1. Nazorg', '2. Jong geleerd']);
    await context.close();
  });

  it('by keyboard alone a wanted part becomes a gap of the register that stands beside it', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await openExample(page);
    await page.getByRole('link', { name: /^Meld dit als lacune.*Kort verblijf/ }).press('Enter');
    await page.locator('#title').fill('Geen kort verblijf bij dubbele diagnose');
    await page.getByRole('button', { name: 'Verstuur de melding' }).press('Enter');
    await page.getByRole('link', { name: 'Dubbele diagnose in Antwerpen' }).press('Enter');
    const part = page.locator('.part--wanted');
    await part.getByRole('link', { name: 'Geen kort verblijf bij dubbele diagnose' }).waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('a circuit that is open follows what a partner says they bring, and stays free of faults in light and dark', async () => {
    const coordinator = await visit(browser, app.address, 'coordinator.antwerpen');
    const partner = await visit(browser, app.address, 'beheer.debrug', { width: 360 });
    await openExample(coordinator.page);
    await openExample(partner.page);
    await partner.page.getByRole('link', { name: /^Zeg wat een partner inbrengt.*Nazorg/ }).click();
    await partner.page.waitForLoadState();
    expect(await partner.page.locator('#agreedOn').count()).to.equal(0);
    await partner.page.locator('#means_nl').fill('Twee avonden per maand een praatgroep');
    await partner.page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await coordinator.page.getByText('Twee avonden per maand een praatgroep').waitFor();
    await hasNoFaults(coordinator.page, 'a circuit that followed');
    const beside = await partner.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beside).to.equal(0);
    expect([...coordinator.complaints, ...partner.complaints]).to.deep.equal([]);
    await coordinator.context.close();
    await partner.context.close();
  });
});
