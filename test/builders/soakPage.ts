import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { LiveProvider } from '../../public/scripts/live/provider.ts';
import { paths } from '../../server/paths.ts';
import { linesOf, writeLine } from '../live/prose.ts';
import { actionWords, aGoal, anAction } from './cases.ts';
import { type Chance, within } from './fuzzing.ts';
import type { Visitor } from './people.ts';
import type { Program } from './program.ts';

/** A field of a record as a page last saw it. */
interface Seen {
  address: string;
  name: string;
  version: number;
}

/** What was acknowledged, by all pages: every version of a field is one page's, and once. */
export class Ledger {
  /** Lines whose page said they were saved. */
  readonly lines = new Set<string>();
  /** Ids of goals and actions. */
  readonly records = new Set<string>();
  /** Values by field and version: `/plans/.../goals/... ownWords 7`. */
  readonly values = new Map<string, string>();
  /** Two acknowledgements for one version of a field: one of them was a lie. */
  readonly doubled: string[] = [];
  conflicts = 0;

  acknowledge(field: string, version: number, value: string): void {
    const key = `${field} ${version}`;
    if (this.values.has(key)) this.doubled.push(key);
    this.values.set(key, value);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Somebody with the plan open for a long time: writes, changes fields, loses the connection, comes and goes. */
export class SoakPage {
  /** Why the text ended, if it did: nothing here may end it. */
  ended = '';
  written = 0;
  readonly name: string;
  readonly #program: Program;
  readonly #visitor: Visitor;
  readonly #planId: string;
  readonly #ledger: Ledger;
  readonly #chance: Chance;
  readonly #seen = new Map<string, Seen>();
  readonly #goals: string[] = [];
  /** Lines not known to be saved. */
  #unsaved: string[] = [];
  #socket: Socket;
  #doc = new Y.Doc();
  #provider: LiveProvider;

  constructor(
    name: string,
    place: { program: Program; visitor: Visitor; planId: string; ledger: Ledger; chance: Chance },
  ) {
    this.name = name;
    this.#program = place.program;
    this.#visitor = place.visitor;
    this.#planId = place.planId;
    this.#ledger = place.ledger;
    this.#chance = place.chance;
    this.#socket = this.#connected();
    this.#provider = this.#opened();
  }

  lines(): string[] {
    return linesOf(this.#doc);
  }

  /** Goes on until then; what it does follows from its chance, when it happens does not. */
  async live(until: number): Promise<void> {
    while (Date.now() < until && !this.ended) {
      await this.#something();
      this.#bookSaved();
      await pause(50 + this.#chance.below(250));
    }
  }

  /** Connected again and everything acknowledged. */
  async settle(): Promise<void> {
    this.#socket.connect();
    while (this.#provider.status.state !== 'saved' && !this.ended) await pause(20);
    this.#bookSaved();
  }

  close(): void {
    this.#provider.destroy();
    this.#socket.disconnect();
  }

  #connected(): Socket {
    return io(this.#program.address, {
      extraHeaders: { cookie: this.#visitor.cookie() },
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
    });
  }

  #opened(): LiveProvider {
    const provider = new LiveProvider({
      socket: this.#socket,
      document: `plan:${this.#planId}`,
      doc: this.#doc,
    });
    provider.on('ended', ({ reason }) => {
      this.ended = reason;
    });
    return provider;
  }

  #something(): Promise<void> | void {
    const dice = this.#chance.below(100);
    if (dice < 62) return this.#write();
    if (dice < 78) return this.#changeField();
    if (dice < 82) return this.#add();
    if (dice < 90) return this.#goOffline();
    if (dice < 95) return void this.#socket.io.engine?.close();
    return this.#comeBack();
  }

  #write(): void {
    const lines = this.#doc.getXmlFragment('prose');
    const line = lines.length > 0 ? (lines.get(this.#chance.below(lines.length)) as Y.XmlElement) : null;
    const words = line?.length ? line.get(0) : null;
    if (words instanceof Y.XmlText && this.#chance.oneIn(2)) {
      words.insert(words.length, '.');
      return;
    }
    this.written += 1;
    const text = `${this.name}:${this.written};`;
    writeLine(this.#doc, text);
    this.#unsaved.push(text);
  }

  /** Unsaved changes are the last ones: when there are none, everything is on disk. */
  #bookSaved(): void {
    const { state, unsaved } = this.#provider.status;
    if (state !== 'saved' || unsaved > 0) return;
    for (const text of this.#unsaved.splice(0)) this.#ledger.lines.add(text);
  }

  async #add(): Promise<void> {
    if (this.#goals.length >= 4) return;
    const goal = await aGoal(this.#visitor, this.#planId, { ownWords: `${this.name} begint` });
    const action = await anAction(this.#visitor, this.#planId, goal);
    this.#goals.push(goal);
    this.#ledger.records.add(goal).add(action);
    this.#notice(paths.planGoal({ id: this.#planId, goalId: goal }), 'ownWords', 1);
    this.#notice(paths.planAction({ id: this.#planId, actionId: action }), 'what', 1);
    this.#ledger.acknowledge(`${action} what`, 1, actionWords.what);
    this.#ledger.acknowledge(`${goal} ownWords`, 1, `${this.name} begint`);
  }

  #notice(address: string, name: string, version: number): void {
    this.#seen.set(`${address} ${name}`, { address, name, version });
  }

  /** Tells this page of what another one has, so that they change the same fields. */
  share(other: SoakPage): void {
    for (const [key, seen] of this.#seen) if (!other.#seen.has(key)) other.#seen.set(key, { ...seen });
  }

  async #changeField(): Promise<void> {
    const all = [...this.#seen.values()];
    if (all.length === 0) return;
    const seen = this.#chance.of(all);
    const value = `${this.name} ${this.#chance.uuid()}`;
    const body = { [seen.name]: value, [`base_${seen.name}`]: seen.version };
    const { status, body: answer, text } = await this.#visitor.post(seen.address, body, { json: true });
    if (status === 200) {
      seen.version = answer.versions[seen.name];
      this.#ledger.acknowledge(`${seen.address.split('/').at(-1)} ${seen.name}`, seen.version, value);
    } else if (status === 409) {
      this.#ledger.conflicts += 1;
      seen.version = answer.conflicts[0].version;
    } else throw new Error(`${this.name} was answered ${status}: ${text.slice(0, 300)}`);
  }

  /** Writes on without the net, and comes back with it. */
  async #goOffline(): Promise<void> {
    this.#socket.disconnect();
    for (let times = this.#chance.below(5); times > 0; times -= 1) this.#write();
    await pause(this.#chance.below(1500));
    this.#socket.connect();
  }

  /** Closes the page, once everything is saved, and opens another. */
  async #comeBack(): Promise<void> {
    await within(30_000, `${this.name}, saving before it leaves,`, this.settle());
    this.close();
    await pause(this.#chance.below(300));
    this.#doc.destroy();
    this.#doc = new Y.Doc();
    this.#socket = this.#connected();
    this.#provider = this.#opened();
  }
}
