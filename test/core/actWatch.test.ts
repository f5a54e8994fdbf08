import { expect } from 'chai';
import { appendAct } from '../../server/core/acts.ts';
import { type ActWatch, watchActs } from '../../server/core/actWatch.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

const harmless = /^views\./;
/** Longer than the watch says nothing after an act that matters. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1100));

describe('watching the acts', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  const act = (name: string) =>
    appendAct(
      app.house.connection,
      { name, actor: null, record: { type: 'test', id: '1' } },
      app.clock.now(),
    );

  /** The word once everything has its number and nothing that matters was done for a while. */
  const calmly = async (watch: ActWatch): Promise<number | null> => {
    await app.sequencer.settle();
    await watch.word();
    await settled();
    return watch.word();
  };

  it('nothing done, says the same word again and again, to many at once too', async () => {
    const watch = watchActs(app.house.connection, harmless);
    expect(await watch.word()).to.equal(null);
    const word = await calmly(watch);
    expect(word).to.be.a('number');
    expect(await Promise.all([watch.word(), watch.word(), watch.word()])).to.deep.equal([word, word, word]);
  });

  it('an act that does not matter, before and after it got its number, changes nothing', async () => {
    const watch = watchActs(app.house.connection, harmless);
    const word = await calmly(watch);
    await act('views.seen');
    expect(await watch.word()).to.equal(word);
    await app.sequencer.settle();
    expect(await watch.word()).to.equal(word);
  });

  it('an act that matters, written by anyone, is noticed by the next question and not forgotten', async () => {
    const watch = watchActs(app.house.connection, harmless);
    const word = await calmly(watch);
    await act('consent.withdrawn');
    expect(await watch.word()).to.equal(null);
    const other = await calmly(watch);
    expect(other).to.be.a('number');
    expect(other).not.to.equal(word);
  });

  it('an act that got its number between two questions, is noticed', async () => {
    const watch = watchActs(app.house.connection, harmless);
    await calmly(watch);
    await act('membership.ended');
    await app.sequencer.settle();
    expect(await watch.word()).to.equal(null);
  });

  /** Whether the guards of the word that stands hold now. */
  const holds = async (watch: ActWatch): Promise<boolean> => {
    const { guards } = watch.standing()!;
    const found = await Promise.all(
      guards.map(({ collection, filter }) => app.house.connection.db!.collection(collection).findOne(filter)),
    );
    return guards.every(({ finds }, at) => (found[at] !== null) === finds);
  };

  it('the word that stands, holds until an act that matters, with its number and without', async () => {
    const watch = watchActs(app.house.connection, harmless);
    expect(watch.standing()).to.equal(null);
    const word = await calmly(watch);
    expect(watch.standing()).to.have.property('word', word);
    await act('views.seen');
    expect(await holds(watch)).to.equal(true);
    await app.sequencer.settle();
    expect(await holds(watch)).to.equal(true);
    await act('consent.withdrawn');
    expect(await holds(watch)).to.equal(false);
    await app.sequencer.settle();
    expect(await holds(watch)).to.equal(false);
    await watch.word();
    expect(watch.standing()).to.equal(null);
  });

  it('a word that nobody asked for in the last second, does not stand', async () => {
    const watch = watchActs(app.house.connection, harmless);
    await calmly(watch);
    expect(watch.standing()).not.to.equal(null);
    await settled();
    expect(watch.standing()).to.equal(null);
  });
});
