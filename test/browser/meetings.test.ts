import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';

describe('a meeting, called by keyboard and answered on a phone', function () {
  this.timeout(120_000);
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

  it('planned and called by keyboard, answered without script, seen to come in; a guest answers by a link; in French', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(paths.newMeeting({ body: idOf('body', 'antwerp-og-pmg') }));
    await page.getByLabel('Titel').fill('Overleg over nazorg');
    await page.getByLabel('Dag', { exact: true }).fill('2030-03-05');
    await page.getByLabel('Van', { exact: true }).fill('10:00');
    await page.getByLabel('Tot', { exact: true }).fill('12:00');
    await page.getByRole('button', { name: 'Maak het ontwerp' }).press('Enter');
    await page.getByText('Zeg waar mensen samenkomen').first().waitFor();
    await hasNoFaults(page, 'a refused form');
    await page.getByLabel('Plaats', { exact: true }).fill('Zaal De Schelde');
    await page.getByRole('button', { name: 'Maak het ontwerp' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overleg over nazorg' }).waitFor();
    await hasNoFaults(page, 'a draft');
    await page.getByRole('button', { name: 'Roep bijeen' }).press('Enter');
    await page.locator('h1 ~ .meta', { hasText: 'Bijeengeroepen' }).waitFor();

    const phone = await visit(browser, app.address, 'beheer.debrug', { width: 360, script: false });
    await phone.page.goto('/');
    await phone.page
      .getByText('wachten op je antwoord')
      .or(phone.page.getByText('wacht op je antwoord'))
      .first()
      .waitFor();
    await phone.page.goto('/meetings');
    await phone.page.getByRole('link', { name: 'Overleg over nazorg' }).click();
    await phone.page.getByLabel('Ja, ik kom').first().check();
    await phone.page.getByRole('button', { name: 'Verstuur mijn antwoord' }).click();
    await phone.page.locator('#answer', { hasText: 'Je komt' }).waitFor();
    await page
      .locator('#people .tag', { hasText: /^Komt$/ })
      .first()
      .waitFor();
    await hasNoFaults(page, 'a called meeting');

    const guest = page.locator('#people li', { hasText: 'Hilde Coppens' });
    await guest.locator('summary').press('Enter');
    await guest.getByRole('button', { name: 'Maak een link' }).press('Enter');
    const link = new URL(await page.locator('#link').inputValue()).pathname;
    const holder = await visit(browser, app.address, '', { width: 360, language: 'fr-BE', script: false });
    await holder.page.goto(link);
    await holder.page.getByLabel('Peut-être').check();
    await holder.page.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await holder.page.getByText('Vous venez peut-être').waitFor();

    const french = await visit(browser, app.address, 'coordinator.antwerpen', { width: 360 });
    await french.page.goto('/language/fr?to=/meetings');
    await french.page.getByRole('heading', { level: 1, name: 'Réunions' }).waitFor();
    await hasNoFaults(french.page, 'the list in French on a phone');
    await french.page.goto(paths.newSeries({ body: idOf('body', 'antwerp-og-pmg') }));
    await hasNoFaults(french.page, 'a new series in French');
    await french.page.goto(paths.series({ id: idOf('series', 'demo-og-pmg') }));
    await hasNoFaults(french.page, 'a series in French');
    await french.page.goto(paths.calendar());
    await hasNoFaults(french.page, 'the calendar address in French');
    expect(complaints).to.deep.equal([]);
    for (const one of [context, phone.context, holder.context, french.context]) await one.close();
  });

  it('a fold that somebody opened stays open, with the focus, while others change who comes', async () => {
    const [mine, other] = [
      await visit(browser, app.address, 'coordinator.antwerpen'),
      await visit(browser, app.address, 'coordinator.antwerpen'),
    ];
    const address = paths.meeting({ id: idOf('meeting', 'demo-next') });
    await mine.page.goto(address);
    await mine.page.locator('[data-connection-text]', { hasText: /./ }).first().waitFor();
    const fold = mine.page.locator('details', { hasText: 'Nodig nog iemand uit' });
    await fold.locator('summary').press('Enter');
    await other.page.goto(address);
    await other.page.getByText('Nodig nog iemand uit').click();
    await other.page.getByLabel('Naam', { exact: true }).fill('Griet Van den Eynde');
    await other.page
      .locator('details', { hasText: 'Nodig nog iemand uit' })
      .getByRole('button')
      .last()
      .click();
    await mine.page.locator('[data-list="invitees"] h3', { hasText: 'Griet' }).waitFor();
    expect(await fold.evaluate((one: HTMLDetailsElement) => one.open)).to.equal(true);
    expect(await fold.locator('summary').evaluate((one) => one === document.activeElement)).to.equal(true);
    await mine.page.keyboard.press('Tab');
    await mine.page.keyboard.type('Wim');
    expect(await fold.getByLabel('Naam', { exact: true }).inputValue()).to.equal('Wim');
    for (const { context } of [mine, other]) await context.close();
  });
});
