import { expect } from 'chai';
import fc from 'fast-check';
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';
import { difference, replaceWords } from '../../../public/scripts/live/remarks/decisions.ts';
import {
  type ListedRemark,
  locatedIn,
  remarkAt,
  remarkMarks,
  showMarks,
} from '../../../public/scripts/live/remarks/marks.ts';
import { onlyWriters } from '../../../public/scripts/live/remarks/onlyWriters.ts';
import { schema } from '../../../public/scripts/live/schema.ts';

const docOf = (...lines: string[]) =>
  schema.node(
    'doc',
    null,
    lines.map((text) => schema.node('line', null, text === '' ? [] : [schema.text(text)])),
  );

const linesOf = (state: EditorState): string[] => {
  const lines: string[] = [];
  state.doc.forEach((line) => {
    lines.push(line.textContent);
  });
  return lines;
};

describe('who may comment and not write', () => {
  let mayWrite = false;
  const state = EditorState.create({ doc: docOf('een', 'twee'), plugins: [onlyWriters(() => mayWrite)] });
  const typed = (tr: Transaction): Transaction => tr.insertText('x', 1);

  it('moves the caret, and changes nothing', () => {
    const moved = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 2, 4)));
    expect(moved.selection.from).to.equal(2);
    expect(linesOf(state.apply(typed(state.tr)))).to.deep.equal(['een', 'twee']);
  });

  it('sees what others write', () => {
    const theirs = typed(state.tr).setMeta(ySyncPluginKey, { isChangeOrigin: true });
    expect(linesOf(state.apply(theirs))).to.deep.equal(['xeen', 'twee']);
  });

  it('who may write, writes', () => {
    mayWrite = true;
    expect(linesOf(state.apply(typed(state.tr)))).to.deep.equal(['xeen', 'twee']);
  });
});

describe('a suggestion that is accepted', () => {
  const accepted = (
    lines: string[],
    range: { from: number; to: number },
    now: string,
    proposal: string,
  ): string[] => {
    const state = EditorState.create({ doc: docOf(...lines) });
    return linesOf(state.apply(replaceWords(state, range, now, proposal)));
  };

  it('puts its words there, in one step', () => {
    expect(accepted(['een twee drie'], { from: 5, to: 9 }, 'twee', 'vier')).to.deep.equal(['een vier drie']);
  });

  it('without words, deletes the passage', () => {
    expect(accepted(['een twee drie'], { from: 5, to: 10 }, 'twee ', '')).to.deep.equal(['een drie']);
    expect(accepted(['een twee', 'drie vier'], { from: 5, to: 15 }, 'twee\ndrie', '')).to.deep.equal([
      'een  vier',
    ]);
  });

  it('over several lines, or with several, keeps what stands around it', () => {
    expect(accepted(['een twee', 'drie vier'], { from: 5, to: 15 }, 'twee\ndrie', 'x')).to.deep.equal([
      'een x vier',
    ]);
    expect(accepted(['een twee drie'], { from: 5, to: 9 }, 'twee', 'x\n\ny')).to.deep.equal([
      'een x',
      '',
      'y drie',
    ]);
  });

  it('changes only what is different: the rest keeps its writer', () => {
    expect(difference('samen wat er nodig is', 'samen wat helpt')).to.deep.equal({
      skip: 10,
      remove: 11,
      insert: 'helpt',
    });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b') }),
        fc.string({ unit: fc.constantFrom('a', 'b') }),
        (now, proposal) => {
          const { skip, remove, insert } = difference(now, proposal);
          expect(now.slice(0, skip) + insert + now.slice(skip + remove)).to.equal(proposal);
        },
      ),
    );
  });
});

describe('the marks of remarks in the text', () => {
  const remark = (id: string, change: Partial<ListedRemark> = {}): ListedRemark => ({
    id,
    kind: 'comment',
    passage: { start: {}, end: {}, quote: '', before: '', after: '' },
    proposal: null,
    label: '',
    isOpen: true,
    ...change,
  });

  it('go with the text until their places are known anew, and tell which remark the caret is in', () => {
    let state = EditorState.create({ doc: docOf('een twee drie'), plugins: [remarkMarks()] });
    const located = [
      { remark: remark('wide'), state: 'standing' as const, from: 1, to: 14 },
      { remark: remark('narrow'), state: 'standing' as const, from: 5, to: 9 },
      { remark: remark('settled', { isOpen: false }), state: 'standing' as const, from: 6, to: 7 },
    ];
    state = state.apply(showMarks(state.tr, { located }));
    state = state.apply(state.tr.insertText('nul ', 1));
    expect(locatedIn(state).map(({ from, to }) => [from, to])).to.deep.equal([
      [5, 18],
      [9, 13],
      [10, 11],
    ]);
    const at = (place: number): string | undefined => {
      const moved = state.apply(state.tr.setSelection(TextSelection.create(state.doc, place)));
      return remarkAt(moved)?.remark.id;
    };
    expect([at(2), at(6), at(10), at(16)]).to.deep.equal([undefined, 'wide', 'narrow', 'wide']);
  });
});
