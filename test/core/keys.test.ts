import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type KeyRing, KeyUnavailable, openKeyRing } from '../../server/core/keys.ts';
import { openText, sealText } from '../../server/core/sealing.ts';

describe('the keys', () => {
  let directory: string;
  let remembered: string | null;
  const open = (): Promise<KeyRing> =>
    openKeyRing(directory, remembered, async (fingerprint) => {
      remembered = fingerprint;
    });
  const failed = async (work: () => unknown): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      return error;
    }
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'schakel-keys-'));
    remembered = null;
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('seal and open, in the same place, the same text', async () => {
    const cipher = await (await open()).create('case-1');
    for (const text of ['', 'woorden', '👩‍👩‍👧 é ש', 'x'.repeat(100_000)]) {
      expect(openText(cipher, sealText(cipher, text, 'goals:1:ownWords'), 'goals:1:ownWords')).to.equal(text);
    }
  });

  it('seal the same text twice, never to the same bytes', async () => {
    const cipher = await (await open()).create('case-1');
    const sealed = Array.from({ length: 50 }, () => sealText(cipher, 'ja', 'x').toString('hex'));
    expect(new Set(sealed).size).to.equal(50);
  });

  it('open nothing that was moved to another place, or sealed with another case’s key', async () => {
    const ring = await open();
    const [cipher, other] = [await ring.create('case-1'), await ring.create('case-2')];
    const sealed = sealText(cipher, 'woorden', 'goals:1:ownWords');
    for (const context of ['goals:2:ownWords', 'goals:1:dimension', '', 'goals:1:ownWords '])
      expect(await failed(() => openText(cipher, sealed, context))).to.be.instanceOf(KeyUnavailable);
    expect(await failed(() => openText(other, sealed, 'goals:1:ownWords'))).to.be.instanceOf(KeyUnavailable);
  });

  it('open nothing of which any byte was changed, added or cut off', async () => {
    const cipher = await (await open()).create('case-1');
    const sealed = sealText(cipher, 'woorden', 'x');
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed);
      changed[place]! ^= 1;
      expect(await failed(() => openText(cipher, changed, 'x')), `byte ${place}`).to.be.instanceOf(
        KeyUnavailable,
      );
      const cut = sealed.subarray(0, place);
      expect(await failed(() => openText(cipher, cut, 'x')), `cut ${place}`).to.be.instanceOf(KeyUnavailable);
    }
    const longer = Buffer.concat([sealed, Buffer.of(0)]);
    expect(await failed(() => openText(cipher, longer, 'x'))).to.be.instanceOf(KeyUnavailable);
  });

  it('opened again, on the same directory, open what was sealed before', async () => {
    const sealed = sealText(await (await open()).create('case-1'), 'woorden', 'x');
    const ring = await open();
    expect(ring.state).to.equal('ready');
    expect(openText(await ring.cipher('case-1'), sealed, 'x')).to.equal('woorden');
  });

  it('made twice under one id, give the first one again: a repeat does not lose a case', async () => {
    const ring = await open();
    const sealed = sealText(await ring.create('case-1'), 'woorden', 'x');
    expect(openText(await ring.create('case-1'), sealed, 'x')).to.equal('woorden');
  });

  it('with a master key missing beside sealed data, say so, make none and give no cipher', async () => {
    await (await open()).create('case-1');
    renameSync(join(directory, 'master.key'), join(directory, 'away'));
    const ring = await open();
    expect(ring.state).to.equal('missing');
    for (const work of [
      () => ring.cipher('case-1'),
      () => ring.create('case-2'),
      () => ring.destroy('case-1'),
    ])
      expect(await failed(work)).to.be.instanceOf(KeyUnavailable);
    expect(readdirSync(directory).sort()).to.deep.equal(['away', 'data']);
    expect(readdirSync(join(directory, 'data'))).to.deep.equal(['case-1.key']);
  });

  for (const [what, text] of [
    ['another', `${randomBytes(32).toString('base64')}\n`],
    ['a broken', 'not a key'],
    ['an empty', ''],
    ['a short', randomBytes(31).toString('base64')],
  ] as const) {
    it(`with ${what} master key, give no cipher and leave every file as it is`, async () => {
      await (await open()).create('case-1');
      const before = readFileSync(join(directory, 'data', 'case-1.key'));
      writeFileSync(join(directory, 'master.key'), text);
      const ring = await open();
      expect(ring.state).to.be.oneOf(['wrong', 'missing']);
      expect(await failed(() => ring.create('case-1'))).to.be.instanceOf(KeyUnavailable);
      expect(readFileSync(join(directory, 'master.key'), 'utf8')).to.equal(text);
      expect(readFileSync(join(directory, 'data', 'case-1.key')).equals(before)).to.equal(true);
    });
  }

  it('destroyed, open nothing any more; a key that is not there is unavailable, and found once put back', async () => {
    const ring = await open();
    await ring.create('case-1');
    const file = join(directory, 'data', 'case-2.key');
    await ring.create('case-2');
    await ring.destroy('case-1');
    expect(await failed(() => ring.cipher('case-1'))).to.be.instanceOf(KeyUnavailable);
    renameSync(file, `${file}.away`);
    const again = await open();
    expect(await failed(() => again.cipher('case-2'))).to.be.instanceOf(KeyUnavailable);
    renameSync(`${file}.away`, file);
    expect(await failed(() => again.cipher('case-2'))).not.to.be.instanceOf(Error);
  });

  it('under an id that could be a path, are refused', async () => {
    const ring = await open();
    for (const id of ['../x', 'a/b', '', 'A', 'x'.repeat(65), 'a.key', '\u0000'])
      expect(await failed(() => ring.create(id)), id).to.be.instanceOf(KeyUnavailable);
  });

  it('on disk, are readable by their owner only', async () => {
    await (await open()).create('case-1');
    for (const name of ['master.key', 'data/case-1.key'])
      expect(statSync(join(directory, name)).mode & 0o777, name).to.equal(0o600);
  });
});
