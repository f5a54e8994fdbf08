import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoFaults } from '../builders/axe.ts';
import { openBrowser, visit } from '../builders/browser.ts';
import { signInAs } from '../builders/people.ts';
import { aReadyDraft, aVerifiedGap } from '../builders/signals.ts';

describe('one draft of a signal, open at two platforms', function () {
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

  const aSharedDraft = async (): Promise<string> =>
    aReadyDraft(await signInAs(app, 'coordinator.antwerpen'), await aVerifiedGap(['BE-VAN', 'BE-VLI']));
  const follows = (page: Page) => page.getByText('Volgt vanzelf').waitFor();
  const both = async () => {
    const antwerpen = await visit(browser, app.address, 'coordinator.antwerpen');
    const limburg = await visit(browser, app.address, 'coordinator.limburg');
    return {
      antwerpen,
      limburg,
      close: () => Promise.all([antwerpen, limburg].map((one) => one.context.close())),
    };
  };

  it('a signature of the other stands there by itself, and a reason that somebody types stays', async () => {
    const id = await aSharedDraft();
    const { antwerpen, limburg, close } = await both();
    await antwerpen.page.goto(`/signals/${id}`);
    await follows(antwerpen.page);
    await antwerpen.page.locator('summary', { hasText: 'Ontwerp intrekken' }).click();
    await antwerpen.page.locator('#why').fill('Wij willen eerst tellen');
    await limburg.page.goto(`/signals/${id}`);
    await limburg.page.getByRole('button', { name: /^Onderteken voor/ }).click();
    await antwerpen.page
      .locator('#dispatch')
      .getByText(/Limburg.*, versie 2, op/)
      .waitFor();
    await antwerpen.page.getByRole('button', { name: 'Onderteken en verstuur' }).waitFor();
    expect(await antwerpen.page.locator('#why').inputValue()).to.equal('Wij willen eerst tellen');
    await hasNoFaults(antwerpen.page, 'a draft with a signature');
    expect([...antwerpen.complaints, ...limburg.complaints]).to.deep.equal([]);
    await close();
  });

  it('words that changed come in by themselves, and are signed only once they were read', async () => {
    const id = await aSharedDraft();
    const { antwerpen, limburg, close } = await both();
    await limburg.page.goto(`/signals/${id}`);
    await follows(limburg.page);
    await antwerpen.page.goto(`/signals/${id}/fields`);
    await antwerpen.page.getByLabel('Wat wij vragen').fill('Zes bedden in Hasselt');
    await antwerpen.page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await limburg.page.locator('.letter').getByText('Zes bedden in Hasselt').waitFor();
    await limburg.page.getByText('Zonet veranderd: Wat wij vragen').waitFor();
    expect(await limburg.page.getByRole('button', { name: /^Onderteken/ }).count()).to.equal(0);
    await hasNoFaults(limburg.page, 'a draft that changed');
    await limburg.page.getByRole('link', { name: 'Ik heb de nieuwe tekst gelezen' }).click();
    await limburg.page.getByRole('button', { name: /^Onderteken voor/ }).click();
    await limburg.page
      .locator('#dispatch')
      .getByText(/Limburg.*, versie 3, op/)
      .waitFor();
    await close();
  });

  it('a form that is open takes the other’s field over and leaves what is typed or ticked, of which both values are shown later', async () => {
    const id = await aSharedDraft();
    const { antwerpen, limburg, close } = await both();
    const mine = antwerpen.page;
    await mine.goto(`/signals/${id}/fields`);
    await follows(mine);
    await mine.getByLabel('Wat wij vragen').fill('Tien bedden');
    const free = mine.locator('#gaps input[type=checkbox]:not(:checked)').first();
    const other = mine.locator(`#${await free.getAttribute('id')}`);
    await other.check();
    await limburg.page.goto(`/signals/${id}/fields`);
    await limburg.page.getByLabel('Wat wij vragen').fill('Twee bedden');
    await limburg.page.getByLabel('Hoe groot').fill('Dertig mensen in een jaar');
    await limburg.page.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await limburg.page.locator('.letter').waitFor();
    await mine.waitForFunction(() =>
      (document.querySelector('#size') as HTMLTextAreaElement).value.startsWith('Dertig'),
    );
    expect(await mine.getByLabel('Wat wij vragen').inputValue()).to.equal('Tien bedden');
    expect(await other.isChecked()).to.equal(true);
    await hasNoFaults(mine, 'a form that follows');
    await other.uncheck();
    await mine.getByRole('button', { name: 'Bewaar', exact: true }).click();
    await mine.getByText('Twee bedden').first().waitFor();
    expect(await mine.locator('main').innerText())
      .to.include('Tien bedden')
      .and.not.include('Hoe groot');
    await close();
  });

  it('thrown away, it goes to its own heading in a list that is open, and the page of the other offers to take it up', async () => {
    const id = await aSharedDraft();
    const { antwerpen, limburg, close } = await both();
    const list = await limburg.context.newPage();
    await list.goto('/signals');
    await follows(list);
    await limburg.page.goto(`/signals/${id}`);
    await follows(limburg.page);
    await antwerpen.page.goto(`/signals/${id}`);
    await antwerpen.page.locator('summary', { hasText: 'Ontwerp intrekken' }).press('Enter');
    await antwerpen.page.getByRole('button', { name: 'Trek het ontwerp in' }).press('Enter');
    await antwerpen.page.locator('#why-error').waitFor();
    await hasNoFaults(antwerpen.page, 'a withdrawal without a reason');
    await antwerpen.page.locator('#why').fill('De cijfers kloppen nog niet');
    await antwerpen.page.getByRole('button', { name: 'Trek het ontwerp in' }).press('Enter');
    await antwerpen.page.locator('.timeline .is-now', { hasText: 'De cijfers kloppen nog niet' }).waitFor();
    await hasNoFaults(antwerpen.page, 'a withdrawn draft');
    const [withdrawn] = [list.locator('section', { hasText: 'Ingetrokken ontwerpen' })];
    await withdrawn.locator(`a[href="/signals/${id}"]`).waitFor();
    await hasNoFaults(list, 'the list');
    await limburg.page.getByRole('button', { name: 'Neem het ontwerp weer op' }).click();
    await antwerpen.page.locator('.timeline .is-now', { hasText: 'Weer opgenomen' }).waitFor();
    await antwerpen.page.getByRole('button', { name: /^Onderteken voor/ }).waitFor();
    expect([...antwerpen.complaints, ...limburg.complaints]).to.deep.equal([]);
    await close();
  });

  it('without JavaScript on a phone, in French, it is thrown away and taken up again', async () => {
    const id = await aSharedDraft();
    const { page, context } = await visit(browser, app.address, 'coordinator.antwerpen', {
      width: 360,
      script: false,
    });
    await page.goto(`/language/fr?to=/signals/${id}`);
    await page.locator('summary', { hasText: 'Retirer le projet' }).click();
    await page.locator('#why').fill('Pas encore mûr');
    await page.getByRole('button', { name: 'Retirer le projet' }).click();
    await page.getByRole('button', { name: 'Reprendre le projet' }).click();
    await page.locator('.timeline .is-now', { hasText: 'Repris' }).waitFor();
    await context.close();
  });
});
