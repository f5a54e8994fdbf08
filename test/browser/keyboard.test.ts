import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { demoPassword, startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { oneAfterAnother } from '../builders/oneAfterAnother.ts';
import { isSaved } from '../builders/prosePage.ts';

/** Where the focus is, and what is wrong with how it is shown. */
interface Stop {
  is: string;
  found: boolean;
  faults: string[];
}

/** More stops than any page has. */
const mostStops = 200;

/** Looks at what has the focus, and whether it is what is sought: a selector, with words in it. */
const focused = (page: Page, sought: { selector: string; words: string }): Promise<Stop> =>
  page.evaluate(({ selector, words }) => {
    const element = document.activeElement ?? document.body;
    const name = [
      element.tagName.toLowerCase(),
      element.id,
      element.getAttribute('name'),
      element.textContent,
    ];
    const is = name.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').slice(0, 80);
    if (element === document.body) return { is: 'the page', found: false, faults: [] };
    const faults: string[] = [];
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    if (!isOutlined && boxShadow === 'none') faults.push(`${is} does not show its focus`);
    // The middle of the part that is in the window.
    const box = element.getBoundingClientRect();
    const x = (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2;
    const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
    const top = document.elementFromPoint(x, y);
    const isUncovered = top && (element.contains(top) || top.contains(element));
    if (!isUncovered)
      faults.push(`${is} is covered by ${top?.outerHTML.slice(0, 80) ?? 'nothing: out of sight'}`);
    const bar = document.querySelector('.plan__state')?.getBoundingClientRect();
    const isInBar = element.closest('.plan__state') !== null;
    // The menu stands beside the bar: what is as high on the page is not yet under it.
    const isBelowIt = bar && box.left < bar.right && box.right > bar.left;
    if (isBelowIt && !isInBar && box.top < bar.bottom && box.bottom > bar.top && box.bottom <= bar.bottom)
      faults.push(`${is} is under the bar`);
    return { is, found: element.matches(selector) && (element.textContent ?? '').includes(words), faults };
  }, sought);

/** Everything that was wrong with a stop, anywhere. */
const faults: string[] = [];

/** Presses the key until the focus is there. @throws when it never is. */
async function goTo(page: Page, selector: string, words = '', key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press(key);
    const stop = await focused(page, { selector, words });
    faults.push(...stop.faults);
    passed.push(stop.is);
    if (stop.found) return;
  }
  throw new Error(`${key} never leads to ${selector} ${words}:\n${[...new Set(passed)].join('\n')}`);
}

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

describe('the work on a plan, with a keyboard alone', function () {
  this.timeout(60_000);
  oneAfterAnother(this);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let page: Page;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    amina = await visit(browser, app.address, '');
    page = amina.page;
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  it('signing in, from the first key on, leads to the plan', async () => {
    await page.goto('/sign-in');
    await goTo(page, '[name=email]');
    await page.keyboard.type('hulpverlener.debrug@demo.example');
    await goTo(page, '[name=password]');
    await page.keyboard.type(demoPassword);
    await goTo(page, 'main form button');
    await press(page, 'Enter');
    await page.waitForURL('/');
    await goTo(page, 'a[href="/plans"]');
    await press(page, 'Enter');
    await page.waitForURL('/plans');
    await goTo(page, '.rows h2 a');
    await press(page, 'Enter');
    await page.waitForSelector('.prose__text');
  });

  it('a goal and an action, added on the page, stand in the plan', async () => {
    await goTo(page, 'summary', 'Voeg een doel toe');
    await press(page, 'Enter');
    await goTo(page, 'form[data-add=goal] textarea');
    await page.keyboard.type('Met het toetsenbord werken');
    await goTo(page, 'button', 'Zet dit doel in het plan');
    await press(page, 'Enter');
    await page.locator('h3', { hasText: 'Met het toetsenbord' }).waitFor();
    await goTo(page, 'summary', 'Voeg een actie toe: Met het toetsenbord', 'Shift+Tab');
    await press(page, 'Enter');
    await goTo(page, 'form[data-add=action] textarea');
    await page.keyboard.type('De muis opbergen');
    await goTo(page, 'button', 'Zet deze actie in het plan');
    await press(page, 'Enter');
    await page.locator('li[data-key^=action]', { hasText: 'De muis opbergen' }).waitFor();
    await isSaved(page);
  });

  it('a field, changed and left, is kept', async () => {
    await goTo(page, 'summary', 'Wijzig het doel: Met het toetsenbord', 'Shift+Tab');
    await press(page, 'Enter');
    await goTo(page, 'form[data-record] select[name=lifeDomain]');
    await press(page, 'ArrowUp', 'Tab');
    await page.locator('hgroup', { hasText: 'Met het toetsenbord' }).getByText('Vrije tijd').waitFor();
    await isSaved(page);
  });

  it('a heading, made in the shared text through its toolbar, is there, and Tab leaves the text', async () => {
    await goTo(page, '.prose__text');
    // The caret starts in a heading; the toolbar shows when the editor knows that it is elsewhere.
    await press(page, 'Control+End');
    await page
      .locator('[role=toolbar] button[aria-pressed=false]')
      .getByText('Kop', { exact: true })
      .waitFor();
    await press(page, 'Enter', 'Alt+F10');
    expect((await focused(page, { selector: '[role=toolbar] button', words: 'Vet' })).found).to.equal(true);
    await goTo(page, '[role=toolbar] button', 'Kop', 'ArrowRight');
    await press(page, 'Enter', 'Escape');
    expect((await focused(page, { selector: '.prose__text', words: '' })).found).to.equal(true);
    await page.keyboard.type('Zonder muis geschreven');
    await page.locator('.prose__text h3', { hasText: 'Zonder muis geschreven' }).waitFor();
    await isSaved(page);
    await press(page, 'Tab');
    const after = await focused(page, { selector: '.prose *, .prose', words: '' });
    expect([after.found, after.is === 'the page']).to.deep.equal([false, false]);
    await press(page, 'Shift+Tab', 'Shift+Tab');
    const before = await focused(page, { selector: '[role=toolbar] button', words: '' });
    expect(before.found, before.is).to.equal(true);
  });

  it('every stop of the page, walked down and up again, is seen', async () => {
    const walk = async (key: string): Promise<number> => {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await press(page, key);
      for (let stops = 1; stops < mostStops; stops += 1) {
        const stop = await focused(page, { selector: 'body', words: '' });
        if (stop.is === 'the page') return stops;
        faults.push(...stop.faults);
        await press(page, key);
      }
      throw new Error(`${key} never ends`);
    };
    await page.reload();
    await page.waitForSelector('.prose__text');
    await page.keyboard.press('Tab');
    const down = await walk('Tab');
    const up = await walk('Shift+Tab');
    expect(down).to.be.greaterThan(30);
    expect(up).to.be.greaterThan(30);
  });

  it('a consent, withdrawn on its page, is withdrawn', async () => {
    await goTo(page, 'a', 'Noteer of trek in');
    await press(page, 'Enter');
    await page.waitForURL(/\/consents$/);
    await goTo(page, 'summary', 'Noordster');
    await press(page, 'Enter');
    await goTo(page, 'button', 'Trek de toestemming nu in');
    await press(page, 'Enter');
    await page.locator('main li', { hasText: 'Noordster' }).locator('.tag.is-stop').waitFor();
  });

  it('signing out, from the menu, ends the session', async () => {
    await goTo(page, 'summary', 'Amina', 'Shift+Tab');
    await press(page, 'Enter');
    await goTo(page, 'button', 'Afmelden');
    await press(page, 'Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/cases'));
    await page.goto('/plans');
    expect(new URL(page.url()).pathname).to.equal('/sign-in');
  });

  it('the focus, at every stop of all of this, was visible and not covered', () => {
    expect([...new Set(faults)]).to.deep.equal([]);
    expect(amina.complaints).to.deep.equal([]);
  });
});
