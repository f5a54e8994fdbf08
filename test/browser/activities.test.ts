import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { ActivityModel, type ActivityRecord } from '../../models/Activity.ts';
import { EvaluationModel, type EvaluationRecord } from '../../models/Evaluation.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { tabTo } from '../builders/keyboard.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';
import { signInAs } from '../builders/people.ts';

describe('activities, in a browser', function () {
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

  const found = async (title: string): Promise<ActivityRecord> =>
    (await ActivityModel.findOne({ 'values.title': title }).lean<ActivityRecord>())!;

  it('a coordinator enters an activity by keyboard in some forty keys, and has typed nothing that is not of it', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/activities');
    await hasNoFaults(page, 'the list at 1280');
    await page.getByRole('link', { name: 'Voeg een activiteit toe' }).press('Enter');
    await page.locator('#type').waitFor();
    await page.locator('#type').focus();
    let keys = 0;
    const type = async (text: string): Promise<void> => {
      keys += text.length;
      await page.keyboard.type(text);
    };
    await type('In');
    expect(await page.locator('#type').inputValue()).to.equal('intervision');
    keys += await tabTo(page, '#title');
    await type('Intervisie GHB');
    keys += await tabTo(page, '#who_0');
    await type('Hu');
    keys += await tabTo(page, '#present_0');
    await type('3');
    await hasNoFaults(page, 'a new activity at 1280');
    await page.keyboard.press('Enter');
    keys += 1;
    await page.getByRole('heading', { level: 1, name: 'Intervisie GHB' }).waitFor();
    expect(keys).to.be.lessThan(45);
    const { attendance, state } = await found('Intervisie GHB');
    expect(state).to.equal('confirmed');
    expect(attendance).to.have.length(1);
    expect(attendance[0]).to.include({ kind: 'general_practice', present: 3, invited: null });
    await hasNoFaults(page, 'an activity at 1280');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('when another type is chosen, its own fields and the rows of the last one of it are there', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/activities/new');
    expect(await page.locator('#synthesis').isVisible()).to.equal(false);
    await page.locator('#type').selectOption('round_table');
    await page.locator('#synthesis').waitFor({ state: 'visible' });
    await page.locator('#type').selectOption('intervision');
    await page.locator('[data-came][data-of="intervision"]').waitFor();
    expect(await page.locator('#who_0').inputValue()).to.equal('kind:general_practice');
    await page.getByText('vorige keer 3').waitFor();
    expect(await page.locator('#present_0').inputValue()).to.equal('');
    expect(await page.locator('#synthesis').isVisible()).to.equal(false);
    // Who came is chosen already, without a number yet: another type leaves it, also when its rows come late.
    await page.locator('#who_1').selectOption('kind:police');
    const rows = page.waitForResponse((response) => response.url().includes('type=training'));
    await page.locator('#type').selectOption('training');
    await (await rows).finished();
    await page.evaluate(async () => (await fetch(location.href)).text());
    expect(await page.locator('#who_1').inputValue()).to.equal('kind:police');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('who types the mailbox of somebody is warned beside the field, before anything is sent', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/activities/new?type=meeting');
    await page.locator('#title').fill('Vergadering met jan.peeters@voorbeeld.example');
    await page.locator('#title').press('Tab');
    await page.locator('#title-identity', { hasText: 'e-mailadres' }).waitFor();
    await hasNoFaults(page, 'a warning');
    await page.locator('#title').fill('Vergadering');
    await page.locator('#title').press('Tab');
    await page.locator('#title-identity').waitFor({ state: 'detached' });
    await context.close();
  });

  it('on a phone without JavaScript, in French: entered, refused beside the field, mended', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', {
      width: 360,
      script: false,
    });
    await page.goto('/language/fr?to=/activities/new');
    await page.goto('/activities/new');
    await page.locator('#type').selectOption('training');
    await page.locator('#who_0').selectOption('kind:police');
    await page.locator('#present_0').fill('douze');
    await page.locator('#title').fill('Formation GHB');
    await page.getByRole('button', { name: 'Enregistrer' }).first().click();
    await page.locator('#present_0-error').waitFor();
    await page.locator('#present_0').fill('12');
    await page.getByRole('button', { name: 'Enregistrer' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Formation GHB' }).waitFor();
    expect((await found('Formation GHB')).attendance[0]).to.include({ kind: 'police', present: 12 });
    await context.close();
  });

  it('on a phone in French, no page has faults or scrolls sideways', async () => {
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', { width: 360 });
    await page.goto('/language/fr?to=/activities/new');
    const { _id: id } = await found('Formation GHB');
    for (const [name, address] of [
      ['the form at 360 in French', '/activities/new?type=training'],
      ['an activity at 360 in French', `/activities/${id}`],
      ['the list at 360 in French', '/activities'],
      ['the figures at 360 in French', '/activities/figures'],
    ] as const) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await hasNoFaults(page, name);
    }
    await context.close();
  });

  it('an open list follows by itself what a colleague enters', async () => {
    const { page, context } = await visit(browser, app.address, 'hulpverlener.debrug');
    await page.goto('/activities');
    await page.locator('[data-connection-text]', { hasText: /./ }).waitFor();
    await page.waitForFunction(
      () => !document.querySelector('[data-connection-text]')!.textContent!.includes('niet'),
    );
    const other = await visit(browser, app.address, 'coordinator.antwerpen');
    await other.page.goto('/activities/new?type=study_day');
    await other.page.locator('#title').fill('Studiedag samen');
    await other.page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await page.getByRole('link', { name: 'Studiedag samen' }).waitFor();
    await other.context.close();
    await context.close();
  });

  it('somebody without an account evaluates in French by the address; the coordinator prints it with its code', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    const { _id: id } = await found('Intervisie GHB');
    await page.goto(`/activities/${id}/evaluation`);
    await page.getByRole('button', { name: 'Maak een evaluatieformulier' }).click();
    await page.locator('.code svg').waitFor();
    await hasNoFaults(page, 'an evaluation at 1280');
    const { token } = (await EvaluationModel.findById(id).lean<EvaluationRecord>())!;
    const nobody = await visit(browser, app.address, '', { width: 360, language: 'fr-BE', script: false });
    await nobody.page.goto(`/activities/evaluations/${token}`);
    await nobody.page.getByRole('heading', { level: 1, name: 'Qu’en avez-vous pensé ?' }).waitFor();
    await nobody.page.locator('label[for="useful-5"]').click();
    await nobody.page.locator('#good').fill('Le partage');
    await nobody.page.getByRole('button', { name: 'Envoyer' }).click();
    await nobody.page.getByText('Votre réponse est enregistrée').waitFor();
    const { answers } = (await EvaluationModel.findById(id).lean<EvaluationRecord>())!;
    expect(answers).to.have.length(1);
    expect(answers[0]).to.include({ useful: 5, good: 'Le partage' });
    await nobody.context.close();
    await page.goto(`/activities/evaluations/${token}`);
    await page.getByRole('button', { name: 'Verstuur' }).waitFor();
    await hasNoFaults(page, 'the anonymous form at 1280');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('a calendar file is looked through before anything is kept', async () => {
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto('/activities/imports');
    await hasNoFaults(page, 'a calendar');
    const day = `${new Date().getUTCFullYear()}0105`;
    const text = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      'UID:1',
      'SUMMARY:Vorming uit agenda',
      `DTSTART;VALUE=DATE:${day}`,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    await page
      .locator('#file')
      .setInputFiles({ name: 'agenda.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Lees het bestand' }).click();
    await page.locator('#title_0').waitFor();
    await hasNoFaults(page, 'what is an activity');
    await page.locator('label[for="take_0"]').click();
    await page.locator('#type_0').selectOption('training');
    await page.getByRole('button', { name: 'Neem over wat aangevinkt is' }).click();
    await page.getByRole('link', { name: 'Vorming uit agenda' }).waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('the summary of a visit is sent by keyboard, also without JavaScript; a partner finds it on the start page of a phone', async () => {
    const coordinator = await signInAs(app, 'coordinator.antwerpen');
    const made = await coordinator.post(paths.activities(), {
      ...{ type: 'bilateral_visit', title: 'Bezoek aan De Kade', day: brusselsDay(app.clock.now()) },
      ...{ platform: 'BE-VAN', times: '1', service: 'demo-de-kade', summary: 'Het huis zoekt een arts.' },
    });
    const id = made.headers.location!.split('/').at(-1)!;
    const sending = paths.activitySending({ id });
    const partner = await signInAs(app, 'beheer.hetbaken');
    expect((await partner.get(paths.home())).text, 'nothing was sent yet').not.to.include(id);
    const plain = await visit(browser, app.address, 'coordinator.antwerpen', { script: false });
    await plain.page.goto(sending);
    await plain.page.getByRole('button', { name: 'Verstuur' }).press('Enter');
    await plain.page.locator('#to-error').waitFor();
    await plain.context.close();
    const { page, context, complaints } = await visit(browser, app.address, 'coordinator.antwerpen');
    await page.goto(paths.activity({ id }));
    await page.getByRole('link', { name: 'Stuur de samenvatting aan alle betrokkenen' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Stuur de samenvatting' }).waitFor();
    await hasNoFaults(page, 'sending a summary at 1280');
    await page.setViewportSize({ width: 360, height: 740 });
    await hasNoFaults(page, 'sending a summary at 360');
    await tabTo(page, '[name=to][value=platform]');
    await page.keyboard.press('Space');
    await tabTo(page, 'main form .btn--main');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Verstuurde samenvatting' }).waitFor();
    await hasNoFaults(page, 'an activity whose summary was sent, at 360');
    expect(complaints).to.deep.equal([]);
    await context.close();
    const told = await visit(browser, app.address, 'beheer.hetbaken', { width: 360, language: 'fr-BE' });
    await told.page.goto(paths.home());
    await hasNoFaults(told.page, 'a start page with a summary at 360');
    await told.page.getByRole('link', { name: 'Bezoek aan De Kade' }).press('Enter');
    await told.page.getByText('Het huis zoekt een arts.').waitFor();
    expect(told.complaints).to.deep.equal([]);
    await told.context.close();
  });
});
