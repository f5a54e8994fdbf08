import { expect } from 'chai';
import { Fragment, Slice } from 'prosemirror-model';
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state';
import * as Y from 'yjs';
import { frame } from '../../../public/scripts/live/frames.ts';
import {
  lostFrom,
  meanwhile,
  linesOf as namedLines,
  putBack,
} from '../../../public/scripts/live/meanwhile.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import { passageOf } from '../../../public/scripts/live/remarks/anchors.ts';
import { replaceWords } from '../../../public/scripts/live/remarks/decisions.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import { schema } from '../../../public/scripts/live/schema.ts';
import { clearedAcross } from '../../../public/scripts/live/tables/caret.ts';
import { newTable, removeRow, rowsOf } from '../../../public/scripts/live/tables/edits.ts';
import { keepsTables, tableGuard } from '../../../public/scripts/live/tables/guard.ts';
import { wordsOf } from '../../../public/scripts/live/tables/typing.ts';
import { unsentText } from '../../../public/scripts/live/unsentText.ts';
import { linesOf, updatesOf, writeLine } from '../prose.ts';

const text = (words: string) => (words === '' ? [] : [schema.text(words)]);
const line = (words: string) => schema.node('line', null, text(words));
const table = (...rows: string[][]) =>
  schema.node(
    'table',
    null,
    rows.map((cells) =>
      schema.node(
        'row',
        null,
        cells.map((words) => schema.node('cell', null, text(words))),
      ),
    ),
  );
const before = schema.node('doc', null, [line('voor'), table(['aa', 'bb'], ['cc', 'dd']), line('na')]);
const stateOf = (doc = before): EditorState => EditorState.create({ doc, plugins: [tableGuard()] });
const shown = (state: EditorState): string => state.doc.toString();

/** Where a word begins in a document. */
function placeOf(word: string, doc = before): number {
  let found = -1;
  doc.descendants((node, place) => {
    if (node.isText && node.text === word) found = place;
  });
  return found;
}
/** Every place a caret can be at. */
function caretsIn(doc: typeof before): number[] {
  const places: number[] = [];
  doc.descendants((node, place) => {
    if (node.isTextblock) for (let at = 0; at <= node.content.size; at++) places.push(place + 1 + at);
  });
  return places;
}

const whole =
  'doc(line("voor"), table(row(cell("aa"), cell("bb")), row(cell("cc"), cell("dd"))), line("na"))';

describe('the words of tables, in the editor', () => {
  it('deleting from any place to any other, leaves every table whole or takes it whole', () => {
    const state = stateOf();
    let refused = 0;
    const places = [0, ...caretsIn(before), before.content.size];
    for (const from of places) {
      for (const to of places.filter((one) => one > from)) {
        // All of it is selected from its very beginning to its very end.
        if ((from === 0) !== (to === before.content.size)) continue;
        const selection = from === 0 ? new AllSelection(before) : TextSelection.create(before, from, to);
        const selected = state.apply(state.tr.setSelection(selection));
        const tr = selected.tr.deleteSelection();
        const next = selected.apply(tr);
        const [now] = [next.doc.children.find(({ type }) => type === schema.nodes.table)];
        if (now)
          expect(
            now.children.map(({ childCount }) => childCount),
            `${from} ${to}`,
          ).to.deep.equal([2, 2]);
        else expect([from <= 6, to >= 28], `${from} ${to}`).to.deep.equal([true, true]);
        if (!keepsTables(tr, selection)) refused += 1;
      }
    }
    expect(refused).to.be.greaterThan(50);
  });

  it('a selection from any word to any other across cells, is cleared of exactly its characters', () => {
    const state = stateOf();
    const places = caretsIn(before);
    for (const from of places) {
      for (const to of places.filter((one) => one > from)) {
        const selected = state.apply(state.tr.setSelection(TextSelection.create(before, from, to)));
        const cleared = clearedAcross(selected);
        if (!cleared) continue;
        expect(keepsTables(cleared, selected.selection)).to.equal(true);
        expect(cleared.doc.childCount).to.equal(3);
        const left =
          before.textBetween(0, from, '', '') + before.textBetween(to, before.content.size, '', '');
        expect(cleared.doc.textBetween(0, cleared.doc.content.size, '', '')).to.equal(left);
        expect(cleared.selection.empty).to.equal(true);
      }
    }
  });

  it('whatever is pasted into a cell, is words side by side', () => {
    const slice = new Slice(
      Fragment.from([line('een'), table(['twee', ''], ['drie', 'vier']), line('vijf')]),
      1,
      1,
    );
    const plain = (words: Fragment): string => words.textBetween(0, words.size);
    expect(plain(wordsOf(slice))).to.equal('een twee drie vier vijf');
    expect(plain(wordsOf(new Slice(Fragment.from(schema.text('los')), 0, 0)))).to.equal('los');
  });

  for (const [name, from, to, now, proposal, after] of [
    ['in one cell', placeOf('bb'), placeOf('bb') + 2, 'bb', 'beter', whole.replace('bb', 'beter')],
    [
      'in one cell, with two lines',
      placeOf('bb'),
      placeOf('bb') + 2,
      'bb',
      'een\ntwee',
      whole.replace('bb', 'een twee'),
    ],
    [
      'over two cells, one line for each',
      placeOf('aa'),
      placeOf('bb') + 2,
      'aa\nbb',
      'x\ny',
      whole.replace('aa', 'x').replace('bb', 'y'),
    ],
    [
      'over two cells, with fewer lines',
      placeOf('aa'),
      placeOf('bb') + 2,
      'aa\nbb',
      'x',
      whole.replace('aa', 'x').replace('cell("bb")', 'cell'),
    ],
    [
      'over three cells, with more lines',
      placeOf('bb'),
      placeOf('dd') + 2,
      'bb\ncc\ndd',
      'x\ny\nz\nrest',
      whole.replace('bb', 'x').replace('cc', 'y').replace('dd', 'z rest'),
    ],
    [
      'from a line into a cell, deleted',
      3,
      placeOf('aa') + 1,
      'or\na',
      '',
      whole.replace('voor', 'vo').replace('aa', 'a'),
    ],
  ] as [string, number, number, string, string, string][]) {
    it(`a suggestion ${name}, that is accepted, puts its words there and leaves the cells`, () => {
      const state = stateOf();
      expect(shown(state.apply(replaceWords(state, { from, to }, now, proposal)))).to.equal(after);
    });
  }
});

describe('the words of tables, in the shared document', () => {
  function shared(): { doc: Y.Doc; table: Y.XmlElement; words: (row: number, column: number) => Y.XmlText } {
    const doc = new Y.Doc();
    writeLine(doc, 'voor');
    doc.getXmlFragment(rootName).push([newTable(2, 2)]);
    writeLine(doc, 'na');
    const made = doc.getXmlFragment(rootName).get(1) as Y.XmlElement;
    const words = (row: number, column: number): Y.XmlText =>
      (rowsOf(made)[row]!.get(column) as Y.XmlElement).get(0) as Y.XmlText;
    return { doc, table: made, words };
  }

  it('unsentText, of words in cells, gives them back cell by cell', () => {
    const { doc, words } = shared();
    words(0, 0).insert(0, 'stond er al');
    const updates = updatesOf(doc, () => {
      words(0, 1).insert(0, 'nieuw');
      words(1, 1).insert(0, 'ook nieuw');
    });
    expect(unsentText(doc, updates)).to.equal('nieuw\nook nieuw');
  });

  it('a passage over cells, is quoted cell by cell', () => {
    const { doc, words } = shared();
    words(0, 0).insert(0, 'wie');
    words(0, 1).insert(0, 'wat');
    const flat = flatten(doc.getXmlFragment(rootName));
    const from = flat.words.indexOf('wie');
    expect(passageOf(flat, from, from + 7)?.quote).to.equal('wie\nwat');
  });

  it('words typed in a row while away, that others deleted, are named and go back behind the table', () => {
    const { doc: mine, words } = shared();
    words(1, 0).insert(0, 'De huisarts');
    const base = Y.encodeStateAsUpdate(mine);
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, base);
    const unsent = updatesOf(mine, () => words(1, 0).insert(11, ' belt elke week'));
    const arrived = updatesOf(theirs, () => {
      const [, other] = theirs.getXmlFragment(rootName).toArray() as Y.XmlElement[];
      removeRow(other!, rowsOf(other!)[1]!);
    });
    const passages = meanwhile({ base, mine: namedLines(mine), arrived: frame(arrived), unsent });
    for (const update of arrived) Y.applyUpdate(mine, update);
    expect(passages.map(({ before, mine: my, theirs: their }) => [before, my, their])).to.deep.equal([
      ['De huisarts', 'De huisarts belt elke week', null],
    ]);
    const lost = lostFrom(passages[0]!, namedLines(mine));
    expect(lost.mine).to.deep.equal(['belt elke week']);
    putBack(mine, lost.mine, passages[0]!);
    expect(linesOf(mine)).to.deep.equal(['voor', '', '', 'belt elke week', 'na']);
  });
});
