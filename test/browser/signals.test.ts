import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { textOfPages } from '../builders/pdf.ts';

describe('from a cell to a solved gap, by way of a government', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  const title = 'Te weinig begeleiding in Mechelen';

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const take = async (page: Page, status: string, why: string): Promise<void> => {
    await page.locator(`#status-${status}`).check();
    await page.locator('#why').fill(why);
  };

  it('cell, gap, verified, signal, sent, answered by an official on a phone, and solved with before and after', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    const cell = { kind: 'insufficient', function: 'ambulatory_counselling', area: '12000', cell: 'on' };
    await page.goto(paths.newGap(cell));
    await page.getByText('Dit zegt het zorgaanbod nu').waitFor();
    await hasNoFaults(page, 'a report from a cell');
    await page.locator('#title').fill(title);
    await page.getByRole('button', { name: 'Verstuur de melding' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const gap = page.url();
    await page.getByRole('heading', { name: 'Bij de melding' }).waitFor();

    await take(page, 'verified', 'Nagekeken met de partners');
    await page.getByRole('button', { name: 'Zet deze stap' }).click();
    await page.locator('.timeline .is-now', { hasText: 'Bevestigd' }).waitFor();
    await page.getByRole('link', { name: 'Maak een signaal' }).click();
    await page.getByLabel('Overheid', { exact: true }).selectOption('fod-cel-drugs');
    await hasNoFaults(page, 'a new signal');
    await page.getByRole('button', { name: 'Begin het ontwerp' }).click();
    await page.getByText('Vul in: Wat wij vragen').waitFor();
    await hasNoFaults(page, 'a draft');

    await page.getByRole('link', { name: 'Pas aan' }).click();
    await page.getByLabel('Wat wij vragen').fill('Twee begeleiders in Mechelen');
    await hasNoFaults(page, 'the fields of a draft');
    await page.getByRole('button', { name: 'Bewaar', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Onderteken en verstuur' }).press('Enter');
    await page.locator('.timeline .is-now', { hasText: 'Verstuurd aan' }).waitFor();
    const letter = page.url();

    const official = await visit(browser, app.address, 'fod', { width: 360, script: false });
    await official.page.goto('/signals');
    await official.page.getByRole('link', { name: title }).click();
    await official.page.locator('summary', { hasText: 'Voer een antwoord in' }).click();
    await official.page.getByRole('button', { name: 'Bewaar het antwoord' }).click();
    await official.page.locator('#follows-error').waitFor();
    await official.page.locator('#text').fill('Er komen twee begeleiders');
    await official.page.locator('#follows-solved').check();
    await official.page.getByRole('button', { name: 'Bewaar het antwoord' }).click();
    await official.page.locator('.timeline .is-now', { hasText: 'Er komen twee begeleiders' }).waitFor();
    await official.context.close();

    await page.goto(letter);
    await page.getByText('Zet nu bij elke lacune de stap').waitFor();
    await hasNoFaults(page, 'an answered letter');
    await page.goto(gap);
    await take(page, 'solved', 'De begeleiders zijn begonnen');
    await page.locator('#solvedBy').fill('Twee begeleiders');
    await page.locator('input[name=modules]').first().check();
    await page.getByRole('button', { name: 'Zet deze stap' }).click();
    await page.getByText('Opgelost door: Twee begeleiders').waitFor();
    const moments = await page.locator('#inventory h4').allInnerTexts();
    expect(moments).to.deep.equal(['Bij de melding', 'Bij de oplossing', 'Nu']);
    await hasNoFaults(page, 'a solved gap');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('on a phone, in French, a letter and its list fit and say everything', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', { width: 360 });
    await page.goto('/language/fr?to=/signals');
    await page.getByRole('heading', { level: 1, name: 'Signaux aux autorités' }).waitFor();
    await hasNoFaults(page, 'the list');
    await page.getByRole('link', { name: title }).click();
    await page.getByText('Réponse du').first().waitFor();
    await hasNoFaults(page, 'a letter');
    await context.close();
  });

  it('printed, a letter is the letter alone, on A4', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/signals');
    await page.getByRole('link', { name: title }).click();
    await page.locator('.letter').waitFor();
    await page.emulateMedia({ media: 'print' });
    const isShown = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect(await isShown('.letter')).to.equal(true);
    for (const other of ['.side', '.crumbs', '.title', '#way', '.foot', '.btn'])
      expect(await isShown(other), other).to.equal(false);
    await context.close();
  });

  it('printed, a draft says in its own words that it is one, and a letter that was sent does not', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    for (const [key, isDraft] of [
      ['example-draft', true],
      ['example-answered', false],
    ] as const) {
      await page.goto(`/signals/${idOf('signal', key)}`);
      const [text = ''] = await textOfPages(await page.pdf({ format: 'A4' }));
      expect(text.includes('Ontwerp, nog niet verstuurd'), key).to.equal(isDraft);
      expect(text).to.include('Onderwerp:').and.include('deze brief is verzonnen');
    }
    await context.close();
  });
});
