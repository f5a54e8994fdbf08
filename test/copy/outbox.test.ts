import { expect } from 'chai';
import * as Y from 'yjs';
import { Outbox } from '../../public/scripts/live/outbox.ts';

/** Updates as a page makes them: one for each word. */
function updatesOf(...words: string[]): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const word of words) doc.getText().insert(doc.getText().length, word);
  return updates;
}

const anOutbox = (): Outbox => {
  let made = 0;
  return new Outbox(() => {
    made += 1;
    return `id-${made}`;
  });
};

describe('an outbox that is taken over by another page', () => {
  it('sends the parcel that was under way first, under the id it had', () => {
    const first = anOutbox();
    const [one, two] = updatesOf('een', 'twee') as [Uint8Array, Uint8Array];
    first.add(one);
    const parcel = first.next();
    first.add(two);
    const second = new Outbox(() => 'new');
    second.adopt(first.unsent);
    expect(second.unsaved).to.equal(2);
    expect(second.next()).to.deep.include({ id: parcel?.id, update: one });
    expect(second.acknowledge([parcel?.id ?? ''])).to.equal(true);
    expect(second.next()).to.deep.include({ id: 'new', update: two });
    expect(second.acknowledge(['new'])).to.equal(true);
    expect(second.unsaved).to.equal(0);
  });

  it('keeps the parcels of several pages apart, each under its own id', () => {
    const pages = ['a', 'b'].map((name) => {
      const outbox = new Outbox(() => name);
      for (const update of updatesOf(name)) outbox.add(update);
      outbox.next();
      return outbox.unsent;
    });
    const heir = anOutbox();
    for (const unsent of pages) heir.adopt(unsent);
    expect(heir.next()?.id).to.equal('a');
    heir.acknowledge(['a']);
    expect(heir.next()?.id).to.equal('b');
    expect(heir.unsent.parcels.map((one) => one.id)).to.deep.equal(['b']);
  });

  it('gives nothing to keep of what is held until it is decided about', () => {
    const outbox = anOutbox();
    const [one, two] = updatesOf('een', 'nummer') as [Uint8Array, Uint8Array];
    outbox.add(one);
    outbox.hold();
    outbox.add(two);
    expect(outbox.unsent.waiting).to.deep.equal([one]);
    outbox.release();
    expect(outbox.unsent.waiting).to.deep.equal([one, two]);
  });
});
