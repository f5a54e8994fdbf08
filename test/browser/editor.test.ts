import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { demoCase } from '../builders/cases.ts';
import {
  answered,
  isSaved,
  linesShown,
  newLine,
  openPlan,
  proseText,
  settled,
} from '../builders/prosePage.ts';

/** Waits until somebody's page shows a line. */
async function shows(page: Page, line: string): Promise<void> {
  const shown = await answered(
    page,
    () => linesShown(page),
    (now) => now.includes(line),
  );
  expect(shown).to.include(line);
}

const focusIn = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
/** Whom the list offers. */
const people = (page: Page) => page.locator('.prose__people [role=option]');
const box = (page: Page, name: string) => page.getByRole('checkbox', { name });

describe('tasks, links and mentions, in two browsers', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    id = (await demoCase()).id;
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster', { width: 360 });
    await openPlan(amina.page);
    await openPlan(karim.page);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(() => newLine(amina.page));

  const fits = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

  it('a task, typed by one and ticked by the other with the keyboard, is ticked for both, by who ticked', async () => {
    const { page } = amina;
    await page.keyboard.type('[] De huisarts bellen');
    await page.keyboard.press('Enter');
    await page.keyboard.type('De apotheek bellen');
    await shows(karim.page, 'task: De apotheek bellen');
    await box(karim.page, 'De huisarts bellen').focus();
    await karim.page.keyboard.press('Space');
    await shows(page, 'done: De huisarts bellen');
    expect(
      await focusIn(karim.page, '[role=checkbox][aria-checked=true]'),
      'the focus stays on the box',
    ).to.equal(true);
    await karim.page.keyboard.press('Tab');
    expect(await focusIn(karim.page, '[role=checkbox][aria-checked=false]')).to.equal(true);
    await karim.page.keyboard.press('Escape');
    expect(await focusIn(karim.page, proseText), 'Escape leads to the text').to.equal(true);
    await isSaved(karim.page);
    await page.goto(paths.planHistory({ id }));
    await page
      .locator('.then__line', { hasText: 'De huisarts bellen' })
      .getByText(/Karim Benali \(Noordster\) vinkte dit af/)
      .waitFor();
    await openPlan(page);
  });

  it('a task that one ticks while the other types in it, has the tick and the words', async () => {
    const { page } = amina;
    await page.keyboard.type('[] Samen');
    await shows(karim.page, 'task: Samen');
    await Promise.all([
      page.keyboard.type(' naar de markt gaan', { delay: 10 }),
      box(karim.page, 'Samen').click(),
    ]);
    await shows(page, 'done: Samen naar de markt gaan');
    await shows(karim.page, 'done: Samen naar de markt gaan');
    await page.waitForTimeout(600); // what is typed without a pause is undone in one go
    // Ctrl+Enter in the line does what the box does, and undoing is only of one's own.
    await page.keyboard.press('Control+Enter');
    await shows(karim.page, 'task: Samen naar de markt gaan');
    await page.keyboard.press('Control+z');
    await shows(karim.page, 'done: Samen naar de markt gaan');
  });

  it('Enter in tasks, makes the next one, ends the list, and leaves ticks where they were', async () => {
    const { page } = amina;
    await page.keyboard.type('[x] Gedaan is gedaan');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nog iets');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Gewone tekst');
    expect((await linesShown(page)).slice(-3)).to.deep.equal([
      'done: Gedaan is gedaan',
      'task: Nog iets',
      'plain: Gewone tekst',
    ]);
    await page.locator('.prose__task p', { hasText: 'Gedaan is gedaan' }).click();
    await page.keyboard.press('Home');
    await settled(page);
    await page.keyboard.press('Enter');
    expect((await linesShown(page)).slice(-4, -2)).to.deep.equal(['task: ', 'done: Gedaan is gedaan']);
    await page.keyboard.press('Home');
    await settled(page);
    await page.keyboard.press('ArrowUp');
    await settled(page);
    await page.keyboard.type('Eerst dit');
    expect((await linesShown(page)).at(-4), 'the arrow leads past the box').to.equal('task: Eerst dit');
  });

  it('Home and two Backspaces without a pause, make an item ordinary text and join it, and take no letter', async () => {
    const { page } = amina;
    for (let time = 1; time <= 8; time++) {
      await newLine(page);
      await page.keyboard.type(`Regel ${time}`);
      await page.keyboard.press('Enter');
      await page.keyboard.type(`- punt ${time}`);
      for (const key of ['Home', 'Backspace', 'Backspace']) await page.keyboard.press(key);
      await shows(karim.page, `plain: Regel ${time}punt ${time}`);
    }
  });

  it('a link, made with the keyboard, is the same for the other; edited, opened and taken away', async () => {
    const { page } = amina;
    await page.keyboard.type('Kijk op de Druglijn');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await settled(page);
    await page.keyboard.press('Control+k');
    const address = page.getByLabel('Adres van de pagina of mailbox');
    await address.waitFor();
    expect(await address.evaluate((element) => element === document.activeElement)).to.equal(true);
    for (const wrong of ['javascript:alert(1)', 'geen adres', 'https://an:geheim@voorbeeld.be']) {
      await address.fill(wrong);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'Geef een adres' }).waitFor();
      expect(await address.getAttribute('aria-invalid')).to.equal('true');
    }
    await address.fill('https://voorbeeld.be/?insz=85073003328');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'rijksregisternummer' }).waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await address.fill(`${app.address}/offer`);
    await page.keyboard.press('Enter');
    const line = `plain: Kijk op de [Druglijn](${app.address}/offer)`;
    await shows(page, line);
    await shows(karim.page, line);
    const shown = karim.page.locator(`${proseText} a`, { hasText: 'Druglijn' });
    expect(await shown.getAttribute('rel')).to.equal('noopener noreferrer');
    expect(await focusIn(page, proseText), 'the focus is back in the text').to.equal(true);

    await page.keyboard.press('ArrowLeft');
    await settled(page);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.keyboard.press('Alt+Enter'),
    ]);
    await opened.waitForURL(/\/offer$/);
    expect(await opened.evaluate(() => [window.opener, document.referrer])).to.deep.equal([null, '']);
    await opened.close();

    await page.keyboard.press('Control+k');
    expect(await address.inputValue()).to.equal(`${app.address}/offer`);
    await address.fill('druglijn.be');
    await page.keyboard.press('Enter');
    await shows(karim.page, 'plain: Kijk op de [Druglijn](https://druglijn.be/)');
    await page.keyboard.press('Control+k');
    await page.getByRole('button', { name: 'Haal de link weg' }).click();
    await shows(karim.page, 'plain: Kijk op de Druglijn');
  });

  it('words typed after a link, are no part of it', async () => {
    const { page } = amina;
    await page.keyboard.press('Control+k');
    await page.getByLabel('Adres van de pagina of mailbox').fill('vad.be');
    await page.getByLabel('Woorden die in de tekst komen').fill('de VAD');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' en meer');
    await shows(karim.page, 'plain: [de VAD](https://vad.be/) en meer');
  });

  it('somebody who is mentioned, through a combobox, sees it in the list of plans without a word of the text', async () => {
    const { page } = amina;
    await page.keyboard.type('Kan ');
    await page.keyboard.type('@');
    const field = page.getByRole('combobox', { name: 'Vermeld iemand' });
    await people(page).first().waitFor();
    expect(await people(page).allTextContents()).to.deep.equal([
      'Amina El Idrissi De Brug',
      'Karim Benali Noordster',
    ]);
    expect(await field.getAttribute('aria-expanded')).to.equal('true');
    const active = () =>
      field.evaluate(
        (element) =>
          document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent,
      );
    expect(await active()).to.equal('Amina El Idrissi De Brug');
    await page.keyboard.press('ArrowDown');
    expect(await active()).to.equal('Karim Benali Noordster');
    await page.keyboard.press('ArrowDown');
    expect(await active()).to.equal('Amina El Idrissi De Brug');
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.type('noord');
    expect(await people(page).allTextContents()).to.deep.equal(['Karim Benali Noordster']);
    await page.keyboard.press('Enter');
    await page.keyboard.type('dit nakijken?');
    await shows(karim.page, 'plain: Kan @Karim Benali dit nakijken?');
    await isSaved(page);
    await karim.page.goto('/plans');
    await karim.page.getByText('Je bent vermeld').waitFor();
    expect(await karim.page.locator('main').innerText()).to.not.include('nakijken');
    await openPlan(karim.page);
    await karim.page.getByText(/Amina El Idrissi vermeldde je in de tekst/).waitFor();
    await karim.page.goto('/plans');
    expect(await karim.page.getByText('Je bent vermeld').count()).to.equal(0);
    await openPlan(karim.page);
  });

  it('a sign that was no mention, stays as it was typed', async () => {
    const { page } = amina;
    const field = page.getByRole('combobox', { name: 'Vermeld iemand' });
    await page.keyboard.type('an@voorbeeld.be en ');
    expect(await field.count()).to.equal(0);
    await page.keyboard.type('@');
    await people(page).first().waitFor();
    await page.keyboard.type('xyz');
    await page.getByText('Niemand die deze tekst mag lezen, heet zo.').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.type('en @');
    await people(page).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('!');
    await shows(karim.page, 'plain: an@voorbeeld.be en @xyz en @!');
  });

  it('Backspace behind a name and Delete before it, take the whole mention', async () => {
    const { page } = amina;
    for (const key of ['Backspace', 'Delete']) {
      await page.keyboard.type('a @');
      await people(page).first().waitFor();
      await page.keyboard.type('kar');
      await page.keyboard.press('Enter');
      await shows(page, 'plain: a @Karim Benali ');
      if (key === 'Backspace') for (let press = 0; press < 2; press++) await page.keyboard.press('Backspace');
      else {
        await page.keyboard.press('Home');
        await settled(page);
        for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowRight');
        await settled(page);
        await page.keyboard.press('Delete');
      }
      expect((await linesShown(page)).at(-1)).to.equal(key === 'Backspace' ? 'plain: a ' : 'plain: a  ');
      await newLine(page);
    }
  });

  it('the toolbar has named groups, one stop for Tab, and shortcuts that a dialog lists', async () => {
    const { page } = amina;
    const toolbar = page.getByRole('toolbar', { name: 'Opmaak' });
    expect(await toolbar.getByRole('group').count()).to.equal(5);
    expect(await toolbar.locator('button[tabindex="0"]').count()).to.equal(1);
    expect(await toolbar.getByRole('button', { name: 'Taak' }).getAttribute('aria-keyshortcuts')).to.equal(
      'Control+Shift+9',
    );
    await page.keyboard.press('Control+Shift+9');
    await page.keyboard.type('met een toets');
    await shows(page, 'task: met een toets');
    expect(await toolbar.getByRole('button', { name: 'Taak' }).getAttribute('aria-pressed')).to.equal('true');
    await page.keyboard.press('Control+/');
    const help = page.getByRole('dialog', { name: 'Toetsen in de tekst' });
    await help.waitFor();
    expect(await help.locator('dt').allTextContents()).to.include('Vink een taak af, of haal het vinkje weg');
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    expect(await focusIn(page, proseText)).to.equal(true);
  });

  it('at 360 px, with the keyboard, panels fit, and Tab leaves them', async () => {
    const { page } = karim;
    await newLine(page);
    await page.keyboard.press('Alt+F10');
    for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowRight');
    expect(await focusIn(page, '[data-tool=link]')).to.equal(true);
    await page.keyboard.press('Enter');
    const panel = page.locator('.prose__panel');
    await panel.waitFor();
    expect(await fits(page), 'with the link panel').to.equal(true);
    expect(await faultsOf(page)).to.deep.equal([]);
    for (let press = 0; press < 3; press++) await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await panel.count(), 'Tab leaves the panel and closes it').to.equal(0);
    await newLine(page);
    await page.keyboard.type('@');
    await people(page).first().waitFor();
    expect(await fits(page), 'with the list of people').to.equal(true);
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Toetsen in de tekst' }).waitFor();
    expect(await fits(page), 'with the keys').to.equal(true);
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    expect(await fits(page)).to.equal(true);
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it('nothing of all this was complained about by the browsers', () => {
    expect([...amina.complaints, ...karim.complaints]).to.deep.equal([]);
  });
});
