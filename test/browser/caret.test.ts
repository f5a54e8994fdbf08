import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import { clear, linesShown, openPlan, proseText, settled } from '../builders/prosePage.ts';
import { shows } from '../builders/tablePage.ts';

/** From now on this page's connections can be held: what comes waits until `releaseNews`. */
function holdNews(): void {
  const waiting: (() => void)[] = [];
  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')!;
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    set(this: WebSocket, hear: (event: MessageEvent) => void) {
      set!.call(this, (event: MessageEvent) => {
        if (window.isHeld) waiting.push(() => hear(event));
        else hear(event);
      });
    },
  });
  // What is put off for a moment may also come before the browser tells of a selection.
  const later = window.setTimeout;
  let isAtOnce = false;
  window.setTimeout = ((act: () => void, milliseconds?: number, ...given: unknown[]) => {
    if (!isAtOnce || milliseconds) return later(act, milliseconds, ...given);
    queueMicrotask(act);
    return 0;
  }) as typeof window.setTimeout;
  window.newsWaiting = () => waiting.length;
  window.releaseNews = () => {
    window.isHeld = false;
    isAtOnce = true;
    for (const hear of waiting.splice(0)) hear();
    later(() => {
      isAtOnce = false;
    });
  };
}

declare global {
  interface Window {
    isHeld?: boolean;
    newsWaiting(): number;
    releaseNews(): void;
  }
}

describe('a caret that is put elsewhere while others write', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster');
    await amina.page.addInitScript(holdNews);
    await openPlan(amina.page);
    await openPlan(karim.page);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  const line = (page: Page, at: number) => page.locator(`${proseText} > p`).nth(at);

  /** Three lines; Amina's caret is in the first, Karim's in the last, and what he does waits outside her page. */
  async function prepare(): Promise<void> {
    await clear(amina.page);
    await amina.page.keyboard.type('een');
    await amina.page.keyboard.press('Enter');
    await amina.page.keyboard.type('twee');
    await amina.page.keyboard.press('Enter');
    await amina.page.keyboard.type('drie');
    await shows(karim.page, ['plain: een', 'plain: twee', 'plain: drie']);
    await line(karim.page, 2).click();
    await karim.page.keyboard.press('End');
    await line(amina.page, 0).click();
    await amina.page.keyboard.press('End');
    await line(amina.page, 2).locator('.caret').waitFor({ state: 'attached' });
    await settled(amina.page);
    await amina.page.evaluate(() => {
      window.isHeld = true;
    });
  }

  /** As a click does, and in the same moment everything comes that waited. */
  async function putCaretAndHear(): Promise<void> {
    await amina.page.waitForFunction(() => window.newsWaiting() > 0);
    await amina.page.evaluate((root) => {
      const words = document.querySelectorAll(`${root} > p`)[1]!.firstChild!;
      document.getSelection()!.collapse(words, 4);
      window.releaseNews();
    }, proseText);
  }

  it('in the moment in which their words come, stays where it was put', async () => {
    await prepare();
    await karim.page.keyboard.type('!');
    await shows(karim.page, ['plain: een', 'plain: twee', 'plain: drie!']);
    await putCaretAndHear();
    await shows(amina.page, ['plain: een', 'plain: twee', 'plain: drie!']);
    await amina.page.keyboard.type('?');
    await shows(karim.page, ['plain: een', 'plain: twee?', 'plain: drie!']);
  });

  it('in the moment in which their caret moves, stays where it was put', async () => {
    await prepare();
    await karim.page.keyboard.press('Control+Home');
    await putCaretAndHear();
    await line(amina.page, 0).locator('.caret').waitFor({ state: 'attached' });
    await amina.page.keyboard.type('?');
    await shows(karim.page, ['plain: een', 'plain: twee?', 'plain: drie']);
    expect(await linesShown(amina.page)).to.deep.equal(['plain: een', 'plain: twee?', 'plain: drie']);
  });

  it('gave the browser nothing to complain about', () => {
    expect([...amina.complaints, ...karim.complaints]).to.deep.equal([]);
  });
});
