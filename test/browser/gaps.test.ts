import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('the register of gaps in the browser', function () {
  this.timeout(60_000);
  let app: TestApp;
  let browser: Browser;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const report = async (page: Page, title: string): Promise<void> => {
    await page.goto('/gaps');
    await page.getByRole('link', { name: 'Meld een lacune' }).click();
    await page.getByLabel('Onvoldoende').check();
    await page.getByLabel('In één zin').fill(title);
    await page.getByRole('button', { name: 'Verstuur de melding' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  };

  it('a partner without JavaScript reports on a phone, and the coordinator finds it among what nobody has taken on', async () => {
    const partner = await visit(browser, app.address, 'hulpverlener.debrug', { width: 360, script: false });
    await report(partner.page, 'Te weinig nazorg in Mechelen');
    await partner.context.close();
    const coordinator = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    await coordinator.page.goto('/gaps');
    await coordinator.page.getByRole('link', { name: /^Zonder trekker/ }).click();
    await coordinator.page.getByRole('link', { name: 'Te weinig nazorg in Mechelen' }).click();
    await coordinator.page.getByRole('heading', { level: 1 }).waitFor();
    await coordinator.context.close();
  });

  it('a step that asks for more comes back by keyboard alone, with what was typed, and is then taken', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await report(page, 'Geen crisisopvang in Turnhout');
    await page.locator('#status-solved').focus();
    await page.keyboard.press('Space');
    await page.locator('#why').focus();
    await page.keyboard.type('Bestond al, bij Het Baken');
    await page.getByRole('button', { name: 'Zet deze stap' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.summary').waitFor();
    expect(await page.locator('#why').inputValue()).to.equal('Bestond al, bij Het Baken');
    expect(await page.locator('#status-solved').isChecked()).to.equal(true);
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.locator('#solvedBy').fill('De crisisopvang van Het Baken');
    await page.getByRole('button', { name: 'Zet deze stap' }).press('Enter');
    await page.getByText('Opgelost door: De crisisopvang van Het Baken').waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('two coordinators who change one field: the second is shown both values and takes the other one', async () => {
    const first = await visit(browser, app.address, 'coordinator.antwerpen');
    await report(first.page, 'Te weinig dagactivering');
    const second = await first.context.newPage();
    await second.goto(`${first.page.url()}/fields`);
    await first.page.getByRole('link', { name: 'Pas aan' }).click();
    for (const [page, group] of [
      [first.page, 'Werkgroep dag'],
      [second, 'Werkgroep werk'],
    ] as const) {
      await page.locator('#workingGroup').fill(group);
      await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    }
    await second.getByText('Werkgroep dag').first().waitFor();
    expect(await faultsOf(second)).to.deep.equal([]);
    await second.locator('#review-workingGroup-theirs').check();
    await second.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await second.locator('#facts').waitFor();
    expect(await second.locator('main').innerText())
      .to.include('Werkgroep dag')
      .and.not.include('Werkgroep werk');
    await first.context.close();
  });

  it('what a partner says stands on the page of the coordinator at once, and what they were typing stays', async () => {
    const coordinator = await visit(browser, app.address, 'coordinator.antwerpen');
    await report(coordinator.page, 'Te weinig nachtopvang');
    await coordinator.page.getByText('Volgt vanzelf').waitFor();
    await coordinator.page.locator('#words').fill('Ik vraag het na');
    const partner = await visit(browser, app.address, 'hulpverlener.debrug');
    await partner.page.goto('/gaps');
    await partner.page.getByText('Volgt vanzelf').waitFor();
    await partner.page.getByRole('link', { name: 'Te weinig nachtopvang' }).click();
    await partner.page.locator('#words').fill('In de winter elke nacht');
    await partner.page.getByRole('button', { name: 'Plaats' }).click();
    await coordinator.page.locator('.thread').getByText('In de winter elke nacht').waitFor();
    const gap = new URL(coordinator.page.url()).pathname.split('/').at(-1)!;
    const body = idOf('body', 'antwerp-mechelen');
    await partner.page.goto(paths.newBacklogItem({ id: body }, { about: `gap:${gap}` }));
    await partner.page.getByRole('button', { name: 'Stel voor' }).click();
    await coordinator.page
      .locator('section:has(> #agendas)')
      .getByRole('link', { name: 'Te weinig nachtopvang' })
      .waitFor();
    expect(await coordinator.page.locator('#words').inputValue()).to.equal('Ik vraag het na');
    await partner.page.goto('/gaps');
    await partner.page.getByText('Volgt vanzelf').waitFor();
    await report(coordinator.page, 'Geen hulp op zondag');
    await partner.page.getByRole('link', { name: 'Geen hulp op zondag' }).waitFor();
    expect([...coordinator.complaints, ...partner.complaints]).to.deep.equal([]);
    await coordinator.context.close();
    await partner.context.close();
  });
});
