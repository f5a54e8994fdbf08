import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { type Committed, hear, protocolVersion, say } from '../../public/scripts/live/protocol.ts';
import { paths } from '../../server/paths.ts';
import { writeLine } from '../live/prose.ts';
import type { Visitor } from './people.ts';

/** Numbers from 0 to 1 that follow from the seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One write of somebody, under its act id; `reply` once the server said it is on disk. */
export interface Sent {
  actId: string;
  url: string;
  body: Record<string, string | number>;
  /** What it makes or changes, as far as known before the answer. */
  kind: 'goal.added' | 'goal.changed' | 'goal.removed' | 'action.added';
  goal?: OwnGoal;
  reply: Record<string, unknown> | null;
}

/** A goal only its writer changes, with what it must hold. */
export interface OwnGoal {
  id: string;
  words: string;
  version: number;
  isRemoved: boolean;
}

/**
 * Sends again what is answered 503, as a page does: the store alone was killed.
 * @returns the answer, or null when nothing is known: the server was killed meanwhile.
 */
async function post(visitor: Visitor, address: string, sent: Sent): Promise<Record<string, unknown> | null> {
  try {
    const response = await fetch(address + sent.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        Cookie: visitor.cookie(),
        'X-CSRF-Token': await visitor.csrf(),
        'X-Act-Id': sent.actId,
      },
      body: JSON.stringify(sent.body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (response.status === 503) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return await post(visitor, address, sent);
    }
    if (response.status !== 200) throw new Error(`${sent.kind} was answered ${response.status}: ${text}`);
    return JSON.parse(text);
  } catch (error) {
    if ((error as Error).message.includes('was answered')) throw error;
    return null;
  }
}

/** Adds goals, changes and removes its own, adds actions; one command at a time, as a page's lane does. */
export class CommandWriter {
  readonly sent: Sent[] = [];
  readonly goals: OwnGoal[] = [];
  readonly #visitor: Visitor;
  readonly #caseId: string;
  readonly #random: () => number;
  #count = 0;
  readonly #name: string;

  constructor(visitor: Visitor, caseId: string, random: () => number, name: string) {
    this.#visitor = visitor;
    this.#caseId = caseId;
    this.#random = random;
    this.#name = name;
  }

  get unanswered(): Sent[] {
    return this.sent.filter((one) => one.reply === null);
  }

  /** Writes until the server is gone. */
  async run(address: string): Promise<void> {
    for (;;) {
      const next = this.#next();
      this.sent.push(next);
      if (!(await this.deliver(address, next))) return;
    }
  }

  /** Sends, for the first time or again. @returns whether it was answered. */
  async deliver(address: string, sent: Sent): Promise<boolean> {
    const reply = await post(this.#visitor, address, sent);
    if (!reply) return false;
    sent.reply = reply;
    this.#learn(sent);
    return true;
  }

  #learn({ kind, goal, reply, body }: Sent): void {
    if (kind === 'goal.added') {
      const words = String(body.ownWords);
      this.goals.push({ id: String(reply?.goalId), words, version: 1, isRemoved: false });
    }
    if (kind === 'goal.removed' && goal) goal.isRemoved = true;
    if (kind === 'goal.changed' && goal) {
      goal.words = String(body.ownWords);
      goal.version += 1;
    }
  }

  #next(): Sent {
    const { random, words } = { random: this.#random(), words: `${this.#name} ${++this.#count}` };
    const id = this.#caseId;
    const open = this.goals.filter((goal) => !goal.isRemoved);
    const goal = open[Math.floor(this.#random() * open.length)];
    const base = { actId: randomUUID(), reply: null };
    if (!goal || random < 0.35) {
      const body = { ownWords: words, dimension: 'social', lifeDomain: 'leisure' };
      return { ...base, kind: 'goal.added', url: paths.planGoals({ id }), body };
    }
    const goalId = goal.id;
    if (random < 0.7) {
      const body = { ownWords: words, base_ownWords: goal.version };
      return { ...base, kind: 'goal.changed', url: paths.planGoal({ id, goalId }), body, goal };
    }
    if (random < 0.95) {
      const body = { what: words, who: 'client' };
      return { ...base, kind: 'action.added', url: paths.planActions({ id, goalId }), body };
    }
    return { ...base, kind: 'goal.removed', url: paths.planGoalRemoval({ id, goalId }), body: {}, goal };
  }
}

/** Writes lines of the shared text, each acknowledged before the next; keeps its document over restarts. */
export class ProseWriter {
  readonly acknowledged: { id: string; text: string }[] = [];
  waiting: { id: string; text: string; update: Uint8Array } | null = null;
  readonly #doc = new Y.Doc();
  readonly #visitor: Visitor;
  readonly #document: string;
  readonly #name: string;
  #count = 0;
  #socket: Socket | null = null;

  constructor(visitor: Visitor, caseId: string, name: string) {
    this.#visitor = visitor;
    this.#document = `plan:${caseId}`;
    this.#name = name;
  }

  /** Joins, sends again what was not acknowledged, and answers once that is stored. */
  async connect(): Promise<void> {
    this.#socket?.disconnect();
    this.#socket = this.#visitor.socket();
    const clientIds = [this.#doc.clientID];
    const request = { version: protocolVersion, document: this.#document, clientIds, since: 0 };
    const joined = await this.#socket.timeout(15_000).emitWithAck(say.join, request);
    if (!joined.ok) throw new Error(`the text could not be joined: ${joined.reason}`);
    if (this.waiting && !(await this.#send())) throw new Error('the text was not taken');
  }

  async run(): Promise<void> {
    for (;;) {
      const text = `${this.#name} ${++this.#count}`;
      const updates: Uint8Array[] = [];
      const note = (update: Uint8Array): number => updates.push(update);
      this.#doc.on('update', note);
      writeLine(this.#doc, text);
      this.#doc.off('update', note);
      this.waiting = { id: randomUUID(), text, update: Y.mergeUpdates(updates) };
      if (!(await this.#send())) return;
    }
  }

  #send(): Promise<boolean> {
    const socket = this.#socket!;
    const { id, text, update } = this.waiting!;
    const message = { document: this.#document, id, update };
    return new Promise((resolve, reject) => {
      const over = (is: boolean): void => {
        for (const name of [hear.committed, hear.refused, 'disconnect']) socket.off(name);
        if (is) {
          this.acknowledged.push({ id, text });
          this.waiting = null;
        }
        resolve(is);
      };
      socket.on(hear.committed, ({ ids }: Committed) => ids.includes(id) && over(true));
      socket.on(hear.refused, ({ reason }) => {
        // The store alone was killed: sent again, as a page does.
        if (reason === 'unavailable') setTimeout(() => socket.emit(say.update, message), 50);
        else reject(new Error(`the text was refused: ${reason}`));
      });
      socket.on('disconnect', () => over(false));
      if (!socket.connected) return over(false);
      socket.emit(say.update, message);
    });
  }

  close(): void {
    this.#socket?.disconnect();
  }
}
