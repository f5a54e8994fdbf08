import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import {
  openBrowser,
  openProfile,
  type RunningDemo,
  runDemo,
  signIn,
  type Visitor,
  visit,
} from '../builders/browser.ts';
import { holdingOf } from '../builders/copies.ts';

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
  for (let round = 0; round < 100; round += 1) {
    const text = await prose(page);
    if (test(text)) return text;
    await page.waitForTimeout(100);
  }
  return expect.fail(`the text did not become so:\n${await prose(page)}`);
}

describe('a device that somebody marked as their own', function () {
  this.timeout(180_000);
  let demo: RunningDemo;
  let other: Browser;
  let karim: Visitor;
  let plan: string;
  let profile: string;
  let amina: Visitor;

  const open = async (): Promise<void> => {
    amina = await openProfile(profile, demo.address);
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
    for (let round = 0; (await holdingOf(amina.page)).texts === 0; round += 1) {
      expect(round, 'no copy was made').to.be.lessThan(100);
      await amina.page.waitForTimeout(100);
    }
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
    expect((await holdingOf(amina.page)).unsent).to.equal(0);
  });
});
