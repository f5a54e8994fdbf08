import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  rule: string;
  nodes: string[];
}

/**
 * Everything axe knows of WCAG A to AAA and of good practice. `color-contrast` is left out only because
 * `color-contrast-enhanced` asks more of the same (7:1 for 4.5:1), and either takes a quarter of the time.
 */
const everything = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    'color-contrast': { enabled: false },
    'color-contrast-enhanced': { enabled: true },
    'target-size': { enabled: true },
  },
};
/** What can be right in one colour scheme and wrong in the other. */
const colours = { runOnly: { type: 'rule', values: ['color-contrast-enhanced', 'link-in-text-block'] } };

/** Everything that is wrong with the page as it is shown now. */
export const faultsOf = (page: Page): Promise<Fault[]> => found(page, everything);

/** What is wrong with its colours, for a page whose faults were looked for in the other colour scheme. */
export const colourFaultsOf = (page: Page): Promise<Fault[]> => found(page, colours);

async function found(page: Page, options: object): Promise<Fault[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  // What fades has no contrast half-way. It is brought to its end and not waited for: of a page that a busy machine does
  // not draw, an end never comes.
  await page.evaluate(() => {
    for (const one of document.getAnimations())
      if (one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) one.finish();
  });
  return page.evaluate(async (asked) => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // It looks for the same, and describes nothing that passes.
    const { violations } = await axe.run({ ...asked, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({
      rule: id,
      nodes: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)),
    }));
  }, options);
}

/** Wider than its window: a reader at 400 % would scroll sideways for every line. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Set to a directory to look at the pages afterwards. */
const shots = process.env.SHOTS;

async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
}

async function hasNothingWrong(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  expect(await faultsOf(page), `${name}, light`).to.deep.equal([]);
  expect(await overflow(page), `${name} scrolls sideways`).to.be.at.most(0);
}

/** Nothing is wrong with the page's colours in the dark, and it does not scroll sideways. Leaves it in light. */
export async function hasNoDarkFaults(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, `${name} dark`);
  expect(await colourFaultsOf(page), `${name}, dark`).to.deep.equal([]);
  expect(await overflow(page), `${name} scrolls sideways`).to.be.at.most(0);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Nothing is wrong with the page in light and in dark, and it does not scroll sideways. Leaves it in light. */
export async function hasNoFaults(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await hasNothingWrong(page, name);
  await hasNoDarkFaults(page, name);
}

/** From a wide window to a phone. */
const widths = [1280, 360] as const;

/**
 * Nothing is wrong with the page in a wide window, nor on a phone, in light and in dark there. It is not loaded again
 * for another width: no script of ours asks how wide the window is. Leaves it wide and in light.
 */
export async function hasNoFaultsAnywhere(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await hasNothingWrong(page, `${name} at ${width}`);
  }
  await hasNoDarkFaults(page, `${name} at 360`);
  await page.setViewportSize({ width: 1280, height: 900 });
}
