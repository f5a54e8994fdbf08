import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import * as Y from 'yjs';
import { liveCheckpointsOf } from '../../models/LiveCheckpoint.ts';
import { liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import { hear, type PeopleReply, protocolVersion, say } from '../../public/scripts/live/protocol.ts';
import { createLogger } from '../../server/core/logger.ts';
import { createHistorian } from '../../server/live/historian.ts';
import { createLog } from '../../server/live/log.ts';
import { readPlainText } from '../../server/live/plainText.ts';
import { openPage, type Page, RawClient, until } from './pages.ts';
import { eraseFrom, linesOf, typeInto, updatesOf, writeLine } from './prose.ts';
import { aPerson, limits, type Shelter, startShelter, startWorld, type World } from './world.ts';

describe('live prose', () => {
  let shelter: Shelter;
  let world: World;
  let open: { close(): void }[] = [];

  before(async () => {
    shelter = await startShelter();
  });
  beforeEach(async () => {
    world = await startWorld(shelter);
  });
  afterEach(async () => {
    for (const one of open) one.close();
    open = [];
    await world.close();
  });
  after(() => shelter.close());

  const page = (name: string, session?: string, url = world.url): Page => {
    const opened = openPage(url, aPerson(name, session), world.name);
    open.push(opened);
    return opened;
  };
  const raw = (name: string, session?: string, url = world.url): RawClient => {
    const client = new RawClient(url, aPerson(name, session), world.name);
    open.push(client);
    return client;
  };
  const stored = (): Promise<number> =>
    liveUpdatesOf(world.connection).countDocuments({ document: world.name });
  const words = async (): Promise<string> =>
    (await readPlainText(world.feature, world.documentId, () => '', world.connection)).text;
  const line = (doc: Y.Doc, text: string): Uint8Array =>
    updatesOf(doc, () => writeLine(doc, text))[0] as Uint8Array;

  describe('writing together', () => {
    it('two people, in one sentence at once, see the same and both are saved', async () => {
      const [an, bo] = [page('an'), page('bo')];
      await until(() => an.isSaved() && bo.isSaved());
      writeLine(an.doc, 'Wilg belt elke woensdag', 'bullet');
      await until(() => linesOf(bo.doc).length === 1);
      for (let round = 0; round < 20; round++) {
        typeInto(an.doc, 0, 0, `a${round} `);
        typeInto(bo.doc, 0, linesOf(bo.doc)[0]?.length ?? 0, ` b${round}`);
        if (round % 5 === 3) eraseFrom(bo.doc, 0, (linesOf(bo.doc)[0]?.length ?? 2) - 2, 2);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await until(() => an.isSaved() && bo.isSaved() && linesOf(an.doc)[0] === linesOf(bo.doc)[0]);
      expect(await words()).to.equal(linesOf(an.doc)[0]);
      expect(linesOf(an.doc)[0]).to.include('b19').and.include('Wilg');
    });

    it('a page that loses its connection, writing on, brings it in when it is back and nothing is doubled', async () => {
      const [an, bo] = [page('an'), page('bo')];
      await until(() => an.isSaved() && bo.isSaved());
      writeLine(an.doc, 'begin');
      await until(() => linesOf(bo.doc).length === 1);
      an.socket.disconnect();
      expect(an.provider.status.state).to.equal('offline');
      for (let word = 0; word < 30; word++) typeInto(an.doc, 0, 0, `w${word} `);
      writeLine(bo.doc, 'intussen');
      expect(an.provider.status).to.deep.equal({ state: 'offline', unsaved: 30 });
      an.socket.connect();
      await until(() => an.isSaved() && bo.isSaved() && linesOf(bo.doc)[0] === linesOf(an.doc)[0]);
      expect(linesOf(an.doc)).to.deep.equal(linesOf(bo.doc));
      expect(linesOf(an.doc)[0]?.match(/w7 /g)).to.have.length(1);
    });

    it('history, who wrote and for whom, stands beside the sealed bytes', async () => {
      const an = page('an');
      await until(() => an.isSaved());
      writeLine(an.doc, 'geheim woord');
      await until(() => an.isSaved());
      const record = await liveUpdatesOf(world.connection).findOne({ document: world.name }).lean();
      expect(record?.entries[0]).to.include({ personId: 'person-an', organisationId: 'org-an' });
      expect(record?.entries[0]?.clients).to.deep.equal([an.doc.clientID]);
      expect(JSON.stringify(record) + String(record?.sealed.toString('latin1'))).to.not.include('geheim');
    });

    it('two servers on one store, writing at once, never fork a document', async () => {
      const other = await world.another();
      const [an, bo] = [raw('an'), raw('bo', 'phone', other.url)];
      await an.join();
      await bo.join();
      const offers: Promise<string | null>[] = [];
      for (let number = 0; number < 10; number++) {
        offers.push(an.offer(line(an.doc, `a${number}`)), bo.offer(line(bo.doc, `b${number}`)));
      }
      const reasons = await Promise.all(offers);
      expect(reasons.filter((reason) => reason !== null)).to.deep.equal([]);
      expect((await words()).split('\n')).to.have.length(20);
    });
  });

  describe('what is refused', () => {
    it('a struct under somebody else’s client id, is forged and the document stays as it was', async () => {
      const [an, bo] = [raw('an'), raw('bo')];
      await an.join();
      await bo.join();
      expect(await an.offer(line(an.doc, 'van an'))).to.equal(null);
      const mask = new Y.Doc();
      Y.applyUpdate(mask, Y.encodeStateAsUpdate(an.doc));
      mask.clientID = an.doc.clientID;
      expect(await bo.offer(line(mask, 'niet van an'))).to.equal('forged');
      expect(await bo.join({ clientIds: [an.doc.clientID] })).to.deep.equal({ ok: false, reason: 'forged' });
      expect(await words()).to.equal('van an');
    });

    it('a client id of one’s own earlier connection, after the server forgot the document, is still one’s own', async () => {
      const an = raw('an');
      await an.join();
      await an.offer(line(an.doc, 'een'));
      an.close();
      const other = await world.another();
      const back = raw('an', 'phone', other.url);
      expect(await back.join({ clientIds: [an.doc.clientID] })).to.include({ ok: true });
      expect(await back.offer(line(an.doc, 'twee'))).to.equal(null);
      const bo = raw('bo', 'phone', other.url);
      await bo.join();
      expect(await bo.offer(line(an.doc, 'drie'))).to.equal('forged');
      expect(await words()).to.equal('een\ntwee');
    });

    const wrong: [name: string, update: (doc: Y.Doc) => unknown, reason: string][] = [
      ['too large an update', (doc) => line(doc, 'x'.repeat(limits.updateBytes)), 'too_large'],
      ['bytes that do not decode', () => Uint8Array.of(1, 255, 255, 3), 'malformed'],
      ['an empty update', () => Uint8Array.of(0, 0), 'malformed'],
      ['text instead of bytes', () => 'hallo', 'malformed'],
      ['nothing', () => null, 'malformed'],
      ['an object that looks like bytes', () => ({ byteLength: 3, length: 3 }), 'malformed'],
      ['another root', (doc) => updatesOf(doc, () => doc.getMap('x').set('a', 1))[0], 'malformed'],
    ];
    for (const [name, make, reason] of wrong) {
      it(`${name}, is ${reason} and the document stays as it was`, async () => {
        const an = raw('an');
        await an.join();
        await an.offer(line(an.doc, 'goed'));
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(an.doc));
        copy.clientID = an.doc.clientID;
        expect(await an.offer(make(copy))).to.equal(reason);
        expect(await an.offer(line(an.doc, 'ook goed'))).to.equal(null);
        expect(await words()).to.equal('goed\nook goed');
      });
    }

    it('somebody who did not join, cannot write', async () => {
      const an = raw('an');
      expect(await an.offer(line(an.doc, 'x'))).to.equal('not_joined');
      expect(await stored()).to.equal(0);
    });

    it('an outsider, is told it does not exist, and no act says they opened it', async () => {
      world.feature.rights.set('person-eva', null);
      const eva = raw('eva');
      expect(await eva.join()).to.deep.equal({ ok: false, reason: 'not_found' });
      expect(await eva.join({ document: 'minutes:1' })).to.deep.equal({ ok: false, reason: 'not_found' });
      expect(await eva.offer(line(eva.doc, 'x'))).to.equal('not_joined');
      expect(world.feature.acts).to.deep.equal([]);
    });

    it('a reader, sees everything and cannot write', async () => {
      world.feature.rights.set('person-eva', { read: true, write: false });
      const an = raw('an');
      await an.join();
      await an.offer(line(an.doc, 'te lezen'));
      const eva = raw('eva');
      const reply = await eva.join();
      expect(reply).to.include({ ok: true, write: false, sequence: 1 });
      expect(await eva.offer(line(eva.doc, 'x'))).to.equal('not_allowed');
      expect(await words()).to.equal('te lezen');
    });

    it('somebody who may comment and not write, is told so and cannot write either', async () => {
      world.feature.rights.set('person-eva', { read: true, comment: true });
      const eva = raw('eva');
      expect(await eva.join()).to.include({ ok: true, write: false, comment: true, suggest: false });
      expect(await eva.offer(line(eva.doc, 'x'))).to.equal('not_allowed');
      world.feature.rights.set('person-eva', { comment: true, suggest: true, write: true });
      expect(await raw('eva').join()).to.deep.equal({ ok: false, reason: 'not_allowed' });
    });

    it('a page of another protocol version, is told to reload', async () => {
      expect(await raw('an').join({ version: 99, anything: true })).to.deep.equal({
        ok: false,
        reason: 'reload',
      });
    });

    it('opening that cannot be written as an act, shows nothing', async () => {
      world.feature.failingAct = 'opened';
      expect(await raw('an').join()).to.deep.equal({ ok: false, reason: 'unavailable' });
    });

    it('a repeat offender, is disconnected', async () => {
      const eva = raw('eva');
      await eva.join();
      let isClosed = false;
      eva.socket.on('disconnect', () => {
        isClosed = true;
        eva.socket.disconnect();
      });
      for (let time = 0; time < 5; time++) eva.send(Uint8Array.of(9, 9, 9));
      await until(() => isClosed);
      expect(await stored()).to.equal(0);
    });

    it('junk in every message, throws nothing and the server goes on', async () => {
      const junk = [
        null,
        3,
        'x',
        [],
        {},
        { document: 7 },
        { document: `plan:${'x'.repeat(9999)}` },
        Buffer.of(1),
      ];
      for (const event of Object.values(say)) {
        for (const message of junk) {
          const eva = raw('eva');
          await until(() => eva.socket.connected);
          eva.socket.emit(event, message);
          eva.socket.emit(event, message, 'no function');
          eva.socket.emit(event);
        }
      }
      const an = raw('an');
      expect(await an.join()).to.include({ ok: true });
      expect(await an.offer(line(an.doc, 'het gaat door'))).to.equal(null);
    });
  });

  describe('durable before it shows', () => {
    it('an update sent again after a lost acknowledgement, is acknowledged and stored once', async () => {
      const an = raw('an');
      await an.join();
      const update = line(an.doc, 'een keer');
      const id = crypto.randomUUID();
      await an.offer(update, id);
      an.stored.length = 0;
      expect(await an.offer(update, id)).to.equal(null);
      const other = await world.another();
      const again = raw('an', 'phone', other.url);
      await again.join({ clientIds: [an.doc.clientID] });
      expect(await again.offer(update, id)).to.equal(null);
      expect(await stored()).to.equal(1);
      expect(await words()).to.equal('een keer');
    });

    it('an acknowledged update, is in the store when the acknowledgement arrives', async () => {
      const an = raw('an');
      await an.join();
      for (let number = 0; number < 10; number++) {
        await an.offer(line(an.doc, `${number}`));
        expect((await words()).split('\n')).to.have.length(number + 1);
      }
    });

    it('edits of an act that cannot be written, are not stored and are kept by the page', async () => {
      world.feature.failingAct = 'edited';
      const an = page('an');
      await until(() => an.isSaved());
      let refusals = 0;
      an.socket.on(hear.refused, () => {
        refusals += 1;
      });
      writeLine(an.doc, 'wacht');
      await until(() => refusals > 0);
      expect(await stored()).to.equal(0);
      expect(an.provider.status).to.deep.equal({ state: 'saving', unsaved: 1 });
      world.feature.failingAct = null;
      await until(() => an.isSaved());
      expect(await words()).to.equal('wacht');
      expect(world.feature.acts.filter(([act]) => act === 'edited')).to.have.length(1);
    });

    it('freeze, with edits on their way, commits them and refuses the next', async () => {
      const an = raw('an');
      await an.join();
      const ids = [1, 2, 3].map((number) => an.send(line(an.doc, `${number}`)));
      // The answer to this comes after the three have arrived.
      await an.join();
      await world.live.freeze();
      await until(() => ids.every((id) => an.stored.includes(id)));
      expect(await words()).to.equal('1\n2\n3');
      expect(await an.offer(line(an.doc, 'te laat'))).to.equal('restarting');
      expect(await an.join()).to.deep.equal({ ok: false, reason: 'restarting' });
      expect(await words()).to.equal('1\n2\n3');
    });
  });

  describe('opening', () => {
    it('a late joiner, after a checkpoint and more edits, has exactly the same', async () => {
      const [an, bo] = [raw('an'), page('bo')];
      await an.join();
      writeLine(bo.doc, 'van bo');
      await until(() => bo.provider.status.unsaved === 0);
      Y.applyUpdate(an.doc, Y.encodeStateAsUpdate(bo.doc));
      for (let number = 0; number < 40; number++) {
        const [update] = updatesOf(an.doc, () => {
          // A checkpoint is due after half a megabyte.
          if (number % 4 === 0) writeLine(an.doc, `regel ${number} `.padEnd(60_000, 'x'));
          else if (number % 4 === 2) eraseFrom(an.doc, 0, 0, 1);
          else typeInto(an.doc, 0, 0, `${number} `);
        });
        expect(await an.offer(update)).to.equal(null);
      }
      const covered = async (): Promise<number> =>
        (await liveCheckpointsOf(world.connection).findOne({ document: world.name }).lean())?.sequence ?? 0;
      while ((await covered()) === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(await liveCheckpointsOf(world.connection).countDocuments({ document: world.name })).to.equal(1);
      expect(await stored()).to.be.greaterThan(await covered());
      const other = await world.another();
      for (const url of [world.url, other.url]) {
        const late = page('cas', 'phone', url);
        await until(() => late.isSaved());
        expect(linesOf(late.doc)).to.deep.equal(linesOf(an.doc));
        typeInto(late.doc, 0, 0, 'cas ');
        await until(() => late.isSaved());
        Y.applyUpdate(an.doc, Y.encodeStateAsUpdate(late.doc));
      }
      expect(await words()).to.equal(linesOf(an.doc).join('\n'));
    });

    it('a wrong key, is unreadable: nobody gets in, nothing is written, and the right key opens it again', async () => {
      const an = raw('an');
      await an.join();
      await an.offer(line(an.doc, 'bewaard'));
      world.feature.keyName = 'case-2';
      const other = await world.another();
      const bo = page('bo', 'phone', other.url);
      await until(() => bo.provider.status.state === 'unreadable');
      writeLine(bo.doc, 'eroverheen');
      const cas = raw('cas', 'phone', other.url);
      expect(await cas.join()).to.deep.equal({ ok: false, reason: 'unreadable' });
      expect(await cas.offer(line(cas.doc, 'eroverheen'))).to.equal('not_joined');
      expect(await stored()).to.equal(1);
      world.feature.keyName = 'case-1';
      await until(() => bo.isSaved());
      expect((await words()).split('\n')).to.have.members(['bewaard', 'eroverheen']);
    });

    it('a commit that is missing from the store, makes it unreadable instead of shorter', async () => {
      const an = raw('an');
      await an.join();
      for (const text of ['een', 'twee', 'drie']) await an.offer(line(an.doc, text));
      await liveUpdatesOf(world.connection).deleteOne({ document: world.name, sequence: 2 });
      const other = await world.another();
      expect(await raw('bo', 'phone', other.url).join()).to.deep.equal({ ok: false, reason: 'unreadable' });
      let error: unknown;
      await words().catch((thrown: unknown) => {
        error = thrown;
      });
      expect(error).to.have.property('name', 'Unreadable');
      const numbers = 'a commit is missing: after 0 come 1 3, and without an index there are 1 3';
      expect(error).to.have.property('message', numbers);
    });

    it('a document nobody has open is put away with a checkpoint; once its server stopped, nothing of it is written any more', async () => {
      const [stays, stops] = [await world.another(5), await world.another(5)];
      const checkpoints = () =>
        liveCheckpointsOf(world.connection).find({ document: world.name }).sort({ sequence: 1 }).lean();
      const an = raw('an', 'laptop', stays.url);
      await an.join();
      for (let number = 1; number <= 20; number += 1) await an.offer(line(an.doc, `${number}`));
      an.close();
      while ((await checkpoints()).length === 0) await pause(5);
      const bo = raw('bo', 'phone', stops.url);
      await bo.join();
      for (let number = 1; number <= 20; number += 1) await bo.offer(line(bo.doc, `${number}`));
      await stops.live.freeze();
      bo.close();
      await pause(2000);
      expect((await checkpoints()).map(({ sequence }) => sequence)).to.deep.equal([20]);
    });

    it('a history that does not fit together is read once more; one that still does not is unreadable, and logged', async () => {
      const an = raw('an');
      await an.join();
      for (const text of ['een', 'twee', 'drie']) await an.offer(line(an.doc, text));
      const log = createLog(world.connection);
      const lines: string[] = [];
      const logger = createLogger('error', { write: (one) => lines.push(one) });
      let withoutFirst = 0;
      const each: typeof log.each = async function* (...asked) {
        for await (const commits of log.each(...asked)) {
          withoutFirst -= 1;
          yield withoutFirst >= 0 ? commits.slice(1) : commits;
        }
      };
      const historian = createHistorian({ ...log, each }, logger);
      const steps = async () =>
        historian.ask(world.name, await world.feature.cipher(), { kind: 'steps', sequence: 3 });
      withoutFirst = 1;
      expect((await steps()).total).to.equal(1);
      expect(lines).to.have.length(1);
      historian.renew(world.name);
      withoutFirst = 2;
      const error: unknown = await steps().catch((thrown: unknown) => thrown);
      expect(error).to.have.property('name', 'Unreadable');
      expect(lines).to.have.length(3);
      expect(lines[2]).to.include('something is missing');
      await historian.close();
    });

    it('many at once, share one load and get the same', async () => {
      const an = raw('an');
      await an.join();
      await an.offer(line(an.doc, 'samen'));
      const other = await world.another();
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, number) => raw(`p${number}`, 'phone', other.url).join()),
      );
      for (const reply of replies) {
        expect(reply).to.include({ ok: true, sequence: 1 });
        expect(reply.ok && unframe(new Uint8Array(reply.state))).to.have.length(1);
      }
    });
  });

  describe('who may stay', () => {
    it('recheck after access was withdrawn, puts out at once, refuses the next write and gives unsent text back', async () => {
      const [an, bo] = [page('an'), page('bo')];
      await until(() => an.isSaved() && bo.isSaved());
      writeLine(an.doc, 'samen');
      await until(() => linesOf(bo.doc).length === 1);
      const endings: { reason: string; text: string }[] = [];
      bo.provider.on('ended', (ending) => endings.push(ending));
      bo.provider.hold();
      writeLine(bo.doc, 'nog niet verstuurd');
      world.feature.rights.set('person-bo', null);
      await world.live.recheck('plan', world.documentId);
      await until(() => endings.length === 1);
      expect(endings[0]).to.deep.equal({ reason: 'no_longer_allowed', text: 'nog niet verstuurd' });
      expect(bo.provider.status.state).to.equal('not_allowed');
      bo.socket.emit(say.update, {
        document: world.name,
        id: crypto.randomUUID(),
        update: line(new Y.Doc(), 'x'),
      });
      const lengthBefore = Y.encodeStateAsUpdate(bo.doc).length;
      writeLine(an.doc, 'zonder bo');
      await until(() => an.isSaved());
      expect(Y.encodeStateAsUpdate(bo.doc).length).to.equal(lengthBefore);
      expect(await words()).to.equal('samen\nzonder bo');
    });

    it('recheck while nobody can say who may stay, closes the connections, and pages come back when somebody can', async () => {
      const an = page('an');
      await until(() => an.isSaved());
      world.feature.isDeaf = true;
      await world.live.recheck('plan', world.documentId);
      await until(() => !an.socket.connected);
      writeLine(an.doc, 'nog hier');
      world.feature.isDeaf = false;
      await until(() => an.isSaved());
      expect(await words()).to.equal('nog hier');
    });

    it('access withdrawn without a recheck, refuses the write all the same', async () => {
      const bo = raw('bo');
      await bo.join();
      world.feature.rights.set('person-bo', null);
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal('not_allowed');
      expect(await stored()).to.equal(0);
    });

    it('access withdrawn by an act, while answers are kept, refuses the next write', async () => {
      const bo = raw('bo');
      await bo.join();
      world.feature.word = 1;
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal(null);
      const { asked } = world.feature;
      expect(await bo.offer(line(bo.doc, 'y'))).to.equal(null);
      expect(world.feature.asked, 'asked about again while nothing was done').to.equal(asked);
      world.feature.rights.set('person-bo', null);
      world.feature.word = 2;
      expect(await bo.offer(line(bo.doc, 'z'))).to.equal('not_allowed');
      expect(await stored()).to.equal(2);
    });

    it('access that ends by the clock, while answers are kept, refuses writes a second later', async () => {
      const bo = raw('bo');
      await bo.join();
      world.feature.word = 1;
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal(null);
      world.feature.rights.set('person-bo', null);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await bo.offer(line(bo.doc, 'y'))).to.equal('not_allowed');
      expect(await stored()).to.equal(1);
    });

    it('access withdrawn by an act that nobody asked about yet, refuses the next write', async () => {
      const bo = raw('bo');
      await bo.join();
      const acts = world.connection.db!.collection(`acts-${world.documentId}`);
      world.feature.word = 1;
      world.feature.guards = [{ collection: acts.collectionName, filter: {}, finds: false }];
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal(null);
      expect(await bo.offer(line(bo.doc, 'y'))).to.equal(null);
      await acts.insertOne({});
      world.feature.watch.word = async () => null;
      world.feature.rights.set('person-bo', null);
      expect(await bo.offer(line(bo.doc, 'z'))).to.equal('not_allowed');
      expect(await stored()).to.equal(2);
    });

    it('an act that changes nothing for the writer, while answers are kept, costs no edit', async () => {
      const bo = raw('bo');
      await bo.join();
      const acts = world.connection.db!.collection(`acts-${world.documentId}`);
      world.feature.word = 1;
      world.feature.guards = [{ collection: acts.collectionName, filter: {}, finds: false }];
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal(null);
      await acts.insertOne({});
      world.feature.watch.word = async () => null;
      expect(await bo.offer(line(bo.doc, 'y'))).to.equal(null);
      expect(await stored()).to.equal(2);
    });

    it('answers, as long as the session and the day stay the same, are kept longer than a second', async () => {
      const bo = raw('bo');
      await bo.join();
      world.feature.word = 1;
      world.feature.sign = 'Thursday, signed in';
      expect(await bo.offer(line(bo.doc, 'x'))).to.equal(null);
      const { asked } = world.feature;
      world.feature.rights.set('person-bo', null);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await bo.offer(line(bo.doc, 'y'))).to.equal(null);
      expect(world.feature.asked).to.equal(asked);
      world.feature.sign = 'Friday, signed in';
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await bo.offer(line(bo.doc, 'z'))).to.equal('not_allowed');
      expect(await stored()).to.equal(2);
    });

    /** An answer about access takes so long that something may happen meanwhile. */
    const answerSlowly = (): void => {
      const { feature } = world;
      const atOnce = feature.access.bind(feature);
      feature.access = async (...ask) => {
        const answer = await atOnce(...ask);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return answer;
      };
    };

    it('access withdrawn while the answer about who comes in is under way, lets nobody in', async () => {
      answerSlowly();
      const joining = raw('bo').join();
      // The last question before they are in.
      await until(() => world.feature.asked > 1);
      world.feature.rights.set('person-bo', null);
      await world.live.recheck('plan', world.documentId);
      expect(await joining).to.include({ ok: false, reason: 'not_found' });
    });

    it('who comes in while other documents are asked about without end, is let in', async () => {
      answerSlowly();
      let goesOn = true;
      const others = async (): Promise<void> => {
        while (goesOn) {
          await world.live.recheck('plan', 'another');
          await new Promise(setImmediate);
        }
      };
      const asking = others();
      expect(await raw('bo').join()).to.have.property('ok', true);
      goesOn = false;
      await asking;
    });

    it('writing withdrawn and reading not, tells the page and keeps it in', async () => {
      const an = page('an');
      await until(() => an.isSaved());
      const told: boolean[] = [];
      an.provider.on('access', ({ write }) => told.push(write));
      world.feature.rights.set('person-an', { read: true, write: false });
      await world.live.recheck('plan', world.documentId);
      await until(() => told.length === 1);
      expect(told).to.deep.equal([false]);
      expect(an.isSaved()).to.equal(true);
    });

    it('commenting or suggesting given or withdrawn, tells the page', async () => {
      const an = page('an');
      await until(() => an.isSaved());
      const told: object[] = [];
      an.provider.on('access', (rights) => told.push(rights));
      for (const rights of [
        { read: true, comment: true },
        { read: true, suggest: true },
      ]) {
        world.feature.rights.set('person-an', rights);
        await world.live.recheck('plan', world.documentId);
      }
      await until(() => told.length === 2);
      expect(told).to.deep.equal([
        { write: false, comment: true, suggest: false },
        { write: false, comment: false, suggest: true },
      ]);
    });

    it('something said about a document, is news for the pages that have it open and for no other', async () => {
      const [an, bo] = [page('an'), page('bo')];
      await until(() => an.isSaved() && bo.isSaved());
      const told: string[] = [];
      an.provider.on('remarks', () => told.push('an'));
      bo.provider.on('remarks', () => told.push('bo'));
      world.live.remarked('plan', 'another');
      world.feature.rights.set('person-bo', null);
      await world.live.recheck('plan', world.documentId);
      world.live.remarked('plan', world.documentId);
      await until(() => told.length > 0);
      expect(told).to.deep.equal(['an']);
    });

    const waysOut: [string, (bo: RawClient) => Promise<unknown>][] = [
      [
        'whose access was withdrawn',
        async () => {
          world.feature.rights.set('person-bo', null);
          await world.live.recheck('plan', world.documentId);
        },
      ],
      [
        'whose reading was withdrawn and nothing else',
        async () => {
          world.feature.rights.set('person-bo', { comment: true, suggest: true, write: true });
          await world.live.recheck('plan', world.documentId);
        },
      ],
      [
        'who may not write any more, asked about at the write',
        async (bo) => {
          world.feature.rights.set('person-bo', null);
          expect(await bo.offer(line(bo.doc, 'x'))).to.equal('not_allowed');
        },
      ],
      ['who left', async (bo) => bo.socket.emit(say.leave, { document: world.name })],
      ['of before words were redacted', () => world.live.renew('plan', world.documentId)],
    ];
    for (const [who, goesOut] of waysOut)
      it(`a connection ${who}, hears nothing of the document any more`, async () => {
        const bo = raw('bo');
        const answered = () => bo.socket.emitWithAck(say.join, 'nothing');
        expect((await bo.join()).ok).to.equal(true);
        await goesOut(bo);
        await answered();
        const heard: string[] = [];
        bo.socket.onAny((event: string) => heard.push(event));
        const [an, cas] = [raw('an'), raw('cas')];
        const told: string[] = [];
        cas.socket.onAny((event: string) => told.push(event));
        expect((await cas.join()).ok && (await an.join()).ok).to.equal(true);
        expect(await an.offer(line(an.doc, 'zonder bo'))).to.equal(null);
        an.socket.emit(say.cursor, { document: world.name, cursor: null });
        world.live.remarked('plan', world.documentId);
        const news = [hear.committed, hear.presence, hear.remarks];
        await until(() => news.every((event) => told.includes(event)));
        await answered();
        expect(heard).to.deep.equal([]);
      });

    it('a session that ended, loses its connection on every page and other sessions stay', async () => {
      const [one, two, other] = [page('an', 'phone'), page('an', 'phone'), page('an', 'desk')];
      await until(() => one.isSaved() && two.isSaved() && other.isSaved());
      await world.live.closeSession(aPerson('an', 'phone').sessionId);
      await until(() => !one.socket.connected && !two.socket.connected);
      expect(one.provider.status.state).to.equal('not_allowed');
      writeLine(other.doc, 'blijft');
      await until(() => other.isSaved());
      expect(linesOf(one.doc)).to.deep.equal([]);
    });
  });

  describe('presence', () => {
    it('names and organisations, come from the session and never from the page', async () => {
      const [an, bo] = [raw('an'), page('bo')];
      await until(() => bo.isSaved());
      const here: { name: string; organisationName: string; seat: number; cursor: unknown }[][] = [];
      bo.provider.on('presence', (news) => here.push(news.here));
      await an.join({ name: 'De directeur', organisationName: 'Ministerie' });
      const place = { tname: 'prose', assoc: 0 };
      an.socket.emit(say.cursor, {
        document: world.name,
        name: 'De directeur',
        cursor: { anchor: { ...place, name: 'De directeur' }, head: place },
      });
      await until(() => Boolean(here.at(-1)?.some(({ cursor }) => cursor)));
      const seen = here.at(-1)?.find(({ name }) => name === 'an');
      expect(seen).to.include({ organisationName: 'Huis van an', seat: 2 });
      expect(seen?.cursor).to.deep.equal({ anchor: place, head: place });
      expect(JSON.stringify(here)).to.not.include('directeur');
      an.close();
      await until(() => here.at(-1)?.length === 1);
    });

    it('opening, editing and closing, are acts: one for a burst of edits', async () => {
      const an = page('an');
      await until(() => an.isSaved());
      for (let number = 0; number < 5; number++) {
        writeLine(an.doc, `${number}`);
        await until(() => an.isSaved());
      }
      an.close();
      const acts = world.feature.acts;
      await until(() => acts.some(([act]) => act === 'closed'));
      expect(acts.map(([act]) => act)).to.deep.equal(['opened', 'edited', 'closed']);
    });
  });

  describe('holding back', () => {
    it('text written and taken out again while held, is nowhere in what is stored', async () => {
      const [an, bo] = [page('an'), page('bo')];
      await until(() => an.isSaved() && bo.isSaved());
      writeLine(an.doc, 'nummer: ');
      await until(() => linesOf(bo.doc).length === 1);
      an.provider.hold();
      typeInto(an.doc, 0, 8, '85073003328');
      typeInto(an.doc, 0, 19, ' en meer');
      expect(an.provider.status).to.deep.equal({ state: 'saving', unsaved: 2 });
      writeLine(bo.doc, 'intussen');
      eraseFrom(an.doc, 0, 8, 11);
      an.provider.release(true);
      await until(
        () => an.isSaved() && linesOf(bo.doc)[0] === linesOf(an.doc)[0] && linesOf(an.doc).length === 2,
      );
      expect(linesOf(bo.doc)).to.deep.equal(['nummer:  en meer', 'intussen']);
      const { commits } = await createLog(world.connection).load(world.name, await world.feature.cipher());
      for (const { updates } of commits)
        expect(Buffer.from(updates).toString('latin1')).to.not.include('8507');
      writeLine(an.doc, 'en verder');
      await until(() => an.isSaved() && linesOf(bo.doc).length === 3);
    });
  });

  describe('who may be mentioned', () => {
    const asks = (client: RawClient, document = world.name): Promise<PeopleReply> =>
      client.socket.emitWithAck(say.people, { document }) as Promise<PeopleReply>;

    it('is told to who has the document open and may read it, and to nobody else', async () => {
      const [an, bo] = [raw('an'), raw('bo')];
      expect(await asks(an)).to.deep.equal({ ok: false, reason: 'not_joined' });
      await an.join();
      const reply = await asks(an);
      expect(reply.ok && reply.people.map(({ id }) => id)).to.deep.equal(['person-an', 'person-bo']);
      expect(await asks(an, 'plan:other')).to.deep.equal({ ok: false, reason: 'not_joined' });
      for (const message of [null, {}, { document: 7 }, { document: '../x' }])
        expect(await bo.socket.emitWithAck(say.people, message)).to.deep.equal({
          ok: false,
          reason: 'malformed',
        });
      world.feature.rights.set('person-an', { read: false, write: false });
      expect(await asks(an)).to.deep.equal({ ok: false, reason: 'not_allowed' });
    });

    it('is not answered to who asks without end', async () => {
      const an = raw('an');
      await an.join();
      const replies = await Promise.all(Array.from({ length: 60 }, () => asks(an)));
      expect(replies.filter((reply) => !reply.ok && reply.reason === 'too_fast').length).to.be.greaterThan(
        20,
      );
    });
  });

  describe('a mention', () => {
    const mention = { person: 'person-bo', id: 'm-1' };
    const mentioning = (doc: Y.Doc, mark: object): Uint8Array =>
      Y.mergeUpdates(
        updatesOf(doc, () => {
          writeLine(doc, 'Bel @ morgen');
          const lines = doc.getXmlFragment('prose');
          const words = (lines.get(lines.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
          words.format(4, 1, { mention: mark });
        }),
      );

    it('is told to the feature before it is stored, and read by the name of now', async () => {
      const an = raw('an');
      await an.join();
      expect(await an.offer(mentioning(an.doc, mention))).to.equal(null);
      expect(world.feature.mentioned).to.deep.equal([{ by: 'person-an', mention }]);
      const read = (name: string) =>
        readPlainText(world.feature, world.documentId, () => name, world.connection);
      expect((await read('Bo Peeters')).text).to.equal('Bel @Bo Peeters morgen');
      expect((await read('Bo Claes')).text).to.equal('Bel @Bo Claes morgen');
      const record = await liveUpdatesOf(world.connection).findOne({ document: world.name }).lean();
      expect(JSON.stringify(record)).to.not.include('person-bo');
    });

    it('that cannot be noted, is not stored, and comes in when it is sent again', async () => {
      const an = raw('an');
      await an.join();
      world.feature.failsMentions = true;
      const update = mentioning(an.doc, mention);
      expect(await an.offer(update)).to.equal('unavailable');
      expect(await stored()).to.equal(0);
      world.feature.failsMentions = false;
      const again = an.stored.length;
      an.send(update);
      await until(() => an.stored.length > again);
      expect(world.feature.mentioned.map((one) => one.mention.id)).to.deep.equal(['m-1']);
    });

    it('written and deleted before it is sent, of no right shape, or of a reader, is told to nobody', async () => {
      const an = raw('an');
      await an.join();
      const gone = Y.mergeUpdates(
        updatesOf(an.doc, () => {
          const update = mentioning(an.doc, mention);
          expect(update.byteLength).to.be.greaterThan(0);
          an.doc.getXmlFragment('prose').delete(0, 1);
        }),
      );
      expect(await an.offer(gone)).to.equal(null);
      expect(await an.offer(mentioning(an.doc, { ...mention, name: 'Bo' }))).to.equal('malformed');
      world.feature.rights.set('person-bo', { read: true, write: false });
      const bo = raw('bo');
      await bo.join();
      expect(await bo.offer(mentioning(bo.doc, mention))).to.equal('not_allowed');
      expect(world.feature.mentioned).to.deep.equal([]);
    });

    it('a page of the protocol before, is told to reload and keeps its words', async () => {
      const an = raw('an');
      expect(await an.join({ version: protocolVersion - 1 })).to.deep.equal({ ok: false, reason: 'reload' });
      expect(await an.offer(line(an.doc, 'oud'))).to.equal('not_joined');
    });
  });
});
