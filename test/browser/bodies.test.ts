import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults, hasNoFaultsAnywhere, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

describe('bodies and their tables, in a browser', function () {
  this.timeout(120_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  /** The working group the first test makes. */
  let group: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const press = async (page: Page, selector: string): Promise<void> => {
    await tabTo(page, selector);
    await page.keyboard.press('Enter');
  };
  /** Chooses in a list as the keyboard does: by the first letters. */
  const choose = async (page: Page, selector: string, text: string): Promise<void> => {
    await tabTo(page, selector);
    await page.keyboard.type(text);
  };

  it('a coordinator makes a working group and gives two organisations a seat, by keyboard alone', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/bodies');
    await hasNoFaults(page, 'the list');
    await press(page, 'a.btn--main');
    await page.getByRole('heading', { level: 1, name: 'Een overlegorgaan beginnen' }).waitFor();
    await hasNoFaults(page, 'the kinds');
    await press(page, 'a[href*="kind=working_group"]');
    await page.getByRole('heading', { level: 1, name: 'Een werkgroep' }).waitFor();
    await press(page, 'main form.upkeep button.btn--main');
    const toName = page.locator('.summary a[href="#name_nl"]');
    expect(await toName.innerText()).to.equal('Naam, Nederlands: Vul dit in');
    await toName.press('Enter');
    await hasNoFaults(page, 'a refused body');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('name_nl');
    await page.keyboard.type('Werkgroep jongeren');
    await press(page, 'main form.upkeep button.btn--main');
    await page.getByRole('heading', { level: 1, name: 'Werkgroep jongeren' }).waitFor();
    group = new URL(page.url()).pathname;
    await hasNoFaults(page, 'an empty body');

    await press(page, `a[href="${group}/seats/new"]`);
    await choose(page, '#organisation', 'De Brug');
    await hasNoFaults(page, 'the choice of an organisation');
    await press(page, 'main form button.btn--main');
    await choose(page, '#person', 'Amina');
    await choose(page, '#level', 'Werkveld');
    await hasNoFaults(page, 'a new seat');
    await press(page, 'main form.upkeep button.btn--main');
    const seat = page.locator('.seatlist > li', { hasText: 'Amina El Idrissi' });
    await seat.waitFor();
    expect(await seat.innerText())
      .to.include('De Brug')
      .and.include('Werkveld');

    await press(page, `a[href="${group}/seats/new"]`);
    await choose(page, '#organisation', 'Noordster');
    await press(page, 'main form button.btn--main');
    await page.locator('#person').waitFor();
    await press(page, 'main form.upkeep button.btn--main');
    const vacant = page.locator('.seatlist > li', { hasText: 'Nog aan te duiden' });
    await vacant.waitFor();
    expect(await page.locator('.missing li').allInnerTexts()).to.satisfy((all: string[]) =>
      all.some((one) => one.includes('Noordster heeft een plaats, maar nog geen afgevaardigde')),
    );
    await hasNoFaults(page, 'a body with a table');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('an open page follows by itself: what another names shows, and what somebody typed stays', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(group);
    await page.getByText('Dit overlegorgaan stoppen').click();
    await page.locator('#why').fill('Nog aan het schrijven');
    await page.getByText('Volgt vanzelf', { exact: true }).waitFor();
    const other = await visit(browser, app.address, 'beheer.noordster');
    await other.page.goto(group);
    await other.page.getByRole('link', { name: /Duid de afgevaardigde aan/ }).click();
    await other.page.locator('#person').selectOption({ label: 'Karim Benali' });
    await other.page.getByRole('button', { name: 'Duid de afgevaardigde aan' }).click();
    await page.locator('.seatlist > li', { hasText: 'Karim Benali' }).waitFor();
    expect(await page.locator('#why').inputValue()).to.equal('Nog aan het schrijven');
    await other.context.close();
    await context.close();
  });

  it('a partner on a phone, without JavaScript, replaces its delegate in one form', async () => {
    const { page, context } = await visit(browser, app.address, 'beheer.debrug', {
      width: 360,
      script: false,
    });
    await page.goto(group);
    const own = page.locator('.seatlist > li', { hasText: 'De Brug' });
    expect(await page.locator('.seatlist > li', { hasText: 'Noordster' }).getByRole('link').count()).to.equal(
      0,
    );
    await own.getByRole('link', { name: /Vervang de afgevaardigde/ }).click();
    await page.locator('#from').fill(tomorrow());
    await page.getByRole('button', { name: 'Vervang de afgevaardigde' }).click();
    await page.locator('#name-error').waitFor();
    expect(await page.locator('#from').inputValue()).to.equal(tomorrow());
    await page.locator('#person').selectOption({ label: 'Els Goossens' });
    await page.getByRole('button', { name: 'Vervang de afgevaardigde' }).click();
    await page.getByText('De afgevaardigde is aangeduid.').waitFor();
    await page.getByText('1 plaats die nog begint').click();
    expect(await page.locator('details .seatlist > li', { hasText: 'Els Goossens' }).count()).to.equal(1);
    expect(await own.filter({ hasText: 'Amina El Idrissi' }).innerText()).to.include('tot en met');
    expect(await overflow(page)).to.equal(0);
    await context.close();
  });

  /** The page asks for Belgian days. */
  const tomorrow = (): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(
      app.clock.now().getTime() + 86_400_000,
    );

  it('a person who is wrong there is taken from the table with a reason, which the history keeps', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(group);
    await page
      .locator('.seatlist > li', { hasText: 'Karim Benali' })
      .getByRole('link', { name: /Hoort hier niet/ })
      .click();
    await hasNoFaults(page, 'a correction');
    await page.locator('#why').fill('Een naamgenoot werd bedoeld');
    await page.getByRole('button', { name: 'Haal van tafel' }).click();
    await page.getByText('Van tafel gehaald. Je reden staat in de geschiedenis.').waitFor();
    expect(await page.locator('.seatlist > li', { hasText: 'Karim Benali' }).count()).to.equal(0);
    await page.locator('summary', { hasText: 'wijziging' }).click();
    await page.locator('.timeline li', { hasText: 'Een naamgenoot werd bedoeld' }).waitFor();
    await hasNoFaults(page, 'the history');
    await context.close();
  });

  it('in French, at 1280 and 360: the table with printed numbers, the platform and its function', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/language/fr?to=/bodies');
    await page.goto(`/bodies/${idOf('body', 'antwerp-og-pmg')}`);
    await page.getByText('La source compte 21 acteurs').waitFor();
    await page.getByRole('heading', { name: 'Qui manque à cette table ?' }).waitFor();
    await hasNoFaultsAnywhere(page, 'OG PMG');
    await page.goto('/bodies/platforms/BE-VAN');
    await page.getByRole('heading', { name: 'La fonction de coordination' }).waitFor();
    for (const one of await page.locator('main details > summary').all()) await one.click();
    await hasNoFaultsAnywhere(page, 'the platform');
    await page.getByRole('link', { name: 'Ajouter une part' }).click();
    await hasNoFaultsAnywhere(page, 'a function');
    await context.close();
  });

  it('a group inside De Brug shows to its people, and to a coordinator as a page that is not there', async () => {
    const address = `/bodies/${idOf('body', 'demo-inside')}`;
    const own = await visit(browser, app.address, 'hulpverlener.debrug', { width: 360 });
    await own.page.goto(address);
    await own.page.getByText('Alleen mensen van De Brug zien deze groep').waitFor();
    await hasNoFaults(own.page, 'a group inside');
    await own.page.locator('.top__end .menu > summary').last().click();
    const width = await own.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, 'with the menu of the account open').to.equal(360);
    await own.context.close();
    const other = await visit(browser, app.address, 'coordinator.antwerpen');
    expect((await other.page.goto(address))!.status()).to.equal(404);
    await other.page.goto('/bodies?state=all');
    expect(await other.page.getByText('Interne werkgroep').count()).to.equal(0);
    await other.context.close();
  });
});
