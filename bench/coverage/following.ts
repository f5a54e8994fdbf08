import { paths } from '../../server/paths.ts';
import { openBrowser, runDemo, type Visitor, visit } from '../../test/builders/browser.ts';
import { quantile, short, table } from '../figures.ts';

const ROUNDS = 40;
const cell = 'short_residential.71000';

/** Where the waiting list of the entry in the cell is written down, by whoever keeps it. */
async function numbersAddress({ page }: Visitor): Promise<string> {
  await page.goto(paths.coverage({ within: 'BE-VAN', cell }));
  const href = await page.locator('#cell a[href^="/upkeep/modules/"]').first().getAttribute('href');
  return paths.upkeepNumbers({ id: href!.split('/').at(-1)! });
}

async function countWeeks({ page }: Visitor, address: string, weeks: number): Promise<number> {
  await page.goto(address);
  await page.fill('[name="waitingList.weeks"]', String(weeks));
  await page.fill(
    '[name="waitingList.countedOn"]',
    new Date().toLocaleDateString('sv', { timeZone: 'Europe/Brussels' }),
  );
  const began = performance.now();
  await page.click('main form button.btn--main');
  return began;
}

/**
 * From the click on "save" in one browser until the open matrix in another shows it, in milliseconds; beside it how
 * long a page takes that shows the same when it is asked for.
 */
export async function coverageFollow(): Promise<void> {
  const demo = await runDemo();
  const browser = await openBrowser();
  try {
    const reader = await visit(browser, demo.address, 'coordinator.antwerpen');
    const writer = await visit(browser, demo.address, 'beheer.noordster');
    const address = await numbersAddress(writer);
    const shows = (weeks: number): Promise<void> =>
      reader.page
        .locator(`[data-cell="${cell}"] [data-told-cell]`)
        .filter({ hasText: weeks > 8 ? 'wachtlijst te lang' : 'gedekt' })
        .waitFor({ state: 'attached' });
    await countWeeks(writer, address, 2);
    await writer.page.waitForURL((url) => url.pathname.startsWith('/upkeep/offer/'));
    await reader.page.goto(paths.coverage({ within: 'BE-VAN' }));
    await reader.page.getByText('Volgt vanzelf', { exact: true }).waitFor();
    const [followed, asked]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const weeks = round % 2 === 0 ? 12 : 2;
      const began = await countWeeks(writer, address, weeks);
      await shows(weeks);
      followed.push(performance.now() - began);
      const again = performance.now();
      await writer.page.goto(paths.coverage({ within: 'BE-VAN' }));
      asked.push(performance.now() - again);
    }
    const row = (name: string, values: number[]): string[] => [
      name,
      ...[0.5, 0.95, 1].map((share) => short(quantile(values, share))),
    ];
    console.log(
      table(
        ['', 'p50 ms', 'p95 ms', 'longest ms'],
        [row('from saving to the matrix of another', followed), row('a matrix opened anew', asked)],
      ),
    );
  } finally {
    await browser.close();
    await demo.stop();
  }
}
