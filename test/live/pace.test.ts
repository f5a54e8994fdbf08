import { expect } from 'chai';
import { createPace, pauseFor } from '../../server/live/pace.ts';

describe('the pace of commits', () => {
  const table: [what: string, updates: number, milliseconds: number][] = [
    ['nobody writes', 0, 0],
    ['a few people type', 8, 0],
    ['some more type', 12, 5],
    ['a hundred people type now and then', 24, 20],
    ['twice as many do', 48, 20],
    ['enough is written in less', 320, 15],
    ['a hundred people type without a pause', 480, 10],
    ['more is written than can be kept up with', 1600, 20],
    ['far more is', 100_000, 20],
  ];
  for (const [what, updates, milliseconds] of table)
    it(`when ${what}, lets ${milliseconds} ms lie between two commits`, () => {
      expect(pauseFor(updates)).to.equal(milliseconds);
    });

  it('is one turn for all who ask at the same time', async () => {
    const pace = createPace();
    const turns = [pace.turn(), pace.turn()];
    expect(turns[0]).to.equal(turns[1]);
    await turns[0];
    expect(pace.turn()).not.to.equal(turns[0]);
  });

  it('while much is written, lets nobody commit again at once', async () => {
    const pace = createPace();
    await pace.turn();
    const began = performance.now();
    for (let update = 0; update < 30; update++) pace.note();
    await pace.turn();
    expect(performance.now() - began).to.be.at.least(15);
  });
});
