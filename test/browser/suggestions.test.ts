import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { OfferSuggestionModel } from '../../models/OfferSuggestion.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { aMailServer } from '../builders/mailServer.ts';

/** Set to a directory to look at the pages afterwards. */
const shots = process.env.SHOTS;

describe('what people without account know better', function () {
  this.timeout(180_000);
  let app: TestApp;
  let browser: Browser;
  let mail: Awaited<ReturnType<typeof aMailServer>>;
  let unitId: string;
  let moduleId: string;

  before(async () => {
    mail = await aMailServer();
    app = await startTestApp({ demo: true, config: { smtpUrl: mail.url } });
    await OfferSuggestionModel.deleteMany({});
    browser = await openBrowser();
    unitId = (await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail())._id;
    const first = CareModuleModel.findOne({ careUnitId: unitId }).sort({ order: 1 });
    moduleId = (await first.lean().orFail())._id;
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await mail?.close();
  });

  /** What axe finds on a page, or what does not fit. */
  async function look(page: Page, name: string): Promise<void> {
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    }
    expect([name, await faultsOf(page), await overflow(page)]).to.deep.equal([name, [], 0]);
  }

  const send = (page: Page) => page.locator('main form button.btn--main').last().click();

  /** Lut makes a link on the form of a module, and reads its address. */
  async function aLinkBy(page: Page, name: string): Promise<string> {
    await page.goto(paths.upkeepEntry({ kind: 'modules', id: moduleId }));
    await page.getByRole('link', { name: 'Laat iemand nakijken' }).click();
    await page.fill('#name', name);
    await page.getByRole('button', { name: 'Maak een link' }).click();
    return new URL(await page.inputValue('#link')).pathname;
  }

  it('a link holder proposes two corrections, and the owner takes one of them, without a script', async () => {
    const lut = await visit(browser, app.address, 'beheer.debrug', { script: false });
    const address = await aLinkBy(lut.page, 'Mieke Maes');
    const mieke = await visit(browser, app.address, '', { script: false, width: 360 });
    await mieke.page.goto(address);
    await mieke.page.locator('main > details > summary').click();
    // What often changes is in sight; what a session costs waits behind its group.
    await mieke.page.locator('[id="waitingList.weeks"]').fill('9');
    expect(await mieke.page.locator('#cost_nl').isVisible()).to.equal(false);
    await mieke.page.locator('summary', { hasText: 'Hoe je binnenkomt' }).click();
    await mieke.page.locator('#cost_nl').fill('Gratis');
    await mieke.page.getByRole('button', { name: 'Verstuur de verbeteringen' }).click();
    expect(await mieke.page.locator('h1').innerText()).to.equal('Bedankt');

    await lut.page.goto(paths.upkeep());
    await lut.page.getByRole('link', { name: '1 suggestie wacht op jou' }).click();
    await lut.page.locator('main .rows h3 a').first().click();
    const choice = (field: string, state: string) => lut.page.locator(`[id="state_${field}-${state}"]`);
    await choice('cost', 'declined').check();
    await lut.page.fill('#reason_cost', 'Het bedrag klopt');
    await choice('waitingList.weeks', 'accepted').check();
    await choice('waitingList.countedOn', 'accepted').check();
    await lut.page.getByRole('button', { name: 'Bewaar wat ik koos' }).click();
    expect(await lut.page.locator('main [role=status]').innerText()).to.contain('Beslist');
    const now = await CareModuleModel.findById(moduleId).lean().orFail();
    expect([now.waitingList?.weeks, now.cost?.nl?.slice(0, 7)]).to.deep.equal([9, '11 euro']);
    await mieke.page.goto(address);
    expect(await mieke.page.locator('h1').innerText()).to.equal('Bedankt');
    await Promise.all([lut.context.close(), mieke.context.close()]);
  });

  it('Lut mails the link, and Mieke on her phone mends a number and is told beside its field what is wrong', async () => {
    const lut = await visit(browser, app.address, 'beheer.debrug');
    await lut.page.goto(paths.upkeepLinks({ kind: 'modules', id: moduleId }));
    await lut.page.fill('#name', 'Mieke Maes');
    await lut.page.fill('#email', 'mieke@voorbeeld.example');
    await lut.page.getByRole('button', { name: 'Maak een link' }).click();
    expect(await lut.page.locator('main [role=status]').innerText()).to.contain('per mail verstuurd');
    await look(lut.page, 'suggestions-links-mailed');
    const sent = mail.mails.find((one) => one.includes('mieke@voorbeeld.example'))!;
    const mieke = await visit(browser, app.address, '', { width: 360 });
    await mieke.page.goto(/\/offer-links\/[\w-]{43}/.exec(sent)![0]);
    await mieke.page.getByRole('link', { name: 'Er klopt iets niet' }).click();
    const available = mieke.page.locator('[id="capacity.available"]');
    await available.fill('900');
    await mieke.page.locator('summary', { hasText: 'Voor wie' }).click();
    await send(mieke.page);
    expect(await mieke.page.locator('[id="capacity.available-error"]').innerText()).to.contain('meer vrij');
    expect(await available.inputValue()).to.equal('900');
    await look(mieke.page, 'suggestions-link-refused-360');
    await available.fill('2');
    await send(mieke.page);
    expect(await mieke.page.locator('h1').innerText()).to.equal('Bedankt');
    const [made] = await OfferSuggestionModel.find({ decidedAt: null }).sort({ madeAt: -1 }).lean();
    expect(made?.proposals.map(({ field, value }) => [field, value])[0]).to.deep.equal([
      'capacity.available',
      2,
    ]);
    await OfferSuggestionModel.deleteMany({});
    expect([...lut.complaints, ...mieke.complaints]).to.deep.equal([]);
    await Promise.all([lut.context.close(), mieke.context.close()]);
  });

  for (const [width, language] of [
    [1280, 'nl'],
    [360, 'fr'],
  ] as const)
    it(`every page of it has nothing axe finds and fits, at ${width} px in ${language}`, async () => {
      const visitor = await visit(browser, app.address, '', { width });
      const { page } = visitor;
      const name = (one: string) => `suggestions-${one}-${width}`;
      await page.goto(paths.language({ code: language }));
      await page.goto(paths.offerReport({ id: unitId }));
      await page.fill('#words', 'Dit nummer is niet meer in gebruik');
      await page.locator('[id="contact.phone"]').fill('bel maar');
      await send(page);
      await look(page, name('report-refused'));
      await page.locator('[id="contact.phone"]').fill(`03 000 0${width}`);
      await page.fill('#email', 'ann@voorbeeld.example');
      await send(page);
      await look(page, name('sheet-thanks'));
      await page.goto(paths.offerReport({ id: unitId }, { about: `module:${moduleId}` }));
      await look(page, name('report-module'));

      const lut = await visit(browser, app.address, 'beheer.debrug', { width });
      const address = await aLinkBy(lut.page, 'Mieke Maes');
      await look(lut.page, name('links'));
      await lut.page.goto(paths.language({ code: language }));
      for (const [one, to] of [
        ['overview', paths.upkeep()],
        ['list', paths.upkeepSuggestions()],
      ] as const) {
        await lut.page.goto(to);
        await look(lut.page, name(one));
      }
      await lut.page.locator('main .rows h3 a').first().click();
      await lut.page.locator('[id="state_contact.phone-declined"]').check();
      await send(lut.page);
      await look(lut.page, name('decide-refused'));
      await lut.page.fill('#reason', 'Dat nummer is van een ander huis');
      await lut.page.locator('#answer-accepted').check();
      await send(lut.page);
      await look(lut.page, name('list-decided'));
      await lut.page.locator('main .rows h3 a').first().click();
      await look(lut.page, name('decided'));

      await page.goto(address);
      await look(page, name('link'));
      await page.locator('main > details > summary').click();
      await look(page, name('link-open'));
      const groups = page.locator('#others ~ details > summary');
      for (let at = 0; at < (await groups.count()); at += 1) await groups.nth(at).click();
      await look(page, name('link-all-open'));
      await page.locator('main form button.btn--main').first().click();
      await look(page, name('link-used'));
      expect([...visitor.complaints, ...lut.complaints]).to.deep.equal([]);
      await Promise.all([visitor.context.close(), lut.context.close()]);
    });
});
