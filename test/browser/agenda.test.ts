import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

const body = idOf('body', 'antwerp-mechelen');
const next = idOf('meeting', 'demo-next');

describe('agendas and promises, in a browser', function () {
  this.timeout(120_000);
  oneAfterAnother(this);
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

  it('a coordinator builds an agenda by keyboard alone, and a page that is open follows', async () => {
    const nora = await visit(browser, app.address, 'coordinator.antwerpen');
    const amina = await visit(browser, app.address, 'hulpverlener.debrug');
    const { page } = nora;
    await amina.page.goto(paths.meetingAgenda({ id: next }));
    await amina.page.getByText('Volgt vanzelf').waitFor();
    await page.goto(paths.meetingAgenda({ id: next }));
    await hasNoFaults(page, 'an agenda');
    await page.getByRole('link', { name: 'Zet een punt op de agenda' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Zet een punt op de agenda' }).waitFor();
    await tabTo(page, 'main form.upkeep button.btn--main');
    await page.keyboard.press('Enter');
    await page.locator('.summary a[href="#title"]').press('Enter');
    await hasNoFaults(page, 'a refused item');
    await page.keyboard.type('Bezoek aan de nachtdienst');
    await tabTo(page, '#minutes');
    await page.keyboard.type('5');
    await tabTo(page, 'main form.upkeep button.btn--main');
    await page.keyboard.press('Enter');
    await page.getByText('De agenda is 15 minuten te lang.').waitFor();
    await amina.page.getByRole('link', { name: 'Bezoek aan de nachtdienst' }).waitFor();
    await page.getByRole('button', { name: 'Zet omhoog: Bezoek aan de nachtdienst' }).press('Enter');
    await page
      .locator('.agenda-list > li:nth-child(5) a', { hasText: 'Bezoek aan de nachtdienst' })
      .waitFor();
    await amina.page
      .locator('.agenda-list > li:nth-child(5) a', { hasText: 'Bezoek aan de nachtdienst' })
      .waitFor();
    expect([...nora.complaints, ...amina.complaints]).to.deep.equal([]);
    await nora.context.close();
    await amina.context.close();
  });

  it('a partner proposes on a phone without script', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.noordster', {
      width: 360,
      script: false,
    });
    await page.goto(paths.backlog({ id: body }));
    await page.getByRole('link', { name: 'Stel een punt voor' }).click();
    await page.getByLabel('Titel').fill('Wachttijden delen');
    await page.getByLabel('Tijd in minuten').fill('15');
    await page.getByRole('button', { name: 'Stel voor' }).click();
    await page.getByRole('heading', { level: 1, name: 'Wachttijden delen' }).waitFor();
    await page.goto(paths.backlog({ id: body }));
    await page.getByText('Door jou voorgesteld').waitFor();
    await context.close();
  });

  it('promises in French: one is later, with a reason, and one is done', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'hulpverlener.debrug', {
      width: 360,
    });
    await page.goto(paths.language({ code: 'fr' }, { to: paths.promises() }));
    await page.getByRole('heading', { level: 2, name: 'De moi : 2 en cours' }).waitFor();
    await hasNoFaults(page, 'promises');
    const first = page.locator('.rows > li').first();
    await first.getByText('en attente depuis').waitFor();
    await first.getByText('Ce sera plus tard').click();
    await hasNoFaults(page, 'a later day');
    await first.getByLabel('Nouveau jour').fill('2099-01-31');
    await first.getByLabel('Pourquoi').fill('Le médecin est absent');
    await first.getByRole('button', { name: 'Enregistrer le nouveau jour' }).click();
    await page.getByText('Le nouveau jour est enregistré.').waitFor();
    await page
      .getByRole('button', { name: /C’est fait/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: 'De moi : 1 en cours' }).waitFor();
    await page.getByText('C’est fait. Merci.').waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
