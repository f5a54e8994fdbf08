import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { demoCase } from '../builders/cases.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';
import { proseText as editor, isSaved, linesShown } from '../builders/prosePage.ts';

const secret = 'wachtwoord Zwaluw-4711';

/** Pictures to look at, where somebody asks for them. */
const picture = async (page: Page, name: string): Promise<void> => {
  const { PICTURES } = process.env;
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
};

describe('redacting words of a plan, in the browser', function () {
  this.timeout(90_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor; // opened the case
  let karim: Visitor;
  let lies: Visitor; // Karim, at another place
  let plan: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    plan = paths.plan({ id: (await demoCase()).id });
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster');
    lies = await visit(browser, app.address, 'hulpverlener.noordster');
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const type = async (page: Page, after: string, text: string): Promise<void> => {
    await page.locator(`${editor} > *`, { hasText: after }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(text);
  };
  const fits = async (page: Page, name: string): Promise<void> => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await faultsOf(page), `${name}, ${width} px`).to.deep.equal([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, `${name} scrolls sideways at ${width} px`).to.equal(false);
      await picture(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  const shown = (page: Page) => page.locator('main').innerText();

  it('a secret, pasted by one, is seen by the others, and one of them goes offline with unsent words', async () => {
    for (const { page } of [amina, karim, lies]) {
      await page.goto(plan);
      await page.waitForSelector(editor);
    }
    await type(karim.page, 'Het budget', ` Zijn ${secret} is nieuw.`);
    await isSaved(karim.page);
    for (const { page } of [amina, lies]) await page.locator(editor, { hasText: secret }).waitFor();
    await karim.context.setOffline(true);
    await type(karim.page, 'Het budget', ' Onderweg getypt.');
    await karim.page.waitForSelector('[data-save-state].is-wait');
  });

  it('the person who opened the case, chooses the line, narrows the words, and sees what goes and what stays', async () => {
    const { page } = amina;
    await page.getByRole('link', { name: 'Bekijk hoe deze tekst ontstond' }).click();
    await page.getByRole('link', { name: 'Lak woorden weg uit deze tekst' }).click();
    await fits(page, 'choose');
    const line = page.locator('.then__line', { hasText: secret });
    await line.getByRole('button', { name: 'Lak weg uit deze regel' }).click();
    const words = page.getByLabel('Woorden die weg moeten');
    expect(await words.inputValue()).to.contain(`Zijn ${secret} is nieuw.`);
    await words.fill(secret);
    await page.getByRole('button', { name: 'Zoek deze woorden' }).click();
    await page.getByRole('heading', { name: '1 plaats gevonden' }).waitFor();
    expect(await page.locator('mark').allInnerTexts()).to.deep.equal([secret]);
    await fits(page, 'found');
  });

  it('a reason that says it again, is refused beside its field, and a good one redacts', async () => {
    const { page } = amina;
    await page.getByLabel('Waarom lak je dit weg?').fill(`het ${secret} stond er`);
    await page.getByRole('button', { name: 'Lak deze plaats weg' }).click();
    await page.locator('#reason-error').waitFor();
    await fits(page, 'refused');
    await page.getByLabel('Waarom lak je dit weg?').fill('Een wachtwoord was per vergissing geplakt');
    await page.getByRole('button', { name: 'Lak deze plaats weg' }).click();
    await page.getByText('De woorden zijn weg, ook uit de geschiedenis.').waitFor();
    expect(await page.locator('main').innerText()).not.to.contain('Zwaluw');
    await fits(page, 'history');
  });

  it('a page that has the text open, loads it anew, says why, and is written in again', async () => {
    const { page } = lies;
    await page.getByText('Woorden in deze tekst werden weggelakt.').waitFor();
    await page.locator(editor, { hasText: 'is nieuw.' }).waitFor();
    // Where others have their caret, their names stand in the text.
    expect((await linesShown(page)).join('\n'))
      .to.contain('Zijn  is nieuw.')
      .and.not.contain('Zwaluw');
    await type(page, 'Het budget', ' Verder.');
    await isSaved(page);
    await fits(page, 'reloaded');
  });

  it('the page that was offline, comes back without the secret, and gives its own words back as text', async () => {
    const { page } = karim;
    await karim.context.setOffline(false);
    await page.getByText('Woorden in deze tekst werden weggelakt.').waitFor();
    await page.locator(editor, { hasText: 'Verder.' }).waitFor();
    expect(await page.locator('[data-prose-unsent] textarea').inputValue()).to.equal(' Onderweg getypt.');
    expect(await page.locator(editor).innerText()).not.to.contain('Zwaluw');
    await fits(page, 'given-back');
    await page.locator(`${editor} > *`, { hasText: 'Het budget' }).click();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await page.locator('main').innerText()).not.to.contain('Zwaluw');
  });

  it('everyone, in the history, reads that words were redacted, by whom, when and why', async () => {
    const { page } = karim;
    await page.goto(`${plan}/history`);
    const told = await page.locator('section', { has: page.locator('#redactions') }).innerText();
    expect(told).to.match(/Amina El Idrissi \(De Brug\) op .*Een wachtwoord was per vergissing geplakt/s);
    expect(await page.locator('.then__redacted').count()).to.equal(1);
    expect(await page.getByText('Lak woorden weg').count()).to.equal(0);
  });

  it('a history that is open while words are redacted, or was away then, loads itself again; in French it reads as French', async () => {
    const socket = lies.page.waitForEvent('websocket');
    await lies.page.goto(`${plan}/history`);
    const line = await socket;
    const cut = new Promise((resolve) => line.once('close', resolve));
    await lies.context.setOffline(true);
    await cut;
    await karim.page.locator('.langs a[hreflang=fr]').click();
    await karim.page.waitForLoadState();
    expect(await karim.page.locator('main').innerText())
      .to.contain('Caviardé')
      .and.contain('turnles');
    const page = await (await visit(browser, app.address, 'hulpverlener.debrug', { script: false })).page;
    await page.goto(`${plan}/history/redaction`);
    await page.getByLabel('Woorden die weg moeten').fill('turnles');
    await page.getByRole('button', { name: 'Zoek deze woorden' }).click();
    await page.getByLabel('Waarom lak je dit weg?').fill('Te veel over een kind');
    await page.getByRole('button', { name: /^Lak deze/ }).click();
    await page.getByText('De woorden zijn weg, ook uit de geschiedenis.').waitFor();
    await karim.page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('turnles'));
    expect(await shown(lies.page)).to.contain('turnles');
    await lies.context.setOffline(false);
    await lies.page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('turnles'));
    await karim.page.emulateMedia({ colorScheme: 'dark' });
    await fits(karim.page, 'french-dark');
    await page.context().close();
  });

  it('nothing was complained about in any of the browsers', () => {
    for (const { complaints } of [amina, karim, lies]) expect(complaints).to.deep.equal([]);
  });
});
