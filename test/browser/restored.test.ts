import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { command } from '../backup/aDatabase.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { freePort, type Program, startProgram } from '../builders/program.ts';

const editor = '.prose__text';

async function openPlan(page: Page): Promise<void> {
  await page.goto('/plans');
  await page.click('.rows h2 a');
  await page.waitForSelector(editor);
  await page.waitForSelector('[data-save-state].is-ok');
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator(`${editor} > *`).first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(text, { delay: 5 });
}

const everythingOn = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [document.body.innerText, ...[...document.querySelectorAll('textarea')].map((area) => area.value)].join(
      '\n',
    ),
  );

describe('a page that was open while a backup was restored', function () {
  this.timeout(120_000);
  const directory = mkdtempSync(join(tmpdir(), 'schakel-restored-'));
  const file = join(directory, 'a.backup');
  const dataDir = join(directory, 'data');
  let program: Program;
  let browser: Browser;

  before(async () => {
    program = await startProgram(directory, await freePort());
    browser = await openBrowser();
    expect((await command('backup', [file], dataDir)).code).to.equal(0);
  });
  after(async () => {
    await browser?.close();
    await program?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it('with a connection or without, loses the plan and keeps for its person what was not saved', async () => {
    const [here, away] = await Promise.all([
      visit(browser, program.address, 'hulpverlener.debrug'),
      visit(browser, program.address, 'hulpverlener.noordster'),
    ]);
    await openPlan(here.page);
    await openPlan(away.page);
    await type(here.page, ' Bewaard na de reservekopie.');
    await here.page.waitForSelector('[data-save-state].is-ok');
    await away.context.setOffline(true);
    await type(away.page, ' Zonder net geschreven.');
    await away.page.waitForSelector('[data-save-state].is-wait');
    expect((await command('restore', [file, '--overwrite'], dataDir)).code).to.equal(0);
    await here.page.waitForSelector(editor, { state: 'detached' });
    await away.context.setOffline(false);
    await away.page.waitForSelector(editor, { state: 'detached' });
    await away.page.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].some((area) =>
        area.value.includes('Zonder net geschreven.'),
      ),
    );
    for (const { page, complaints } of [here, away]) {
      // The text goes when its channel ends, the goals when the page has asked whether the plan is still there.
      await page.waitForFunction(() => !document.body.innerText.includes('Minder drinken'));
      expect(await everythingOn(page)).to.not.include('Minder drinken');
      expect(complaints).to.deep.equal([]);
    }
    // Who signs in again sees what the backup holds.
    const again = await visit(browser, program.address, 'hulpverlener.debrug');
    await openPlan(again.page);
    expect(await everythingOn(again.page))
      .to.include('Minder drinken')
      .and.not.include('Bewaard na de reservekopie');
    await type(again.page, ' En verder.');
    await again.page.waitForSelector('[data-save-state].is-ok');
  });
});
