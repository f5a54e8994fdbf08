import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { demoPassword } from '../builders/app.ts';
import { hasNoFaultsAnywhere } from '../builders/axe.ts';
import {
  openBrowser,
  openProfile,
  type RunningDemo,
  runDemo,
  signIn,
  type Visitor,
  visit,
} from '../builders/browser.ts';
import { type Holding, holdingOf } from '../builders/copies.ts';
import { answered } from '../builders/prosePage.ts';

const editor = '.prose__text';

async function firstPlan(page: Page): Promise<string> {
  await page.goto('/plans');
  return (await page.locator('.rows h2 a').first().getAttribute('href')) as string;
}

/** Puts the cursor at the end of the line that holds these words, and types. */
async function typeAfter(page: Page, words: string, text: string): Promise<void> {
  await page.locator(`${editor} > *`, { hasText: words }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(text, { delay: 5 });
}

const prose = (page: Page): Promise<string> =>
  page.locator(editor).evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const flag of copy.querySelectorAll('.caret, .ProseMirror-widget')) flag.remove();
    return [...copy.children].map((line) => line.textContent).join('\n');
  });

const state = (page: Page, name: string) => page.waitForSelector(`[data-save-state][data-state="${name}"]`);
const times = (text: string, words: string): number => text.split(words).length - 1;

/** Waits until the page shows a text about which this is true. */
async function untilProse(page: Page, test: (text: string) => boolean): Promise<string> {
  const text = await answered(page, () => prose(page), test);
  return test(text) ? text : expect.fail(`the text did not become so:\n${text}`);
}

describe('a device that somebody marked as their own', function () {
  this.timeout(120_000);
  let demo: RunningDemo;
  let other: Browser;
  let karim: Visitor;
  let plan: string;
  let profile: string;
  let amina: Visitor;

  const open = async (): Promise<void> => {
    amina = await openProfile(profile, demo.address);
    amina.context.setDefaultTimeout(30_000);
  };
  const openAgain = async (): Promise<void> => {
    await amina.context.close();
    await open();
  };
  const openPlan = async (page: Page): Promise<void> => {
    await page.goto(plan);
    await page.waitForSelector(editor);
  };
  /** Signed in on a device that is marked, the plan open and its copy ready without a network. */
  const ready = async (): Promise<void> => {
    await openPlan(amina.page);
    await amina.page.evaluate(() => navigator.serviceWorker.ready);
    await amina.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // A page writes the text down as soon as it has it.
    const { sealed } = await holdingOf(amina.page);
    await openPlan(amina.page);
    const holding = await answered(
      amina.page,
      () => holdingOf(amina.page),
      (now) => now.texts > 0 && now.sealed !== sealed,
    );
    expect(holding.texts, 'no copy was made').to.be.greaterThan(0);
    expect(holding.sealed, 'the copy is an old one').not.to.equal(sealed);
  };

  /** Waits until the browser of this device holds just this. */
  const untilHolding = async (expected: Partial<Holding>, page = amina.page): Promise<Holding> => {
    const holding = await answered(
      page,
      () => holdingOf(page),
      (now) => Object.entries(expected).every(([name, value]) => now[name as keyof Holding] === value),
    );
    expect(holding).to.deep.include(expected);
    return holding;
  };

  before(async () => {
    demo = await runDemo();
    other = await openBrowser();
    profile = mkdtempSync(join(tmpdir(), 'schakel-profile-'));
    await open();
    karim = await visit(other, demo.address, 'hulpverlener.noordster');
    plan = await firstPlan(karim.page);
    await openPlan(karim.page);
    await signIn(amina.page, 'hulpverlener.debrug');
  });

  after(async () => {
    await amina?.context.close();
    await other?.close();
    await demo?.stop();
    rmSync(profile, { recursive: true, force: true });
  });

  it('keeps nothing before its person says it is theirs', async () => {
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Drie weken', ' Nog nergens anders.');
    await state(amina.page, 'saved');
    expect(await holdingOf(amina.page)).to.deep.include({ key: false, texts: 0, unsent: 0, caches: 0 });
  });

  it('keeps an encrypted copy afterwards, with nothing in the clear and no key a script can read out', async () => {
    await amina.page.locator('[data-device-offer] > summary').click();
    await hasNoFaultsAnywhere(amina.page, 'device-offered');
    await amina.page.getByRole('button', { name: 'Dit toestel is alleen van mij' }).click();
    await ready();
    const holding = await holdingOf(amina.page);
    expect(holding.key).to.equal(true);
    expect(holding.dump).not.to.include('Drie weken').and.not.to.include('Wilg');
    const exported = await amina.page.evaluate(async () => {
      const request = indexedDB.open('schakel-copies');
      await new Promise((resolve) => (request.onsuccess = resolve));
      const rows = request.result.transaction('lease').objectStore('lease').getAll();
      await new Promise((resolve) => (rows.onsuccess = resolve));
      request.result.close();
      const { key, sealing } = rows.result[0];
      const tries = [key, sealing].map((one) =>
        crypto.subtle.exportKey('raw', one).then(
          () => 'out',
          () => 'kept',
        ),
      );
      return [...(await Promise.all(tries)), ...sealing.usages];
    });
    expect(exported).to.deep.equal(['kept', 'kept', 'encrypt']);
  });

  it('is closed, opened again without network, edited, and returns after a server restart', async () => {
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    expect(await amina.page.locator('[data-offline-line]').textContent()).to.match(
      /Kopie van .* verdwijnt op /,
    );
    await typeAfter(amina.page, 'Wat goed gaat', ' Zonder net en zonder server.');
    await state(amina.page, 'kept');
    await hasNoFaultsAnywhere(amina.page, 'offline-plan');
    // Closed once more: what was typed is on disk.
    await openAgain();
    await openPlan(amina.page);
    expect(times(await prose(amina.page), 'Zonder net en zonder server.')).to.equal(1);
    await typeAfter(amina.page, 'Drie weken', ' De tweede keer.');
    await state(amina.page, 'kept');
    await demo.start();
    await state(amina.page, 'saved');
    await amina.page.locator('[data-offline-back]:not([hidden])').waitFor();
    const text = await untilProse(karim.page, (now) => now.includes('De tweede keer.'));
    for (const words of ['Zonder net en zonder server.', 'De tweede keer.'])
      expect(times(text, words), words).to.equal(1);
    await openPlan(amina.page);
    expect(await prose(amina.page)).to.equal(await prose(karim.page));
    await untilHolding({ unsent: 0 });
  });

  it('shows side by side what both changed meanwhile, and puts back words that joining two lines took away', async () => {
    await ready();
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Valt het tegen', ' Amina offline.');
    // Joins the line with the budget to the one before it.
    await amina.page.locator(`${editor} > *`, { hasText: 'Het budget' }).first().click();
    for (const key of ['Home', 'Backspace', 'Backspace']) {
      await amina.page.waitForTimeout(300); // as a hand would: the editor hears of the cursor a moment after it moved
      await amina.page.keyboard.press(key); // the first time, a list item becomes a paragraph
    }
    expect(await prose(amina.page)).to.match(/Drie weken.*Het budget/);
    await state(amina.page, 'kept');
    await amina.page.goto('about:blank');
    await demo.start();
    await state(karim.page, 'saved');
    await typeAfter(karim.page, 'Het budget', ' Karim rekent mee.');
    await typeAfter(karim.page, 'Valt het tegen', ' Karim online.');
    await state(karim.page, 'saved');
    await openPlan(amina.page);
    const panel = amina.page.locator('[data-returned]');
    await panel.waitFor();
    const passages = panel.locator('article');
    await passages.nth(1).waitFor();
    expect(await passages.count()).to.equal(2);
    await hasNoFaultsAnywhere(amina.page, 'returned');
    const said = await panel.innerText();
    for (const words of ['Amina offline.', 'Karim online.', 'Karim rekent mee.'])
      expect(said).to.include(words);
    await untilProse(amina.page, (text) => text.includes('Karim online.') && text.includes('Amina offline.'));
    expect(await prose(amina.page), 'the trap: joining lines takes the words of the other').not.to.include(
      'rekent',
    );
    await panel.getByRole('button', { name: 'Zet hun woorden terug' }).click();
    await untilProse(karim.page, (text) => times(text, 'Karim rekent mee.') === 1);
    // By keyboard: the next button takes the focus, and at the end the text does.
    for (const left of [1, 0]) {
      await passages.first().getByRole('button', { name: 'Goed zo' }).focus();
      await amina.page.keyboard.press('Enter');
      expect(await passages.count()).to.equal(left);
    }
    expect(await amina.page.evaluate(() => document.activeElement?.className)).to.include('prose__text');
  });

  it('says what can be opened when another page is asked for without a network', async () => {
    await ready();
    await demo.kill();
    await amina.page.goto('/account');
    const link = amina.page.locator('[data-offline-list] a');
    await link.waitFor();
    await hasNoFaultsAnywhere(amina.page, 'offline-list');
    expect(await amina.page.locator('h1:visible').textContent()).to.equal('Geen verbinding');
    await link.click();
    await amina.page.waitForSelector(editor);
    await demo.start();
  });

  it('opens nothing after the lease, and yet sends what was written before', async () => {
    await ready();
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Wat goed gaat', ' Vlak voor het einde.');
    await state(amina.page, 'kept');
    await untilHolding({ key: true, unsent: 1, readable: 1 });
    await openAgain();
    await amina.page.clock.setFixedTime(Date.now() + 8 * 86_400_000);
    await amina.page.goto(plan);
    await amina.page.locator('[data-offline-none]:not([hidden])').waitFor();
    // No key, no text; what was not sent is there for the server alone.
    const { dump } = await untilHolding({ key: false, texts: 0, unsent: 1, readable: 0 });
    expect(dump).not.to.include('Vlak voor het einde');
    await openAgain(); // with the clock as it is: the copy does not come back
    await amina.page.goto(plan);
    await amina.page.locator('[data-offline-none]:not([hidden])').waitFor();
    await demo.start();
    await openPlan(amina.page);
    await untilProse(karim.page, (text) => times(text, 'Vlak voor het einde.') === 1);
    await state(amina.page, 'saved');
    await untilHolding({ key: true, unsent: 0 });
  });

  it('goes on after its session ended: signs in, then sends', async () => {
    await ready();
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Wat goed gaat', ' Na het aanmelden.');
    await state(amina.page, 'kept');
    await amina.context.clearCookies({ name: 'schakel' });
    await demo.start();
    await amina.page.locator('[data-offline-sign-in]:not([hidden])').waitFor();
    expect(await prose(amina.page)).to.include('Na het aanmelden.');
    await amina.page.locator('[data-offline-sign-in] a').click();
    await amina.page.waitForURL(/sign-in/);
    await amina.page.fill('[name=email]', 'hulpverlener.debrug@demo.example');
    await amina.page.fill('[name=password]', demoPassword);
    await amina.page.click('main form button.btn--main');
    await amina.page.waitForSelector(editor);
    await untilProse(karim.page, (text) => times(text, 'Na het aanmelden.') === 1);
  });

  it('leaves nothing behind after signing out', async () => {
    await ready();
    await amina.page.locator('.menu summary').click();
    await amina.page.getByRole('button', { name: 'Afmelden' }).click();
    await amina.page.waitForURL(/sign-in/);
    await untilHolding({ key: false, texts: 0, unsent: 0, words: 0 });
    await signIn(amina.page, 'hulpverlener.debrug');
  });

  it('leaves nothing readable behind when somebody else signs in, and sends what its person wrote afterwards', async () => {
    await ready();
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Wat goed gaat', ' Voor de ander kwam.');
    await state(amina.page, 'kept');
    await amina.context.clearCookies({ name: 'schakel' });
    await amina.page.goto('about:blank');
    await demo.start();
    await signIn(amina.page, 'buitenstaander');
    await untilHolding({ key: false, texts: 0, unsent: 1, readable: 0 });
    await amina.page.goto('/account');
    expect(await amina.page.locator('#devices .tag').count()).to.equal(0);
    // Even when they say it is theirs: what waits for its writer is not thrown away.
    await amina.page.getByRole('button', { name: 'Dit toestel is alleen van mij' }).click();
    await amina.page.locator('#devices .tag').waitFor();
    await amina.page.waitForTimeout(1000);
    await untilHolding({ key: false, texts: 0, unsent: 1, readable: 0 });
    await amina.page.locator('.menu summary').click();
    await amina.page.getByRole('button', { name: 'Afmelden' }).click();
    await amina.page.waitForURL(/sign-in/);
    await signIn(amina.page, 'hulpverlener.debrug');
    await openPlan(amina.page);
    await untilProse(karim.page, (text) => times(text, 'Voor de ander kwam.') === 1);
  });

  it('is closed to somebody else who signs in, also while the server does not say who that is', async () => {
    await ready();
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Wat goed gaat', ' Alleen van Amina.');
    await state(amina.page, 'kept');
    await amina.context.clearCookies({ name: 'schakel' });
    await amina.page.goto('about:blank');
    await demo.start();
    await amina.context.route('**/account/device-state*', (route) => route.abort());
    await signIn(amina.page, 'buitenstaander');
    await amina.page.goto('/account');
    await untilHolding({ key: false, texts: 0, unsent: 1, readable: 0 });
    expect(await amina.page.locator('[data-device-waiting], [data-device-words]').count()).to.equal(0);
    await amina.context.clearCookies({ name: 'schakel' });
    // One who may read the text, on the browser that is said to be theirs too.
    await signIn(amina.page, 'hulpverlener.noordster');
    await amina.page.goto('/account');
    await amina.page.getByRole('button', { name: 'Dit toestel is alleen van mij' }).click();
    await amina.page.locator('#devices .tag').waitFor();
    await openPlan(amina.page);
    await amina.page.waitForTimeout(1500);
    for (const { page } of [amina, karim]) expect(await prose(page)).not.to.include('Alleen van Amina.');
    await amina.page.goto('/account');
    await amina.page.locator('#devices').getByRole('button').first().click();
    await amina.context.unroute('**/account/device-state*');
    await amina.context.clearCookies({ name: 'schakel' });
    await signIn(amina.page, 'hulpverlener.debrug');
    await openPlan(amina.page);
    await untilProse(karim.page, (text) => times(text, 'Alleen van Amina.') === 1);
  });

  it('locks its copy at the first contact after its person signed out everywhere', async () => {
    await ready();
    await amina.page.goto('about:blank');
    const elsewhere = await visit(other, demo.address, 'hulpverlener.debrug');
    await elsewhere.page.goto('/account');
    await elsewhere.page.getByRole('button', { name: 'Meld me overal af' }).click();
    await elsewhere.page.waitForURL(/sign-in/);
    await elsewhere.context.close();
    await amina.page.goto('/offer');
    await untilHolding({ key: false, texts: 0, unsent: 0 });
    await signIn(amina.page, 'hulpverlener.debrug');
  });

  it('is wiped when its person says that it is not theirs any more', async () => {
    await ready();
    await amina.page.goto('/account');
    const mine = amina.page.locator('#devices');
    await hasNoFaultsAnywhere(amina.page, 'devices');
    expect(await mine.textContent())
      .to.include('dit toestel')
      .and.include('Laatste contact op');
    await mine.getByRole('button', { name: /Niet meer van mij/ }).click();
    await amina.page.locator('.note.is-ok', { hasText: 'niet meer van jou' }).waitFor();
    await untilHolding({ key: false, texts: 0, unsent: 0, words: 0, caches: 0 });
    const workers = await amina.page.evaluate(
      async () => (await navigator.serviceWorker.getRegistrations()).length,
    );
    expect(workers).to.equal(0);
  });

  it('gives back the words of who is not allowed any more, and then holds nothing of the plan', async () => {
    const his = mkdtempSync(join(tmpdir(), 'schakel-profile-'));
    let own = await openProfile(his, demo.address);
    await signIn(own.page, 'hulpverlener.noordster');
    await own.page.goto('/account');
    await own.page.getByRole('button', { name: 'Dit toestel is alleen van mij' }).click();
    const before = amina;
    amina = own;
    await ready();
    await demo.kill();
    await own.context.close();
    own = await openProfile(his, demo.address);
    await openPlan(own.page);
    await typeAfter(own.page, 'Wat goed gaat', ' Karims woorden zonder net.');
    await state(own.page, 'kept');
    await own.page.goto('about:blank');
    amina = before;
    await demo.start();
    await amina.page.goto(`${plan.replace('/plans/', '/cases/')}/consents`);
    await amina.page
      .locator('li', { hasText: 'Noordster' })
      .getByText('Trek in', { exact: false })
      .first()
      .click();
    await amina.page.getByRole('button', { name: 'Trek de toestemming nu in' }).first().click();
    expect((await own.page.goto(plan))?.status()).to.equal(404);
    const note = own.page.locator('[data-device-words]');
    await note.waitFor();
    await hasNoFaultsAnywhere(own.page, 'words-given-back');
    expect((await note.locator('textarea').inputValue()).trim()).to.equal('Karims woorden zonder net.');
    await untilHolding({ texts: 0, unsent: 0, words: 1 }, own.page);
    await note.getByRole('button', { name: /wis het van dit toestel/ }).click();
    await note.waitFor({ state: 'detached' });
    await untilHolding({ texts: 0, unsent: 0, words: 0 }, own.page);
    expect(own.complaints).to.deep.equal([]);
    await own.context.close();
    rmSync(his, { recursive: true, force: true });
  });

  it('holds nothing from before words were redacted, from the first contact on, whichever page that is', async function () {
    this.timeout(120_000);
    const { page } = amina;
    await page.goto('/account');
    await page.getByRole('button', { name: 'Dit toestel is alleen van mij' }).click();
    await ready();
    await typeAfter(page, 'Het budget', ' Het is Zwaluw-4711 voortaan.');
    await state(page, 'saved');
    await page.waitForTimeout(2000);
    await demo.kill();
    await openAgain();
    await openPlan(amina.page);
    await typeAfter(amina.page, 'Wat goed gaat', ' Onderweg getypt.');
    await state(amina.page, 'kept');
    await amina.page.goto('about:blank');
    await demo.start();
    const desk = await visit(other, demo.address, 'hulpverlener.debrug');
    await desk.page.goto(`${plan}/history/redaction`);
    await desk.page.getByLabel('Woorden die weg moeten').fill('Zwaluw-4711');
    await desk.page.getByRole('button', { name: 'Zoek deze woorden' }).click();
    await desk.page.getByLabel('Waarom lak je dit weg?').fill('Per vergissing getypt');
    await desk.page.getByRole('button', { name: /^Lak deze/ }).click();
    await desk.page.getByText('De woorden zijn weg, ook uit de geschiedenis.').waitFor();
    await amina.page.goto('/account');
    const note = amina.page.locator('[data-device-words]');
    await note.waitFor();
    expect((await note.locator('textarea').inputValue()).trim()).to.equal('Onderweg getypt.');
    await untilHolding({ texts: 0, unsent: 0, words: 1 });
    await note.getByRole('button', { name: /wis het van dit toestel/ }).click();
    await untilHolding({ texts: 0, unsent: 0, words: 0 });
    // The text of after it stays.
    await ready();
    expect(await prose(amina.page))
      .to.contain('Het is  voortaan.')
      .and.not.contain('Onderweg getypt.');
    await amina.page.goto('/account');
    await amina.page.waitForTimeout(1000);
    expect(await holdingOf(amina.page)).to.deep.include({ texts: 1, unsent: 0, words: 0 });
    expect(desk.complaints).to.deep.equal([]);
    await desk.context.close();
  });

  it('gave the browser nothing to complain about', () => {
    expect(amina.complaints).to.deep.equal([]);
  });
});
