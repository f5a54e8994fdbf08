import { expect } from 'chai';
import { encode } from '../../server/storage/embedded/bson/encode.ts';
import { Binary, type Doc, doc } from '../../server/storage/embedded/bson/values.ts';
import { type Collection, recordKey } from '../../server/storage/embedded/engine/catalog.ts';
import { closeEngine, type Engine, openEngine } from '../../server/storage/embedded/engine/engine.ts';
import type { Transaction } from '../../server/storage/embedded/engine/transaction.ts';
import { validate } from '../../server/storage/embedded/engine/validate.ts';
import type { View } from '../../server/storage/embedded/engine/view.ts';
import { aDirectory, errorOf } from './aStore.ts';

const session = (number: number, more: Record<string, true> = {}): Doc =>
  doc({
    lsid: doc({ id: new Binary(4, Buffer.alloc(16, 1)) }),
    txnNumber: BigInt(number),
    autocommit: false,
    ...more,
  });

describe('a batch of writes that meets a failure', () => {
  let engine: Engine;
  let remove: () => void;
  beforeEach(async () => {
    const directory = aDirectory();
    remove = directory.remove;
    engine = openEngine(directory.path);
    await engine.storage.write((view) => engine.catalog.ensure(view, 'test', 'things'));
  });
  afterEach(async () => {
    await closeEngine(engine);
    remove();
  });

  const things = (): Collection => engine.catalog.find('test', 'things')!;
  const insert = (view: View, _id: string) => engine.records.insert(view, things(), encode(doc({ _id })));
  const broken = (error: Error) => (view: View) => {
    insert(view, 'half');
    throw error;
  };

  function aTransaction(number: number, _id: string): Transaction {
    const transaction = engine.sessions.enter(session(number, { startTransaction: true }))!;
    transaction.guard(things());
    insert(transaction, _id);
    return transaction;
  }

  function check(ids: string[]): void {
    const view = engine.storage.latest();
    const work = validate(view, things());
    let step = work.next();
    while (!step.done) step = work.next();
    const { errors, records } = step.value;
    expect({ errors, records }).to.deep.equal({ errors: [], records: ids.length });
    const found = Array.from({ length: 20 }, (_one, at) => view.get(recordKey(things(), at))).filter(Boolean);
    expect(found.map((bytes) => bytes!.toString('latin1', 13, bytes!.length - 2))).to.have.members(ids);
  }

  it('in one job, writes the others, and nothing of that one', async () => {
    const first = engine.storage.write((view) => insert(view, 'a'));
    const second = engine.storage.write(broken(new TypeError('a mistake')));
    const third = engine.storage.write((view) => insert(view, 'b'));
    expect((await errorOf(second)).message).to.equal('Nothing was written: a mistake');
    await Promise.all([first, third]);
    check(['a', 'b']);
  });

  it('of the disk, writes nothing of any, and goes on with the next', async () => {
    const failure = Object.assign(new Error('Input/output error'), { code: 5 });
    const all = [
      engine.storage.write((view) => insert(view, 'a')),
      engine.storage.write(broken(failure)),
      engine.storage.write((view) => insert(view, 'b')),
    ];
    for (const one of all)
      expect((await errorOf(one)).message).to.equal('Nothing was written: Input/output error');
    check([]);
    await engine.storage.write((view) => insert(view, 'c'));
    check(['c']);
  });

  it('sends back a transaction that is being committed: its record would meet that of another', async () => {
    aTransaction(1, 'in a transaction');
    const mistake = engine.storage.write(broken(new TypeError('a mistake')));
    const commit = engine.sessions.commit(session(1));
    const other = engine.storage.write((view) => insert(view, 'a'));
    await errorOf(mistake);
    const error = await errorOf(commit);
    expect(error.code).to.equal(112);
    expect(error.labels).to.deep.equal(['TransientTransactionError']);
    await other;
    check(['a']);
    aTransaction(2, 'again');
    await engine.sessions.commit(session(2));
    check(['a', 'again']);
  });

  it('ends the transactions that are open, which are told to begin again', async () => {
    aTransaction(1, 'in a transaction');
    await errorOf(engine.storage.write(broken(new TypeError('a mistake'))));
    expect((await errorOf(engine.sessions.commit(session(1)))).code).to.equal(251);
    check([]);
  });

  it('because the store is closed, writes what came before, and refuses what comes after', async () => {
    const before = engine.storage.write((view) => insert(view, 'a'));
    const closing = engine.storage.close();
    expect((await errorOf(engine.storage.write((view) => insert(view, 'b')))).code).to.equal(11600);
    expect(await before).to.equal('a');
    await closing;
  });

  it('does not give a record the number that another one had before', async () => {
    await engine.storage.write((view) => insert(view, 'a'));
    const before = things().nextRecord;
    await errorOf(engine.storage.write(broken(new TypeError('a mistake'))));
    expect(things().nextRecord).to.be.greaterThan(before);
  });
});
