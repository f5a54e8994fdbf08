import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, type RunningDemo, runDemo, type Visitor, visit } from '../builders/browser.ts';
import { answered, isSaved } from '../builders/prosePage.ts';

const editor = '.prose__text';
const goal = (page: Page, words: string) => page.locator('section[data-key^="goal-"]', { hasText: words });

async function openPlan({ page }: Visitor): Promise<void> {
  await page.goto('/plans');
  await page.click('.rows h2 a');
  await page.waitForSelector(editor);
}

/** Puts the cursor at the end of the line of shared text that holds these words, and types. */
async function typeAfter(page: Page, words: string, text: string): Promise<void> {
  await page.locator(`${editor} > *`, { hasText: words }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(text, { delay: 5 });
}

const savedState = (page: Page) => page.locator('[data-save-state]');
/** The words alone: the flags of other people's cursors stand in the text, and are not part of it. */
const prose = (page: Page) =>
  page.locator(editor).evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const flag of copy.querySelectorAll('.caret, .ProseMirror-widget')) flag.remove();
    return [...copy.children].map((line) => line.textContent).join('\n');
  });
const goalWords = (page: Page) => page.locator('section[data-key^="goal-"] h3').allInnerTexts();

/** Waits until all pages show the same shared text and the same goals. */
async function converge(pages: Page[]): Promise<void> {
  const shown = await answered(
    pages[0]!,
    () => Promise.all(pages.map(async (page) => ({ text: await prose(page), goals: await goalWords(page) }))),
    (all) => all.every((one) => JSON.stringify(one) === JSON.stringify(all[0])),
  );
  for (const one of shown) expect(one).to.deep.equal(shown[0]);
}

describe('a plan, edited live by two organisations', function () {
  this.timeout(120_000);
  let demo: RunningDemo;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;

  before(async () => {
    demo = await runDemo();
    browser = await openBrowser();
    [amina, karim] = await Promise.all([
      visit(browser, demo.address, 'hulpverlener.debrug'),
      visit(browser, demo.address, 'hulpverlener.noordster'),
    ]);
    await openPlan(amina);
    await openPlan(karim);
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('shows each the other by name, from the session', async () => {
    await amina.page.locator('[data-presence] [aria-label*="Karim"]').waitFor();
    await karim.page.locator('[data-presence] [aria-label*="Amina"]').waitFor();
  });

  it('keeps every word when both type in the same sentence at once', async () => {
    await Promise.all([
      typeAfter(amina.page, 'Valt het tegen', ' Amina was hier.'),
      typeAfter(karim.page, 'Valt het tegen', ' Karim ook.'),
    ]);
    await converge([amina.page, karim.page]);
    const text = await prose(karim.page);
    for (const letters of [/A.*m.*i.*n.*a.* .*w.*a.*s.* .*h.*i.*e.*r/s, /K.*a.*r.*i.*m.* .*o.*o.*k/s]) {
      expect(text).to.match(letters);
    }
    expect(text.length).to.be.greaterThan(' Amina was hier. Karim ook.'.length);
  });

  it('puts both values side by side when both change the same field, and loses neither', async () => {
    const words = 'Opstaan voor acht';
    await goal(amina.page, words).getByText('Wijzig het doel').click();
    await goal(karim.page, words).getByText('Wijzig het doel').click();
    const mine = goal(amina.page, words).locator('textarea[name=ownWords]');
    const theirs = goal(karim.page, words).locator('textarea[name=ownWords]');
    await mine.fill('Opstaan voor acht, met een wekker');
    await theirs.fill('Opstaan voor acht, met koffie');
    await mine.press('Tab');
    await isSaved(amina.page);
    await theirs.press('Tab');
    const review = karim.page.locator('[data-review]');
    await review.waitFor();
    expect(await review.textContent())
      .to.include('met een wekker')
      .and.include('met koffie');
    await review.getByText('Neem mijn versie over').click();
    await isSaved(karim.page);
    await karim.page.locator('section h3', { hasText: 'met koffie' }).waitFor();
    await amina.page.locator('section h3', { hasText: 'met koffie' }).waitFor();
  });

  it('shows a goal that one adds and the other puts aside to both', async () => {
    await amina.page.getByText('Voeg een doel toe').click();
    await amina.page.fill('form[data-add=goal] textarea', 'Leren zwemmen');
    await amina.page.getByRole('button', { name: 'Zet dit doel in het plan' }).click();
    await goal(karim.page, 'Leren zwemmen').waitFor();
    await goal(karim.page, 'Leren zwemmen').getByText('Wijzig het doel').click();
    await goal(karim.page, 'Leren zwemmen').getByText('Leg dit doel opzij').click();
    await goal(amina.page, 'Leren zwemmen').waitFor({ state: 'detached' });
    await converge([amina.page, karim.page]);
  });

  it('counts what an offline page holds, and brings all of it back', async () => {
    await karim.context.setOffline(true);
    await typeAfter(karim.page, 'Wat goed gaat', ' Zonder net geschreven.');
    await karim.page.getByText('Voeg een doel toe').click();
    await karim.page.fill('form[data-add=goal] textarea', 'Een fiets hebben');
    await karim.page.getByRole('button', { name: 'Zet dit doel in het plan' }).click();
    await karim.page.waitForSelector('[data-save-state].is-wait');
    expect(Number(await savedState(karim.page).getAttribute('data-unsaved'))).to.be.greaterThan(1);
    await typeAfter(amina.page, 'Wat goed gaat', ' Intussen met net.');
    await karim.context.setOffline(false);
    await isSaved(karim.page);
    await goal(amina.page, 'Een fiets hebben').waitFor();
    await converge([amina.page, karim.page]);
    expect(await goal(amina.page, 'Een fiets hebben').count()).to.equal(1);
    const text = await prose(amina.page);
    expect(text).to.include('Zonder net geschreven.').and.include('Intussen met net.');
    // Both wrote in that line: they stand side by side until who came back says it is well.
    const panel = karim.page.locator('[data-returned]');
    expect(await panel.locator('article').count()).to.equal(1);
    await panel.getByRole('button', { name: 'Goed zo' }).click();
    expect(await panel.count()).to.equal(0);
  });

  it('has everything after the server was killed in the middle of typing', async () => {
    await typeAfter(amina.page, 'Drie weken', ' Voor de val.');
    await isSaved(amina.page);
    await demo.kill();
    await typeAfter(karim.page, 'Het budget', ' Tijdens de val.');
    await goal(amina.page, 'Minder drinken').getByText('Wijzig het doel').click();
    const field = goal(amina.page, 'Minder drinken').locator('textarea[name=ownWords]');
    await field.fill('Minder drinken, en iemand bellen');
    await field.press('Tab');
    await amina.page.waitForSelector('[data-save-state].is-wait');
    await demo.start();
    await Promise.all([isSaved(amina.page), isSaved(karim.page)]);
    await converge([amina.page, karim.page]);
    await amina.page.reload();
    await amina.page.waitForSelector(editor);
    const text = await prose(amina.page);
    expect(text).to.include(' Voor de val.').and.include(' Tijdens de val.');
    expect(text.split('Tijdens de val').length, 'written once').to.equal(2);
    expect(await goalWords(amina.page)).to.include('Minder drinken, en iemand bellen');
  });

  it('puts the other organisation out at once when its consent is withdrawn', async () => {
    await typeAfter(karim.page, 'Drie weken', ' Karims laatste woord.');
    await isSaved(karim.page);
    await amina.page.getByText('Noteer of trek in').click();
    await amina.page
      .locator('li', { hasText: 'Noordster' })
      .getByText('Trek in', { exact: false })
      .first()
      .click();
    await amina.page.getByRole('button', { name: 'Trek de toestemming nu in' }).first().click();
    await karim.page.waitForSelector('[data-save-state].is-stop');
    await karim.page.locator('section[data-key^="goal-"]').first().waitFor({ state: 'detached' });
    expect(await karim.page.locator('body').textContent()).not.to.include('Karims laatste woord');
    const again = await karim.page.goto(karim.page.url());
    expect(again?.status()).to.equal(404);
    await amina.page.goto('/plans');
    await openPlan(amina);
    expect(await prose(amina.page)).to.include('Karims laatste woord.');
  });

  it('gave the browsers nothing to complain about', () => {
    expect([...amina.complaints, ...karim.complaints]).to.deep.equal([]);
  });
});
