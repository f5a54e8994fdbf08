import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

describe('words and tasks, in a browser', function () {
  this.timeout(120_000);
  oneAfterAnother(this);
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

  it('a coordinator adds a meaning by keyboard alone; refused first, the summary leads to the field', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/coverage/words?list=meanings');
    await page.getByRole('link', { name: 'Voeg een betekenis toe' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Een betekenis toevoegen' }).waitFor();
    await hasNoFaults(page, 'a new meaning');
    await tabTo(page, '#meaning_nl');
    await page.keyboard.type('Naar mensen toe gaan, waar zij zijn');
    await tabTo(page, 'main form.upkeep button.btn--main');
    await page.keyboard.press('Enter');
    await page.locator('.summary a[href="#word"]').press('Enter');
    await hasNoFaults(page, 'a refused meaning');
    expect(await page.locator('#meaning_nl').inputValue()).to.include('waar zij zijn');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('word');
    await page.keyboard.type('Outreach');
    await tabTo(page, 'main form.upkeep button.btn--main');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Outreach' }).waitFor();
    await hasNoFaults(page, 'a meaning');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('a partner on a phone, without JavaScript, says what it means itself: both stand side by side', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug', {
      width: 360,
      script: false,
    });
    await page.goto('/coverage/words?list=meanings');
    await page
      .locator('#word-outreach')
      .getByRole('link', { name: /Nog een betekenis/ })
      .click();
    expect(await page.locator('#word').inputValue()).to.equal('outreach');
    expect(await page.locator('#body option').allInnerTexts()).to.deep.equal(['De Brug']);
    await page.locator('#meaning_nl').fill('Werken op straat');
    await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.locator('blockquote', { hasText: 'Werken op straat' }).waitFor();
    await page.getByRole('link', { name: 'Woorden', exact: true }).click();
    const cards = page.locator('#word-outreach li.panel');
    expect(await cards.locator('blockquote').allInnerTexts()).to.have.members([
      'Naar mensen toe gaan, waar zij zijn',
      'Werken op straat',
    ]);
    await context.close();
  });

  it('beside each other on a wide page, below each other on a phone; nothing scrolls sideways, in German too', async () => {
    const tops = async (page: Page): Promise<number[]> =>
      page
        .locator('#word-outreach li.panel')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    for (const [width, isBeside] of [
      [1280, true],
      [360, false],
    ] as const) {
      const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', { width });
      await page.goto('/language/de?to=/coverage/words?list=meanings');
      await page.goto('/coverage/words?list=meanings');
      await page.getByRole('heading', { level: 1, name: 'Begriffe und Aufgaben' }).waitFor();
      const [first, second] = await tops(page);
      expect(first === second, String(width)).to.equal(isBeside);
      await hasNoFaults(page, `the list at ${width}`);
      await context.close();
    }
  });

  it('the candidate says who says what, leads to where they stand, and becomes an overlap of the register', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/coverage/candidates?list=overlaps');
    const candidate = page.locator('#open .candidates > li, li[id^=open-]', { hasText: 'Woord: Outreach' });
    await candidate.getByText('Werken op straat').waitFor();
    await hasNoFaults(page, 'the candidates');
    await candidate.getByRole('link', { name: /Bekijk ze naast elkaar/ }).click();
    await page.waitForURL(/#word-outreach$/);
    await page
      .locator('#word-outreach')
      .getByRole('link', { name: /Bekijk de mogelijke overlapping/ })
      .click();
    await candidate.getByRole('link', { name: /Maak er een overlapping van/ }).click();
    expect(await page.locator('#title').inputValue()).to.equal(
      'Eén woord, verschillende betekenissen: Outreach',
    );
    await hasNoFaults(page, 'a report of it');
    await page.getByRole('button', { name: 'Verstuur de melding' }).click();
    await page.getByRole('link', { name: /Waarover dit gaat/ }).click();
    await page.waitForURL(/#word-outreach$/);
    await page.goto('/coverage/candidates?list=overlaps');
    await page.locator('li[id^=register-]', { hasText: 'Woord: Outreach' }).waitFor();
    expect(await candidate.count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('two people change one field: the second sees both values and takes one', async () => {
    const one = await visit(browser, app.address, 'coordinator.antwerpen');
    const other = await visit(browser, app.address, 'hulpverlener.debrug', { width: 360, script: false });
    const open = async (page: Page): Promise<void> => {
      await page.goto('/coverage/words?list=meanings');
      await page.locator('#word-outreach').getByRole('link', { name: 'De Brug', exact: true }).click();
      await page.getByRole('link', { name: 'Pas aan' }).click();
    };
    const save = (page: Page) => page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await open(one.page);
    await open(other.page);
    await one.page.locator('#source').fill('Jaarverslag');
    await save(one.page);
    await one.page.getByText('Jaarverslag').first().waitFor();
    await other.page.locator('#source').fill('Website');
    await save(other.page);
    await other.page.locator('.diff', { hasText: 'Jaarverslag' }).waitFor();
    await other.page.getByText('Website').first().waitFor();
    await save(other.page);
    await other.page.locator('dd', { hasText: 'Website' }).first().waitFor();
    await one.context.close();
    await other.context.close();
  });

  it('ended by keyboard with a day: it goes to the end of the list', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/coverage/words?list=meanings');
    await page.locator('#word-outreach').getByRole('link', { name: 'De Brug', exact: true }).press('Enter');
    await page.locator('summary', { hasText: 'Beëindig' }).press('Enter');
    await page.locator('#until').fill('2020-01-01');
    await hasNoFaults(page, 'ending');
    await page.getByRole('button', { name: 'Beëindig op die dag' }).press('Enter');
    await page.locator('dd', { hasText: '1 januari 2020' }).first().waitFor();
    await page.goto('/coverage/words?list=meanings');
    expect(await page.locator('#word-outreach li.panel').count()).to.equal(1);
    await page.locator('summary', { hasText: '1 beëindigd' }).press('Enter');
    await page.getByRole('link', { name: 'Outreach: De Brug' }).waitFor();
    await hasNoFaults(page, 'the list with what is over');
    await context.close();
  });
});
