import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { ConsentModel } from '../../models/Consent.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { actsIn, demoCase } from '../builders/cases.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';
import { signInAs } from '../builders/people.ts';
import { proseText as editor, isSaved } from '../builders/prosePage.ts';

const line = (page: Page, words: string): Locator => page.locator(`${editor} > *`, { hasText: words });
const remark = (page: Page, words: string): Locator => page.locator('article.remark', { hasText: words });
const tool = (page: Page, name: string): Locator =>
  page.locator('[role=toolbar] button').getByText(name, { exact: true });
/** What the page said last through its live region. */
const told = (page: Page): Promise<string> => page.locator('[data-told]').innerText();

/** Waits until the text says this; the names at the carets of others are no words of it. */
const says = (page: Page, words: string, isSo = true) =>
  page.waitForFunction(
    ([wanted, so]) => {
      const text = document.querySelector('.prose__text')?.cloneNode(true) as HTMLElement | undefined;
      for (const caret of text?.querySelectorAll('.caret') ?? []) caret.remove();
      return text?.textContent?.includes(wanted as string) === so;
    },
    [words, isSo] as const,
  );

/** Waits until these words are marked; the carets of others may stand among them. */
const isMarked = (page: Page, words: string) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('.prose__text .prose__remark')]
        .map((part) => part.textContent)
        .join('')
        .includes(wanted),
    words,
  );

/** Chooses the last words of a line by keyboard, as many characters as these have. */
async function choose(page: Page, inLine: string, words: string, before = 0): Promise<void> {
  await line(page, inLine).first().click();
  await page.keyboard.press('End');
  for (let step = 0; step < before; step += 1) await page.keyboard.press('ArrowLeft');
  for (const _ of words) await page.keyboard.press('Shift+ArrowLeft');
  await page.waitForFunction((wanted) => getSelection()?.toString() === wanted, words);
  // The editor hears of the selection a moment after the page does.
  await tool(page, 'Opmerking').and(page.locator(':not([aria-disabled])')).waitFor();
}

describe('comments and suggestions, in two browsers', function () {
  this.timeout(120_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;
  let plan: string;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    id = (await demoCase()).id;
    plan = paths.plan({ id });
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster');
    for (const { page } of [amina, karim]) {
      await page.goto(plan);
      await page.locator(`${editor} .prose__remark`).first().waitFor();
    }
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  it('chosen words, commented from the toolbar, stand marked in both texts with the comment beside them', async () => {
    const { page } = amina;
    await choose(page, 'Het budget', 'en klopt.');
    await tool(page, 'Opmerking').click();
    await page.getByLabel('Wat je wil zeggen').first().waitFor();
    expect(await page.locator('form:visible [data-quote]').innerText()).to.equal('en klopt.');
    await page.keyboard.type('Nagekeken op maandag?');
    await page.getByRole('button', { name: 'Plaats de opmerking' }).click();
    for (const each of [page, karim.page]) {
      await remark(each, 'Nagekeken op maandag?')
        .locator('h4', { hasText: 'Opmerking van Amina El Idrissi (De Brug)' })
        .waitFor();
      await each.locator(`${editor} .prose__remark`, { hasText: 'en klopt.' }).waitFor();
    }
    expect(await told(karim.page)).to.contain('Opmerking van Amina El Idrissi');
    // The list can have it before the answer comes that closes the form.
    await page.waitForFunction(() => document.activeElement?.matches('.prose__text'));
  });

  it('an answer and a resolution, given by the other, show at once, and it can be opened again', async () => {
    const theirs = remark(karim.page, 'Nagekeken op maandag?');
    await theirs.locator('summary', { hasText: 'Antwoord' }).click();
    await theirs.getByLabel('Wat je wil zeggen').fill('Ja, samen met de bank.');
    await theirs.getByRole('button', { name: 'Verstuur' }).click();
    const ours = remark(amina.page, 'Nagekeken op maandag?');
    await ours.getByText('Ja, samen met de bank.').waitFor();
    await ours.getByRole('button', { name: 'Handel af' }).click();
    await karim.page.locator('.remarks__settled summary', { hasText: '1 afgehandeld' }).waitFor();
    expect(await line(karim.page, 'Het budget').locator('.prose__remark').count()).to.equal(0);
    expect(await told(karim.page)).to.contain('Amina El Idrissi (De Brug) handelde dit af');
    await karim.page.locator('.remarks__settled summary').click();
    await theirs.getByText('Amina El Idrissi (De Brug) handelde dit af').waitFor();
    await theirs.getByRole('button', { name: 'Open opnieuw' }).click();
    await ours.getByRole('button', { name: 'Handel af' }).waitFor();
    await line(amina.page, 'Het budget').locator('.prose__remark').waitFor();
  });

  it('a comment follows its words when the line is split before them and others type around them', async () => {
    const { page } = karim;
    await line(page, 'Het budget').click();
    await page.keyboard.press('Home');
    for (const _ of 'Het budget') await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.type('(dat van dit jaar)');
    await isSaved(page);
    for (const each of [page, amina.page])
      await line(each, '(dat van dit jaar)').locator('.prose__remark', { hasText: 'en klopt.' }).waitFor();
    // The new place is stored, so that from here on other words inside are no reason to lose it.
    while ((await actsIn(app, { name: 'comment.moved' })).length === 0) await page.waitForTimeout(100);
    await choose(amina.page, '(dat van dit jaar)', 'klopt.', 0);
    await amina.page.keyboard.press('ArrowLeft');
    await amina.page.keyboard.type('het ');
    await remark(page, 'Nagekeken op maandag?').getByText('Deze woorden zijn sindsdien gewijzigd.').waitFor();
    await isMarked(page, 'en het klopt.');
  });

  it('from a comment to its words and back, with the keyboard', async () => {
    const { page } = amina;
    await remark(page, 'Nagekeken op maandag?').getByRole('button', { name: 'Ga naar de woorden' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => getSelection()?.toString() === 'en het klopt.');
    expect(await page.evaluate(() => document.activeElement?.matches('.prose__text'))).to.equal(true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.locator('article.is-here', { hasText: 'Nagekeken op maandag?' }).waitFor();
    await page.keyboard.press('Control+Alt+m');
    await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Opmerking van Amina'));
  });

  it('words that are deleted take no comment along: it stays, with the words it was about', async () => {
    await remark(amina.page, 'Nagekeken op maandag?')
      .getByRole('button', { name: 'Ga naar de woorden' })
      .click();
    await amina.page.waitForFunction(() => getSelection()?.toString() === 'en het klopt.');
    await amina.page.keyboard.press('Delete');
    for (const { page } of [amina, karim]) {
      const one = remark(page, 'Nagekeken op maandag?');
      await one.getByText('Deze woorden zijn gewist uit de tekst.').waitFor();
      expect(await one.locator('.remark__quote').innerText()).to.contain('en klopt.');
      expect(await one.getByRole('button', { name: 'Ga naar de woorden' }).isVisible()).to.equal(false);
    }
  });

  it('a suggestion, made with the keyboard alone, shows as struck and added words with who proposed it', async () => {
    const { page } = karim;
    await choose(page, 'Valt het tegen', 'samen wat er nodig is.');
    await page.keyboard.press('Control+Alt+s');
    await page.waitForFunction(() => document.activeElement?.id === 'composer-proposal');
    expect(await page.inputValue('#composer-proposal')).to.equal('samen wat er nodig is.');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('samen wat helpt.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Korter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    for (const each of [page, amina.page]) {
      const there = line(each, 'Valt het tegen');
      await there.locator('del.prose__struck', { hasText: 'samen wat er nodig is.' }).waitFor();
      expect(await there.locator('.prose__proposal ins').innerText()).to.equal('samen wat helpt.');
      expect(await there.locator('.prose__proposal').innerText()).to.contain('Voorstel van Karim Benali');
    }
  });

  it('a suggestion, accepted, stands in every text as an edit that who accepted can undo', async () => {
    const { page } = amina;
    await remark(page, 'Korter').getByRole('button', { name: 'Neem over' }).click();
    for (const each of [page, karim.page]) {
      await says(each, 'we kijken samen wat helpt.');
      await says(each, 'nodig is', false);
      await line(each, 'Valt het tegen')
        .locator('del, .prose__proposal')
        .first()
        .waitFor({ state: 'detached' });
    }
    await isSaved(page);
    await tool(page, 'Maak ongedaan').click();
    for (const each of [page, karim.page]) await says(each, 'samen wat er nodig is.');
    // It is accepted and does not stand there: the list says so, and offers to put it there.
    await remark(karim.page, 'Korter').getByText('in de tekst staan de oude woorden nog').waitFor();
    const put = (each: Page) =>
      remark(each, 'Korter').getByRole('button', { name: 'Zet het voorstel in de tekst' });
    expect(await put(karim.page).count()).to.equal(0);
    await put(page).click();
    for (const each of [page, karim.page]) await says(each, 'we kijken samen wat helpt.');
    const acts = await actsIn(app, { name: /^suggestion\.(added|accepted)$/ });
    expect(acts.map(({ name }) => name)).to.deep.equal([
      'suggestion.added',
      'suggestion.added',
      'suggestion.accepted',
    ]);
  });

  it('a suggestion for words that changed since is put beside those of now, and who decides chooses', async () => {
    const { page } = karim;
    await choose(page, 'Wat goed gaat', 'goed gaat');
    await tool(page, 'Voorstel').click();
    await page.fill('#composer-proposal', 'lukt');
    await page.getByRole('button', { name: 'Stel dit voor' }).click();
    await remark(amina.page, 'goed gaat').waitFor();
    await line(page, 'Wat goed').click();
    await page.keyboard.press('Home');
    for (const _ of 'Wat goed') await page.keyboard.press('ArrowRight');
    await page.keyboard.type(' genoeg');
    const theirs = remark(amina.page, 'lukt');
    await theirs.getByText('Deze woorden zijn sindsdien gewijzigd.').waitFor();
    expect(await line(amina.page, 'genoeg').locator('del').count()).to.equal(0);
    await theirs.getByRole('button', { name: 'Neem over' }).click();
    await theirs.getByText('Kijk eerst wat er nu staat').waitFor();
    expect(await theirs.locator('[data-now]').innerText()).to.equal('goed genoeg gaat');
    expect(await faultsOf(amina.page)).to.deep.equal([]);
    await theirs.getByRole('button', { name: 'Zet het voorstel toch in de plaats' }).click();
    for (const each of [page, amina.page]) await says(each, 'Wat lukt');
  });

  it('a suggestion is declined with a reason, and another withdrawn by who made it', async () => {
    const ours = remark(amina.page, 'Gisteren waren het er vier.');
    await ours.locator('summary', { hasText: 'Geef een reden' }).click();
    await ours.getByLabel('Waarom').fill('Het waren er toch drie.');
    await ours.getByRole('button', { name: 'Wijs af' }).click();
    await karim.page.locator('.remarks__settled summary', { hasText: '3 afgehandeld' }).waitFor();
    await line(karim.page, 'Drie weken').locator('del').waitFor({ state: 'detached' });
    await says(karim.page, 'Drie weken na elkaar naar de tekengroep geweest.');
    await karim.page
      .locator('.remarks__settled')
      .evaluate((details: HTMLDetailsElement) => (details.open = true));
    await remark(karim.page, 'Het waren er toch drie.').getByText('Afgewezen').waitFor();
    await choose(karim.page, 'naar de tekengroep', 'geweest.');
    await karim.page.keyboard.press('Control+Alt+s');
    await karim.page.fill('#composer-proposal', '');
    await karim.page.getByRole('button', { name: 'Stel dit voor' }).click();
    await line(amina.page, 'naar de tekengroep').getByText('stelt voor dit te schrappen').waitFor();
    expect(
      await remark(amina.page, 'geweest.').getByRole('button', { name: 'Trek je voorstel in' }).count(),
    ).to.equal(0);
    await remark(karim.page, 'geweest.').getByRole('button', { name: 'Trek je voorstel in' }).click();
    await line(amina.page, 'naar de tekengroep').locator('del').waitFor({ state: 'detached' });
  });

  it('a comment that is refused keeps what was typed, and one written while the line is away comes when it is back', async () => {
    const { page, context } = karim;
    await choose(page, 'naar de tekengroep', 'geweest.');
    await page.keyboard.press('Control+Alt+m');
    await page.keyboard.type('Zijn nummer is 93.05.18-223.61');
    await page.getByRole('button', { name: 'Plaats de opmerking' }).click();
    await page.locator('form [data-error]', { hasText: 'rijksregisternummer' }).waitFor();
    expect(await page.inputValue('#composer-words')).to.equal('Zijn nummer is 93.05.18-223.61');
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.fill('#composer-words', 'Met wie?');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Plaats de opmerking' }).click();
    await page.locator('form[aria-busy]').waitFor();
    expect(await page.inputValue('#composer-words')).to.equal('Met wie?');
    await context.setOffline(false);
    await remark(amina.page, 'Met wie?').waitFor();
    await page.locator('[data-composer]:visible').waitFor({ state: 'detached' });
  });

  it('has nothing axe finds and fits, wide and narrow, in the dark, in French', async () => {
    const { page } = amina;
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await choose(page, 'Wat voor mij telt', 'mij telt');
      await page.keyboard.press('Control+Alt+s');
      expect(await faultsOf(page), `${width} px`).to.deep.equal([]);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider, `${width} px`).to.equal(0);
      await page.keyboard.press('Escape');
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ media: 'print' });
    const onPaper = page.locator('.plan__remarks:visible, .prose__proposal:visible');
    expect(await onPaper.count(), 'on paper').to.equal(0);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.locator('.langs a[hreflang=fr]').click();
    await page.locator(`${editor} .prose__remark`).first().waitFor();
    expect(await page.locator('#remarks-title').innerText()).to.equal('Remarques et propositions');
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('.langs a[hreflang=nl]').click();
  });

  it('without script, comments are read, answered, resolved and opened again by forms', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug', { script: false });
    await page.goto(plan);
    const one = remark(page, 'Met wie?');
    expect(
      await page.locator('[data-composer]:visible, [data-accept]:visible, [data-go]:visible').count(),
    ).to.equal(0);
    expect(await remark(page, 'Nagekeken op maandag?').innerText()).to.contain(
      'Deze woorden zijn gewist uit de tekst.',
    );
    await one.locator('summary', { hasText: 'Antwoord' }).click();
    await one.getByLabel('Wat je wil zeggen').fill('Met zijn broer.');
    await one.getByRole('button', { name: 'Verstuur' }).click();
    await one.getByText('Met zijn broer.').waitFor();
    expect(page.url()).to.match(/#remark-[0-9a-f-]{36}$/);
    await one.getByRole('button', { name: 'Handel af' }).click();
    // The address leads to the comment, so what it lies folded in is open.
    await one.getByRole('button', { name: 'Open opnieuw' }).click();
    await one.getByRole('button', { name: 'Handel af' }).waitFor();
    await context.close();
  });

  it('goes from the page, typed words given back, when the client stops sharing the text', async () => {
    const { page } = karim;
    await page
      .locator('article.remark', { hasText: 'Met wie?' })
      .locator('summary', { hasText: 'Antwoord' })
      .click();
    await page
      .locator('article.remark', { hasText: 'Met wie?' })
      .getByLabel('Wat je wil zeggen')
      .fill('Nog niet verstuurd');
    // The scope shrinks to the records: the plan stays open, the text and all that was said about it go.
    await ConsentModel.updateMany(
      { case: id, 'grants.body': 'demo-noordster' },
      { $set: { scope: ['records'] } },
    );
    await signInAs(app, 'hulpverlener.debrug');
    await app.house.live.recheck('plan', id);
    await page.locator('[data-prose-unsent] textarea').waitFor();
    expect(await page.locator('[data-prose-unsent] textarea').inputValue()).to.contain('Nog niet verstuurd');
    expect(await page.locator('article.remark').count()).to.equal(0);
    expect(await page.locator('main').innerText())
      .not.to.contain('tekengroep')
      .and.not.to.contain('Met wie?');
  });

  it('nothing was complained about in any of the browsers', () => {
    for (const { complaints } of [amina, karim]) expect(complaints).to.deep.equal([]);
  });
});
