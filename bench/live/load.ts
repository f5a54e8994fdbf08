import * as Y from 'yjs';
import { lineName, rootName } from '../../public/scripts/live/protocol.ts';
import { type Client, open, type Seat, type Way } from './clients.ts';
import { Latencies } from './latencies.ts';
import { pause } from './machine.ts';
import { chance, scan, token, tokenLength } from './tokens.ts';

/** What a load process is asked to do. Rates are edits a second of one client. */
export interface Load {
  way: Way;
  /** Documents, each with a cookie for every client. */
  documents: { name: string; cookies: string[] }[];
  rate: number;
  /** So many of each document write, the others only read; all of them when absent. */
  writing?: number;
  warmSeconds: number;
  seconds: number;
  seed: number;
}

/** What came of it, of the edits within the window that was measured. */
export interface Outcome {
  sent: number;
  delivered: number;
  /** Expected by somebody and never come, of all edits. */
  lost: number;
  /** Documents whose observer does not hold every edit once. */
  diverged: number;
  windowSeconds: number;
  delivery: number[];
  saved: number[];
  /** How late the load itself was, 99th percentile, in milliseconds. */
  lateness: number;
  cpuSeconds: number;
}

export type FromLoad = { type: 'from' } | { type: 'to' } | { type: 'outcome'; outcome: Outcome };

/** Within one process, so the cheap clock will do. */
const now = (): number => performance.now();
const drainMilliseconds = 5000;
/** Milliseconds of writing without a pause. */
const longestStretch = 50;
/** Edits of one client in one run, at most. */
const mostEdits = 16_384;
/** Of a hundred edits so many stand elsewhere than after the writer's last. */
const jumps = 5;

/** One client: writes into a line of its own, so that it needs nothing of the others. */
class Writer {
  readonly doc = new Y.Doc();
  readonly words = new Y.XmlText();
  readonly index: number;
  readonly isObserver: boolean;
  client: Client | null = null;
  number = 0;
  #at = 0;
  #made: Uint8Array | null = null;

  constructor(index: number) {
    this.index = index;
    // The first of a document really applies what comes; for the others counting is enough.
    this.isObserver = index === 0;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) this.#made = update;
    });
  }

  /** The update that types the next token, and before the first one makes the line. */
  write(random: () => number): Uint8Array {
    const typed = token(this.index, this.number);
    this.number += 1;
    this.doc.transact(() => {
      if (this.number === 1) {
        const line = new Y.XmlElement(lineName);
        line.insert(0, [this.words]);
        this.doc.getXmlFragment(rootName).insert(0, [line]);
      }
      if (random() * 100 < jumps) this.#at = Math.floor(random() * this.number) * tokenLength;
      this.words.insert(this.#at, typed);
      this.#at += tokenLength;
    }, this);
    return this.#made!;
  }
}

/** A document under load: who still waits for which edit, and since when. */
class Board {
  readonly name: string;
  readonly writers: Writer[];
  /** By writer and edit: when it was written, and how many of the others do not have it. */
  readonly since: number[][];
  readonly missing: number[][];

  constructor(name: string, clients: number) {
    this.name = name;
    this.writers = Array.from({ length: clients }, (_, index) => new Writer(index));
    this.since = this.writers.map(() => []);
    this.missing = this.writers.map(() => []);
  }
}

class Run {
  readonly #load: Load;
  readonly #boards: Board[];
  readonly #random: () => number;
  readonly #delivery = new Latencies();
  readonly #saved = new Latencies();
  readonly #lateness = new Latencies();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.POSITIVE_INFINITY;
  #sent = 0;
  #delivered = 0;
  #waiting = 0;

  constructor(load: Load) {
    this.#load = load;
    this.#random = chance(load.seed);
    this.#boards = load.documents.map(({ name, cookies }) => new Board(name, cookies.length));
  }

  async open(): Promise<void> {
    for (const [index, board] of this.#boards.entries()) {
      const { cookies } = this.#load.documents[index]!;
      await Promise.all(board.writers.map((writer) => this.#enter(board, writer, cookies[writer.index]!)));
    }
  }

  #writing({ writers }: Board): Writer[] {
    return writers.slice(0, this.#load.writing ?? writers.length);
  }

  async #enter(board: Board, writer: Writer, cookie: string): Promise<void> {
    const seat: Seat = { document: board.name, cookie, clientId: writer.doc.clientID };
    const client = await open(this.#load.way, seat);
    writer.client = client;
    if (writer.isObserver) for (const update of client.state) Y.applyUpdate(writer.doc, update);
    const has = this.#writing(board).map(() => new Uint8Array(mostEdits));
    const found = (by: number, number: number): void => {
      if (by !== writer.index) this.#arrived(board, has, by, number);
    };
    client.onNews = (bytes) => {
      if (writer.isObserver) for (const update of client.updatesIn(bytes)) Y.applyUpdate(writer.doc, update);
      scan(bytes, found);
    };
    client.onSaved = (at) => {
      if (at >= this.#from && at < this.#to) this.#saved.add(now() - at);
    };
  }

  #arrived(board: Board, has: Uint8Array[], by: number, number: number): void {
    const at = board.since[by]?.[number];
    // A number that is not known is of an earlier load on this document.
    if (at === undefined || has[by]![number] === 1) return;
    has[by]![number] = 1;
    const time = now();
    this.#waiting -= 1;
    if (time >= this.#from && time < this.#to) this.#delivered += 1;
    board.missing[by]![number]! -= 1;
    const isLast = board.missing[by]![number] === 0;
    if (isLast && at >= this.#from && at < this.#to) this.#delivery.add(time - at);
  }

  /** Writes at random moments, whether or not earlier edits came back. */
  async write(): Promise<Outcome> {
    const { rate, warmSeconds, seconds } = this.#load;
    const writers = this.#boards.flatMap((board) =>
      this.#writing(board).map((writer) => ({ board, writer })),
    );
    const perMillisecond = (writers.length * rate) / 1000;
    const start = now();
    const from = start + warmSeconds * 1000;
    let cpu = process.cpuUsage();
    for (let next = start; now() < this.#to; await pause(1)) {
      const time = now();
      if (time >= from && this.#from === Number.POSITIVE_INFINITY) {
        this.#window(time, time + seconds * 1000);
        cpu = process.cpuUsage();
        tell({ type: 'from' });
      }
      // What cannot be written in time is written late: news must be heard meanwhile.
      while (next <= time && now() - time < longestStretch) {
        if (time >= this.#from) this.#lateness.add(Math.max(0.001, now() - next));
        const { board, writer } = writers[Math.floor(this.#random() * writers.length)]!;
        this.#edit(board, writer);
        next += -Math.log(1 - this.#random()) / perMillisecond;
      }
    }
    const windowSeconds = (now() - this.#from) / 1000;
    const used = process.cpuUsage(cpu);
    tell({ type: 'to' });
    await this.#drain();
    return {
      sent: this.#sent,
      delivered: this.#delivered,
      lost: this.#waiting,
      diverged: this.#boards.filter(isDiverged).length,
      windowSeconds,
      delivery: this.#delivery.counts,
      saved: this.#saved.counts,
      lateness: this.#lateness.quantile(0.99),
      cpuSeconds: (used.user + used.system) / 1e6,
    };
  }

  #window(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  #edit(board: Board, writer: Writer): void {
    const at = now();
    const others = board.writers.length - 1;
    board.since[writer.index]!.push(at);
    board.missing[writer.index]!.push(others);
    this.#waiting += others;
    if (at >= this.#from) this.#sent += 1;
    writer.client!.send(writer.write(this.#random));
  }

  /** Waits for what is under way. What never comes is counted as late as that. */
  async #drain(): Promise<void> {
    for (const end = now() + drainMilliseconds; this.#waiting > 0 && now() < end; ) await pause(50);
    for (const { since, missing } of this.#boards)
      for (const [by, times] of since.entries())
        for (const [number, at] of times.entries())
          if (missing[by]![number]! > 0 && at >= this.#from) this.#delivery.add(now() - at);
  }

  close(): void {
    for (const { writers } of this.#boards) for (const { client } of writers) client?.close();
  }
}

/** The observer must hold every edit of everyone, once. */
function isDiverged({ writers }: Board): boolean {
  const observer = writers[0]!;
  const seen = new Set<string>();
  let count = 0;
  const text = observer.doc.getXmlFragment(rootName).toString();
  scan(Buffer.from(text), (writer, number) => {
    seen.add(`${writer} ${number}`);
    count += 1;
  });
  const expected = writers.reduce((sum, { number }) => sum + number, 0);
  return seen.size < expected || count < expected;
}

const tell = (message: FromLoad): void => void process.send!(message);

process.once('message', async (load: Load) => {
  const run = new Run(load);
  await run.open();
  await pause(300);
  const outcome = await run.write();
  run.close();
  process.send!({ type: 'outcome', outcome } satisfies FromLoad, () => process.exit(0));
});
