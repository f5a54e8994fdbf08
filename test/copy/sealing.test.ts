import { expect } from 'chai';
import { packText, packUnsent, unpackText, unpackUnsent } from '../../public/scripts/copy/packing.ts';
import { keyFrom, newKey, open, seal } from '../../public/scripts/copy/sealing.ts';

const words = new TextEncoder().encode('Ik wil weer fietsen');
const secret = Buffer.alloc(32, 7).toString('base64');
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'opened',
    () => 'refused',
  );

describe('what a device seals', () => {
  it('opens with its key and for its place only', async () => {
    const key = await newKey();
    const sealed = await seal(key, words, 'text a');
    expect(Buffer.from(sealed).includes(Buffer.from('fietsen'))).to.equal(false);
    expect(await open(key, sealed, 'text a')).to.deep.equal(words);
    expect(await outcome(open(key, sealed, 'text b'))).to.equal('refused');
    expect(await outcome(open(await newKey(), sealed, 'text a'))).to.equal('refused');
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    expect(await outcome(open(key, sealed, 'text a'))).to.equal('refused');
  });

  it('for the server cannot be opened with what stays on the device', async () => {
    const sealing = await keyFrom(secret, 'encrypt');
    const sealed = await seal(sealing, words, 'unsent a');
    expect(await outcome(open(sealing, sealed, 'unsent a'))).to.equal('refused');
    expect(await open(await keyFrom(secret, 'decrypt'), sealed, 'unsent a')).to.deep.equal(words);
  });

  it('with a key that no script reads out', async () => {
    for (const key of [await newKey(), await keyFrom(secret, 'encrypt')])
      expect(await outcome(crypto.subtle.exportKey('raw', key))).to.equal('refused');
  });

  it('comes out as it went in: parcels under their ids, text with and without what was not sent', () => {
    const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all);
    const unsent = {
      parcels: [{ id: 'a', changes: 3, update: bytes(1, 2) }],
      waiting: [bytes(3), bytes()],
      upon: { sequence: 4, restoration: 'r' },
    };
    expect(unpackUnsent(packUnsent(unsent))).to.deep.equal(unsent);
    const about = { title: 'Wilg', address: '/plans/x', at: 5, sequence: 7, restoration: '', mayWrite: true };
    const text = { ...about, base: bytes(1), state: bytes(1, 2) };
    expect(unpackText(packText(text))).to.deep.equal(text);
    const same = bytes(9);
    expect(unpackText(packText({ ...about, base: same, state: same }))).to.deep.equal({
      ...about,
      base: same,
      state: same,
    });
  });
});
