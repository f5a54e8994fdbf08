import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { consentFor, demoCase, personIdOf } from '../builders/cases.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';
import { signInAs } from '../builders/people.ts';
import { proseText as editor, isSaved } from '../builders/prosePage.ts';

const shownText = (page: Page) => page.locator('[data-history-text]');

describe('the history of a plan, in the browser', function () {
  this.timeout(90_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;
  let lies: Visitor;
  let plan: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    const { id } = await demoCase();
    plan = paths.plan({ id });
    const owner = await signInAs(app, 'hulpverlener.debrug');
    const consent = consentFor(app, await personIdOf(app, 'hulpverlener.debrug'), ['demo-het-baken']);
    await owner.post(paths.caseConsents({ id }), consent);
    const person = await personIdOf(app, 'hulpverlener.hetbaken');
    await owner.post(paths.caseMembers({ id }), { person: `${person}@demo-het-baken` });
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster');
    lies = await visit(browser, app.address, 'hulpverlener.hetbaken');
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  it('what two people write and delete in the editor, a third sees with who did it', async () => {
    for (const { page } of [amina, karim]) {
      await page.goto(plan);
      await page.waitForSelector(editor);
    }
    const line = (page: Page, words: string) => page.locator(`${editor} > *`, { hasText: words });
    await line(amina.page, 'Het budget').click();
    await amina.page.keyboard.press('End');
    await amina.page.keyboard.type(' De bank weet ervan.');
    await isSaved(amina.page);
    await line(karim.page, 'De bank weet ervan.').click();
    await karim.page.keyboard.press('End');
    for (const _ of ' ervan.') await karim.page.keyboard.press('Backspace');
    // No letter or stop in common with what was there: a slow page reads all these keys as one change, the least one.
    await karim.page.keyboard.type(' dit!');
    await isSaved(karim.page);
    // What another sees is in the store; a state that was "saved" before the keys were pressed tells nothing.
    await line(amina.page, 'De bank weet dit!').waitFor();
    // Enter in the middle of somebody's line does not make their words one's own.
    await line(karim.page, 'Valt het tegen').click();
    await karim.page.keyboard.press('Home');
    for (const _ of 'Valt het tegen,') await karim.page.keyboard.press('ArrowRight');
    const lines = await amina.page.locator(`${editor} > *`).count();
    await karim.page.keyboard.press('Enter');
    await isSaved(karim.page);
    await amina.page.locator(`${editor} > *`).nth(lines).waitFor();
    await lies.page.goto(plan);
    // The link moves while the editor takes the place of the text: a press that ends beside it follows nothing.
    await lies.page.waitForSelector(editor);
    await isSaved(lies.page);
    await lies.page.getByRole('link', { name: 'Bekijk hoe deze tekst ontstond' }).click();
    await lies.page.waitForURL(/\/history/);
    const text = await shownText(lies.page).innerText();
    expect(text).to.match(/Het budget staat op papier en klopt\.1.*De bank weet/s);
    expect(text).to.match(
      /Amina El Idrissi \(De Brug\) schreef dit op .* Karim Benali \(Noordster\) wiste het op/,
    );
    expect(await shownText(lies.page).locator('del', { hasText: 'ervan.' }).count()).to.equal(1);
    expect(await shownText(lies.page).locator('del', { hasText: 'Valt' }).count()).to.equal(0);
  });

  it('the slider, moved with the keyboard, shows the text of that moment, says which, and keeps the address', async () => {
    const { page } = lies;
    const slider = page.getByLabel('Schuif door de momenten');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => /at=1$/.test(location.search));
    expect(await slider.getAttribute('aria-valuetext')).to.contain('Amina El Idrissi (De Brug)');
    await page.waitForFunction(() =>
      document.querySelector('[data-announce]')?.textContent?.includes('Amina El Idrissi'),
    );
    expect(await shownText(page).innerText())
      .to.contain('Dit jaar nog.')
      .and.not.contain('Valt het tegen');
    expect(await page.locator('.timeline [aria-current=step]').innerText()).to.contain('Amina El Idrissi');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => /at=2$/.test(location.search));
    await page.reload();
    expect(await shownText(page).innerText()).to.contain('Valt het tegen');
    expect(await page.getByLabel('Schuif door de momenten').inputValue()).to.equal('1');
  });

  it('two moments, chosen in the form, show what was added and deleted', async () => {
    const { page } = lies;
    await page.getByLabel('Van', { exact: true }).selectOption('1');
    await page.getByLabel('Tot', { exact: true }).selectOption({ label: 'De tekst nu' });
    await page.getByRole('button', { name: 'Toon wat veranderde' }).click();
    await page.waitForURL(/from=1&to=\d+/);
    // A slow page reads the deleted ' ervan.' and the written ' dit!' as one change and keeps the space they share:
    // whether it stands before a word or after the one before depends on how the keys fell into commits.
    const said = async (mark: string) =>
      (await shownText(page).locator(mark).allTextContents())
        .map((text) => text.replaceAll(/\s+/g, ' ').trim())
        .join('|');
    expect(await said('ins'))
      .to.contain('Toegevoegd: De bank weet|Toegevoegd: dit!')
      .and.not.contain('ervan');
    expect(await said('del')).to.contain('Gewist: Dit jaar nog.');
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await faultsOf(page), `${width} px`).to.deep.equal([]);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('a passage, put back by the third, comes into the open pages of the others', async () => {
    const { page } = lies;
    await page.goto(`${plan}/history`);
    await page.getByRole('button', { name: /Zet terug.*Dit jaar nog\./ }).click();
    await page.getByText('Teruggezet, op de plaats waar het stond.').waitFor();
    for (const other of [amina, karim])
      await other.page
        .locator(`${editor} > *`, { hasText: 'schrikt als ik opendoe. Dit jaar nog.' })
        .waitFor();
    expect(await shownText(page).innerText()).to.match(/Woorden van Amina .* zette ze terug op/);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await faultsOf(page), `${width} px`).to.deep.equal([]);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('without script, the same by links and forms', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug', { script: false });
    await page.goto(`${plan}/history`);
    expect(await page.getByLabel('Schuif door de momenten').isVisible()).to.equal(false);
    await page.getByRole('link', { name: 'Vorig moment' }).click();
    await page.getByText('De tekst toen').waitFor();
    await page.getByLabel('Naam voor dit moment').fill('Voor het overleg');
    await page.getByRole('button', { name: 'Geef een naam' }).click();
    await page.getByText('Dit moment heeft nu een naam.').waitFor();
    await page.getByRole('link', { name: /Vergelijk met nu.*Voor het overleg/ }).click();
    await page.waitForLoadState();
    expect(await page.locator('ins').count()).to.be.greaterThan(0);
    await page.getByLabel('Van', { exact: true }).selectOption({ label: 'De tekst nu' });
    await page.getByLabel('Tot', { exact: true }).selectOption('1');
    await page.getByRole('button', { name: 'Toon wat veranderde' }).click();
    expect(await page.locator('#from-error').innerText()).to.contain('vroeger moment');
    await context.close();
  });

  it('in French, reads as French', async () => {
    const { page } = lies;
    await page.goto(`${plan}/history?from=1&to=3`);
    await page.locator('.langs a[hreflang=fr]').click();
    await page.waitForLoadState();
    expect(await page.locator('h1').innerText()).to.equal('Comment ce texte est né');
    expect(await shownText(page).innerText()).to.match(/1 passage ajouté.*Karim Benali \(Noordster\)/s);
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it('goes from the page at once when the client withdraws the consent', async () => {
    const { page } = karim;
    await page.goto(`${plan}/history`);
    const { id } = await demoCase();
    const owner = await signInAs(app, 'hulpverlener.debrug');
    const consents = app.house.connection.db!.collection<{ _id: string }>('consents');
    const consent = await consents.findOne({ 'grants.body': 'demo-noordster' });
    await owner.post(paths.caseConsentWithdrawal({ id, consentId: consent!._id }), {
      body: 'demo-noordster',
    });
    await page.getByText('Je hebt geen toegang meer tot dit plan.').waitFor();
    expect(await page.locator('main').innerText()).not.to.contain('budget');
  });

  it('nothing was complained about in any of the browsers', () => {
    for (const { complaints } of [amina, karim, lies]) expect(complaints).to.deep.equal([]);
  });
});
