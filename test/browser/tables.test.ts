import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { faultsOf, overflow } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';
import {
  answered,
  clear,
  copied,
  isSaved,
  linesShown,
  openPlan,
  paste,
  proseText,
  settled,
} from '../builders/prosePage.ts';
import { cell, into, line, shows, tool, writeTable } from '../builders/tablePage.ts';

/** The words around the caret, and in what: `cell 1.0` is the first cell of the second row. */
const caret = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { anchorNode, anchorOffset } = document.getSelection() as Selection;
    const element = (anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement) as Element;
    const cell = element.closest('td, th') as HTMLTableCellElement | null;
    const line = element.closest('.prose__text > *')?.cloneNode(true) as Element | undefined;
    for (const one of line?.querySelectorAll('.caret') ?? []) one.remove();
    if (!cell) return `line ${line?.textContent}`;
    return `cell ${(cell.parentElement as HTMLTableRowElement).rowIndex}.${cell.cellIndex} at ${anchorNode === cell ? 0 : anchorOffset}`;
  });

/** Selects from the start of one cell to the end of another. */
async function select(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.locator(proseText).focus();
  await page.evaluate(
    ([root, one, other]) => {
      const [first, last] = [one, other].map(
        ([row, column]) => document.querySelectorAll(`${root} tr`)[row]!.querySelectorAll('td, th')[column]!,
      ) as [Element, Element];
      document.getSelection()!.setBaseAndExtent(first, 0, last, 1);
    },
    [proseText, from, to] as const,
  );
  await settled(page);
}

describe('tables in the shared text, in two browsers', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let amina: Visitor;
  let karim: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
    amina = await visit(browser, app.address, 'hulpverlener.debrug');
    karim = await visit(browser, app.address, 'hulpverlener.noordster', { width: 360 });
    await openPlan(amina.page);
    await openPlan(karim.page);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(() => {
    expect([...amina.complaints, ...karim.complaints]).to.deep.equal([]);
  });

  const table = (words?: string): Promise<void> => writeTable(amina.page, karim.page, words);

  it('made with the keyboard alone, and filled with Tab, is the same for the other', async () => {
    const { page } = amina;
    await clear(page);
    await page.keyboard.type('Wie doet wat');
    await page.keyboard.press('Control+Shift+6');
    await page.getByLabel('Rijen').waitFor();
    await page.keyboard.type('0');
    await page.getByLabel('Rijen').fill('0');
    await page.keyboard.press('Enter');
    await page.getByText('Een tabel heeft 1 tot 100 rijen en 1 tot 20 kolommen.').waitFor();
    expect(await page.getByLabel('Rijen').getAttribute('aria-invalid')).to.equal('true');
    await page.getByLabel('Rijen').fill('2');
    await page.getByLabel('Kolommen').fill('2');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${proseText} table`);
    for (const word of ['Wie', 'Wat', 'Amina', 'belt', 'Karim']) {
      await page.keyboard.type(word);
      await page.keyboard.press('Tab');
      await settled(page);
    }
    await page.keyboard.press('Shift+Tab');
    await settled(page);
    await page.keyboard.type('!');
    await shows(karim.page, [
      'plain: Wie doet wat',
      'head: Wie | Wat',
      'row: Amina | belt',
      'row: Karim! | ',
      'plain: ',
    ]);
    await page.keyboard.press('Escape');
    await settled(page);
    await page.keyboard.type('Verder');
    await shows(karim.page, [
      'plain: Wie doet wat',
      'head: Wie | Wat',
      'row: Amina | belt',
      'row: Karim! | ',
      'plain: Verder',
    ]);
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(() => document.activeElement?.matches('.prose__text')),
      'Tab leaves the text',
    ).to.equal(false);
  });

  it('the tools of tables, stand in the toolbar only in a table, are reached by arrows and say what they did', async () => {
    await table();
    const { page } = amina;
    await line(page, 'last').click();
    await settled(page);
    expect(await tool(page, 'rowAfter').isVisible()).to.equal(false);
    await into(page, 0, 1);
    expect(await tool(page, 'rowAfter').isVisible()).to.equal(true);
    expect(await page.locator('.prose__tools ~ [role=status]').textContent()).to.contain('In een tabel');
    await page.keyboard.press('Alt+F10');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.tool);
    for (let step = 0; step < 30 && (await focused()) !== 'columnAfter'; step++)
      await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await shows(page, ['plain: voor', 'row: a | b |  | c', 'row: d | e |  | f', 'plain: na']);
    expect(await page.locator('.prose__tools ~ [role=status]').textContent()).to.equal(
      'Er staat een kolom achter.',
    );
    await page.keyboard.press('Escape');
    await settled(page);
    expect(await caret(page)).to.equal('cell 0.2 at 0');
    await page.keyboard.type('x');
    for (const [name, expected] of [
      ['rowBefore', ['row:  |  |  | ', 'row: a | b | x | c', 'row: d | e |  | f']],
      ['rowDelete', ['row: a | b | x | c', 'row: d | e |  | f']],
      ['columnDelete', ['row: a | b | c', 'row: d | e | f']],
      ['columnBefore', ['row: a | b |  | c', 'row: d | e |  | f']],
      ['columnDelete', ['row: a | b | c', 'row: d | e | f']],
      ['tableHead', ['head: a | b | c', 'row: d | e | f']],
      ['tableHead', ['row: a | b | c', 'row: d | e | f']],
      ['tableDelete', []],
    ] as [string, string[]][]) {
      await tool(page, name).click();
      await shows(page, ['plain: voor', ...expected, 'plain: na']);
      await shows(karim.page, await linesShown(page));
    }
    await page.locator(proseText).focus();
    await page.keyboard.press('Control+z');
    await shows(karim.page, ['plain: voor', 'row: a | b | c', 'row: d | e | f', 'plain: na']);
    await page.keyboard.press('Control+y');
    await shows(karim.page, ['plain: voor', 'plain: na']);
  });

  it('one deletes the column in which the other types, and nothing but that column goes', async () => {
    await table('jajaja');
    await into(karim.page, 1, 1);
    await into(amina.page, 0, 1);
    await Promise.all([
      karim.page.keyboard.type(' van Karim', { delay: 15 }),
      (async () => {
        await amina.page.waitForTimeout(60);
        await tool(amina.page, 'columnDelete').click();
      })(),
    ]);
    await isSaved(karim.page);
    await isSaved(amina.page);
    // What is saved of the one may still be on its way to the other.
    const [hers, his] = await answered(
      karim.page,
      () => Promise.all([amina, karim].map(({ page }) => linesShown(page))),
      ([one, other]) => one?.[1] === 'row: j | j' && JSON.stringify(one) === JSON.stringify(other),
    );
    expect(hers?.[1]).to.equal('row: j | j');
    expect(hers).to.have.length(4);
    expect(his).to.deep.equal(hers);
  });

  it('a selection across cells, of whatever key or input, loses its words and no cell', async () => {
    const { page } = amina;
    const left = ['plain: voor', 'row: a |  | ', 'row:  | e | f', 'plain: na'];
    for (const key of ['Delete', 'Backspace', 'Control+Delete', 'Control+Backspace', 'Shift+Delete']) {
      await table();
      await page.locator(proseText).focus();
      await select(page, [0, 1], [1, 0]);
      await page.keyboard.press(key);
      await shows(page, left);
      await shows(karim.page, left);
    }
    await table();
    await select(page, [0, 1], [1, 0]);
    await page.keyboard.type('nieuw');
    await shows(page, ['plain: voor', 'row: a | nieuw | ', 'row:  | e | f', 'plain: na']);
    await table();
    await select(page, [0, 1], [1, 0]);
    await page.keyboard.press('Enter');
    expect((await linesShown(page)).join()).to.contain('row: a | b | c');
    await select(page, [0, 1], [1, 0]);
    await paste(page, '<p>een</p><p>twee</p>');
    await shows(page, ['plain: voor', 'row: a | een twee | ', 'row:  | e | f', 'plain: na']);
    await table();
    await select(page, [0, 1], [1, 0]);
    const cut = await page.locator(proseText).evaluate((element) => {
      const clipboardData = new DataTransfer();
      element.dispatchEvent(new ClipboardEvent('cut', { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain');
    });
    expect(cut).to.equal('b\tc\nd');
    await shows(page, left);
    // Composing, as for Japanese or on a telephone.
    await table();
    await select(page, [0, 1], [1, 0]);
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.insertText', { text: 'に' });
    await shows(karim.page, ['plain: voor', 'row: a | に | ', 'row:  | e | f', 'plain: na']);
  });

  it('a selection from a line into a table, loses its words and joins nothing', async () => {
    const { page } = amina;
    await table();
    await page.evaluate((root) => {
      const line = document.querySelector(`${root} > p`)!.firstChild!;
      document.getSelection()!.setBaseAndExtent(line, 2, document.querySelectorAll(`${root} td`)[1]!, 1);
    }, proseText);
    await settled(page);
    await page.waitForTimeout(600); // what is done without a pause is undone in one go
    await page.keyboard.press('Backspace');
    await shows(karim.page, ['plain: vo', 'row:  |  | c', 'row: d | e | f', 'plain: na']);
    await page.keyboard.press('Control+z');
    await shows(karim.page, ['plain: voor', 'row: a | b | c', 'row: d | e | f', 'plain: na']);
    await page.keyboard.press('Control+a');
    await settled(page);
    await page.keyboard.press('Delete');
    await shows(karim.page, ['plain: ']);
  });

  it('Backspace and Delete at the edge of a cell, or of a line beside a table, take nothing', async () => {
    const { page } = amina;
    await table();
    const whole = await linesShown(page);
    for (const [row, column, at, key] of [
      [0, 0, 'Home', 'Backspace'],
      [1, 1, 'Home', 'Backspace'],
      [0, 2, 'End', 'Delete'],
      [1, 2, 'End', 'Delete'],
      [1, 0, 'Home', 'Control+Backspace'],
      [0, 2, 'End', 'Control+Delete'],
    ] as const) {
      await into(page, row, column, at);
      await page.keyboard.press(key);
      await settled(page);
      expect(await linesShown(page), `${key} in ${row} ${column}`).to.deep.equal(whole);
    }
    await line(page, 'last').click();
    await page.keyboard.press('Home');
    await settled(page);
    await page.keyboard.press('Backspace');
    expect(await linesShown(page)).to.deep.equal(whole);
    expect(await caret(page)).to.equal('cell 1.2 at 1');
    await line(page, 'first').click();
    await page.keyboard.press('End');
    await settled(page);
    await page.keyboard.press('Delete');
    expect(await linesShown(page)).to.deep.equal(whole);
  });

  it('arrows, Enter and Escape, lead through the cells and out, and make a line where there is none', async () => {
    const { page } = amina;
    await table();
    const path = async (keys: string[]): Promise<string[]> => {
      const places: string[] = [];
      for (const key of keys) {
        await page.keyboard.press(key);
        await settled(page);
        places.push(await caret(page));
      }
      return places;
    };
    await line(page, 'first').click();
    await page.keyboard.press('End');
    await settled(page);
    expect(await path(['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown'])).to.deep.equal([
      'cell 0.0 at 0',
      'cell 0.0 at 1',
      'cell 0.1 at 0',
      'cell 1.1 at 0',
      'line na',
    ]);
    expect(await path(['ArrowUp', 'ArrowUp', 'ArrowUp'])).to.deep.equal([
      'cell 1.0 at 1',
      'cell 0.0 at 1',
      'line voor',
    ]);
    await into(page, 0, 2);
    expect(await path(['Enter', 'Enter'])).to.deep.equal(['cell 1.2 at 1', 'line na']);
    await into(page, 0, 0);
    expect(await path(['Escape'])).to.deep.equal(['line na']);
    // A table that is the whole text.
    await clear(page);
    await paste(page, '<table><tr><td>x</td><td>y</td></tr></table>');
    await page.keyboard.press('Control+End');
    await settled(page);
    expect(await linesShown(page)).to.deep.equal(['row: x | y', 'plain: ']);
    await page.keyboard.press('Backspace');
    expect(await linesShown(page), 'an empty line behind it goes').to.deep.equal(['row: x | y']);
    await into(page, 0, 0);
    await page.keyboard.press('ArrowUp');
    await settled(page);
    await page.keyboard.type('boven');
    await into(page, 0, 1);
    await page.keyboard.press('ArrowDown');
    await settled(page);
    await page.keyboard.type('onder');
    await shows(karim.page, ['plain: boven', 'row: x | y', 'plain: onder']);
    await into(page, 0, 0);
    await page.keyboard.press('Control+Enter');
    await settled(page);
    await page.keyboard.type('tussen');
    await shows(karim.page, ['plain: boven', 'row: x | y', 'plain: tussen', 'plain: onder']);
  });

  it('copied and pasted, is a table elsewhere and words in a cell', async () => {
    const { page } = amina;
    await table();
    await tool(page, 'tableHead').isVisible();
    await into(page, 0, 0);
    await tool(page, 'tableHead').click();
    await page.locator(proseText).focus();
    await page.keyboard.press('Control+a');
    await settled(page);
    const { html, plain } = await copied(page);
    expect(plain).to.equal('voor\na\tb\tc\nd\te\tf\nna');
    expect(html).to.match(/<table[^>]*><tbody><tr><th>a<\/th><th>b<\/th>/);
    await page.keyboard.press('Delete');
    await paste(page, html, plain);
    await shows(page, ['plain: voor', 'head: a | b | c', 'row: d | e | f', 'plain: na']);
    await into(page, 1, 1);
    await paste(page, html, plain);
    await shows(page, ['plain: voor', 'head: a | b | c', 'row: d | evoor a b c d e f na | f', 'plain: na']);
    await into(page, 0, 0);
    await page.keyboard.press('Shift+Home');
    await settled(page);
    const word = await copied(page);
    expect([word.plain, word.html]).to.satisfy(
      ([text, markup]: string[]) => text === 'a' && !markup!.includes('<table'),
    );
    await line(page, 'last').click();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await settled(page);
    await paste(page, '<table><tr><td>p</td><td>q</td></tr></table>');
    expect((await linesShown(page)).slice(-3)).to.deep.equal(['plain: n', 'row: p | q', 'plain: a']);
  });

  it('words that are dragged into a cell, or from several cells, are moved as words and leave the cells', async () => {
    const { page } = amina;
    /** As a mouse does with what is selected. */
    const drag = (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> =>
      page.locator(proseText).evaluate(
        (element, places) => {
          const dataTransfer = new DataTransfer();
          for (const [index, name] of ['dragstart', 'dragover', 'drop', 'dragend'].entries()) {
            const [clientX, clientY] = [places[index === 0 ? 0 : 1]!.x, places[index === 0 ? 0 : 1]!.y];
            const target = document.elementFromPoint(clientX, clientY) ?? element;
            const event = { dataTransfer, clientX, clientY, bubbles: true, cancelable: true };
            target.dispatchEvent(new DragEvent(name, event));
          }
        },
        [from, to],
      );
    const middle = async (row: number, column: number): Promise<{ x: number; y: number }> => {
      const box = (await cell(page, row, column).boundingBox())!;
      return { x: box.x + 18, y: box.y + box.height / 2 };
    };
    await table();
    await line(page, 'first').dblclick({ position: { x: 8, y: 10 } });
    await settled(page);
    const words = (await line(page, 'first').boundingBox())!;
    await drag({ x: words.x + 10, y: words.y + words.height / 2 }, await middle(1, 1));
    const lines = await linesShown(page);
    expect(lines[0]).to.equal('plain: ');
    expect(lines[2]).to.match(/^row: d \| (evoor|voore) \| f$/);
    await shows(karim.page, lines);
    await table();
    await select(page, [0, 1], [1, 0]);
    const last = (await line(page, 'last').boundingBox())!;
    await drag(await middle(0, 2), { x: last.x + 40, y: last.y + last.height / 2 });
    await shows(karim.page, ['plain: voor', 'row: a |  | ', 'row:  | e | f', 'plain: nab c d']);
  });

  it('a table with merged cells, and one wider than a table can be, keep every word', async () => {
    const { page } = amina;
    await clear(page);
    await paste(
      page,
      '<table><thead><tr><th colspan="2">Medicatie</th><th>Dosis</th></tr></thead><tr><td rowspan="2">ochtend</td><td>A</td><td><p>1</p><p>tablet</p></td></tr><tr><td>B</td><td>2</td></tr></table>',
    );
    await shows(page, [
      'head: Medicatie |  | Dosis',
      'row: ochtend | A | 1 tablet',
      'row:  | B | 2',
      'plain: ',
    ]);
    await clear(page);
    const wide = Array.from({ length: 23 }, (_, column) => `<td>k${column}</td>`).join('');
    await paste(page, `<table><tr>${wide}</tr></table>`);
    const [row] = await linesShown(page);
    expect(row?.split(' | ')).to.have.length(20);
    expect(row).to.contain('k19 k20 k21 k22');
  });

  it('for who hears the page, is a table with a name, heads and cells', async () => {
    const { page } = amina;
    await table();
    await into(page, 0, 0);
    await tool(page, 'tableHead').click();
    const tree = await page.locator(proseText).ariaSnapshot();
    expect(tree).to.contain('table "Tabel"');
    expect(tree).to.contain('columnheader "a"');
    expect(tree).to.contain('cell "e"');
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it('on a telephone, scrolls inside itself and not the page', async () => {
    const { page } = amina;
    await clear(page);
    const wide = Array.from({ length: 9 }, (_, column) => `<td>kolom ${column}</td>`).join('');
    await paste(page, `<table><tr>${wide}</tr><tr>${wide}</tr></table>`);
    await karim.page.waitForSelector(`${proseText} td:nth-child(9)`);
    expect(await overflow(karim.page)).to.equal(0);
    const scrolls = await karim.page
      .locator('.prose__table')
      .evaluate((one) => one.scrollWidth > one.clientWidth);
    expect(scrolls).to.equal(true);
    await cell(karim.page, 0, 0).click();
    expect(await overflow(karim.page), 'with the tools of tables').to.equal(0);
    expect(await faultsOf(karim.page)).to.deep.equal([]);
  });
});
