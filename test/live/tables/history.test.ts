import { expect } from 'chai';
import fc from 'fast-check';
import * as Y from 'yjs';
import { blocksOf, leavesOf } from '../../../public/scripts/live/leaves.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import { caretIn } from '../../../public/scripts/live/tables/caret.ts';
import * as commands from '../../../public/scripts/live/tables/commands.ts';
import { History } from '../../../server/live/history/history.ts';
import type { Passage, ShownLine } from '../../../server/live/history/questions.ts';
import { plainTextOf } from '../../../server/live/plainText.ts';
import { Blackout, deletionOf, rewrite, wordsIn } from '../../../server/live/redaction/rewriting.ts';
import { TableRoom, type TableWriter } from '../../builders/tableWriters.ts';
import { writeLine } from '../prose.ts';

const steps = fc.array(
  fc.record({
    who: fc.nat(3),
    what: fc.nat(1000),
    where: fc.nat(1000),
    length: fc.integer({ min: 1, max: 5 }),
    lag: fc.nat(6),
    held: fc.constantFrom(0, 0, 1, 3),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);
const seed = Number(process.env.TABLE_SEED ?? 20261126);
const numRuns = Number(process.env.TABLE_RUNS ?? 80);

type Logged = TableRoom['log'];

const historyOf = (log: readonly Pick<Logged[0], 'entry' | 'update'>[]): History => {
  const history = new History();
  for (const { entry, update } of log) history.take([entry], [update]);
  return history;
};

const documentOf = (log: readonly Pick<Logged[0], 'update'>[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const { update } of log) Y.applyUpdate(doc, update);
  return doc;
};

const wordsOf = (passages: readonly Passage[]): string =>
  passages.flatMap(({ spans }) => spans.map(({ text }) => text)).join('');
const standing = ({ deleter }: Passage): boolean => deleter === null;

/** A text as the page shows it: a line of words, or rows of cells. */
const shapeOf = (doc: Y.Doc): string[] =>
  blocksOf(doc.getXmlFragment(rootName)).flatMap(({ leaves }) => {
    const rows = new Map<unknown, string[]>();
    for (const { row, texts } of leaves) {
      const words = texts
        .flatMap((text) => text.toDelta().map(({ insert }: { insert: string }) => insert))
        .join('');
      rows.set(row, [...(rows.get(row) ?? []), words]);
    }
    return [...rows].map(([row, words]) => `${row ? 'row' : 'line'}: ${words.join('|')}`);
  });

const shownShape = (lines: readonly ShownLine[]): string[] => {
  const rows: { key: unknown; kind: string; words: string[] }[] = [];
  for (const { cell, passages } of lines) {
    const isGone = cell ? cell.isGone : false;
    if (isGone) continue;
    const words = wordsOf(passages.filter(standing));
    const last = rows.at(-1);
    if (cell && last?.key === cell.row) last.words.push(words);
    else rows.push({ key: cell ? cell.row : {}, kind: cell ? 'row' : 'line', words: [words] });
  }
  return rows.map(({ kind, words }) => `${kind}: ${words.join('|')}`);
};

const isLine = (one: string): boolean => one !== 'line: ';

describe('the history of tables', function () {
  this.timeout(180_000);

  const property = (name: string, holds: (room: TableRoom, history: History) => void): void => {
    it(name, () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 3 }), steps, (people, list) => {
          const room = new TableRoom(people, { joins: false });
          try {
            for (const step of list) room.act(step, 13);
            room.settle();
            holds(room, historyOf(room.log));
          } finally {
            room.end();
          }
        }),
        { numRuns, seed },
      );
    });
  };

  property('text, at every commit, is the lines and rows a page had then', ({ log }, history) => {
    for (let sequence = 1; sequence <= log.length; sequence++) {
      const { lines } = history.text({ sequence, slips: true, part: 1 });
      const then = shapeOf(documentOf(log.slice(0, sequence)));
      expect(shownShape(lines).filter(isLine), `after ${sequence}`).to.deep.equal(then.filter(isLine));
    }
  });

  property('text, every character that stands, is by who first wrote it', (room, history) => {
    const { lines } = history.text({ sequence: room.log.length, slips: true, part: 1 });
    for (const { spans, writer } of lines.flatMap(({ passages }) => passages.filter(standing)))
      for (const one of spans.flatMap(({ text }) => [...text]))
        if (room.author.has(one)) expect(writer.personId, one).to.equal(room.author.get(one));
  });

  property('text, every character that is gone, is told once, and of whose deed it went', (room, history) => {
    const there = new Set(shapeOf(documentOf(room.log)).join(''));
    const { lines } = history.text({ sequence: room.log.length, slips: true, part: 1 });
    const gone = lines.flatMap(({ passages }) => passages.filter((one) => !standing(one)));
    const told = [...gone.flatMap(({ spans }) => spans.map(({ text }) => text)).join('')].filter((one) =>
      room.author.has(one),
    );
    expect(new Set(told).size).to.equal(told.length);
    expect(told.filter((one) => there.has(one))).to.deep.equal([]);
    const missing = [...room.author.keys()].filter((one) => !there.has(one));
    expect([...told].sort()).to.deep.equal(missing.sort());
  });

  property(
    'restoration, of any passage that is gone, brings it back and changes nothing else',
    (room, history) => {
      const gone = history
        .text({ sequence: room.log.length, slips: true, part: 1 })
        .lines.flatMap(({ passages }) => passages.filter(({ isGone }) => isGone));
      const before = documentOf(room.log);
      for (const passage of gone.slice(0, 4)) {
        const made = history.restoration({ stretches: passage.stretches, asLine: false });
        if (made.kind !== 'made') return expect.fail(made.kind);
        const after = new Y.Doc();
        Y.applyUpdate(after, Y.encodeStateAsUpdate(before));
        Y.applyUpdate(after, made.update);
        const words = wordsOf([passage]);
        const [then, now] = [shapeOf(before), shapeOf(after)];
        if (made.place === 'near') {
          expect(now.filter((one) => one.startsWith('row'))).to.deep.equal(
            then.filter((one) => one.startsWith('row')),
          );
          const at = now.findIndex((one, index) => one !== then[index]);
          expect(now.toSpliced(at, 1), 'one line more').to.deep.equal(then);
          expect(now[at]).to.equal(`line: ${words}`);
        } else {
          expect(now.length).to.equal(then.length);
          expect([...now.join('')].sort().join('')).to.equal([...then.join(''), ...words].sort().join(''));
        }
        // The server takes it, as it takes what a page writes.
        room.content.reserve('restorer', [made.client]);
      }
    },
  );

  /** A line, a table of two rows and three columns with these words in it, and a line; two people who have it. */
  function two(words = 'abcdef'): { room: TableRoom; an: TableWriter; bo: TableWriter } {
    const room = new TableRoom(2);
    const [an, bo] = room.writers as [TableWriter, TableWriter];
    room.does(an, () => {
      writeLine(an.doc, 'voor');
      an.editor.run(commands.insertTable({ rows: 2, columns: 3, head: true }));
    });
    for (const [index, word] of [...words].entries())
      room.does(an, () => {
        at(an, Math.floor(index / 3), index % 3);
        an.editor.dispatch(an.editor.state.tr.insertText(`${word}${word}${word}`));
      });
    room.settle();
    return { room, an, bo };
  }

  const at = ({ editor }: TableWriter, row: number, column: number): void =>
    editor.dispatch(
      editor.state.tr.setSelection(caretIn(editor.state.doc, { block: 1, row, column }, 'end')!),
    );

  it('a column that somebody deletes, is told as one column, by whom, with its words, which come back as lines', () => {
    const { room, bo } = two();
    const before = room.log.length;
    room.does(bo, () => {
      at(bo, 0, 1);
      bo.editor.run(commands.deleteColumn);
    });
    room.settle();
    const history = historyOf(room.log);
    const { shapes, lines, tally } = history.comparison({ from: before, to: room.log.length, part: 1 });
    expect(shapes.map(({ kind, count, personId }) => [kind, count, personId])).to.deep.equal([
      ['columnDeleted', 1, 'person-1'],
    ]);
    expect(lines.filter(({ cell }) => cell?.isGone).map(({ passages }) => wordsOf(passages))).to.deep.equal([
      'bbb',
      'eee',
    ]);
    expect(tally.shaped.map(({ personId, passages }) => [personId, passages])).to.deep.equal([
      ['person-1', 1],
    ]);
    const now = history.text({ sequence: room.log.length, slips: false, part: 1 });
    expect(now.shapes.map(({ kind }) => kind)).to.deep.equal(['columnDeleted']);
    expect(now.lines.filter(({ cell }) => cell?.isHead).length).to.equal(3);
    const made = history.restoration({ stretches: now.shapes[0]!.stretches, asLine: false });
    if (made.kind !== 'made') return expect.fail(made.kind);
    const doc = documentOf([...room.log, { update: made.update }]);
    expect(shapeOf(doc)).to.deep.equal([
      'line: voor',
      'row: aaa|ccc',
      'row: ddd|fff',
      'line: bbb',
      'line: eee',
      'line: ',
    ]);
    const entry = {
      ...room.log.at(-1)!.entry,
      sequence: room.log.length + 1,
      personId: 'restorer',
      restored: made.stretches,
    };
    const after = historyOf([...room.log, { entry, update: made.update }]);
    const back = after
      .text({ sequence: entry.sequence, slips: false, part: 1 })
      .lines.flatMap(({ passages }) => passages.filter(({ restorer }) => restorer));
    expect(back.map((one) => [wordsOf([one]), one.writer.personId])).to.deep.equal([
      ['bbb', 'person-0'],
      ['eee', 'person-0'],
    ]);
    room.end();
  });

  it('two columns at once, a row and a table, are told as what they were', () => {
    const { room, an } = two();
    const before = room.log.length;
    for (const [row, column, command] of [
      [0, 1, commands.deleteColumn],
      [1, 0, commands.deleteRow],
      [0, 0, commands.addRowAfter],
      [0, 0, commands.addColumnBefore],
      [0, 0, commands.deleteTable],
    ] as const)
      room.does(an, () => {
        at(an, row, column);
        an.editor.run(command);
      });
    room.settle();
    const { shapes } = historyOf(room.log).comparison({ from: before, to: room.log.length, part: 1 });
    expect(shapes.map(({ kind }) => kind)).to.deep.equal([
      'columnDeleted',
      'rowDeleted',
      'rowAdded',
      'columnAdded',
      'tableDeleted',
    ]);
    room.end();
  });

  it('a column without a word, deleted, is told in a comparison and as a step', () => {
    const room = new TableRoom(1);
    const [an] = room.writers as [TableWriter];
    room.does(an, () => {
      writeLine(an.doc, 'voor');
      an.editor.run(commands.insertTable({ rows: 2, columns: 2, head: false }));
    });
    room.settle();
    const before = room.log.length;
    room.does(an, () => {
      at(an, 0, 0);
      an.editor.run(commands.deleteColumn);
    });
    room.settle();
    const history = historyOf(room.log);
    const { shapes, lines } = history.comparison({ from: before, to: room.log.length, part: 1 });
    expect(shapes.map(({ kind }) => kind)).to.deep.equal(['columnDeleted']);
    expect(lines.filter(({ cell }) => cell?.isGone)).to.have.length(2);
    expect(history.steps({ sequence: before + 1 }).steps.at(-1)!.shaped).to.equal(true);
    room.end();
  });

  it('words typed in a column while somebody else deletes it, are in the history and can be put back', () => {
    const { room, an, bo } = two();
    room.does(an, () => {
      at(an, 1, 1);
      an.editor.dispatch(an.editor.state.tr.insertText(' nog iets'));
    });
    room.does(bo, () => {
      at(bo, 0, 1);
      bo.editor.run(commands.deleteColumn);
    });
    // The deletion is first in the log: what was typed comes into a cell that is gone.
    room.send(bo);
    room.settle();
    room.check();
    const history = historyOf(room.log);
    const { lines } = history.text({ sequence: room.log.length, slips: false, part: 1 });
    const gone = lines.flatMap(({ passages }) => passages.filter(({ isGone }) => isGone));
    const late = gone.filter((one) => wordsOf([one]).includes('nog iets'));
    expect(late.map(({ writer, deleter }) => [writer.personId, deleter?.personId])).to.deep.equal([
      ['person-0', 'person-1'],
    ]);
    const made = history.restoration({ stretches: late[0]!.stretches, asLine: false });
    expect(made.kind === 'made' && made.place).to.equal('near');
    room.end();
  });

  it('undoing the deletion of a row of equal words, keeps whose each of them is', () => {
    const { room, an, bo } = two('abc');
    for (const [column, writer] of [an, bo, an].entries())
      room.does(writer, () => {
        room.bring(writer);
        at(writer, 1, column);
        writer.editor.dispatch(writer.editor.state.tr.insertText('elke dag'));
        room.send(writer);
      });
    room.settle();
    room.does(an, () => {
      at(an, 1, 0);
      an.editor.run(commands.deleteRow);
    });
    room.settle();
    room.does(an, () => an.editor.undo.undo());
    room.settle();
    const { lines } = historyOf(room.log).text({ sequence: room.log.length, slips: false, part: 1 });
    const writers = lines
      .filter(({ cell }) => cell && !cell.isGone)
      .slice(3)
      .map(({ passages }) => passages.filter(standing).map(({ writer }) => writer.personId));
    expect(writers).to.deep.equal([['person-0'], ['person-1'], ['person-0']]);
    room.end();
  });

  it('redaction, of words in a cell and in a cell that was deleted, leaves them nowhere, and the table as it is', () => {
    const { room, an, bo } = two();
    const secret = 'WACHTWOORD';
    for (const [row, column] of [
      [0, 0],
      [1, 1],
    ] as const)
      room.does(an, () => {
        at(an, row, column);
        an.editor.dispatch(an.editor.state.tr.insertText(` ${secret}`));
      });
    room.settle();
    room.does(bo, () => {
      at(bo, 0, 1);
      bo.editor.run(commands.deleteColumn);
    });
    room.settle();
    const { stretches, count } = historyOf(room.log).words({ words: [secret], within: null });
    expect(count).to.equal(2);
    const blackout = new Blackout(stretches);
    const entry = {
      ...room.log.at(-1)!.entry,
      sequence: room.log.length + 1,
      personId: 'redactor',
      redacted: stretches,
    };
    const after = [
      ...room.log.map(({ entry, update }) => ({ entry, update: rewrite(update, blackout) ?? update })),
      { entry, update: deletionOf(stretches) },
    ];
    for (const { update } of after) expect(wordsIn(update, [secret])).to.deep.equal([]);
    const doc = documentOf(after);
    expect(shapeOf(doc)).to.deep.equal(['line: voor', 'row: aaa |ccc', 'row: ddd|fff', 'line: ']);
    const history = historyOf(after);
    for (let sequence = 1; sequence <= after.length; sequence++)
      expect(JSON.stringify(history.text({ sequence, slips: true, part: 1 }))).not.to.contain(secret);
    const { lines } = history.text({ sequence: after.length, slips: false, part: 1 });
    const told = lines.flatMap(({ passages }) => passages.filter(({ redactor }) => redactor));
    expect(told.map(({ writer, redactor }) => [writer.personId, redactor!.personId])).to.deep.equal([
      ['person-0', 'redactor'],
      ['person-0', 'redactor'],
    ]);
    const plain = plainTextOf({ doc, sequence: 1 }, () => '');
    expect(plain.text).to.equal('voor\naaa \tccc\nddd\tfff\n');
    expect(leavesOf(doc.getXmlFragment(rootName))).to.have.length(6);
    room.end();
  });
});
