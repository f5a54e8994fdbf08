import { expect } from 'chai';
import type { Document } from 'mongodb';
import * as Y from 'yjs';
import { liveCheckpointsOf } from '../../models/LiveCheckpoint.ts';
import { liveUpdatesOf } from '../../models/LiveUpdate.ts';
import type { Ending } from '../../public/scripts/live/events.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import { say } from '../../public/scripts/live/protocol.ts';
import { LiveProvider } from '../../public/scripts/live/provider.ts';
import { openFence } from '../../server/core/restorations.ts';
import type { Live, Redacted } from '../../server/live/live.ts';
import { createLog } from '../../server/live/log.ts';
import { readPlainText } from '../../server/live/plainText.ts';
import { createEpochs, Outdated } from '../../server/live/redaction/epochs.ts';
import { wordsIn } from '../../server/live/redaction/rewriting.ts';
import { connect, openPage, type Page, RawClient, until } from './pages.ts';
import { eraseFrom, linesOf, typeInto, writeLine } from './prose.ts';
import { aPerson, type Shelter, startShelter, startWorld, type World } from './world.ts';

const secret = 'wachtwoord Zwaluw-4711';

describe('redacting live prose', function () {
  this.timeout(60_000);
  let shelter: Shelter;
  let world: World;
  let pages: Page[];
  let redactions = 0;

  before(async () => {
    shelter = await startShelter();
  });
  after(() => shelter.close());
  beforeEach(async () => {
    world = await startWorld(shelter);
    pages = [];
  });
  afterEach(async () => {
    for (const page of pages) page.close();
    await world.close();
  });

  async function open(name: string, url = world.url): Promise<Page & { endings: Ending[] }> {
    const page = openPage(url, aPerson(name), world.name);
    const endings: Ending[] = [];
    page.provider.on('ended', (ending) => endings.push(ending));
    pages.push(page);
    await until(() => page.isSaved());
    return Object.assign(page, { endings });
  }

  const saved = (...list: Page[]): Promise<void> =>
    until(() => list.every((page) => page.provider.status.unsaved === 0 && page.isSaved()));

  /** Redacts as the application does: in a transaction, with the document quiet, and told to every server. */
  async function redact(
    words: string[] = [secret],
    options: { live?: Live; servers?: Live[]; inside?: () => Promise<unknown> } = {},
  ): Promise<Redacted> {
    const { live = world.live } = options;
    redactions += 1;
    const ask = {
      id: `redaction-${redactions}`,
      at: new Date(),
      personId: 'person-cas',
      organisationId: 'org-cas',
      reason: Buffer.from('sealed'),
      words,
      within: null,
    };
    const fence = await openFence(world.connection);
    const made = await live.quietly('plan', world.documentId, () =>
      fence.through(async (session) => {
        const outcome = await live.redact('plan', world.documentId, ask, session);
        await options.inside?.();
        return outcome;
      }),
    );
    fence.stop();
    for (const server of options.servers ?? [live]) await server.renew('plan', world.documentId);
    return made;
  }

  /** Everything the database holds, opened where it is sealed, as one text. */
  async function everything(): Promise<string> {
    const cipher = await world.feature.cipher();
    const { connection, name } = world;
    const parts: string[] = [];
    const updates = await liveUpdatesOf(connection).collection.find({ document: name }).toArray();
    for (const { sealed, sequence, ...rest } of updates as Document[]) {
      parts.push(JSON.stringify(rest));
      for (const update of unframe(cipher.open(sealed.buffer, `${name}:${sequence}`)))
        parts.push(read(update));
    }
    const checkpoints = await liveCheckpointsOf(connection).collection.find({ document: name }).toArray();
    for (const { sealed, sequence } of checkpoints as Document[])
      parts.push(read(cipher.open(sealed.buffer, `${name}:checkpoint:${sequence}`)));
    return parts.join('\n');
  }
  /** The bytes as they are, and the words of all structs put together, deleted or not. */
  const read = (update: Uint8Array): string =>
    `${Buffer.from(update).toString('utf8')}\n${Y.decodeUpdate(update)
      .structs.map((struct) =>
        struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '',
      )
      .join('')}`;

  it('words, are in no commit and no checkpoint any more, and the rest is as it was', async () => {
    const an = await open('an');
    writeLine(an.doc, 'Eerste regel');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    for (const [place, letter] of [...secret].entries()) typeInto(an.doc, 0, place, letter);
    await saved(an);
    eraseFrom(an.doc, 0, 0, secret.length);
    await saved(an);
    const fence = await openFence(world.connection);
    const log = createLog(world.connection, fence);
    const sequence = await log.lastSequence(world.name);
    // A page keeps deleted words in its undo history's reach; a checkpoint with them in it is the worst there can be.
    const keeping = new Y.Doc({ gc: false });
    for await (const commits of log.each(world.name, 0, await world.feature.cipher()))
      for (const { updates } of commits)
        for (const update of unframe(updates)) Y.applyUpdate(keeping, update);
    const checkpoint = { sequence, owners: [], update: Y.encodeStateAsUpdate(keeping) };
    await log.checkpoint(world.name, checkpoint, new Date(), await world.feature.cipher());
    fence.stop();
    const checkpoints = () => liveCheckpointsOf(world.connection).countDocuments({ document: world.name });
    expect(await checkpoints()).to.equal(1);
    expect(await everything()).to.contain(secret);
    const made = await redact();
    expect(await checkpoints()).to.equal(1);
    expect(made).to.include({ characters: 2 * secret.length });
    const stored = await everything();
    expect(stored).not.to.contain(secret);
    expect(stored).to.contain('Zijn ').and.to.contain(' is nieuw');
    const text = await readPlainText(world.feature, world.documentId, (one) => one, world.connection);
    expect(text.blocks.map((block) => block.text)).to.deep.equal(['Eerste regel', 'Zijn  is nieuw']);
  });

  it('unsent changes of before it, taken up by a page without the text, are given back and bring nothing in', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    const bo = await open('bo');
    await until(() => linesOf(bo.doc).length === 1);
    bo.socket.disconnect();
    const waiting: Uint8Array[] = [];
    bo.doc.on('update', (update: Uint8Array) => waiting.push(update));
    writeLine(bo.doc, `Nog eens ${secret}`);
    await redact();
    bo.provider.destroy();
    const empty = new Uint8Array([0, 0]);
    // As after a sign-out in between: the text went from the device, what was not sent stayed.
    for (const sequence of [0, 1]) {
      const socket = connect(world.url, aPerson('bo'));
      const provider = new LiveProvider({
        ...{ socket, document: world.name, doc: new Y.Doc() },
        kept: {
          ...{ isText: false, sequence: 0, restoration: '', mayWrite: true, base: empty, state: empty },
          unsent: [{ parcels: [], waiting, upon: { sequence, restoration: '' } }],
        },
      });
      const endings: Ending[] = [];
      provider.on('ended', (ending) => endings.push(ending));
      await until(() => endings.length > 0).finally(() => socket.disconnect());
      expect(endings[0]?.reason).to.equal('redacted');
      expect(endings[0]?.text).to.contain('Nog eens');
    }
    expect(await everything()).not.to.contain(secret);
  });

  it('pages, are all sent away and open the text anew; nothing that was saved is offered again', async () => {
    const [an, bo] = [await open('an'), await open('bo')];
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    await until(() => linesOf(bo.doc).length === 1);
    await redact();
    for (const page of [an, bo]) {
      await until(() => page.endings.length > 0);
      expect(page.endings).to.deep.equal([{ reason: 'redacted', text: '' }]);
    }
    const again = await open('bo');
    expect(linesOf(again.doc)).to.deep.equal(['Zijn  is nieuw']);
    typeInto(again.doc, 0, 5, 'sleutel');
    await saved(again);
    expect(linesOf((await open('an')).doc)).to.deep.equal(['Zijn sleutel is nieuw']);
  });

  it('words that only a page has, while others are redacted, are given back to who typed them', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    an.socket.disconnect();
    typeInto(an.doc, 0, 0, 'Thuis getypt. ');
    await redact();
    an.socket.connect();
    await until(() => an.endings.length > 0);
    expect(an.endings).to.deep.equal([{ reason: 'redacted', text: 'Thuis getypt. ' }]);
    const again = await open('an');
    expect(linesOf(again.doc)).to.deep.equal(['Zijn  is nieuw']);
    expect(await everything()).not.to.contain(secret);
  });

  it('a page that deleted the words while it was away and undoes that, cannot bring them back', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    an.socket.disconnect();
    const undo = new Y.UndoManager(an.doc.getXmlFragment('prose'), { trackedOrigins: new Set(['typed']) });
    an.doc.transact(() => eraseFrom(an.doc, 0, 0, 27), 'typed');
    undo.undo();
    await redact();
    an.socket.connect();
    await until(() => an.endings.length > 0);
    expect(an.endings[0]!.reason).to.equal('redacted');
    expect(await everything()).not.to.contain(secret);
  });

  it('an update of before, sent by a page that does not care, is refused', async () => {
    const raw = new RawClient(world.url, aPerson('an'), world.name);
    expect((await raw.join()).ok).to.equal(true);
    const before = new Y.Doc();
    before.clientID = raw.doc.clientID;
    writeLine(before, `Zijn ${secret} is nieuw`);
    expect(await raw.offer(Y.encodeStateAsUpdate(before))).to.equal(null);
    await redact();
    typeInto(before, 0, 0, secret);
    expect(await raw.offer(Y.encodeStateAsUpdate(before))).to.equal('not_joined');
    expect(await raw.join({ since: 1 })).to.deep.equal({ ok: false, reason: 'redacted' });
    expect(await raw.offer(Y.encodeStateAsUpdate(before))).to.equal('not_joined');
    expect((await raw.join({ since: 2 })).ok, 'of after it').to.equal(true);
    expect(await everything()).not.to.contain(secret);
    raw.close();
  });

  it('another server that was not told, commits nothing on top of the words, and opens the document anew', async () => {
    const other = await world.another();
    const [an, bo] = [await open('an'), await open('bo', other.url)];
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    const late = await open('cas', other.url); // takes in what the first server committed
    await until(() => linesOf(bo.doc).length === 1);
    await redact([secret], { servers: [] });
    typeInto(bo.doc, 0, 0, 'Van bo. ');
    for (const page of [bo, late]) await until(() => page.endings.length > 0);
    expect(bo.endings[0]).to.deep.equal({ reason: 'redacted', text: 'Van bo. ' });
    expect(linesOf((await open('bo', other.url)).doc)).to.deep.equal(['Zijn  is nieuw']);
    const { lines } = await other.live.history('plan', world.documentId, {
      kind: 'text',
      sequence: 1,
      slips: true,
      part: 1,
    });
    expect(JSON.stringify(lines)).not.to.contain('Zwaluw');
    // The first server, which redacted, has pages that were not told either: they hear it when they join.
    const again = await open('dirk');
    expect(linesOf(again.doc)).to.deep.equal(['Zijn  is nieuw']);
    await until(() => an.endings.length > 0);
  });

  it('while others type on both servers, is whole before or after each of their commits', async () => {
    const other = await world.another();
    const [an, bo] = [await open('an'), await open('bo', other.url)];
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    const lines = new Set<string>();
    let typing = true;
    const type = async (page: Page & { endings: Ending[] }, name: string): Promise<void> => {
      for (let number = 0; typing && page.endings.length === 0; number++) {
        writeLine(page.doc, `${name} ${number}`);
        lines.add(`${name} ${number}`);
        // Fast, and now and then somebody thinks: without any pause on another server it is tried in vain.
        await new Promise((resolve) => setTimeout(resolve, number % 8 === 7 ? 2000 : 40));
      }
    };
    const typed = [type(an, 'an'), type(bo, 'bo')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    try {
      await redact([secret], { servers: [world.live, other.live] });
      for (const page of [an, bo]) await until(() => page.endings.length > 0);
    } finally {
      typing = false;
      await Promise.all(typed);
    }
    const again = await open('cas');
    const there = linesOf(again.doc);
    expect(there).to.include('Zijn  is nieuw');
    const offered = [an, bo].flatMap((page) => page.endings.flatMap(({ text }) => text.split('\n')));
    const missing = [...lines].filter((line) => !there.includes(line) && !offered.includes(line));
    expect(missing, 'neither kept nor given back').to.deep.equal([]);
    expect(new Set(there).size).to.equal(there.length);
    expect(await everything()).not.to.contain(secret);
  });

  it('that fails before it is committed, changes nothing at all', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    const failing = redact([secret], {
      inside: async () => {
        throw new Error('the act cannot be written');
      },
    });
    await failing.then(
      () => expect.fail('it was redacted'),
      (error: Error) => expect(error.message).to.contain('cannot be written'),
    );
    expect(an.endings).to.deep.equal([]);
    expect(await everything()).to.contain(secret);
    typeInto(an.doc, 0, 0, 'Verder. ');
    await saved(an);
    expect(linesOf((await open('bo')).doc)).to.deep.equal([`Verder. Zijn ${secret} is nieuw`]);
  });

  it('words that stand nowhere, is refused', async () => {
    const an = await open('an');
    writeLine(an.doc, 'Niets bijzonders');
    await saved(an);
    expect(await redact()).to.deep.equal({ refused: 'unknown' });
  });

  it('twice, other words, and everything before and after it still opens', async () => {
    const an = await open('an');
    writeLine(an.doc, `Eerst ${secret} dan`);
    writeLine(an.doc, 'Daarna tweede-geheim erbij');
    await saved(an);
    await redact();
    const bo = await open('bo');
    writeLine(bo.doc, 'Tussendoor');
    await saved(bo);
    await redact(['tweede-geheim']);
    const again = await open('an');
    expect(linesOf(again.doc)).to.deep.equal(['Eerst  dan', 'Daarna  erbij', 'Tussendoor']);
    const steps = await world.live.history('plan', world.documentId, { kind: 'steps', sequence: 1 });
    expect(steps.steps.some((step) => step.redacted)).to.equal(true);
    const history = await world.live.history('plan', world.documentId, {
      kind: 'text',
      sequence: steps.steps[0]!.last,
      slips: true,
      part: 1,
    });
    const passages = history.lines.flatMap((line) => line.passages);
    expect(
      passages.filter(({ redactor }) => redactor).map(({ redactor }) => redactor!.personId),
    ).to.deep.equal(['person-cas', 'person-cas']);
  });

  it('a checkpoint of before, that comes too late, is not kept, after the first time and after the second', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    writeLine(an.doc, 'Daarna tweede-geheim erbij');
    await saved(an);
    const fence = await openFence(world.connection);
    const log = createLog(world.connection, fence);
    const cipher = await world.feature.cipher();
    let held = an.doc;
    for (const words of [secret, 'tweede-geheim']) {
      const epoch = await createEpochs(world.connection).now(world.name);
      const old = { epoch, sequence: 1000, owners: [], update: Y.encodeStateAsUpdate(held) };
      await redact([words]);
      const late = await log.checkpoint(world.name, old, new Date(), cipher).catch((error) => error);
      expect(late, `of epoch ${epoch}`).to.be.instanceOf(Outdated);
      expect(await everything()).not.to.contain(words);
      expect(await createEpochs(world.connection).now(world.name)).to.be.greaterThan(epoch);
      held = (await open('bo')).doc;
    }
    fence.stop();
  });

  it('a word under which links or mentions are kept, goes with its value', () => {
    const doc = new Y.Doc();
    writeLine(doc, 'Kijk hier');
    const line = doc.getXmlFragment('prose').get(0) as Y.XmlElement;
    (line.get(0) as Y.XmlText).format(0, 4, { link: { href: 'https://example.org/Zwaluw-4711' } });
    expect(wordsIn(Y.encodeStateAsUpdate(doc), ['Zwaluw-4711'])).to.have.length(1);
  });

  it('the page that leaves at the same moment, leaves nothing behind', async () => {
    const an = await open('an');
    writeLine(an.doc, `Zijn ${secret} is nieuw`);
    await saved(an);
    const redacting = redact();
    an.socket.emit(say.leave, { document: world.name });
    await redacting;
    const again = await open('bo');
    expect(linesOf(again.doc)).to.deep.equal(['Zijn  is nieuw']);
  });
});
