import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { pino } from 'pino';
import * as Y from 'yjs';
import { leavesOf } from '../../public/scripts/live/leaves.ts';
import { rootName, tableName } from '../../public/scripts/live/protocol.ts';
import { LiveProvider } from '../../public/scripts/live/provider.ts';
import {
  addColumn,
  addRow,
  newTable,
  removeColumn,
  removeRow,
  removeTable,
  rowsOf,
  widthOf,
} from '../../public/scripts/live/tables/edits.ts';
import { systemClock } from '../../server/core/clock.ts';
import { type KeyRing, openKeyRing } from '../../server/core/keys.ts';
import { type Fence, openFence } from '../../server/core/restorations.ts';
import { createLive, type Live } from '../../server/live/live.ts';
import { type EmbeddedStore, startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { linesOf, writeLine } from '../live/prose.ts';
import { aPerson, PlanFeature } from '../live/world.ts';
import { HeadlessEditor } from './headlessEditor.ts';
import { SimulatedNetwork, type SimulatedSocket } from './liveNetwork.ts';

interface Writing {
  kind: 'type' | 'line' | 'erase' | 'table' | 'grow' | 'shrink';
  who: number;
  where: number;
  length: number;
}

/** What happens, one after the other. Numbers choose among what there is. */
type Happening =
  | Writing
  | { kind: 'deliver'; choose: number; count: number; trick: 'none' | 'twice' | 'overtaken' }
  | { kind: 'part'; who: number; sent: 'lost' | 'late' }
  | { kind: 'heal' }
  | { kind: 'leave'; who: number }
  | { kind: 'come' }
  | { kind: 'crash' }
  | { kind: 'redact'; who: number; where: number; length: number }
  | { kind: 'restartStore' }
  | { kind: 'wait'; milliseconds: number };

const who = fc.nat(7);
const writing = fc.record({
  kind: fc.constantFrom(
    ...(['type', 'type', 'type', 'type', 'type', 'line', 'erase'] as const),
    ...(['table', 'grow', 'grow', 'shrink'] as const),
  ),
  who,
  where: fc.nat(1000),
  length: fc.integer({ min: 1, max: 6 }),
});
const delivering = fc.record({
  kind: fc.constant('deliver'),
  choose: fc.nat(7),
  count: fc.integer({ min: 1, max: 8 }),
  trick: fc.constantFrom('none', 'none', 'twice', 'overtaken'),
});

/** Mostly writing and delivering, now and then something that goes wrong. */
const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: writing },
    { weight: 12, arbitrary: delivering },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), milliseconds: fc.nat(25) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('part'), who, sent: fc.constantFrom('lost', 'late') }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'heal' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave'), who }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'come' }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'crash' }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'restartStore' }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('redact'),
        who,
        where: fc.nat(1000),
        length: fc.integer({ min: 1, max: 4 }),
      }),
    },
  ) as fc.Arbitrary<Happening>,
  { minLength: 40, maxLength: 120, size: 'max' },
);

/** Something a person did, in the order they did it: characters that came and that went. */
interface Deed {
  came: string[];
  went: string[];
}

interface Client {
  personId: string;
  doc: Y.Doc;
  /** It shows everything that arrives, and writes nothing of its own accord. */
  editor: HeadlessEditor;
  isAtWork: boolean;
  socket: SimulatedSocket;
  provider: LiveProvider;
  deeds: Deed[];
  /** So many of them are known to be durable. */
  sure: number;
  isGone: boolean;
  /** By who sat there: what was not saved then is gone with the page. */
  wasClosed: boolean;
}

const lettersOf = (doc: Y.Doc): Set<string> => new Set(linesOf(doc).join(''));

const keyOf = (element: Y.XmlElement): string => `${element._item?.id.client}.${element._item?.id.clock}`;

/** A row or a column more or less, or the whole table gone. */
function reshape(kind: 'grow' | 'shrink', table: Y.XmlElement, where: number): void {
  const rows = rowsOf(table);
  const row = where % Math.max(1, rows.length);
  const column = where % Math.max(1, widthOf(table));
  const isRow = where % 2 === 0;
  if (kind === 'grow') {
    if (isRow) addRow(table, row);
    else addColumn(table, column);
  } else if (where % 7 === 0 || rows.length === 0) removeTable(table);
  else if (isRow) removeRow(table, rows[row]!);
  else removeColumn(table, column);
}

const answerMilliseconds = 15;

/** One document with real pages and the real server and store, in which things happen. */
class Convergence {
  readonly #directory: string;
  readonly #name: string;
  readonly #feature: PlanFeature;
  readonly #network = new SimulatedNetwork();
  readonly #clients: Client[] = [];
  readonly #author = new Map<string, string>();
  readonly #endings: string[] = [];
  readonly #redacted = new Set<string>();
  /** What pages gave back as text, when they had to open the document anew. */
  readonly #givenBack = new Set<string>();
  readonly #deleted = new Set<string>();
  /** Where letters stand, and which lines, rows and tables somebody deleted with whatever came to be in them. */
  readonly #homes = new Map<string, string[]>();
  readonly #taken = new Set<string>();
  shapes = 0;
  #redactions = 0;
  #made = 0;
  readonly #old: (() => Promise<unknown>)[] = [];
  #store: EmbeddedStore | null = null;
  #connection: mongoose.Connection | null = null;
  #live: Live | null = null;
  #fence: Fence | null = null;
  #letters = 0x4e00;

  private constructor(directory: string, keys: KeyRing, name: string) {
    this.#directory = directory;
    this.#feature = new PlanFeature(keys);
    this.#name = name;
  }

  static async begin(documentId: string, people: number): Promise<Convergence> {
    const directory = await mkdtemp(join(tmpdir(), 'convergence-'));
    const keys = await openKeyRing(join(directory, 'keys'), null, async () => {});
    const made = new Convergence(directory, keys, `plan:${documentId}`);
    await made.#startStore();
    await made.#startServer();
    for (let number = 0; number < people; number++) made.#come();
    return made;
  }

  async #startStore(): Promise<void> {
    this.#store = await startEmbeddedStore({ dataDir: join(this.#directory, 'data'), notice: () => {} });
  }

  async #startServer(): Promise<void> {
    const connection = await mongoose.createConnection(this.#store!.uri).asPromise();
    this.#connection = connection;
    this.#fence = await openFence(connection);
    this.#live = createLive({
      io: this.#network.io,
      connection,
      fence: this.#fence,
      features: [this.#feature],
      logger: pino({ level: 'silent' }),
      clock: systemClock,
    });
    this.#network.serve(this.#live);
    this.#network.heal();
  }

  /** As kill -9 does: what was on its way is lost, and what the store was asked for may or may not be done. */
  async #crash(): Promise<void> {
    this.#network.serve(null);
    const live = this.#live!;
    this.#fence!.stop();
    await this.#connection!.close(true);
    // Its threads are let go of when all is over: what it still tries fails.
    this.#old.push(() => live.freeze().catch(() => {}));
  }

  #come(name = `p${this.#clients.length}`): void {
    const person = aPerson(name);
    const doc = new Y.Doc();
    const socket = this.#network.socketOf(person);
    const provider = new LiveProvider({ socket: socket.asSocket, document: this.#name, doc });
    provider.on('ended', ({ reason, text }) => {
      if (reason !== 'redacted') this.#endings.push(reason);
      for (const letter of text) this.#givenBack.add(letter);
      this.#note();
      client.isGone = true;
      // As a page does: it opens the document anew.
      this.#network.forget(socket);
      this.#come(name);
    });
    const client: Client = {
      personId: person.personId,
      doc,
      editor: new HeadlessEditor(doc),
      isAtWork: false,
      socket,
      provider,
      deeds: [],
      sure: 0,
      isGone: false,
      wasClosed: false,
    };
    doc.on('update', (_update, _origin, _doc, { local }: Y.Transaction) => {
      if (local && !client.isAtWork) this.#endings.push(`${client.personId} wrote by itself`);
    });
    this.#clients.push(client);
    socket.connect();
  }

  #note(): void {
    for (const client of this.#clients) {
      // Changes that are not saved are the last ones.
      if (!client.isGone)
        client.sure = Math.max(client.sure, client.deeds.length - client.provider.status.unsaved);
    }
  }

  #someone(number: number): Client | undefined {
    const here = this.#clients.filter((client) => !client.isGone);
    return here[number % Math.max(1, here.length)];
  }

  #write({ kind, who: number, where, length }: Writing): void {
    const client = this.#someone(number);
    if (!client) return;
    const { doc, personId } = client;
    const before = lettersOf(doc);
    const elements = this.#elementsOf(doc);
    const prose = doc.getXmlFragment(rootName);
    const leaves = leavesOf(prose);
    const text = leaves[where % Math.max(1, leaves.length)]?.texts[0];
    const tables = prose
      .toArray()
      .filter((one): one is Y.XmlElement => one instanceof Y.XmlElement && one.nodeName === tableName);
    const table = tables[where % Math.max(1, tables.length)];
    const fresh = (): string =>
      Array.from({ length }, () => {
        const letter = String.fromCharCode(this.#letters++);
        this.#author.set(letter, personId);
        return letter;
      }).join('');
    let changes = 0;
    const count = (): unknown => (changes += 1);
    doc.on('update', count);
    client.isAtWork = true;
    doc.transact(() => {
      if (kind === 'table') return prose.insert(where % (prose.length + 1), [newTable(1 + (length % 3), 2)]);
      if (kind === 'grow' || kind === 'shrink') {
        if (table) this.shapes += 1;
        return table && reshape(kind, table, where);
      }
      if (kind === 'line' || !text) return writeLine(doc, fresh());
      if (kind === 'type') return text.insert(where % (text.length + 1), fresh());
      const at = where % Math.max(1, text.length);
      if (text.length > 0) text.delete(at, Math.min(length, text.length - at));
    });
    client.isAtWork = false;
    doc.off('update', count);
    if (changes === 0) return;
    const left = this.#elementsOf(doc);
    for (const key of elements) if (!left.has(key)) this.#taken.add(key);
    for (const { element, row, block, texts } of leavesOf(prose))
      for (const letter of texts.map(String).join(''))
        if (!this.#homes.has(letter)) this.#homes.set(letter, [element, row ?? element, block].map(keyOf));
    const after = lettersOf(doc);
    const came = [...after].filter((one) => !before.has(one));
    const went = [...before].filter((one) => !after.has(one));
    client.deeds.push({ came, went });
    for (const letter of went) this.#deleted.add(letter);
    for (let more = 1; more < changes; more++) client.deeds.push({ came: [], went: [] });
  }

  #elementsOf(doc: Y.Doc): Set<string> {
    const leaves = leavesOf(doc.getXmlFragment(rootName));
    return new Set(leaves.flatMap(({ element, row, block }) => [element, row ?? element, block].map(keyOf)));
  }

  /** Written in something that somebody deleted meanwhile. */
  #wentAlong(letter: string): boolean {
    return this.#homes.get(letter)?.some((key) => this.#taken.has(key)) ?? false;
  }

  /** Takes out letters that stand side by side for somebody, if they are stored. */
  async #redact({ who: number, where, length }: Happening & { kind: 'redact' }): Promise<void> {
    const lines = linesOf(this.#someone(number)!.doc).filter((line) => line !== '');
    const line = lines[where % Math.max(1, lines.length)];
    if (!line) return;
    const at = where % line.length;
    const words = line.slice(at, at + length);
    const [, documentId] = this.#name.split(':') as [string, string];
    const live = this.#live!;
    this.#redactions += 1;
    const ask = {
      id: `redaction-${this.#redactions}`,
      at: systemClock.now(),
      personId: 'person-redactor',
      organisationId: 'org-redactor',
      reason: Buffer.from('sealed'),
      words: [words],
      within: null,
    };
    const made = await live.quietly('plan', documentId, () =>
      this.#fence!.through((session) => live.redact('plan', documentId, ask, session)),
    );
    await live.renew('plan', documentId);
    if ('refused' in made) return;
    this.#made += 1;
    for (const letter of words) this.#redacted.add(letter);
  }

  async happens(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'deliver':
        for (let number = 0; number < happening.count; number++)
          this.#network.deliver(happening.choose + number, happening.trick);
        // The server asks its store before it answers: something is on its way back when the next thing happens.
        await new Promise((resolve) => setTimeout(resolve, answerMilliseconds));
        break;
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, happening.milliseconds));
        break;
      case 'part': {
        const client = this.#someone(happening.who);
        if (client) this.#network.part(client.socket, happening.sent);
        break;
      }
      case 'heal':
        this.#network.heal();
        break;
      case 'come':
        if (this.#clients.length < 8) this.#come();
        break;
      case 'leave': {
        const client = this.#someone(happening.who);
        if (!client || this.#clients.filter((one) => !one.isGone).length < 2) break;
        this.#note();
        client.isGone = true;
        client.wasClosed = true;
        client.provider.destroy();
        this.#network.forget(client.socket);
        break;
      }
      case 'redact':
        await this.#redact(happening);
        break;
      case 'crash':
        await this.#crash();
        await this.#startServer();
        break;
      case 'restartStore':
        await this.#crash();
        await this.#store!.close();
        await this.#startStore();
        await this.#startServer();
        break;
      default:
        this.#write(happening);
    }
    // What the server does between two messages, it does.
    await new Promise((resolve) => setImmediate(resolve));
    this.#note();
  }

  get letters(): number {
    return this.#author.size;
  }

  get redactions(): number {
    return this.#made;
  }

  /** Everything is connected and delivered, until every page says that all is saved. */
  async settle(): Promise<void> {
    const isSaved = (): boolean =>
      this.#clients.every(({ isGone, provider }) => isGone || provider.status.state === 'saved');
    const until = Date.now() + 60_000;
    for (let quiet = 0; quiet < 3; ) {
      this.#network.heal();
      let isBusy = false;
      for (let number = 0; this.#network.deliver(number); number++) isBusy = true;
      await new Promise((resolve) => setTimeout(resolve, 10));
      this.#note();
      quiet = !isBusy && isSaved() ? quiet + 1 : 0;
      if (Date.now() > until) throw new Error('the pages are not saved');
    }
  }

  /** What has to be true in the end. */
  async check(): Promise<void> {
    expect(this.#endings, 'nobody was sent away').to.deep.equal([]);
    this.#come();
    await this.settle();
    const late = this.#clients.at(-1)!;
    const lines = linesOf(late.doc);
    for (const { isGone, doc, personId } of this.#clients)
      if (!isGone) expect(linesOf(doc), personId).to.deep.equal(lines);
    for (const { isGone, doc, editor, personId } of this.#clients) {
      if (isGone) continue;
      expect(String(doc.getXmlFragment(rootName)), personId).to.equal(
        String(late.doc.getXmlFragment(rootName)),
      );
      if (lines.length > 0)
        expect(editor.state.doc.eq(late.editor.state.doc), 'the editors show the same').to.equal(true);
    }
    const letters = [...lines.join('')];
    expect(new Set(letters).size, 'nothing is doubled').to.equal(letters.length);

    const { must, may } = this.#expected();
    const there = new Set(letters);
    expect(
      [...must].filter((letter) => !there.has(letter) && !this.#wentAlong(letter)),
      'acknowledged and lost',
    ).to.deep.equal([]);
    expect(
      letters.filter((letter) => !must.has(letter) && !may.has(letter)),
      'nobody wants these',
    ).to.deep.equal([]);

    const lost = this.#clients.flatMap(({ isGone, deeds, sure, wasClosed }) =>
      isGone && !wasClosed ? deeds.slice(sure).flatMap(({ came }) => came) : [],
    );
    const known = (letter: string): boolean =>
      there.has(letter) ||
      this.#givenBack.has(letter) ||
      this.#redacted.has(letter) ||
      this.#wentAlong(letter) ||
      this.#deleted.has(letter);
    expect(
      lost.filter((letter) => !known(letter)),
      'neither kept nor given back',
    ).to.deep.equal([]);

    const [, documentId] = this.#name.split(':') as [string, string];
    const last = Number.MAX_SAFE_INTEGER;
    const shown = await this.#live!.history('plan', documentId, {
      kind: 'text',
      sequence: last,
      slips: true,
      part: 1,
    });
    for (const { spans, writer, deleter, redactor } of shown.lines.flatMap((line) => line.passages)) {
      if (deleter || redactor) continue;
      for (const letter of spans.flatMap(({ text }) => [...text]))
        expect(writer.personId, letter).to.equal(this.#author.get(letter));
    }
  }

  /** Letters that must stand, and those of which nobody can say: of pages that were closed before they knew. */
  #expected(): { must: Set<string>; may: Set<string> } {
    const must = new Set<string>();
    const may = new Set<string>();
    const all = this.#clients.flatMap((client) =>
      client.deeds.map((deed, index) => ({ ...deed, isSure: index < client.sure || !client.isGone })),
    );
    for (const { came, isSure } of all) for (const letter of came) (isSure ? must : may).add(letter);
    for (const { went, isSure } of all) {
      for (const letter of went) {
        if (must.delete(letter) && !isSure) may.add(letter);
        if (isSure) may.delete(letter);
      }
    }
    for (const letter of this.#redacted) for (const set of [must, may]) set.delete(letter);
    return { must, may };
  }

  async end(): Promise<void> {
    for (const { isGone, provider, editor } of this.#clients) {
      editor.destroy();
      if (!isGone) provider.destroy();
    }
    this.#network.serve(null);
    this.#fence?.stop();
    await this.#live?.freeze().catch(() => {});
    for (const letGo of this.#old) await letGo();
    await this.#connection?.close(true);
    await this.#store?.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** What happened in all runs together, so that a test that did nothing shows. */
export interface Totals {
  runs: number;
  letters: number;
  crashes: number;
  redactions: number;
  /** Rows and columns that came and went. */
  shapes: number;
}

/** Random happenings, so many times. */
export async function convergenceRuns(options: { numRuns: number; seed: number }): Promise<Totals> {
  const totals = { runs: 0, letters: 0, crashes: 0, redactions: 0, shapes: 0 };
  const property = fc.asyncProperty(fc.integer({ min: 2, max: 4 }), happenings, async (people, list) => {
    totals.runs += 1;
    const table = await Convergence.begin(`c${totals.runs}`, people);
    try {
      for (const happening of list) await table.happens(happening);
      await table.settle();
      await table.check();
      totals.letters += table.letters;
      totals.redactions += table.redactions;
      totals.shapes += table.shapes;
      totals.crashes += list.filter(({ kind }) => kind === 'crash' || kind === 'restartStore').length;
    } finally {
      await table.end();
    }
  });
  // Making a failure smaller takes a run of its own for each try: the seed and the path are told at once.
  await fc.assert(property, { ...options, endOnFailure: true });
  return totals;
}
