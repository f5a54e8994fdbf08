import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { FromChild, ToChild } from './child.ts';
import { childScript } from './childScript.ts';
import type { ServerOptions } from './server.ts';

/** Starts after an unexpected end, within a minute, before giving up. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;
const RESTART_DELAY_MS = 50;
/** How long the store may take to end what it is doing, in milliseconds. */
const CLOSING_MS = 30_000;

export interface Surroundings {
  /** Is told, in one line, of every restart. */
  notice(line: string): void;
  /** Is told which process is about to open the data file, before it does. */
  name(pid: number): void;
  /** Called once, when no process has the data file open or is about to. */
  cleanUp(): void;
}

/**
 * The store's process, started again when it ends unexpectedly. A process, not a thread: LMDB's binding may damage
 * its own memory when the disk is full, or memory run out, and the web server has to outlive that.
 */
export class Supervisor {
  readonly #options: ServerOptions;
  readonly #surroundings: Surroundings;
  readonly #listeners: ((reason: Error) => void)[] = [];
  #child: ChildProcess | undefined;
  #closing: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #failure: Error | undefined;
  #restarts: number[] = [];
  uri = '';

  private constructor(options: ServerOptions, surroundings: Surroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
  }

  static async start(options: ServerOptions, surroundings: Surroundings): Promise<Supervisor> {
    const made = new Supervisor({ ...options }, surroundings);
    const { port } = await made.#launch();
    // A restart has to be found where the first start was.
    if (options.socketPath === undefined) made.#options.port = port;
    const host =
      options.socketPath === undefined ? `127.0.0.1:${port}` : encodeURIComponent(options.socketPath);
    made.uri = `mongodb://${host}/schakel?directConnection=true`;
    return made;
  }

  onFailure(listener: (reason: Error) => void): void {
    this.#listeners.push(listener);
    if (this.#failure) listener(this.#failure);
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  async #stop(): Promise<void> {
    await this.#restarting;
    const child = this.#child;
    if (child) {
      const ended = new Promise((done) => child.once('close', done));
      say(child, { kind: 'close' });
      // What it answered is on the disk; what it cannot finish by then it did not answer.
      const impatience = setTimeout(() => child.kill('SIGKILL'), CLOSING_MS);
      await ended;
      clearTimeout(impatience);
    }
    this.#surroundings.cleanUp();
  }

  async #launch(): Promise<{ port: number | undefined }> {
    const script = await childScript();
    return new Promise((listening, reject) => {
      const child = fork(script, {
        execArgv: [],
        // It needs no key and no password, and so sees nothing of ours.
        env: {},
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.#child = child;
      let cause: Error | undefined;
      child.on('message', (message: FromChild) => {
        if (message.kind === 'listening') listening({ port: message.port });
        else cause = new Error(message.message);
      });
      child.on('error', (error) => {
        cause = error;
        // One that never was does not end either.
        if (child.pid === undefined) this.#ended(child, error, reject);
      });
      // Not "exit": what it said last may still be on its way then.
      child.once('close', (code, signal) => {
        const how = signal ?? `exit code ${code}`;
        this.#ended(child, cause ?? new Error(`it ended unexpectedly (${how})`), reject);
      });
      if (child.pid === undefined) return;
      try {
        this.#surroundings.name(child.pid);
        say(child, { kind: 'start', options: this.#options });
      } catch (error) {
        cause = error as Error;
        child.kill('SIGKILL');
      }
    });
  }

  #ended(child: ChildProcess, reason: Error, reject: (reason: Error) => void): void {
    reject(reason);
    if (this.#child !== child) return;
    this.#child = undefined;
    if (this.uri !== '' && !this.#closing) this.#restarting = this.#restart(reason);
  }

  async #restart(reason: Error): Promise<void> {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => at > now - RESTART_WINDOW_MS), now];
    if (this.#restarts.length > MAX_RESTARTS) return this.#fail(reason);
    this.#surroundings.notice(`The embedded store ended and is started again: ${reason.message}`);
    await pause(RESTART_DELAY_MS * this.#restarts.length);
    if (this.#closing) return;
    // A start that fails ends too, and so comes back here until the attempts are used up.
    await this.#launch().catch(() => {});
  }

  #fail(reason: Error): void {
    const failure = new Error(`The embedded store in ${this.#options.dataDir} is down: ${reason.message}`, {
      cause: reason,
    });
    this.#failure = failure;
    for (const listener of this.#listeners) listener(failure);
  }
}

/** A process that is ending cannot be told anything, and need not. */
function say(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}
