import { expect } from 'chai';
import fc from 'fast-check';
import { yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror';
import * as Y from 'yjs';
import { frame } from '../../../public/scripts/live/frames.ts';
import { leavesOf } from '../../../public/scripts/live/leaves.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import { schema } from '../../../public/scripts/live/schema.ts';
import { addColumn, addRow, newTable, removeRow, rowsOf } from '../../../public/scripts/live/tables/edits.ts';
import { Content } from '../../../server/live/content.ts';
import { Malformed, readUpdate } from '../../../server/live/reading.ts';
import { largestTable } from '../../../server/live/tableSizes.ts';
import { updatesOf, writeLine } from '../prose.ts';

const empty = { checkpoint: null, commits: [] };

function offer(content: Content, update: Uint8Array, personId = 'an'): string | null {
  try {
    return content.admit({ id: 'u', personId, update, reading: readUpdate(update) }, 1e9);
  } catch (error) {
    if (error instanceof Malformed) return 'malformed';
    throw error;
  }
}

function page(content: Content, personId = 'an'): Y.Doc {
  const doc = new Y.Doc();
  content.reserve(personId, [doc.clientID]);
  return doc;
}

interface Parts {
  doc: Y.Doc;
  root: Y.XmlFragment;
  table: Y.XmlElement;
  row: Y.XmlElement;
  cell: Y.XmlElement;
  words: Y.XmlText;
}

/** A line, a table of two rows and two columns with words in its first cell, and a line. */
function written(doc: Y.Doc): Parts {
  const root = doc.getXmlFragment(rootName);
  writeLine(doc, 'ervoor');
  root.push([newTable(2, 2)]);
  writeLine(doc, 'erna');
  const table = root.get(1) as Y.XmlElement;
  const row = rowsOf(table)[0]!;
  const cell = row.get(0) as Y.XmlElement;
  const words = cell.get(0) as Y.XmlText;
  words.insert(0, 'wie');
  return { doc, root, table, row, cell, words };
}

const all = (content: Content, updates: Uint8Array[], personId = 'an') =>
  updates.map((update) => offer(content, update, personId));
const good = (updates: unknown[]): null[] => updates.map(() => null);

describe('tables at the gate', () => {
  it('admit, everything that people do with a table, admits all of it', () => {
    const content = new Content(empty);
    const doc = page(content);
    let parts: Parts | null = null;
    const updates = updatesOf(doc, () => {
      parts = written(doc);
      const { table, words, root, row } = parts;
      addRow(table, 1);
      addColumn(table, 0);
      table.setAttribute('head', true as never);
      table.removeAttribute('head');
      table.setAttribute('head', true as never);
      words.format(0, 2, { strong: {}, link: { href: 'https://vad.be/' } });
      row.delete(0, row.length);
      addColumn(table, 0);
      table.delete(0, table.length);
      addRow(table, 0);
      root.insert(1, [newTable(1, 1)]);
      root.delete(2, 1);
    });
    expect(all(content, updates)).to.deep.equal(good(updates));
  });

  const element = (name: string, ...inside: Y.XmlElement[]): Y.XmlElement => {
    const made = new Y.XmlElement(name);
    made.insert(0, inside);
    return made;
  };

  const misfits: [string, (parts: Parts) => void][] = [
    ['a row in the root', ({ root }) => root.push([element('row')])],
    ['a row beside a line', ({ root }) => root.insert(1, [element('row')])],
    ['a cell in the root', ({ root }) => root.push([element('cell')])],
    ['a cell in a table', ({ table }) => table.push([element('cell')])],
    ['a line in a table', ({ table }) => table.insert(0, [element('line')])],
    ['a table in a table', ({ table }) => table.push([element('table')])],
    ['text in a table', ({ table }) => table.push([new Y.XmlText('x')])],
    ['text in a row', ({ row }) => row.push([new Y.XmlText('x')])],
    ['a line in a row', ({ row }) => row.push([element('line')])],
    ['a row in a row', ({ row }) => row.push([element('row')])],
    ['a table in a row', ({ row }) => row.push([element('table')])],
    ['a table in a cell', ({ cell }) => cell.push([element('table')])],
    ['a line in a cell', ({ cell }) => cell.insert(0, [element('line')])],
    ['a cell in a cell', ({ cell }) => cell.push([element('cell')])],
    ['a table in a text', ({ words }) => words.insertEmbed(0, element('table'))],
    [
      'a table in a new table, all at once',
      ({ root }) => root.push([element('table', element('row', element('cell', element('table'))))]),
    ],
    ['a hook in a row', ({ row }) => row.push([new Y.XmlHook('cell') as never])],
    ['a name of every object in a row', ({ row }) => row.push([element('constructor')])],
    ['a style of a table', ({ table }) => table.setAttribute('style', 'heading')],
    ['a style of a cell', ({ cell }) => cell.setAttribute('style', 'task')],
    ['a span of a cell', ({ cell }) => cell.setAttribute('colspan', 2 as never)],
    ['an attribute of a row', ({ row }) => row.setAttribute('head', true as never)],
    ['a head of a line', ({ root }) => (root.get(0) as Y.XmlElement).setAttribute('head', true as never)],
    ['a head that is a word', ({ table }) => table.setAttribute('head', 'true')],
    ['a head that is false', ({ table }) => table.setAttribute('head', false as never)],
    ['a mark there is not, in a cell', ({ words }) => words.format(0, 1, { colour: {} })],
    ['an attribute of the text of a cell', ({ words }) => words.setAttribute('a', 'b')],
    ['an embedded object in a cell', ({ words }) => words.insertEmbed(0, { image: 'x' })],
  ];
  for (const [name, work] of misfits) {
    it(`admit, ${name}, says malformed and takes nothing in`, () => {
      const content = new Content(empty);
      const doc = page(content);
      let parts: Parts | null = null;
      const before = updatesOf(doc, () => {
        parts = written(doc);
      });
      expect(all(content, before)).to.deep.equal(good(before));
      const [bad] = updatesOf(doc, () => doc.transact(() => work(parts!))) as [Uint8Array];
      expect(offer(content, bad)).to.equal('malformed');
      const copy = new Y.Doc();
      for (const update of before) Y.applyUpdate(copy, update);
      copy.clientID = doc.clientID;
      const next = updatesOf(copy, () => addRow(copy.getXmlFragment(rootName).get(1) as Y.XmlElement, 0));
      expect(all(content, next)).to.deep.equal(good(next));
    });
  }

  it('admit, of a row and a cell that somebody else deleted, admits what is written beside and in them', () => {
    for (const isCompacted of [false, true]) {
      const content = new Content(empty);
      const [an, bo] = [page(content), page(content, 'bo')];
      const made = updatesOf(an, () => written(an));
      expect(all(content, made)).to.deep.equal(good(made));
      for (const update of made) Y.applyUpdate(bo, update);
      const boTable = bo.getXmlFragment(rootName).get(1) as Y.XmlElement;
      const late = updatesOf(bo, () => {
        const [row] = rowsOf(boTable) as [Y.XmlElement];
        ((row.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(1, 'laat');
        addRow(boTable, 1);
        addColumn(boTable, 1);
        row.delete(0, row.length);
        addColumn(boTable, 0);
      });
      const anTable = an.getXmlFragment(rootName).get(1) as Y.XmlElement;
      const gone = updatesOf(an, () => {
        removeRow(anTable, rowsOf(anTable)[0]!);
        an.getXmlFragment(rootName).delete(1, 1);
      });
      expect(all(content, gone)).to.deep.equal(good(gone));
      let opened = content;
      if (isCompacted) {
        const whole = new Y.Doc();
        for (const update of [...made, ...gone]) Y.applyUpdate(whole, update);
        const owners = [an, bo].map(({ clientID }, index) => ({
          client: clientID,
          personId: ['an', 'bo'][index]!,
        }));
        opened = new Content({
          checkpoint: { sequence: 1, owners, update: Y.encodeStateAsUpdate(whole) } as never,
          commits: [],
        });
      }
      expect(all(opened, late, 'bo')).to.deep.equal(good(late));
    }
  });

  it('admit, of the first row of an empty table that somebody else deleted, also after a checkpoint, admits it', () => {
    const [an, bo] = [new Y.Doc(), new Y.Doc()];
    const made = updatesOf(an, () => an.getXmlFragment(rootName).push([new Y.XmlElement('table')]));
    for (const update of made) Y.applyUpdate(bo, update);
    const late = updatesOf(bo, () => addRow(bo.getXmlFragment(rootName).get(0) as Y.XmlElement, 0));
    an.getXmlFragment(rootName).delete(0, 1);
    const owners = [{ client: an.clientID, personId: 'an' }];
    const checkpoint = { sequence: 1, owners, update: Y.encodeStateAsUpdate(an) };
    const opened = new Content({ checkpoint, commits: [] });
    opened.reserve('bo', [bo.clientID]);
    expect(all(opened, late, 'bo')).to.deep.equal([null]);
  });

  it('admit, a table that grows past what pages show, says too large, and takes it once something went', () => {
    const content = new Content(empty);
    const doc = page(content);
    const { rows, cells } = largestTable;
    const root = doc.getXmlFragment(rootName);
    const made = updatesOf(doc, () => root.push([newTable(rows, 1)]));
    expect(all(content, made)).to.deep.equal([null]);
    const table = root.get(0) as Y.XmlElement;
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copy.clientID = doc.clientID;
    const element = copy.getXmlFragment(rootName).get(0) as Y.XmlElement;
    const [more] = updatesOf(copy, () => element.insert(4, [new Y.XmlElement('row')])) as [Uint8Array];
    expect(offer(content, more)).to.equal('too_large');
    const less = updatesOf(doc, () => table.delete(3, 1));
    const again = updatesOf(doc, () => table.insert(0, [new Y.XmlElement('row')]));
    expect(all(content, [...less, ...again])).to.deep.equal([null, null]);
    const wide = new Content(empty);
    wide.reserve('an', [doc.clientID]);
    const other = new Y.Doc();
    other.clientID = doc.clientID;
    const [tooWide] = updatesOf(other, () =>
      other.getXmlFragment(rootName).push([newTable(1, cells + 1)]),
    ) as [Uint8Array];
    expect(offer(wide, tooWide)).to.equal('too_large');
    // What was let in before stays readable.
    const entries = [{ id: 'a', personId: 'an', organisationId: 'o', clients: [other.clientID] }];
    const commit = { sequence: 1, at: new Date(0), entries, updates: frame([tooWide]) };
    const opened = new Content({ checkpoint: null, commits: [commit] });
    const [line] = updatesOf(other, () => writeLine(other, 'x')) as [Uint8Array];
    expect(offer(opened, line)).to.equal(null);
  });

  it('admit, ten thousand rows made in the worst order, are counted in a moment', () => {
    const content = new Content(empty);
    const doc = page(content);
    const root = doc.getXmlFragment(rootName);
    doc.transact(() => {
      root.push([new Y.XmlElement('table')]);
      const table = root.get(0) as Y.XmlElement;
      for (let row = 0; row < 10_000; row++) table.insert(0, [new Y.XmlElement('row')]);
    });
    const start = performance.now();
    expect(offer(content, Y.encodeStateAsUpdate(doc))).to.equal('too_large');
    expect(performance.now() - start).to.be.lessThan(2000);
  });

  it('admit, any tree of elements, admits exactly those an editor shows without changing them', () => {
    const usual = [
      ['line', 'text'],
      ['table', 'row', 'cell', 'text'],
    ];
    const name = fc.constantFrom('line', 'table', 'row', 'cell', 'text', 'script');
    /** Names one below the other, mostly as they should be. */
    const chain = fc.oneof(
      fc.record({
        names: fc.constantFrom(...usual),
        length: fc.integer({ min: 1, max: 4 }),
        odd: fc.option(name),
        at: fc.nat(12),
      }),
    );
    const build = ({
      names,
      length,
      odd,
      at,
    }: {
      names: string[];
      length: number;
      odd: string | null;
      at: number;
    }) => {
      const list = names.slice(0, length).map((one, index) => (odd !== null && index === at ? odd : one));
      return list.reduceRight<Y.XmlElement | Y.XmlText | null>((inside, one) => {
        if (one === 'text') return new Y.XmlText('woord');
        const made = new Y.XmlElement(one);
        if (inside) made.insert(0, [inside]);
        return made;
      }, null)!;
    };
    let [admitted, withTable] = [0, 0];
    fc.assert(
      fc.property(fc.array(chain, { minLength: 1, maxLength: 3 }), (list) => {
        const content = new Content(empty);
        const doc = page(content);
        const root = doc.getXmlFragment(rootName);
        const [update] = updatesOf(doc, () =>
          doc.transact(() => root.push(list.map(build) as Y.XmlElement[])),
        ) as [Uint8Array];
        if (offer(content, update) !== null) return;
        admitted += 1;
        const words = root.toJSON();
        const before = Y.encodeStateVector(doc);
        const deleted = Y.createDeleteSetFromStructStore(doc.store).clients.size;
        yXmlFragmentToProseMirrorRootNode(root, schema);
        expect(Y.encodeStateVector(doc)).to.deep.equal(before);
        expect(Y.createDeleteSetFromStructStore(doc.store).clients.size).to.equal(deleted);
        expect(root.toJSON()).to.equal(words);
        if (leavesOf(root).some(({ row }) => row)) withTable += 1;
      }),
      { numRuns: 6000, seed: 11 },
    );
    expect(admitted).to.be.greaterThan(100);
    expect(withTable).to.be.greaterThan(10);
  });
});
