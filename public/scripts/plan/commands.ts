import type { SaveState } from '../live/mount.ts';

/** A write that waits for its turn. Its id makes sending it twice the same act. */
export interface Command {
  id: string;
  /** Commands of one lane are sent one after the other: the next builds on the version the first one got. */
  lane: string;
  url: string;
  /** Made at the moment of sending, with the versions known then. */
  body(): Record<string, string>;
  /** What a person would lose: shown when it can no longer be sent. */
  words: string;
  settle(result: CommandResult): void;
}

export type CommandResult =
  | { kind: 'done'; outcome: Record<string, unknown> }
  | { kind: 'conflict'; message: string; conflicts: FieldConflict[] }
  | { kind: 'refused'; message: string; fields: Record<string, string> };

export interface FieldConflict {
  field: string;
  yours: string;
  current: string;
  version: number;
}

interface Events {
  state: SaveState;
  done: undefined;
  gone: undefined;
}

const firstPause = 500;
const longestPause = 10_000;
const answerWithin = 20_000;

/**
 * Sends the field commands of a page and keeps them until the server said they are on disk. Without a connection
 * they wait, in order, and are sent again under the same id.
 */
export class CommandQueue {
  readonly #csrf: string;
  readonly #target = new EventTarget();
  #waiting: Command[] = [];
  #sending = new Set<string>();
  #isOffline = false;
  #isStopped = false;
  #pause = firstPause;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(csrf: string) {
    this.#csrf = csrf;
    window.addEventListener('online', () => this.retryNow());
    window.addEventListener('beforeunload', (event) => {
      if (this.#waiting.length > 0) event.preventDefault();
    });
  }

  on<K extends keyof Events>(name: K, listener: (detail: Events[K]) => void): void {
    this.#target.addEventListener(name, (event) => listener((event as CustomEvent<Events[K]>).detail));
  }

  add(command: Omit<Command, 'id'>): void {
    if (this.#isStopped) return;
    this.#waiting.push({ ...command, id: crypto.randomUUID() });
    this.#tellState();
    this.#sendNext();
  }

  retryNow(): void {
    clearTimeout(this.#timer);
    this.#pause = firstPause;
    this.#sendNext();
  }

  /** No more sending; answers what was not kept, for the person to copy. */
  stop(): string[] {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const words = this.#waiting.map((command) => command.words).filter((text) => text !== '');
    this.#waiting = [];
    return words;
  }

  #sendNext(): void {
    if (this.#isStopped) return;
    const lanes = new Set(this.#waiting.filter((one) => this.#sending.has(one.id)).map((one) => one.lane));
    for (const command of this.#waiting) {
      if (this.#sending.has(command.id) || lanes.has(command.lane)) continue;
      lanes.add(command.lane);
      this.#sending.add(command.id);
      void this.#send(command);
    }
    this.#tellState();
  }

  async #send(command: Command): Promise<void> {
    const result = await this.#ask(command);
    this.#sending.delete(command.id);
    if (this.#isStopped) return;
    if (result === 'later') return this.#wait();
    this.#isOffline = false;
    this.#pause = firstPause;
    if (result === 'gone') return void this.#target.dispatchEvent(new CustomEvent('gone'));
    this.#waiting = this.#waiting.filter((one) => one !== command);
    command.settle(result);
    if (result.kind === 'done') this.#target.dispatchEvent(new CustomEvent('done'));
    this.#sendNext();
  }

  async #ask(command: Command): Promise<CommandResult | 'later' | 'gone'> {
    try {
      const response = await fetch(command.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'X-CSRF-Token': this.#csrf,
          'X-Act-Id': command.id,
        },
        body: JSON.stringify(command.body()),
        signal: AbortSignal.timeout(answerWithin),
      });
      if (response.status >= 500 || response.status === 429) return 'later';
      if ([401, 403, 404].includes(response.status)) return 'gone';
      return read(response.status, (await response.json()) as Record<string, unknown>);
    } catch {
      return 'later'; // no network, or the server is restarting: nothing is known, so it is sent again
    }
  }

  #wait(): void {
    this.#isOffline = true;
    this.#tellState();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendNext(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  #tellState(): void {
    const unsaved = this.#waiting.length;
    const state = unsaved === 0 ? 'saved' : this.#isOffline || !navigator.onLine ? 'offline' : 'saving';
    this.#target.dispatchEvent(new CustomEvent('state', { detail: { state, unsaved } }));
  }
}

function read(status: number, answer: Record<string, unknown>): CommandResult {
  if (status < 300) return { kind: 'done', outcome: answer };
  const message = String(answer.message ?? '');
  if (Array.isArray(answer.conflicts)) {
    return { kind: 'conflict', message, conflicts: answer.conflicts as FieldConflict[] };
  }
  return { kind: 'refused', message, fields: (answer.fields ?? {}) as Record<string, string> };
}
