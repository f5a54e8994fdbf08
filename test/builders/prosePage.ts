import type { Page } from 'playwright-core';

export const proseText = '.prose__text';

/** Opens the only plan this person has, up to the text being there. */
export async function openPlan(page: Page): Promise<void> {
  await page.goto('/plans');
  await page.click('.rows h2 a');
  await page.waitForSelector(proseText);
}

export const isSaved = (page: Page) =>
  page.waitForSelector(
    '[data-save-state].is-ok[data-unsaved="0"], [data-save-state].is-ok:not([data-unsaved])',
  );

/**
 * The editor hears of a caret that a key or a click moved a moment later; people are not that fast. A busy browser may
 * take longer over it than this pause: then it is told once more.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(100);
  await page.evaluate(() => document.dispatchEvent(new Event('selectionchange')));
}

/**
 * Asks a page until the answer is right, about as long as Playwright waits for anything else (half a minute).
 * @returns the last answer, right or not: who asked says what is wrong with it
 */
export async function answered<T>(
  page: Page,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
): Promise<T> {
  let answer = await ask();
  for (let round = 0; round < 600 && !isRight(answer); round++) {
    await page.waitForTimeout(50);
    answer = await ask();
  }
  return answer;
}

/** Puts the caret in a new, ordinary line at the end. */
export async function newLine(page: Page): Promise<void> {
  await page.locator(`${proseText} > *`).last().click();
  await page.keyboard.press('Control+End');
  await settled(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Alt+0');
}

/** Deletes the whole text. */
export async function clear(page: Page): Promise<void> {
  await page.locator(proseText).click();
  await page.keyboard.press('Control+a');
  await settled(page);
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Alt+0');
}

/** Every line as `style: words`, with **bold**, _italic_ and [words](address); a table as `head:` and `row: cell | cell`. */
export const linesShown = (page: Page): Promise<string[]> =>
  page.locator(proseText).evaluate((root) => {
    const copy = root.cloneNode(true) as HTMLElement;
    for (const extra of copy.querySelectorAll('.caret, .prose__box, .ProseMirror-trailingBreak'))
      extra.remove();
    for (const strong of copy.querySelectorAll('strong'))
      strong.replaceChildren('**', ...strong.childNodes, '**');
    for (const em of copy.querySelectorAll('em')) em.replaceChildren('_', ...em.childNodes, '_');
    for (const link of copy.querySelectorAll('a'))
      link.replaceChildren('[', ...link.childNodes, `](${link.getAttribute('href')})`);
    const styles: Record<string, string> = {
      H3: 'heading',
      H4: 'subheading',
      UL: 'bullet',
      OL: 'number',
      P: 'plain',
    };
    return [...copy.children].flatMap((line) => {
      if (line.querySelector('table'))
        return [...line.querySelectorAll('tr')].map((row) => {
          const kind = row.querySelector('th') ? 'head' : 'row';
          return `${kind}: ${[...row.cells].map((cell) => cell.textContent).join(' | ')}`;
        });
      const task = line.classList.contains('is-done') ? 'done' : 'task';
      return `${styles[line.tagName] ?? task}: ${line.textContent}`;
    });
  });

/** As if this came from the clipboard. */
export const paste = (page: Page, html: string, plain = 'plain words'): Promise<void> =>
  page.locator(proseText).evaluate(
    (element, data) => {
      const clipboardData = new DataTransfer();
      if (data.html) clipboardData.setData('text/html', data.html);
      clipboardData.setData('text/plain', data.plain);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { html, plain },
  );

/** What copying the selection puts on the clipboard. */
export const copied = (page: Page): Promise<{ html: string; plain: string }> =>
  page.locator(proseText).evaluate((element) => {
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return { html: clipboardData.getData('text/html'), plain: clipboardData.getData('text/plain') };
  });
