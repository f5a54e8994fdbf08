import { expect } from 'chai';
import fc from 'fast-check';
import { OfferInventory } from '../../server/features/coverage/service/inventory.ts';
import { verdict } from '../../server/features/coverage/verdict.ts';
import type { OfferRecords } from '../../server/features/offer/following/queries.ts';
import { anInventory, type WrittenEntry } from './anInventory.ts';
import { aLook, someEntries } from './drawnEntries.ts';

const records = (entries: WrittenEntry[]): OfferRecords => ({
  organisations: [],
  ...(anInventory(entries) as Pick<OfferRecords, 'sites' | 'careUnits' | 'careModules'>),
});

const crisis: WrittenEntry = { id: 'crisis', at: ['11002'], types: ['crisis'] };
const both: WrittenEntry = { id: 'both', at: ['11002'], types: ['crisis', 'detox'] };
const unknown: WrittenEntry = { id: 'unknown', at: ['11002'] };
const none: WrittenEntry = { id: 'none', at: ['11002'], types: [] };

describe('the entries that may stand in an area', () => {
  it('a cell says the same of them as of all, whatever they say and after any change', () => {
    fc.assert(
      fc.property(someEntries, someEntries, aLook, (entries, later, { areas, frame, day }) => {
        const inventory = new OfferInventory();
        inventory.add(records(entries));
        inventory.prepare();
        const ids = new Set([...entries, ...later].map(({ id }) => id));
        for (const at of ['before', 'after']) {
          if (at === 'after') inventory.change([...ids], records(later));
          for (const where of areas)
            for (const kind of [{}, { type: 'crisis' }]) {
              const cell = { ...kind, area: where.code };
              expect(verdict(cell, inventory.linesAround(where), frame, day, where)).to.deep.equal(
                verdict(cell, inventory.lines(), frame, day, where),
              );
            }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the entries that may be about a kind of help', () => {
  const idsAbout = (inventory: OfferInventory, type?: string) =>
    [...inventory.linesAbout(type)].map(({ id }) => id).sort();
  const filled = (): OfferInventory => {
    const inventory = new OfferInventory();
    inventory.add(records([crisis, both, unknown, none]));
    return inventory;
  };

  it('asked for: those that name it, and those of which nobody knows it', () => {
    const inventory = filled();
    expect(idsAbout(inventory, 'crisis')).to.deep.equal(['both', 'crisis', 'unknown']);
    expect(idsAbout(inventory, 'detox')).to.deep.equal(['both', 'unknown']);
    expect(idsAbout(inventory, 'aftercare')).to.deep.equal(['unknown']);
    expect(idsAbout(inventory)).to.deep.equal(['both', 'crisis', 'none', 'unknown']);
  });

  it('after a change: what came, went, or is about something else now', () => {
    const inventory = filled();
    expect(idsAbout(inventory, 'crisis')).to.have.length(3);
    inventory.change(
      ['both', 'unknown', 'crisis'],
      records([
        { ...both, types: ['detox'] },
        { ...unknown, types: ['crisis'] },
      ]),
    );
    expect(idsAbout(inventory, 'crisis')).to.deep.equal(['unknown']);
    expect(idsAbout(inventory, 'detox')).to.deep.equal(['both']);
  });

  it('of an earlier inventory: its own, and those of now stay what they are', () => {
    const inventory = filled();
    expect(idsAbout(inventory, 'detox')).to.deep.equal(['both', 'unknown']);
    const earlier = inventory.withUnits(['both'], records([]));
    expect(idsAbout(earlier, 'detox')).to.deep.equal(['unknown']);
    expect(idsAbout(inventory, 'detox')).to.deep.equal(['both', 'unknown']);
  });
});
