import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, type RunningDemo, runDemo, type Visitor, visit } from '../builders/browser.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

const meeting = idOf('meeting', 'demo-next');
const room = paths.meetingRoom({ id: meeting });

/** Nora leads at her laptop and has the wall, Amina and Karim write, Sofie is a guest who comes late, Sarah has no account. */
describe('a working group meets, in a browser', function () {
  this.timeout(240_000);
  oneAfterAnother(this);
  let demo: RunningDemo;
  let browser: Browser;
  let nora: Visitor;
  let wall: Visitor;
  let amina: Visitor;
  let karim: Visitor;
  let sofie: Visitor;

  before(async () => {
    demo = await runDemo();
    browser = await openBrowser();
    nora = await visit(browser, demo.address, 'coordinator.antwerpen');
    wall = await visit(browser, demo.address, 'coordinator.antwerpen');
    amina = await visit(browser, demo.address, 'hulpverlener.debrug');
    karim = await visit(browser, demo.address, 'hulpverlener.noordster', { width: 360 });
    sofie = await visit(browser, demo.address, 'hulpverlener.hetbaken', { width: 360 });
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const placeOf = (page: Page, name: string) => page.locator('[data-invitee]', { hasText: name });
  const current = (page: Page) => page.locator('[data-item][aria-current="step"]');
  const editor = (page: Page) => page.locator('.ProseMirror');
  const write = async (page: Page, words: string): Promise<void> => {
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(words);
  };
  const areSaved = (...pages: Page[]) =>
    Promise.all(pages.map((page) => page.locator('[data-save-state].is-ok').waitFor()));

  /** Does something that makes the page ask for an item, up to the page having read the answer. */
  const hasRead = async (page: Page, act: () => unknown): Promise<void> => {
    const finished = page.waitForEvent('requestfinished', (request) => /[?&]item=/.test(request.url()));
    await act();
    await finished;
    await page.evaluate(async () => (await fetch(location.href)).text());
  };
  /** The page's next question for an item is answered when `answer` says so. */
  const holdAnswer = async (page: Page) => {
    let [arrived, goesOn] = [(): void => {}, (): void => {}];
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    const isFree = new Promise<void>((resolve) => (goesOn = resolve));
    await page.route(
      /[?&]item=/,
      async (route) => {
        arrived();
        await isFree;
        await route.continue();
      },
      { times: 1 },
    );
    return { asked, answer: () => hasRead(page, goesOn) };
  };

  /** What the page says over its socket waits until it is sent. */
  const holdWords = async (page: Page): Promise<() => Promise<unknown>> => {
    await page.evaluate(() => {
      const { send } = WebSocket.prototype;
      const held: (() => void)[] = [];
      WebSocket.prototype.send = function (data) {
        held.push(() => send.call(this, data));
      };
      window.addEventListener('sent', () => {
        WebSocket.prototype.send = send;
        for (const one of held) one();
      });
    });
    return () => page.evaluate(() => window.dispatchEvent(new Event('sent')));
  };
  const invite = async (page: Page, name: string, email: string): Promise<void> => {
    const form = page.locator('details', { hasText: 'Nodig nog iemand uit' });
    await form.locator('summary').click();
    await form.getByLabel('Naam', { exact: true }).fill(name);
    await form.getByLabel('Mailadres').fill(email);
    // A page that is open follows by itself: the list can have the name before the form's own answer is there.
    const answered = page.waitForEvent('load');
    await form.getByRole('button', { name: 'Nodig uit' }).click();
    await answered;
    await page.locator('[data-list="invitees"] h3', { hasText: name }).waitFor();
  };
  /** What somebody is marked as, by who has the page. */
  const mark = async (page: Page, name: string, button: RegExp): Promise<void> => {
    const place = placeOf(page, name);
    await place.locator('summary').click();
    await place.getByRole('button', { name: button }).click();
  };

  it('what waits in the backlog comes on the agenda; a guest is invited, and somebody without an account', async () => {
    const { page } = nora;
    await page.goto(paths.agendaBeginning({ id: meeting }));
    const waiting = page.locator('main input[type="checkbox"]').last();
    await waiting.check();
    await page.getByRole('button', { name: 'Zet op de agenda' }).click();
    await page.locator('.agenda-list > li').nth(6).waitFor();
    await page.goto(paths.meeting({ id: meeting }));
    await invite(page, 'Sarah Lemmens', '');
    await invite(page, 'Sofie Willems', 'hulpverlener.hetbaken@demo.example');
  });

  it('opens on every screen at once; who is there is marked', async () => {
    await Promise.all([
      nora.page.goto(room),
      wall.page.goto(paths.meetingRoom({ id: meeting }, { wall: '1' })),
      amina.page.goto(room),
      karim.page.goto(room),
    ]);
    await hasNoFaults(nora.page, 'a room that is not open');
    await nora.page.getByRole('button', { name: 'Open de vergadering' }).click();
    await nora.page.getByRole('button', { name: 'Neem dit punt nu op' }).first().click();
    await Promise.all([nora, wall, amina, karim].map(({ page }) => current(page).waitFor()));
    for (const name of ['Nora Verbist', 'Amina El Idrissi']) {
      await mark(nora.page, name, /^Is er/);
      await placeOf(wall.page, name).locator('[data-when="there"]').waitFor({ state: 'visible' });
      // Whoever works by keyboard goes on at the same person.
      await placeOf(nora.page, name).locator('summary:focus').waitFor();
    }
    await wall.page.getByText('Aanwezig: 2').waitFor();
    await hasNoFaults(nora.page, 'an open room');
    await hasNoFaults(karim.page, 'an open room on a phone');
    await hasNoFaults(wall.page, 'the wall');
  });

  it('two write in the minutes of one item; three lines become actions', async () => {
    await Promise.all([amina, karim].map(({ page }) => editor(page).waitFor()));
    await write(amina.page, 'Overdag lukt het, maar niet in de nacht.');
    await areSaved(amina.page);
    await editor(karim.page).getByText('Overdag lukt het, maar niet in de nacht.').waitFor();
    // Both in one line at the same time: neither takes anything from the other. Each types once their caret is seen there.
    await editor(amina.page).click();
    await amina.page.keyboard.press('Control+End');
    await editor(karim.page).click();
    await karim.page.keyboard.press('Control+Home');
    await editor(wall.page).locator('.caret', { hasText: 'Amina' }).waitFor();
    await wall.page.waitForFunction(() =>
      [...document.querySelectorAll('.prose__text .caret')].some(
        (one) => one.textContent?.includes('Karim') && !one.previousSibling,
      ),
    );
    await Promise.all([
      amina.page.keyboard.type(' Dat zegt Amina.', { delay: 20 }),
      karim.page.keyboard.type('Samen: ', { delay: 20 }),
    ]);
    // On his own page no caret stands in the words.
    const together = 'Samen: Overdag lukt het, maar niet in de nacht. Dat zegt Amina.';
    await editor(karim.page).getByText(together).waitFor();
    await editor(karim.page).click();
    await karim.page.keyboard.press('Control+End');
    await karim.page.keyboard.press('Enter');
    await karim.page.keyboard.type('Wij proberen een nachtlijn uit.');
    await editor(wall.page).getByText('Wij proberen een nachtlijn uit.').waitFor();
    await editor(wall.page).getByText(together).waitFor();
    for (const [{ page }, words] of [
      [karim, 'Wij proberen een nachtlijn uit.'],
      [amina, 'Amina belt de huisartsen'],
      [nora, 'Nora maakt een overzicht'],
    ] as const) {
      if (page !== karim.page) {
        await editor(page).click();
        await page.keyboard.press('Control+End');
        await page.keyboard.press('Enter');
        await page.keyboard.type(words);
      }
      await page.keyboard.press('Control+Alt+a');
      const form = page.locator('[data-make="action"]');
      expect(await form.getByLabel('Wat').inputValue()).to.equal(words);
      await form.getByLabel('Tegen').fill('2030-03-01');
      await form.getByRole('button', { name: 'Maak er een actie van' }).click();
      await wall.page.locator('[data-outcome]', { hasText: words }).waitFor();
      await editor(wall.page).locator('.prose__made').first().waitFor();
    }
  });

  it('what is told of others when somebody already looks at another item harms nothing', async () => {
    // Their clock stands, so that what waits for the end of a moment still waits when the page shows something else.
    const other = await visit(browser, demo.address, 'hulpverlener.noordster');
    await other.page.clock.install();
    await other.page.goto(room);
    await editor(other.page).waitFor();
    await other.page.clock.pauseAt(Date.now() + 2_000);
    const late = await visit(browser, demo.address, 'hulpverlener.hetbaken');
    await late.page.goto(room);
    await other.page.locator('[data-presence]', { hasText: 'SW' }).waitFor();
    await other.page.locator('a[data-look]').nth(3).click();
    await other.page.locator('#now', { hasText: 'Kostendeling van de crisisbedden' }).waitFor();
    await other.page.clock.runFor(100);
    expect(other.complaints).to.deep.equal([]);
    await Promise.all([other.context.close(), late.context.close()]);
  });

  it('who looks at other items while words are on the way loses none of them, and sees what was asked for last', async () => {
    const { page } = karim;
    const look = (words: string) => page.locator('a[data-look]', { hasText: words }).click();
    const shows = (words: string) => page.locator('#now', { hasText: words }).waitFor();
    const first = await page.locator('#now').innerText();
    const sendWords = await holdWords(page);
    await write(page, ', en daarna meer');
    const late = await holdAnswer(page);
    await look('Kostendeling van de crisisbedden');
    await late.asked;
    await hasRead(page, () => look('Acties die openstaan'));
    await sendWords();
    await shows('Acties die openstaan');
    await late.answer();
    expect(await page.locator('#now').innerText()).to.equal('Acties die openstaan');
    await look(first);
    await shows(first);
    await editor(wall.page).getByText('Nora maakt een overzicht, en daarna meer').waitFor();
  });

  it('the server is killed in the middle: nothing that was acknowledged is missing, and the room goes on', async () => {
    await editor(amina.page).click();
    await amina.page.keyboard.press('Control+End');
    await amina.page.keyboard.press('Enter');
    await amina.page.keyboard.type('Dit stond er voor de stroom uitviel.');
    await areSaved(amina.page);
    await demo.kill();
    await editor(amina.page).click();
    await amina.page.keyboard.press('Control+End');
    await amina.page.keyboard.type(' En dit erna.');
    await demo.start();
    await areSaved(amina.page);
    for (const { page } of [nora, wall, karim])
      await editor(page).getByText('Dit stond er voor de stroom uitviel. En dit erna.').waitFor();
    await wall.page.reload();
    await wall.page.getByText('Aanwezig: 2').waitFor();
    await expectOutcomes(wall.page, 3);
  });

  const expectOutcomes = async (page: Page, count: number): Promise<void> => {
    await page
      .locator('[data-outcome]')
      .nth(count - 1)
      .waitFor();
    expect(await page.locator('[data-outcome]').count()).to.equal(count);
  };

  it('Sofie comes late, reads along in French and says herself that she is there: everybody sees since when', async () => {
    await sofie.page.goto(paths.language({ code: 'fr' }, { to: room }));
    await editor(sofie.page).getByText('Wij proberen een nachtlijn uit.').waitFor();
    await hasNoFaults(sofie.page, 'an open room in French on a phone');
    await mark(sofie.page, 'Sofie Willems', /^Est là/);
    await wall.page.getByText('Aanwezig: 3').waitFor();
    const [since, own] = [placeOf(wall.page, 'Sofie Willems'), placeOf(sofie.page, 'Sofie Willems')].map(
      (place) => place.locator('[data-stays]'),
    );
    expect(await since!.innerText()).to.match(/^vanaf \d\d\.\d\d$/);
    await own!.getByText(/^depuis \d\d:\d\d$/).waitFor();
    await mark(karim.page, 'Karim Benali', /^Is er/);
    await wall.page.getByText('Aanwezig: 4').waitFor();
    await mark(nora.page, 'Sarah Lemmens', /^Is verontschuldigd/);
    await placeOf(wall.page, 'Sarah Lemmens').locator('[data-when="excused"]').waitFor({ state: 'visible' });
  });

  it('somebody comes in uninvited: who leads writes it down there, and every screen shows them', async () => {
    const form = nora.page.locator('[data-walk-in]');
    await form.locator('summary').click();
    await form.getByRole('button', { name: 'Is er nu bij' }).click();
    await form.locator('#name-error').waitFor();
    const name = form.getByLabel('Naam', { exact: true });
    expect(await name.evaluate((one) => one === document.activeElement)).to.equal(true);
    await hasNoFaults(nora.page, 'a room with a refused form');
    await name.fill('Veerle Onaangekondigd');
    await form.getByLabel('Namens welke organisatie').selectOption({ label: 'Het Baken' });
    await form.getByRole('button', { name: 'Is er nu bij' }).click();
    for (const { page } of [nora, wall, karim, sofie])
      await placeOf(page, 'Veerle Onaangekondigd')
        .locator('span[data-when="there"]')
        .waitFor({ state: 'visible' });
    await wall.page.getByText('Aanwezig: 5').waitFor();
  });

  it('Karim has an interest of his own: he does not write meanwhile, and the minutes will say from when until when', async () => {
    await mark(karim.page, 'Karim Benali', /^Heeft een eigen belang/);
    const abstains = placeOf(wall.page, 'Karim Benali').locator('[data-abstains]');
    await abstains.waitFor({ state: 'visible' });
    await karim.page.locator('.ProseMirror[contenteditable="false"]').waitFor();
    await mark(karim.page, 'Karim Benali', /^Geen eigen belang meer/);
    await abstains.waitFor({ state: 'hidden' });
    await karim.page.locator('.ProseMirror[contenteditable="true"]').waitFor();
  });

  it('the laptop of who leads stops: somebody else takes over, and every screen says who', async () => {
    await nora.page.goto('about:blank');
    await amina.page.getByRole('button', { name: 'Neem de leiding over' }).click();
    const leads = placeOf(wall.page, 'Amina El Idrissi').locator('[data-leads]');
    await leads.waitFor({ state: 'visible' });
    expect(await leads.innerText()).to.equal('leidt de vergadering');
    await amina.page.getByRole('button', { name: 'Vijf minuten extra' }).dblclick();
    await wall.page.locator('[data-clock-words]', { hasText: 'over van 15 minuten' }).waitFor();
    await nora.page.goto(room);
    await current(nora.page).waitFor();
    expect(await wall.page.locator('[data-clock-words]').innerText()).to.equal('over van 15 minuten');
  });

  it('the next item is on every screen, and the meeting ends', async () => {
    const late = await holdAnswer(karim.page);
    const sendWords = await holdWords(amina.page);
    await write(amina.page, ' En dit nog.');
    await amina.page.getByRole('button', { name: 'Klaar, volgend punt' }).click();
    for (const { page } of [nora, wall, karim, sofie])
      await page.locator('[data-item]:nth-child(2)[aria-current="step"]').waitFor();
    // Karim begins to write while the next item is on its way to him: he stays where he is until he goes along.
    await late.asked;
    await write(karim.page, ' Tot daar.');
    await late.answer();
    expect(await editor(karim.page).innerText()).to.include('Tot daar.');
    // Amina, who leads, had words on the way: they arrive, and she goes along.
    await sendWords();
    await amina.page.locator('#now', { hasText: 'Acties die openstaan' }).waitFor();
    await editor(karim.page).getByText('En dit nog.').waitFor();
    await karim.page.locator('[data-elsewhere-link]').click();
    await karim.page.locator('#now', { hasText: 'Acties die openstaan' }).waitFor();
    await wall.page.locator('#now', { hasText: 'Acties die openstaan' }).waitFor();
    // Who is at another item by choice, or on the way to one, is not taken along.
    const chosen = await holdAnswer(karim.page);
    await karim.page.locator('a[data-look]', { hasText: 'Kostendeling van de crisisbedden' }).click();
    await chosen.asked;
    await amina.page.getByRole('button', { name: 'Klaar, volgend punt' }).click();
    for (const { page } of [nora, wall, karim])
      await page.locator('[data-item]:nth-child(3)[aria-current="step"]').waitFor();
    await chosen.answer();
    await karim.page.locator('#now', { hasText: 'Kostendeling van de crisisbedden' }).waitFor();
    // Two are in the middle of a sentence when the meeting ends: the page says so around it. Who keeps the minutes goes on;
    // whoever writes no more has their words back, and they stay when something else is looked at.
    const [sendKept, sendLate] = [await holdWords(wall.page), await holdWords(sofie.page)];
    await write(wall.page, ' Onze laatste');
    await write(sofie.page, ' Sa dernière phrase.');
    await nora.page.getByText('Vergadering afsluiten').click();
    await nora.page.getByRole('button', { name: 'Sluit de vergadering' }).click();
    for (const { page } of [nora, wall, amina, karim])
      await page.getByText('De vergadering is gesloten.').first().waitFor();
    await wall.page.keyboard.type(' zin.');
    await sendKept();
    await editor(nora.page).getByText('Onze laatste zin.').waitFor();
    await sofie.page.getByText('La réunion est close.').first().waitFor();
    await sendLate();
    const givenBack = sofie.page.locator('[data-prose-unsent] textarea');
    expect((await givenBack.inputValue()).trim()).to.equal('Sa dernière phrase.');
    const first = sofie.page.locator('a[data-look]').first();
    const title = await first.innerText();
    await first.click();
    await sofie.page.locator('#now', { hasText: title }).waitFor();
    expect((await givenBack.inputValue()).trim()).to.equal('Sa dernière phrase.');
  });

  it('the minutes go round: a remark from a phone without script, an answer, approval, and a lock', async () => {
    const phone = await visit(browser, demo.address, 'hulpverlener.noordster', { width: 360, script: false });
    const minutes = paths.meetingMinutes({ id: meeting });
    await karim.page.goto(minutes);
    await hasNoFaults(karim.page, 'minutes on a phone');
    const present = karim.page.locator('section[aria-labelledby="there"] li', { hasText: /^Sofie Willems/ });
    expect(await present.innerText()).to.match(/^Sofie Willems \(\d\d\.\d\d–\d\d\.\d\d\)$/);
    expect(await karim.page.getByText('Karim Benali, bij').innerText()).to.match(/\(\d\d\.\d\d–\d\d\.\d\d\)/);
    await sofie.page.goto(minutes);
    await hasNoFaults(sofie.page, 'minutes in French on a phone');
    await phone.page.goto(minutes);
    await phone.page.getByText('Opmerking bij dit punt').first().click();
    await phone.page.getByLabel('Wat moet er anders?').first().fill('De nachtlijn is van De Brug.');
    await phone.page.getByRole('button', { name: 'Geef door' }).first().click();
    await phone.page.getByText('Je opmerking is doorgegeven.').waitFor();
    await phone.context.close();
    const { page } = nora;
    await page.goto(minutes);
    await page.getByText('Dit stond er voor de stroom uitviel. En dit erna.').waitFor();
    await page.getByRole('button', { name: 'Overgenomen', exact: true }).click();
    await page.getByText('Het antwoord is bewaard.').waitFor();
    await page.getByRole('button', { name: 'Keur goed en vergrendel' }).click();
    await page.getByText('goedgekeurd en vergrendeld', { exact: true }).waitFor();
    await hasNoFaults(page, 'locked minutes');
    await page.goto(room);
    await editor(page).waitFor();
    expect(await editor(page).getAttribute('contenteditable')).to.equal('false');
  });

  it('the open actions come back on the next agenda, as the same objects, and with what was put off', async () => {
    const { page } = nora;
    await page.goto(paths.newMeeting({ body: idOf('body', 'antwerp-mechelen') }));
    await page.getByLabel('Titel').fill('Volgende keer');
    await page.getByLabel('Dag', { exact: true }).fill('2030-03-05');
    await page.getByLabel('Van', { exact: true }).fill('10:00');
    await page.getByLabel('Tot', { exact: true }).fill('12:00');
    await page.getByLabel('Plaats', { exact: true }).fill('Mechelen');
    await page.getByRole('button', { name: 'Maak het ontwerp' }).click();
    await page.getByRole('heading', { level: 1, name: 'Volgende keer' }).waitFor();
    const id = new URL(page.url()).pathname.split('/')[2] ?? '';
    await page.goto(paths.agendaBeginning({ id }));
    await page.getByText('Kostendeling van de crisisbedden').waitFor();
    await page.getByRole('button', { name: 'Zet op de agenda' }).click();
    await page.locator('.agenda-list > li').first().waitFor();
    await page.getByText('Amina belt de huisartsen').first().waitFor();
    expect([nora, wall, amina, karim, sofie].flatMap((one) => one.complaints)).to.deep.equal([]);
  });
});
