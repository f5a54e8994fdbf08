import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openKeyRing } from '../../server/core/keys.ts';

describe('keys that are made at the same moment', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'schakel-keys-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('by several nodes that start together, are one master key', async () => {
    const fingerprints = new Set<string>();
    const open = () => openKeyRing(directory, null, async (one) => void fingerprints.add(one));
    const rings = await Promise.all([open(), open(), open(), open()]);
    expect(fingerprints.size).to.equal(1);
    const sealed = (await rings[0]!.create('a')).seal(Buffer.from('woorden'), 'plaats');
    expect((await rings[3]!.cipher('a')).open(sealed, 'plaats').toString()).to.equal('woorden');
  });

  it('twice for one thing, are one data key, and leave no draft behind', async () => {
    const ring = await openKeyRing(directory, null, async () => {});
    const ciphers = await Promise.all(Array.from({ length: 8 }, () => ring.create('accounts')));
    const sealed = ciphers[0]!.seal(Buffer.from('geheim'), 'plaats');
    for (const one of [...ciphers, await ring.cipher('accounts')])
      expect(one.open(sealed, 'plaats').toString()).to.equal('geheim');
    expect(readdirSync(join(directory, 'data'))).to.deep.equal(['accounts.key']);
  });
});
