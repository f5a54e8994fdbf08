import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { demoCase } from '../builders/cases.ts';
import { isSaved, linesShown, openPlan, proseText, settled } from '../builders/prosePage.ts';
import { cell, into, shows, tool, writeTable } from '../builders/tablePage.ts';

describe('what is told of tables, and said about them', function () {
  this.timeout(90_000);
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
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    for (const { page } of [amina, karim]) {
      page.setDefaultTimeout(30_000);
      await openPlan(page);
    }
  });
  afterEach(() => {
    expect([...amina.complaints, ...karim.complaints]).to.deep.equal([]);
  });

  const table = (words?: string): Promise<void> => writeTable(amina.page, karim.page, words);

  it('the history tells a deleted column as one, with its words, which go back as lines; print and the read-only page have the table', async () => {
    await table();
    const { page } = amina;
    await into(page, 0, 0);
    await tool(page, 'tableHead').click();
    await into(karim.page, 0, 1);
    await tool(karim.page, 'columnDelete').click();
    await shows(page, ['plain: voor', 'head: a | c', 'row: d | f', 'plain: na']);
    await isSaved(karim.page);
    await isSaved(page);
    await page.goto(paths.planHistory({ id }));
    const shown = page.locator('.then__line', { has: page.locator('table') });
    await shown.getByText(/Karim Benali \(Noordster\) wiste een kolom op/).waitFor();
    expect(await shown.locator('td.is-gone, th.is-gone').count()).to.equal(2);
    expect(await shown.locator('th').first().innerText()).to.contain('a');
    expect(await faultsOf(page)).to.deep.equal([]);
    await shown.getByRole('button', { name: /Zet terug\s*: alle woorden/ }).click();
    await page.getByText('Het staat nu in een nieuwe regel').waitFor();
    await page.goto(paths.planPrint({ id }));
    expect(await page.locator('.prose th').allInnerTexts()).to.deep.equal(['a', 'c']);
    expect(await page.locator('.prose').innerText()).to.match(/d\s+f\s+b\s+e\s+na/);
    expect(await faultsOf(page)).to.deep.equal([]);
    await openPlan(page);
    await shows(page, ['plain: voor', 'head: a | c', 'row: d | f', 'plain: b', 'plain: e', 'plain: na']);
  });

  it('a comment on words in a cell, stays with them when rows come before them, and says when they go', async () => {
    await table();
    const { page } = amina;
    await into(page, 1, 1);
    await page.keyboard.type(' belangrijk');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await settled(page);
    await page.keyboard.press('Control+Alt+m');
    await page.locator('.remark__composer:not([hidden]) textarea').fill('Klopt dit?');
    await page
      .locator(
        '.remark__composer:not([hidden]) button[type=submit], .remark__composer:not([hidden]) .btn--main',
      )
      .first()
      .click();
    await page.waitForSelector(`${proseText} td .prose__remark`);
    await into(page, 0, 0);
    await tool(page, 'rowBefore').click();
    await tool(page, 'columnBefore').click();
    await cell(karim.page, 2, 2).locator('.prose__remark').waitFor();
    expect(await karim.page.locator('.prose__remark').innerText()).to.equal('belangrijk');
  });

  it('a national number typed in a cell, is asked about before it leaves the page', async () => {
    await table();
    const { page } = amina;
    await into(page, 0, 0);
    await page.keyboard.type(' 85.07.30-033.28');
    await page.getByRole('alert').getByRole('button').first().waitFor();
    expect((await linesShown(karim.page))[1]).not.to.contain('033');
    await page.getByRole('alert').getByRole('button').first().click();
    await shows(karim.page, ['plain: voor', 'row: a  | b | c', 'row: d | e | f', 'plain: na']);
  });
});
