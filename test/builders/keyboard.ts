import type { Page } from 'playwright-core';

/**
 * Goes on with the Tab key until the focus is on the first that matches.
 * @returns how often the key was pressed
 * @throws when two hundred did not lead there
 */
export async function tabTo(page: Page, selector: string): Promise<number> {
  const target = page.locator(selector).first();
  for (let steps = 0; steps < 200; steps++) {
    if (await target.evaluate((one) => one === document.activeElement)) return steps;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${selector}`);
}
