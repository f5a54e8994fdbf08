import { expect } from 'chai';
import fc from 'fast-check';
import { leavesOf } from '../../../public/scripts/live/leaves.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import { TableRoom } from '../../builders/tableWriters.ts';

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

  it('the runs did something', () => {
    expect(total.structure).to.be.greaterThan(numRuns);
    expect(total.words).to.be.greaterThan(numRuns);
    expect(total.letters).to.be.greaterThan(numRuns * 5);
  });
});
