import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aDatabase, aShelf, backUp, type Database, putBack } from './aDatabase.ts';

const at = new Date('2027-01-02T03:04:05Z');
const day = (text: string) => new Date(`2027-${text}T00:00:00Z`);
const member = (person: string, role: string, change: Document = {}): Document => ({
  _id: person,
  person,
  role,
  body: 'de-brug',
  since: day('01-01'),
  current: true,
  ...change,
});

describe('what ended after a backup', function () {
  this.timeout(60_000);
  const shelf = aShelf();
  let database: Database;
  let files = 0;

  beforeEach(async () => {
    database = await aDatabase();
  });
  afterEach(() => database.close());
  after(() => shelf.remove());

  /** Backs up the rows, changes them, restores; answers the rows then, and what was said. */
  async function restored(name: string, rows: Document[], change: () => Promise<unknown>) {
    const collection = database.db.collection<Document & { _id: string }>(name);
    await collection.insertMany(rows as never);
    const file = shelf.file(`${++files}.backup`);
    await backUp(database, file);
    await change();
    const said = await putBack(database, file, true);
    return { rows: await collection.find({}).sort({ _id: 1 }).toArray(), said };
  }
  const update = (name: string, filter: Document, change: Document) => () =>
    database.db.collection(name).updateOne(filter, change);

  it('stays withdrawn: a grant of a consent, and no other of its grants', async () => {
    const grants = [{ body: 'a' }, { body: 'b', withdrawnAt: day('01-01'), withdrawnBy: 'x' }, { body: 'c' }];
    const { rows, said } = await restored(
      'consents',
      [
        { _id: 'one', case: 'k', grants },
        { _id: 'two', case: 'k', grants: [{ body: 'a' }] },
      ],
      update(
        'consents',
        { _id: 'one' },
        { $set: { 'grants.0.withdrawnAt': at, 'grants.0.withdrawnBy': 'amina' } },
      ),
    );
    expect(rows).to.deep.equal([
      {
        _id: 'one',
        case: 'k',
        grants: [{ body: 'a', withdrawnAt: at, withdrawnBy: 'amina' }, grants[1], grants[2]],
      },
      { _id: 'two', case: 'k', grants: [{ body: 'a' }] },
    ]);
    expect(said).to.include('Kept as it was before the restore: 1 withdrawals of consent');
    const act = await database.db.collection('acts').findOne({ name: 'installation.restored' });
    expect(act!.details.endedAgain).to.equal(1);
  });

  it('stays ended: a place in a case, and who is in it still', async () => {
    const { rows } = await restored(
      'casemembers',
      [member('amina', 'owner'), member('sofie', 'caregiver')],
      update('casemembers', { _id: 'sofie' }, { $set: { endedAt: at }, $unset: { current: '' } }),
    );
    const { current: _, ...ended } = member('sofie', 'caregiver', { endedAt: at });
    expect(rows).to.deep.equal([member('amina', 'owner'), ended]);
  });

  it('stays ended: a membership, unless nobody else of its kind is left', async () => {
    const ids = ['admin-1', 'admin-2', 'amina', 'sofie'];
    const end = () =>
      database.db
        .collection('memberships')
        .updateMany(
          { _id: { $in: ids.filter((id) => id !== 'amina') as never[] } },
          { $set: { endedAt: at }, $unset: { current: '' } },
        );
    const rolesOf = (id: string): string => (id.startsWith('admin') ? 'administrator' : 'caregiver');
    const { rows } = await restored(
      'memberships',
      ids.map((id) => member(id, rolesOf(id))),
      end,
    );
    expect(rows.filter(({ current }) => current).map(({ _id }) => _id)).to.deep.equal(['admin-2', 'amina']);
    expect(rows.find(({ _id }) => _id === 'sofie')).to.deep.include({ endedAt: at });
  });

  it('stays used or withdrawn: a link', async () => {
    const links = ['used', 'withdrawn', 'open'].map((_id) => ({ _id, tokenHash: _id }));
    const { rows } = await restored('invitations', links, async () => {
      await update('invitations', { _id: 'used' }, { $set: { usedAt: at } })();
      await update('invitations', { _id: 'withdrawn' }, { $set: { withdrawnAt: at } })();
    });
    expect(rows).to.deep.equal([
      { _id: 'open', tokenHash: 'open' },
      { _id: 'used', tokenHash: 'used', usedAt: at },
      { _id: 'withdrawn', tokenHash: 'withdrawn', withdrawnAt: at },
    ]);
  });

  it('of records that began after it, is no matter: they are gone', async () => {
    const { rows } = await restored('consents', [{ _id: 'one', grants: [{ body: 'a' }] }], () =>
      database.db.collection('consents').insertOne({ grants: [{ body: 'a', withdrawnAt: at }] }),
    );
    expect(rows).to.deep.equal([{ _id: 'one', grants: [{ body: 'a' }] }]);
  });
});
