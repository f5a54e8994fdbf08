import { expect } from 'chai';
import fc from 'fast-check';
import { yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror';
import * as Y from 'yjs';
import { frame, unframe } from '../../public/scripts/live/frames.ts';
import { isMarkValue } from '../../public/scripts/live/marks.ts';
import { lineStyles } from '../../public/scripts/live/protocol.ts';
import { schema } from '../../public/scripts/live/schema.ts';
import { Content } from '../../server/live/content.ts';
import { Malformed, readUpdate } from '../../server/live/reading.ts';
import { eraseFrom, linesOf, typeInto, updatesOf, writeLine } from './prose.ts';

const empty = { checkpoint: null, commits: [] };
const plenty = 1e9;

function offer(content: Content, update: Uint8Array, personId = 'an', limit = plenty): string | null {
  try {
    return content.admit({ id: 'u', personId, update, reading: readUpdate(update) }, limit);
  } catch (error) {
    if (error instanceof Malformed) return 'malformed';
    throw error;
  }
}

function page(content: Content, personId = 'an'): Y.Doc {
  const doc = new Y.Doc();
  content.reserve(personId, [doc.clientID]);
  return doc;
}

/** One update made outside the editor's ways. */
const odd = (doc: Y.Doc, work: (doc: Y.Doc) => void): Uint8Array =>
  updatesOf(doc, () => work(doc))[0] as Uint8Array;

describe('live content', () => {
  it('admit, ordinary writing of two people in one line, admits all of it', () => {
    const content = new Content(empty);
    const [an, bo] = [page(content), page(content, 'bo')];
    const first = updatesOf(an, () => writeLine(an, 'hallo', 'heading'));
    expect(first.map((update) => offer(content, update))).to.deep.equal([null]);
    for (const update of first) Y.applyUpdate(bo, update);
    const more = updatesOf(bo, () => {
      typeInto(bo, 0, 2, 'xx');
      eraseFrom(bo, 0, 0, 3);
      (bo.getXmlFragment('prose').get(0) as Y.XmlElement).setAttribute('style', 'bullet');
      ((bo.getXmlFragment('prose').get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, { strong: {} });
      bo.getXmlFragment('prose').delete(0, 1);
    });
    expect(more.map((update) => offer(content, update, 'bo'))).to.deep.equal(more.map(() => null));
  });

  it('admit, a client id of somebody else or of nobody, says forged', () => {
    const content = new Content(empty);
    const [an, stranger] = [page(content), new Y.Doc()];
    const [update] = updatesOf(an, () => writeLine(an, 'hallo')) as [Uint8Array];
    expect(offer(content, update, 'bo')).to.equal('forged');
    expect(offer(content, update)).to.equal(null);
    expect(content.reserve('bo', [an.clientID])).to.equal(false);
    expect(offer(content, updatesOf(stranger, () => writeLine(stranger, 'x'))[0] as Uint8Array)).to.equal(
      'forged',
    );
  });

  it('admit, an update that builds on one that was never sent, says out of order', () => {
    const content = new Content(empty);
    const an = page(content);
    const updates = updatesOf(an, () => {
      writeLine(an, 'een');
      writeLine(an, 'twee');
    });
    expect(offer(content, updates[1] as Uint8Array)).to.equal('out_of_order');
    const bo = page(content, 'bo');
    for (const update of updates) Y.applyUpdate(bo, update);
    const onTop = updatesOf(bo, () => typeInto(bo, 0, 1, 'x'))[0] as Uint8Array;
    expect(offer(content, onTop, 'bo')).to.equal('out_of_order');
    const erasing = updatesOf(bo, () => eraseFrom(bo, 1, 0, 1))[0] as Uint8Array;
    expect(offer(content, erasing, 'bo')).to.equal('out_of_order');
    expect(updates.map((update) => offer(content, update))).to.deep.equal([null, null]);
    expect(offer(content, onTop, 'bo')).to.equal(null);
  });

  const misfits: [string, (doc: Y.Doc) => void][] = [
    ['text straight in the root', (doc) => doc.getXmlFragment('prose').push([new Y.XmlText('x')])],
    ['an element of another name', (doc) => doc.getXmlFragment('prose').push([new Y.XmlElement('script')])],
    ['a hook', (doc) => doc.getXmlFragment('prose').push([new Y.XmlHook('x') as never])],
    ['another root', (doc) => doc.getMap('secrets').set('a', 1)],
    ['a map in the root', (doc) => doc.getArray('prose').push([new Y.Map()])],
    ['a plain value in the root', (doc) => doc.getArray('prose').push(['x'])],
    ['a document in the root', (doc) => doc.getArray('prose').push([new Y.Doc()])],
    ['an attribute of the root', (doc) => doc.getMap('prose').set('a', 'b')],
    ['bytes in the root', (doc) => doc.getArray('prose').push([new Uint8Array(3)])],
  ];
  for (const [name, work] of misfits) {
    it(`admit, ${name}, says malformed`, () => {
      const content = new Content(empty);
      expect(offer(content, odd(page(content), work))).to.equal('malformed');
    });
  }

  const inLine: [string, (line: Y.XmlElement, words: Y.XmlText) => void][] = [
    ['an element in a line', (line) => line.push([new Y.XmlElement('line')])],
    ['an object as attribute', (line) => line.setAttribute('style', { a: 1 } as never)],
    ['a style there is not', (line) => line.setAttribute('style', 'table')],
    ['an attribute there is not', (line) => line.setAttribute('onclick', 'task')],
    ['a link that runs a script', (_line, words) => words.format(0, 1, { link: { href: 'javascript:1' } })],
    ['a link without an address', (_line, words) => words.format(0, 1, { link: {} })],
    [
      'a link with more than an address',
      (_line, words) => words.format(0, 1, { link: { href: 'https://vad.be/', onclick: 'x' } }),
    ],
    [
      'a link that is too long',
      (_line, words) => words.format(0, 1, { link: { href: `https://vad.be/${'x'.repeat(2000)}` } }),
    ],
    [
      'a mention with a name in it',
      (_line, words) => words.format(0, 1, { mention: { person: 'a', id: 'b', name: 'Karim' } }),
    ],
    ['a mention of nobody', (_line, words) => words.format(0, 1, { mention: { id: 'b' } })],
    ['an embedded mention', (_line, words) => words.insertEmbed(0, { mention: 'a' })],
    ['a very long attribute', (line) => line.setAttribute('style', 'x'.repeat(100))],
    ['an unknown mark', (_line, words) => words.format(0, 1, { onclick: {} })],
    ['a mark with content', (_line, words) => words.format(0, 1, { strong: { a: 1 } })],
    ['an embedded object', (_line, words) => words.insertEmbed(0, { image: 'x' })],
    ['a type in a text', (_line, words) => words.insertEmbed(0, new Y.Map())],
    ['an attribute of a text', (_line, words) => words.setAttribute('a', 'b')],
  ];
  for (const [name, work] of inLine) {
    it(`admit, ${name}, says malformed and takes nothing in`, () => {
      const content = new Content(empty);
      const doc = page(content);
      const good = updatesOf(doc, () => writeLine(doc, 'hallo')) as [Uint8Array];
      expect(offer(content, good[0])).to.equal(null);
      const line = doc.getXmlFragment('prose').get(0) as Y.XmlElement;
      const bad = odd(doc, () => work(line, line.get(0) as Y.XmlText));
      expect(offer(content, bad)).to.equal('malformed');
      const copy = new Y.Doc();
      Y.applyUpdate(copy, good[0]);
      copy.clientID = doc.clientID;
      expect(
        offer(
          content,
          odd(copy, () => typeInto(copy, 0, 0, 'z')),
        ),
      ).to.equal(null);
    });
  }

  it('admit, every style and every mark of the editor, admits all of it', () => {
    const content = new Content(empty);
    const doc = page(content);
    const updates = updatesOf(doc, () => {
      for (const style of lineStyles) writeLine(doc, 'bel @ op vad.be', style);
      const line = doc.getXmlFragment('prose').get(4) as Y.XmlElement;
      line.setAttribute('style', 'done');
      line.removeAttribute('style');
      const words = line.get(0) as Y.XmlText;
      words.format(4, 1, { mention: { person: 'p-1', id: 'm-1' } });
      words.format(9, 6, { link: { href: 'https://vad.be/' }, strong: {} });
      words.format(9, 6, { link: { href: 'mailto:hulp@vad.be' } });
      words.format(9, 6, { link: null });
    });
    expect(updates.map((update) => offer(content, update))).to.deep.equal(updates.map(() => null));
  });

  it('admit, any mark with any value, admits exactly those an editor can show without losing a word', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(null, {}, [], '', 0, true),
      fc.record({ href: fc.oneof(fc.webUrl(), fc.string(), fc.integer()) }, { requiredKeys: [] }),
      fc.record({ person: fc.string(), id: fc.uuid() }, { requiredKeys: [] }),
      fc.record({ person: fc.uuid(), id: fc.uuid() }),
      fc.jsonValue(),
    );
    const name = fc.constantFrom('strong', 'em', 'link', 'mention', 'comment', 'toString', 'ychange');
    let admitted = 0;
    fc.assert(
      fc.property(name, value, (mark, held) => {
        const content = new Content(empty);
        const doc = page(content);
        const [good] = updatesOf(doc, () => writeLine(doc, 'hallo')) as [Uint8Array];
        expect(offer(content, good)).to.equal(null);
        const words = (doc.getXmlFragment('prose').get(0) as Y.XmlElement).get(0) as Y.XmlText;
        const updates = updatesOf(doc, () => words.format(1, 2, { [mark]: held as never }));
        for (const update of updates) {
          const reason = offer(content, update);
          expect(reason === null, `${mark} ${JSON.stringify(held)}`).to.equal(isMarkValue(mark, held));
          if (reason !== null) return;
          admitted += 1;
        }
        // The editor's binding deletes text that it cannot show.
        expect(yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment('prose'), schema).textContent).to.equal(
          'hallo',
        );
      }),
      { numRuns: 2000, seed: 5 },
    );
    expect(admitted).to.be.greaterThan(100);
  });

  it('a document with an attribute from before styles were looked at, still opens', () => {
    const doc = new Y.Doc();
    const [first, second] = updatesOf(doc, () => {
      writeLine(doc, 'oud', 'kop');
      typeInto(doc, 0, 3, 'er');
    }) as [Uint8Array, Uint8Array];
    const entries = [{ id: 'a', personId: 'an', organisationId: 'o', clients: [doc.clientID] }];
    const commit = { sequence: 1, at: new Date(0), entries, updates: frame([first]) };
    const opened = new Content({ checkpoint: null, commits: [commit] });
    expect(offer(opened, second)).to.equal(null);
    const fresh = new Content(empty);
    fresh.reserve('an', [doc.clientID]);
    expect(offer(fresh, first)).to.equal('malformed');
  });

  it('admit, a full document, refuses new text and lets text be deleted', () => {
    const content = new Content(empty);
    const doc = page(content);
    expect(
      offer(
        content,
        odd(doc, () => writeLine(doc, 'a'.repeat(100))),
      ),
    ).to.equal(null);
    expect(
      offer(
        content,
        odd(doc, () => typeInto(doc, 0, 0, 'b')),
        'an',
        10,
      ),
    ).to.equal('document_full');
    expect(
      offer(
        content,
        odd(doc, () => eraseFrom(doc, 0, 5, 9)),
        'an',
        10,
      ),
    ).to.equal(null);
  });

  it('readUpdate, any bytes, reads them or says malformed', () => {
    const doc = new Y.Doc();
    writeLine(doc, 'hallo allemaal');
    writeLine(doc, 'bel @ op vad.be', 'task');
    const words = (doc.getXmlFragment('prose').get(1) as Y.XmlElement).get(0) as Y.XmlText;
    words.format(4, 1, { mention: { person: 'p-1', id: 'm-1' } });
    words.format(9, 6, { link: { href: 'https://vad.be/' } });
    const good = Y.encodeStateAsUpdate(doc);
    const damaged = fc
      .tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length))
      .map(([at, value, end]) =>
        Uint8Array.from(good, (byte, index) => (index === at ? value : byte)).slice(0, end),
      );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        const content = new Content(empty);
        content.reserve('an', [doc.clientID]);
        const reason = offer(content, bytes);
        if (reason !== null) return;
        const other = new Y.Doc();
        Y.applyUpdate(other, bytes);
        expect(other.store.pendingStructs).to.equal(null);
        expect(other.store.pendingDs).to.equal(null);
        linesOf(other);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('readUpdate, bytes after the end or nothing at all, says malformed', () => {
    const doc = new Y.Doc();
    const update = odd(doc, () => writeLine(doc, 'x'));
    expect(() => readUpdate(Uint8Array.of(...update, 0))).to.throw(Malformed);
    expect(() => readUpdate(Uint8Array.of(0, 0))).to.throw(Malformed);
  });

  it('rewind, after admitting what was not kept, admits the same again', () => {
    const content = new Content(empty);
    const doc = page(content);
    const updates = updatesOf(doc, () => {
      writeLine(doc, 'een');
      writeLine(doc, 'twee');
    }) as [Uint8Array, Uint8Array];
    offer(content, updates[0]);
    const entries = [{ id: 'a', personId: 'an', organisationId: 'o', clients: [doc.clientID] }];
    content.keep({ sequence: 1, at: new Date(0), entries, updates: frame([updates[0]]) });
    expect(offer(content, updates[1])).to.equal(null);
    content.rewind();
    expect(offer(content, updates[1])).to.equal(null);
    expect(content.find('a')).to.equal(1);
    expect(content.state(1).state.byteLength).to.equal(0);
  });

  it('a checkpoint with commits after it, opened again, knows every place and owner', () => {
    const random = fc.sample(fc.nat(1000), { numRuns: 900, seed: 3 });
    const content = new Content(empty);
    const docs = [page(content), page(content, 'bo')] as [Y.Doc, Y.Doc];
    const whole = new Y.Doc();
    let sequence = 0;
    const write = (who: 0 | 1, number: number, into: Content): void => {
      const doc = docs[who];
      const lines = linesOf(doc).length;
      const [update] = updatesOf(doc, () => {
        if (lines === 0 || number % 7 === 0) writeLine(doc, `regel ${number}`);
        else if (number % 11 === 0 && lines > 2) doc.getXmlFragment('prose').delete(number % lines, 1);
        else typeInto(doc, number % lines, 0, `w${number} `);
      }) as [Uint8Array];
      const personId = who === 0 ? 'an' : 'bo';
      expect(offer(into, update, personId)).to.equal(null);
      sequence += 1;
      const entries = [{ id: String(sequence), personId, organisationId: 'o', clients: [doc.clientID] }];
      into.keep({ sequence, at: new Date(0), entries, updates: frame([update]) });
      for (const other of [docs[0], docs[1], whole]) if (other !== doc) Y.applyUpdate(other, update);
    };
    for (const number of random.slice(0, 600)) write((number % 2) as 0 | 1, number, content);
    const { owners } = content.toCompact();
    const checkpoint = { sequence, owners, update: Y.encodeStateAsUpdate(whole) };
    const opened = new Content({ checkpoint, commits: [] });
    for (const number of random.slice(600)) write((number % 2) as 0 | 1, number, opened);
    const joiner = new Y.Doc();
    for (const update of unframe(opened.state(0).state)) Y.applyUpdate(joiner, update);
    expect(linesOf(joiner)).to.deep.equal(linesOf(docs[0]));
  });
});
