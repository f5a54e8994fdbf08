import { expect } from 'chai';
import * as Y from 'yjs';
import { frame } from '../../public/scripts/live/frames.ts';
import { looseWords } from '../../public/scripts/live/looseWords.ts';
import {
  bothChanged,
  linesOf,
  lostFrom,
  meanwhile,
  type Passage,
  putBack,
} from '../../public/scripts/live/meanwhile.ts';

const named = (lines: Record<string, string>) => Object.entries(lines).map(([key, text]) => ({ key, text }));

function write(doc: Y.Doc, ...texts: string[]): void {
  doc.transact(() => {
    for (const text of texts) {
      const line = new Y.XmlElement('line');
      line.insert(0, [new Y.XmlText(text)]);
      doc.getXmlFragment('prose').push([line]);
    }
  });
}
const lineIn = (doc: Y.Doc, place: number): Y.XmlText =>
  (doc.getXmlFragment('prose').get(place) as Y.XmlElement).get(0) as Y.XmlText;
const textOf = (doc: Y.Doc): string[] => linesOf(doc).map((line) => line.text);

/** Two who had the same text and then did not see each other. */
function apart() {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
  write(mine, 'De eerste zin.', 'De tweede zin.', 'De derde zin.');
  const base = Y.encodeStateAsUpdate(mine);
  Y.applyUpdate(theirs, base);
  const since = Y.encodeStateVector(mine);
  const sent: Uint8Array[] = [];
  mine.on('update', (update: Uint8Array) => sent.push(update));
  const passages = (): Passage[] =>
    meanwhile({
      base,
      mine: linesOf(mine),
      arrived: frame([Y.encodeStateAsUpdate(theirs, since)]),
      unsent: sent,
    });
  const merge = (): void => Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  return { mine, theirs, passages, merge, sent };
}

describe('what happened on both sides while a page was away', () => {
  const before = named({ a: 'een', b: 'twee', c: 'drie' });
  const cases: [
    what: string,
    mine: Record<string, string>,
    theirs: Record<string, string>,
    keys: string[],
  ][] = [
    [
      'both changed one line',
      { a: 'een!', b: 'twee', c: 'drie' },
      { a: 'een?', b: 'twee', c: 'drie' },
      ['a'],
    ],
    ['each another line', { a: 'een!', b: 'twee', c: 'drie' }, { a: 'een', b: 'twee?', c: 'drie' }, []],
    ['both the same', { a: 'een!', b: 'twee', c: 'drie' }, { a: 'een!', b: 'twee', c: 'drie' }, []],
    [
      'one took away what the other changed',
      { a: 'een', c: 'drie' },
      { a: 'een', b: 'twee?', c: 'drie' },
      ['b'],
    ],
    [
      'each a new line',
      { a: 'een', b: 'twee', c: 'drie', m: 'x' },
      { a: 'een', b: 'twee', c: 'drie', t: 'y' },
      [],
    ],
  ];
  for (const [what, mine, theirs, keys] of cases)
    it(`${what}: ${keys.length} to look at`, () => {
      const found = bothChanged(before, named(mine), named(theirs));
      expect(found.map((one) => one.key)).to.deep.equal(keys);
    });

  it('shows mine and theirs as each wrote it', () => {
    const { mine, theirs, passages } = apart();
    lineIn(mine, 1).insert(14, ' Van mij.');
    lineIn(theirs, 1).insert(14, ' Van hen.');
    lineIn(theirs, 2).insert(0, 'Ook. ');
    expect(passages()).to.have.length(1);
    expect(passages()[0]).to.deep.include({
      before: 'De tweede zin.',
      mine: 'De tweede zin. Van mij.',
      theirs: 'De tweede zin. Van hen.',
    });
  });

  it('does not take for theirs what had arrived of mine before the connection broke', () => {
    const { mine, theirs, passages, merge, sent } = apart();
    lineIn(mine, 1).insert(14, ' Half');
    Y.applyUpdate(theirs, sent[0] as Uint8Array);
    lineIn(mine, 1).insert(19, ' verstuurd.');
    expect(passages()).to.deep.equal([]);
    merge();
    expect(textOf(mine)[1]).to.equal('De tweede zin. Half verstuurd.');
  });

  it('finds words that joining two lines took away, and puts them back once, where they stood', () => {
    const { mine, theirs, passages, merge } = apart();
    lineIn(mine, 0).insert(14, 'De tweede zin.');
    mine.getXmlFragment('prose').delete(1, 1);
    lineIn(theirs, 1).insert(3, 'o zo belangrijke ');
    const [passage] = passages() as [Passage];
    merge();
    expect(textOf(mine).join(' ')).not.to.include('belangrijke');
    expect(lostFrom(passage, linesOf(mine))).to.deep.equal({ mine: [], theirs: ['o zo belangrijke'] });
    putBack(mine, ['o zo belangrijke'], passage);
    expect(textOf(mine)).to.deep.equal(['De eerste zin.De tweede zin.', 'o zo belangrijke', 'De derde zin.']);
    expect(lostFrom(passage, linesOf(mine)).theirs).to.deep.equal([]);
  });

  it('finds mine as well when others joined the line I wrote in', () => {
    const { mine, theirs, passages, merge } = apart();
    lineIn(mine, 1).insert(14, ' Dit mag niet weg.');
    lineIn(theirs, 0).insert(14, 'De tweede zin.');
    theirs.getXmlFragment('prose').delete(1, 1);
    const [passage] = passages() as [Passage];
    merge();
    expect(lostFrom(passage, linesOf(mine)).mine).to.deep.equal(['Dit mag niet weg.']);
  });
});

describe('words of updates whose text is not there', () => {
  it('come in the order they were written, a line where a line began', () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    write(doc, 'Al bewaard.');
    doc.on('update', (update: Uint8Array) => updates.push(update));
    lineIn(doc, 0).insert(11, ' Erbij');
    lineIn(doc, 0).insert(17, ' gezet.');
    write(doc, 'Een nieuwe regel.');
    expect(looseWords(updates)).to.equal('Erbij gezet.\nEen nieuwe regel.');
  });
});
