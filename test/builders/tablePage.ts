import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { answered, clear, linesShown, paste, proseText, settled } from './prosePage.ts';

/** Waits until a page shows exactly these lines and rows. */
export async function shows(page: Page, lines: string[]): Promise<void> {
  const wanted = JSON.stringify(lines);
  const shown = await answered(
    page,
    () => linesShown(page),
    (now) => JSON.stringify(now) === wanted,
  );
  expect(shown).to.deep.equal(lines);
}

export const cell = (page: Page, row: number, column: number) =>
  page.locator(`${proseText} tr`).nth(row).locator('td, th').nth(column);
export const line = (page: Page, which: 'first' | 'last') => page.locator(`${proseText} > p`)[which]();
export const tool = (page: Page, name: string) => page.locator(`.prose__tools [data-tool=${name}]`);

export async function into(
  page: Page,
  row: number,
  column: number,
  at: 'Home' | 'End' = 'End',
): Promise<void> {
  await cell(page, row, column).click();
  await page.keyboard.press(at);
  await settled(page);
}

/** One table of two rows and three columns between two lines, a letter of `words` in each cell, on both pages. */
export async function writeTable(page: Page, other: Page, words = 'abcdef'): Promise<void> {
  await clear(page);
  const cells = [...words].map((word) => `<td>${word}</td>`);
  const rows = [cells.slice(0, 3), cells.slice(3)].map((row) => `<tr>${row.join('')}</tr>`);
  await paste(page, `<p>voor</p><table>${rows.join('')}</table><p>na</p>`);
  const shown = [words.slice(0, 3), words.slice(3)].map((row) => `row: ${[...row].join(' | ')}`);
  const lines = ['plain: voor', ...shown, 'plain: na'];
  await shows(page, lines);
  await shows(other, lines);
}
