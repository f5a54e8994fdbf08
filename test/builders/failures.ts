import type { Page } from 'playwright-core';

interface Seen {
  /** Pages that tests opened, with what each was answered last and what its browser complained about. */
  pages: Map<Page, { answers: string[]; complaints: readonly string[] }>;
  /** The last lines of the logs of what tests started. */
  lines: string[];
}

/** Mocha loads its hooks apart from what tests import: both find the same things here. */
const shared = globalThis as { schakelSeen?: Seen };
const seen: Seen = shared.schakelSeen ?? { pages: new Map(), lines: [] };
shared.schakelSeen = seen;

const mostAnswers = 12;
const mostLines = 20;

function keep(list: string[], one: string, most: number): void {
  list.push(one);
  if (list.length > most) list.shift();
}

/** From now on what stands on this page is told when a test fails. */
export function keepAnEyeOn(page: Page, complaints: readonly string[]): void {
  const answers: string[] = [];
  seen.pages.set(page, { answers, complaints });
  page.once('close', () => seen.pages.delete(page));
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    keep(answers, `${response.status()} ${response.request().method()} ${pathname}`, mostAnswers);
  });
}

/** A log that is told when a test fails, and otherwise forgotten. */
export const keptLog = { write: (line: string): void => keep(seen.lines, line.trim(), mostLines) };

/**
 * Mocha's own hooks: add to what a test failed on what the open pages said at that moment, and what the logs said since it
 * began. That something did not come tells little; what came instead tells why.
 */
export const mochaHooks = {
  beforeEach(): void {
    seen.lines.length = 0;
  },
  async afterEach(this: Mocha.Context): Promise<void> {
    const error = this.currentTest?.state === 'failed' ? this.currentTest.err : undefined;
    if (!error) return;
    const pages = await Promise.all([...seen.pages.keys()].map(shownOn));
    const told = [
      ...(pages.length > 0 ? ['On the pages that were open:', ...pages] : []),
      ...(seen.lines.length > 0 ? ['In the log:', ...seen.lines] : []),
    ];
    // What mocha prints of an error is its stack.
    if (told.length > 0) error.stack = [error.stack ?? error.message, '', ...told].join('\n');
  },
};

async function shownOn(page: Page): Promise<string> {
  const { answers = [], complaints = [] } = seen.pages.get(page) ?? {};
  const words = await Promise.race([
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('h1, .note, [role="alert"], [data-save-state]')]
        .map((one) => one.innerText.replaceAll(/\s+/g, ' ').trim().slice(0, 200))
        .filter((one) => one !== ''),
    ),
    new Promise<string[]>((resolve) => setTimeout(resolve, 2_000, ['does not answer'])),
  ]).catch(({ message }: Error) => [message]);
  return [`- ${page.url()}`, ...[...words, ...answers, ...complaints].map((one) => `    ${one}`)].join('\n');
}
