import { expect } from 'chai';
import { connectStorage } from '../../server/storage/connect.ts';
import { aDirectory, EMBEDDED } from './aStore.ts';

describe('connecting storage', () => {
  it('without a URI starts the embedded store under the data directory; with one uses MongoDB', async () => {
    const directory = aDirectory();
    const mongodbUri = process.env.MONGODB_URI;
    const storage = await connectStorage({ dataDir: directory.path, ...(mongodbUri ? { mongodbUri } : {}) });
    expect(storage.kind).to.equal(EMBEDDED ? 'embedded' : 'mongodb');
    expect(storage.connection.readyState).to.equal(1);
    expect(await storage.connection.db!.command({ ping: 1 })).to.include({ ok: 1 });
    await storage.close();
    expect(storage.connection.readyState).to.equal(0);
    directory.remove();
  });
});
