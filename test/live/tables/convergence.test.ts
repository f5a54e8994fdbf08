import { expect } from 'chai';
import fc from 'fast-check';
import { leavesOf } from '../../../public/scripts/live/leaves.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import * as commands from '../../../public/scripts/live/tables/commands.ts';
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
  { minLength: 1, maxLength: 60, size: 'max' },
);

/** The same runs every time; TABLE_SEED and TABLE_RUNS look elsewhere, and longer. */
const seed = Number(process.env.TABLE_SEED ?? 20261126);
const numRuns = Number(process.env.TABLE_RUNS ?? 120);

describe('tables that several people change at once', function () {
  this.timeout(180_000);
  const total = { structure: 0, words: 0, letters: 0 };

  const property = (name: string, kinds: number, holds: (room: TableRoom) => void): void => {
    it(name, () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 4 }), steps, (people, list) => {
          const room = new TableRoom(people);
          try {
            for (const step of list) room.act(step, kinds);
            room.settle();
            room.check();
            holds(room);
            total.structure += room.counts.structure;
            total.words += room.counts.words;
            total.letters += room.author.size;
          } finally {
            room.end();
          }
        }),
        { numRuns, seed },
      );
    });
  };

  property(
    'all pages show the same, no page mends anything, and no word is gone that nobody took',
    13,
    (room) => {
      const [{ doc }] = room.writers as [TableRoom['writers'][0]];
      const words = leavesOf(doc.getXmlFragment(rootName))
        .flatMap(({ texts }) =>
          texts.flatMap((text) => text.toDelta().map((one: { insert: string }) => one.insert)),
        )
        .join('');
      const there = new Set(words);
      for (const letter of room.author.keys()) {
        if (there.has(letter)) continue;
        const home = room.homes.get(letter)!;
        const isTaken = room.takenLetters.has(letter) || home.some((key) => room.takenElements.has(key));
        expect(isTaken, `${letter} is gone and nobody took it`).to.equal(true);
      }
    },
  );

  property(
    'undoing and doing again at once with others, all pages show the same and no page mends',
    15,
    () => {},
  );

  for (const [what, command] of [
    ['a row', commands.addRowAfter],
    ['a column', commands.addColumnAfter],
    ['a table', commands.insertTable({ rows: 2, columns: 2, head: false })],
  ] as const) {
    it(`undoing ${what} in which somebody else wrote, leaves all of it; without their words, nothing of it`, () => {
      for (const isWritten of [true, false]) {
        const room = new TableRoom(2);
        const [an, bo] = room.writers as [TableWriter, TableWriter];
        room.does(an, () => {
          writeLine(an.doc, 'voor');
          if (what !== 'a table') an.editor.run(commands.insertTable({ rows: 2, columns: 2, head: true }));
        });
        room.settle();
        const before = an.doc.getXmlFragment(rootName).toJSON();
        an.editor.undo.stopCapturing();
        room.does(an, () => void an.editor.run(command));
        room.settle();
        const whole = an.doc.getXmlFragment(rootName).toJSON();
        // Of what is new, somebody writes in one cell.
        const caret = an.editor.state.selection.from;
        room.does(an, () => an.editor.dispatch(an.editor.state.tr.insertText('ik', caret)));
        room.settle();
        if (isWritten)
          room.does(bo, () => bo.editor.dispatch(bo.editor.state.tr.insertText('zij', caret + 2)));
        room.settle();
        for (let step = 0; step < 2; step++) room.does(an, () => void an.editor.undo.undo());
        room.settle();
        room.check();
        const now = an.doc.getXmlFragment(rootName).toJSON();
        // The empty line that came with the table goes; nothing that holds words of somebody else does.
        const without = (text: string): string => text.replace('zij', '').replace('<line></line>', '');
        if (isWritten) expect(without(now)).to.equal(without(whole));
        else expect(now).to.equal(before);
        room.end();
      }
    });
  }

  it('the runs did something', () => {
    expect(total.structure).to.be.greaterThan(numRuns);
    expect(total.words).to.be.greaterThan(numRuns);
    expect(total.letters).to.be.greaterThan(numRuns * 5);
  });
});
