import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

const goal = (page: Page, words: string): Locator =>
  page.locator('section[data-key^="goal-"]', { hasText: words });
const action = (page: Page, words: string): Locator =>
  page.locator('li[data-key^="action-"]', { hasText: words });

/** Opens what is folded and sends the form in it that has this button. */
async function send(
  inside: Locator,
  folded: string,
  button: string,
  values: Record<string, string>,
): Promise<void> {
  const details = inside
    .locator('details', { has: inside.page().locator(`> summary:has-text("${folded}")`) })
    .last();
  await details.locator('> summary').click();
  for (const [name, value] of Object.entries(values))
    await details.locator(`[name=${name}]`).first().fill(value);
  await details.getByRole('button', { name: button }).click();
}

/** Puts back what was put aside, by its words. */
async function putBack(page: Page, words: string): Promise<void> {
  await page.locator('#removed summary').click();
  await page.locator('#removed li', { hasText: words }).getByRole('button').click();
}

describe('the same work, without JavaScript', function () {
  this.timeout(60_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let page: Page;
  let plan: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  it('the care offer, searched by a visitor, gives entries with a page each', async () => {
    const visitor = await visit(browser, app.address, '', { script: false });
    await visitor.page.goto('/offer');
    const all = await visitor.page.locator('main .rows h3').count();
    await visitor.page.fill('#q', 'gent');
    await visitor.page.locator('#offer-search button').click();
    const found = visitor.page.locator('main .rows h3 a');
    expect(await found.count())
      .to.be.greaterThan(0)
      .and.lessThan(all + 1);
    const name = await found.first().innerText();
    await found.first().click();
    expect(await visitor.page.locator('h1').innerText()).to.equal(name);
    await visitor.context.close();
  });

  it('the shared text, in the plan of who signs in, is there to read', async () => {
    amina = await visit(browser, app.address, 'hulpverlener.debrug', { script: false });
    page = amina.page;
    await page.goto('/plans');
    await page.locator('.rows h2 a').click();
    plan = page.url();
    const text = page.locator('[data-live-fallback]');
    expect(await text.innerText())
      .to.contain('Wat voor mij telt')
      .and.contain('Het budget staat op papier');
    expect(await page.locator('[data-live] noscript .note').isVisible()).to.equal(true);
  });

  it('a goal and an action, added, changed, put aside and put back, are as they were sent', async () => {
    await send(page.locator('main'), 'Voeg een doel toe', 'Zet dit doel in het plan', {
      ownWords: 'Leren schaken',
    });
    await send(goal(page, 'Leren schaken'), 'Wijzig het doel', 'Bewaar', { ownWords: 'Leren dammen' });
    expect(await goal(page, 'Leren schaken').count()).to.equal(0);
    const adding = { what: 'Een bord kopen' };
    await send(goal(page, 'Leren dammen'), 'Voeg een actie toe', 'Zet deze actie in het plan', adding);
    await send(action(page, 'Een bord kopen'), 'Wijzig de actie', 'Bewaar', { what: 'Een bord lenen' });
    await send(action(page, 'Een bord lenen'), 'Wijzig de actie', 'Leg deze actie opzij', {});
    expect(await action(page, 'Een bord lenen').count()).to.equal(0);
    await putBack(page, 'Een bord lenen');
    expect(await action(page, 'Een bord lenen').count()).to.equal(1);
    await send(goal(page, 'Leren dammen'), 'Wijzig het doel', 'Leg dit doel opzij', {});
    expect(await goal(page, 'Leren dammen').count()).to.equal(0);
    await putBack(page, 'Leren dammen');
    expect(await goal(page, 'Leren dammen').count()).to.equal(1);
    expect(await action(page, 'Een bord lenen').count()).to.equal(1);
  });

  it('a form that is sent too late leads to a page with both values, and the one that is chosen is kept', async () => {
    const later = await amina.context.newPage();
    await later.goto(plan);
    await send(goal(page, 'Leren dammen'), 'Wijzig het doel', 'Bewaar', { ownWords: 'Leren dammen met opa' });
    await send(goal(later, 'Leren dammen'), 'Wijzig het doel', 'Bewaar', {
      ownWords: 'Leren dammen met oma',
    });
    const shown = await later.locator('main').innerText();
    expect(shown).to.contain('Leren dammen met opa').and.contain('Leren dammen met oma');
    await later.getByText('Neem mijn versie over').click();
    await later.locator('main').getByRole('button', { name: 'Bewaar' }).click();
    await page.goto(plan);
    expect(await goal(page, 'Leren dammen met oma').count()).to.equal(1);
    expect(await goal(page, 'Leren dammen met opa').count()).to.equal(0);
    await later.close();
  });

  it('French, chosen on the plan, stays the language of the page and of the next one', async () => {
    const language = () => page.locator('html').getAttribute('lang');
    expect(await language()).to.equal('nl');
    await page.locator('.langs a[lang=fr]').click();
    expect([await language(), page.url()]).to.deep.equal(['fr', plan]);
    expect(await goal(page, 'Leren dammen').count(), 'words of people stay as they are').to.equal(1);
    await page.goto('/plans');
    expect(await language()).to.equal('fr');
  });

  it('signing out, from the menu, ends the session', async () => {
    await page.locator('details.menu > summary').click();
    await page.locator('details.menu button').click();
    await page.goto('/plans');
    expect(new URL(page.url()).pathname).to.equal('/sign-in');
  });
});
