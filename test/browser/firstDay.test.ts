import { expect } from 'chai';
import { generate } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';

const password = 'vier woorden samen genoeg';

/** The address in a link, on the port this test runs on. */
const here = (link: string): string => {
  const { pathname, search } = new URL(link);
  return pathname + search;
};

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`main [name=${name}]`, value);
}

/** Invites somebody on the page that is open, and gives the link that is shown to copy. */
async function invite(page: Page, name: string, email: string, role?: string): Promise<string> {
  const form = page.locator('section[aria-labelledby=invite]');
  await form.locator('[name=name]').fill(name);
  await form.locator('[name=email]').fill(email);
  if (role) await form.locator('[name=role]').selectOption(role);
  await form.getByRole('button').click();
  return here(await page.locator('#link').inputValue());
}

/** What a real installation asks of its first people, in the order they would do it. */
describe('the first day of a real installation', function () {
  this.timeout(60_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  const links: Record<string, string> = {};
  const people: Record<string, Visitor> = {};

  before(async () => {
    app = await startTestApp();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await app?.close();
  });

  async function accept(who: string): Promise<Page> {
    const visitor = await visit(browser, app.address, '');
    people[who] = visitor;
    const { page } = visitor;
    await page.goto(links[who]!);
    await fill(page, { newPassword: password });
    await page.locator('#form').getByRole('button').click();
    return page;
  }

  /** Using a link signs in at once or asks to; either way the person is in afterwards. */
  async function signIn(page: Page, email: string): Promise<void> {
    await page.waitForLoadState();
    if (await page.locator('.side').count()) return;
    if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
    await fill(page, { email, password });
    await page.locator('main form button.btn--main').click();
    await page.waitForLoadState();
  }

  it('the set-up link makes the first administrator, who names a coordinator', async () => {
    const link = app.firstSteps.find((line) => line.startsWith('http'))!;
    const admin = await visit(browser, app.address, '');
    people.admin = admin;
    await admin.page.goto(here(link));
    await fill(admin.page, { name: 'Tom', email: 'tom@voorbeeld.example', newPassword: password });
    await admin.page.locator('#form').getByRole('button').click();
    await signIn(admin.page, 'tom@voorbeeld.example');
    await admin.page.goto('/platforms/BE-VAN');
    links.coordinator = await invite(admin.page, 'Nora', 'nora@voorbeeld.example');
    expect((await admin.page.goto('/plans'))?.status(), 'an administrator and cases').to.equal(404);
    expect((await admin.page.goto(here(link)))?.status(), 'the set-up link again').to.be.within(400, 499);
  });

  it('the coordinator admits two organisations and invites their administrators', async () => {
    const page = await accept('coordinator');
    await signIn(page, 'nora@voorbeeld.example');
    for (const name of ['De Wilg', 'De Linde']) {
      await page.goto('/platforms/BE-VAN');
      await fill(page, { organisationName: name });
      await page.locator('main [name=actorType]').selectOption('mental_health_centre');
      await page.locator('section[aria-labelledby=admit]').getByRole('button').click();
      await page.goto('/platforms/BE-VAN');
      await page.getByRole('link', { name }).click();
      links[name] = await invite(page, `Beheer ${name}`, `beheer@${name.slice(3).toLowerCase()}.example`);
    }
  });

  it('each organisation administrator invites a caregiver', async () => {
    for (const name of ['De Wilg', 'De Linde']) {
      const short = name.slice(3).toLowerCase();
      const page = await accept(name);
      await signIn(page, `beheer@${short}.example`);
      await page.goto('/organisations');
      await page.getByRole('link', { name }).click();
      links[short] = await invite(page, `Hulp ${short}`, `hulp@${short}.example`, 'caregiver');
    }
  });

  it('a caregiver is asked for a second factor before a case, and goes on where they were going', async () => {
    const page = await accept('wilg');
    await signIn(page, 'hulp@wilg.example');
    await page.goto('/cases/new');
    expect(new URL(page.url()).pathname).to.equal('/account/second-factor');
    const secret = (await page.locator('code').first().textContent())!.replaceAll(/\s/g, '');
    await fill(page, {
      code: await generate({ secret, epoch: Math.floor(app.clock.now().getTime() / 1000) }),
      currentPassword: password,
    });
    await page.locator('#form').getByRole('button').click();
    await page.locator('.codes li').first().waitFor();
    expect(await page.locator('.codes li').count()).to.equal(10);
    await page.locator('main a.btn--main').click();
    expect(new URL(page.url()).pathname).to.equal('/cases/new');
  });

  it('opens a case, records consent for the other organisation and invites its caregiver', async () => {
    const other = await accept('linde');
    await signIn(other, 'hulp@linde.example');
    const { page } = people.wilg!;
    await page.getByRole('button', { name: 'Open de casus' }).click();
    await page.getByLabel('De Linde').check();
    await page.getByRole('button', { name: 'Noteer de toestemming' }).click();
    await page.getByText('De toestemming is genoteerd.').waitFor();
    await page.getByRole('link', { name: 'Wie zit in dit plan' }).click();
    await page.locator('#person').selectOption({ label: 'Hulp linde, De Linde (hulpverlener)' });
    await page.getByRole('button', { name: 'Nodig uit' }).click();
    await page.getByText('Uitgenodigd.').waitFor();
    await page.getByRole('link', { name: /Het plan van/ }).click();
    await page.waitForSelector('.prose__text');
    await page.fill('form[data-add=goal] textarea', 'Weer zwemmen op zondag');
    await page.getByRole('button', { name: 'Zet dit doel in het plan' }).click();
    await page.locator('section h3', { hasText: 'Weer zwemmen op zondag' }).waitFor();
  });

  it('the invited caregiver sees the plan, once the second factor was given there too', async () => {
    const { page } = people.linde!;
    await page.goto('/plans');
    const secret = (await page.locator('code').first().textContent())!.replaceAll(/\s/g, '');
    await fill(page, {
      code: await generate({ secret, epoch: Math.floor(app.clock.now().getTime() / 1000) }),
      currentPassword: password,
    });
    await page.locator('#form').getByRole('button').click();
    await page.locator('.codes li').first().waitFor();
    await page.goto('/plans');
    await page.locator('.rows h2 a').click();
    await page.locator('section h3', { hasText: 'Weer zwemmen op zondag' }).waitFor();
  });

  it('warns of a national number in a goal before it is kept', async () => {
    const { page } = people.wilg!;
    await page.locator('summary', { hasText: 'Voeg een doel toe' }).click();
    await page.fill('form[data-add=goal] textarea', 'Nummer 85.07.30-033.28 regelen');
    await page.getByRole('button', { name: 'Zet dit doel in het plan' }).click();
    await page.locator('[data-refused]', { hasText: 'rijksregisternummer' }).waitFor();
    expect(await people.linde!.page.locator('section h3', { hasText: 'Nummer' }).count()).to.equal(0);
  });

  it('gave no browser anything to complain about', () => {
    expect(Object.values(people).flatMap((visitor) => visitor.complaints)).to.deep.equal([]);
  });
});
