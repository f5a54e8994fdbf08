import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import type { LiveUpdateRecord } from '../../models/LiveUpdate.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import { protocolVersion, say } from '../../public/scripts/live/protocol.ts';
import { linesOf, updatesOf, writeLine } from '../live/prose.ts';
import type { TestApp } from './app.ts';
import { demoCase, personIdOf } from './cases.ts';
import { type Chance, chanceFrom, type Fault, oddText, oddValue, spoil, within } from './fuzzing.ts';
import { letIn, type Name, signInAs, type Visitor } from './people.ts';
import { aWriter, type Writer } from './writers.ts';

/** How long the server may take for anything, in milliseconds: far more than it does. */
const patience = 20_000;

const events = [...Object.values(say), 'watch'];

/** Packets no client library makes, as text after the type of the message. */
const rawPackets = [
  '',
  '2',
  '2[]',
  '2{}',
  '2[1]',
  '2["live:update"',
  '2["error",{"a":1}]',
  '2["disconnect"]',
  '2["newListener","x"]',
  '2["__proto__",1]',
  '2/admin,["watch","x"]',
  '0/admin,',
  '3999999999999[]',
  '51-["live:update",{"_placeholder":true,"num":9}]',
  '51-["live:update",{"_placeholder":true,"num":-1}]',
  '599999999999-["live:update"]',
  '5x-["live:update"]',
  '62-[null]',
  '4{"message":"x"}',
  '9',
  '\u0000\uffff',
];

/** Connections that send what no page would, beside one that goes on writing. */
export class SocketFuzz {
  readonly faults: Fault[] = [];
  sent = 0;
  readonly #app: TestApp;
  readonly #seed: string;
  readonly #document: string;
  readonly #honest: Writer;
  readonly #written: string[];
  readonly #before: string[];
  readonly #visitors: Map<Name, Visitor>;

  private constructor(
    app: TestApp,
    seed: string,
    known: { document: string; honest: Writer; before: string[]; visitors: Map<Name, Visitor> },
  ) {
    this.#app = app;
    this.#seed = seed;
    this.#document = known.document;
    this.#honest = known.honest;
    this.#before = known.before;
    this.#visitors = known.visitors;
    this.#written = [];
  }

  static async on(app: TestApp, seed: string): Promise<SocketFuzz> {
    const document = `plan:${(await demoCase()).id}`;
    const visitors = new Map<Name, Visitor>();
    for (const name of ['hulpverlener.debrug', 'hulpverlener.noordster', 'buitenstaander'] as const) {
      visitors.set(name, await signInAs(app, name));
    }
    const honest = await aWriter(visitors.get('hulpverlener.noordster')!, document);
    const before = linesIn(honest);
    return new SocketFuzz(app, seed, { document, honest, before, visitors });
  }

  /** Opens so many connections, one after the other; the honest page writes a line during each. */
  async run(connections: number): Promise<void> {
    for (let round = 0; round < connections; round += 1) {
      const chance = chanceFrom(`${this.#seed} connection ${round}`);
      const name = chance.of(['hulpverlener.debrug', 'buitenstaander'] as const);
      const line = `eerlijk ${round}`;
      this.#written.push(line);
      const log: string[] = [];
      try {
        const answers = await Promise.all([
          within(patience, 'the honest page', this.#honest.write(line)),
          within(patience, 'the connection', this.#connection(name, round % 4 === 3, chance, log)),
          this.#isUp(),
        ]);
        if (answers[0] !== 'stored') this.#fault(`the honest page heard ${answers[0]}`, chance, log);
      } catch (error) {
        this.#fault((error as Error).message, chance, log);
      }
    }
  }

  /** The polling doors of the sockets, opened by hand. */
  async knock(times: number): Promise<void> {
    const chance = chanceFrom(`${this.#seed} doors`);
    for (let time = 0; time < times; time += 1) {
      const query = chance.of([
        'EIO=4&transport=polling',
        'EIO=3',
        'transport=x',
        `EIO=4&transport=polling&sid=${chance.uuid()}`,
      ]);
      const isPost = chance.oneIn(2);
      const init: RequestInit = { signal: AbortSignal.timeout(patience) };
      if (isPost) Object.assign(init, { method: 'POST', body: chance.of([...rawPackets, oddText(chance)]) });
      const { status } = await fetch(`${this.#app.address}/socket.io/?${query}`, init);
      if (status >= 500) this.#fault(`the door answered ${status}`, chance, [query]);
    }
  }

  /** Whether the text is what it was and what the honest page wrote, and nobody else's work is stored. */
  async verify(): Promise<void> {
    const chance = chanceFrom(this.#seed);
    const fresh = await aWriter(this.#visitors.get('hulpverlener.noordster')!, this.#document);
    // The honest page wrote beside the text that was there: each of the two is whole and in its order.
    const [own, others] = [true, false].map((isOwn) =>
      linesIn(fresh).filter((line) => line.startsWith('eerlijk') === isOwn),
    );
    if (JSON.stringify([own, others]) !== JSON.stringify([this.#written, this.#before]))
      this.#fault('the text is another one', chance, linesIn(fresh));
    const writer = await personIdOf(this.#app, 'hulpverlener.noordster');
    const updates = this.#app.house.connection.db!.collection<LiveUpdateRecord>('liveUpdates');
    const stored = await updates.find({ document: this.#document, sequence: { $gt: this.#since } }).toArray();
    const entries = stored.flatMap((one) => one.entries);
    if (entries.length !== this.#written.length || entries.some((one) => one.personId !== writer))
      this.#fault(
        'something else was stored',
        chance,
        entries.map((one) => one.personId),
      );
    fresh.close();
    this.#honest.close();
  }

  get #since(): number {
    const { joined } = this.#honest;
    return joined.ok ? joined.sequence : 0;
  }

  #fault(what: string, chance: Chance, log: unknown[]): void {
    const sent = log.slice(-10).map((one) => String(one).slice(0, 300));
    this.faults.push({ what, seed: chance.seed, sent: sent.join('\n        ') });
  }

  async #isUp(): Promise<void> {
    const { status } = await fetch(`${this.#app.address}/healthz`, { signal: AbortSignal.timeout(patience) });
    if (status !== 200) throw new Error(`healthz answered ${status}`);
  }

  async #connection(name: Name, isBurst: boolean, chance: Chance, log: string[]): Promise<void> {
    const socket = this.#visitors.get(name)!.socket();
    const entered = await letIn(socket);
    if (entered !== 'in') throw new Error(`${name} was not connected: ${entered}`);
    const own = chance.below(2 ** 31);
    const join = { version: protocolVersion, document: this.#document, clientIds: [own], since: 0 };
    if (chance.oneIn(2)) await answered(socket, say.join, [join]);
    const event = chance.of(events);
    const pending: Promise<void>[] = [];
    for (let time = isBurst ? 400 : 12; time > 0 && socket.connected; time -= 1) {
      pending.push(this.#say(socket, isBurst ? event : chance.of(events), name, chance, log));
      if (!isBurst) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // Whatever it was, the connection answers or is closed.
    await Promise.all(pending);
    if (socket.connected && chance.oneIn(2)) {
      const packet = chance.of(rawPackets);
      log.push(`raw ${packet}`);
      socket.io.engine.write(packet);
    }
    if (socket.connected) await answered(socket, 'watch', [this.#document]);
    socket.disconnect();
  }

  /** Sends one message, right or wrong; resolves with its answer, where one is due and asked for. */
  #say(socket: Socket, event: string, name: Name, chance: Chance, log: string[]): Promise<void> {
    const payload = this.#payload(event, name, chance);
    const name_ = chance.oneIn(20) ? chance.of(['error', 'x', '', 'live:', 'message']) : event;
    this.sent += 1;
    log.push(`${name_} ${shown(payload)}`);
    const isAsked = chance.oneIn(2);
    // An answer is due only when the question comes where it belongs: in one message, with its answer after it.
    const isDue = payload.length === 1 && [say.join, say.people, 'watch'].includes(name_);
    if (isAsked && isDue) return answered(socket, name_, payload);
    if (isAsked) socket.emit(name_, ...payload, () => {});
    else socket.emit(name_, ...payload);
    return Promise.resolve();
  }

  #payload(event: string, name: Name, chance: Chance): unknown[] {
    const meant = this.#meant(event, name, chance);
    const spoilt = () =>
      typeof meant === 'object' && meant !== null
        ? spoil(meant as Record<string, unknown>, [], chance)
        : oddValue(chance);
    const ways: (() => unknown[])[] = [
      () => [meant],
      () => [meant],
      () => [spoilt()],
      () => [spoilt()],
      () => [{ ...(spoilt() as object), update: bytesAsIs(chance) }],
      () => [oddValue(chance)],
      () => [bytesAsIs(chance)],
      () => [],
      () => [meant, oddValue(chance), bytesAsIs(chance)],
      () => [oddValue(chance), meant],
      () => [[meant, [bytesAsIs(chance)]]],
      () => [{ ...(meant as object), extra: bytesAsIs(chance) }],
    ];
    if (chance.oneIn(60)) return ['x'.repeat(600 * 1024)];
    return chance.of(ways)();
  }

  /** A message as a page would send it, but for its update: nobody here may write what it holds. */
  #meant(event: string, name: Name, chance: Chance): unknown {
    const document = chance.oneIn(8) ? `plan:${chance.uuid()}` : this.#document;
    const place = () => ({ type: null, tname: 'prose', item: null, assoc: 0 });
    const ids = [chance.below(2 ** 32), chance.below(2 ** 32)];
    const messages: Record<string, () => unknown> = {
      [say.join]: () => ({
        version: protocolVersion,
        document,
        clientIds: ids,
        since: chance.of([0, 1, 10 ** 9]),
      }),
      [say.leave]: () => ({ document }),
      [say.people]: () => ({ document }),
      [say.cursor]: () => ({ document, cursor: chance.oneIn(3) ? null : { anchor: place(), head: place() } }),
      [say.update]: () => ({ document, id: chance.uuid(), update: updateOf(name, chance) }),
      watch: () => document,
    };
    return messages[event]!();
  }
}

/** The text a page was given when it joined. */
function linesIn({ joined }: Writer): string[] {
  if (!joined.ok) throw new Error(`the honest page was refused: ${joined.reason}`);
  const doc = new Y.Doc();
  for (const update of unframe(joined.state)) Y.applyUpdate(doc, update);
  return linesOf(doc);
}

/** An update under an id that nobody announced, whole or with bytes changed, cut off or added. */
function updateOf(name: Name, chance: Chance): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = chance.below(2 ** 31);
  const made = updatesOf(doc, () => {
    writeLine(
      doc,
      `@ niet van ${name} ${oddText(chance).slice(0, 200)}`,
      chance.of([undefined, 'task', 'done', 'x']),
    );
    const words = (doc.getXmlFragment('prose').get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const marks = [
      { mention: { person: chance.uuid(), id: chance.uuid() } },
      { mention: { person: oddText(chance), id: null } },
      { link: { href: chance.of(['https://voorbeeld.be/', 'javascript:1', oddText(chance)]) } },
      { [oddText(chance)]: {} },
    ];
    if (chance.oneIn(2)) words.format(0, 1, chance.of(marks));
  });
  const bytes = Buffer.from(Y.mergeUpdates(made));
  const at = chance.below(bytes.length);
  const ways: (() => Uint8Array)[] = [
    () => bytes,
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, chance.bytes(1 + chance.below(8))]),
    () => {
      for (let times = 1 + chance.below(4); times > 0; times -= 1)
        bytes[chance.below(bytes.length)] = chance.below(256);
      return bytes;
    },
    () => chance.bytes(chance.below(200)),
    () => Buffer.alloc(70_000, at),
    () => Buffer.from([0, 0]),
    () => Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]),
  ];
  return chance.of(ways)();
}

const bytesAsIs = (chance: Chance): unknown => {
  const bytes = chance.bytes(chance.below(64));
  return chance.of([
    bytes,
    new Uint8Array(bytes).buffer,
    [...bytes],
    bytes.toString('base64'),
    new Uint16Array(3),
  ]);
};

/** Resolves with the answer to a question, or when the connection closes. */
function answered(socket: Socket, event: string, payload: unknown[]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('disconnect', done);
      resolve();
    };
    socket.on('disconnect', done);
    if (socket.connected) socket.emit(event, ...payload, done);
    else done();
  });
}

const shown = (payload: unknown[]): string => JSON.stringify(payload).slice(0, 300);
