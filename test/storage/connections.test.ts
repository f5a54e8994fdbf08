import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'bson';
import { expect } from 'chai';
import { reply } from '../../server/storage/embedded/commands/request.ts';
import { type ConnectionLimits, Connections } from '../../server/storage/embedded/connections.ts';
import { type Message, MessageReader } from '../../server/storage/embedded/wire.ts';

/** A message as a driver sends it. */
function aMessage(command: Record<string, unknown>, requestId = 1): Buffer {
  const body = serialize(command);
  const bytes = Buffer.alloc(21 + body.length);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(requestId, 4);
  bytes.writeInt32LE(2013, 12);
  bytes.set(body, 21);
  return bytes;
}

/** A client that reads only when it is told to. */
class Client {
  readonly socket: Socket;
  readonly replies: Record<string, unknown>[] = [];
  readonly closed: Promise<unknown>;
  #heard: (() => void) | undefined;

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
  }

  read(): void {
    const reader = new MessageReader();
    this.socket.on('data', (chunk) => {
      for (const bytes of reader.push(chunk)) this.replies.push(deserialize(bytes.subarray(21)));
      this.#heard?.();
    });
  }

  async until(count: number): Promise<void> {
    while (this.replies.length < count) await new Promise<void>((resolve) => (this.#heard = resolve));
  }
}

describe('connections to the embedded store', () => {
  let directory: string;
  let server: Server;
  let connections: Connections;
  const clients: Client[] = [];
  let seen: Message[] = [];

  const serve = async (
    limits: Partial<ConnectionLimits>,
    answer: (message: Message) => Promise<Record<string, unknown>> = async () => ({}),
  ) => {
    seen = [];
    connections = new Connections(async (message) => {
      seen.push(message);
      return reply((await answer(message)) as never);
    }, limits);
    server = createServer((socket) => connections.accept(socket)).listen(join(directory, 'sock'));
    await once(server, 'listening');
  };
  const aClient = () => {
    const client = new Client(join(directory, 'sock'));
    clients.push(client);
    return client;
  };
  /** The event loop has come to rest: whatever could be read has been read. */
  const rest = () => new Promise((resolve) => setTimeout(resolve, 100));

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'connections-'));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await connections.close();
    await closed;
    rmSync(directory, { recursive: true });
  });

  it('are answered one message after the other, in their order', async () => {
    let running = 0;
    let most = 0;
    await serve({}, async (message) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { at: message.command.get('at') };
    });
    const client = aClient();
    client.read();
    client.socket.write(Buffer.concat(Array.from({ length: 50 }, (_one, at) => aMessage({ ping: 1, at }))));
    await client.until(50);
    expect(client.replies.map(({ at }) => at)).to.deep.equal(Array.from({ length: 50 }, (_one, at) => at));
    expect(most).to.equal(1);
  });

  it('that do not read their replies are not answered on, until they do', async () => {
    await serve({}, async () => ({ text: 'x'.repeat(100_000) }));
    const client = aClient();
    for (let at = 0; at < 300; at++) client.socket.write(aMessage({ ping: 1 }));
    await rest();
    expect(seen.length).to.be.lessThan(20);
    client.read();
    await client.until(300);
    expect(seen.length).to.equal(300);
  });

  it('that leave more replies lying about than there is memory for are ended, the longest first', async () => {
    await serve({ outgoing: 1_500_000 }, async () => ({ text: 'x'.repeat(1_000_000) }));
    const [first, second] = [aClient(), aClient()];
    first.socket.write(aMessage({ ping: 1 }));
    await rest();
    second.socket.write(aMessage({ ping: 1 }));
    await rest();
    first.socket.resume();
    await first.closed;
    second.read();
    await second.until(1);
  });

  it('wait with large messages until there is room, while small ones go through', async () => {
    await serve({ incoming: 250_000, small: 1_000 });
    const large = aMessage({ insert: 'things', text: 'x'.repeat(100_000) });
    const senders = Array.from({ length: 6 }, aClient);
    for (const sender of senders) {
      sender.read();
      sender.socket.write(large.subarray(0, 50_000));
    }
    await rest();
    const small = aClient();
    small.read();
    small.socket.write(aMessage({ ping: 1 }));
    await small.until(1);
    // One that goes away with its message unfinished leaves its room to the others.
    senders[0]!.socket.destroy();
    for (const sender of senders.slice(1)) sender.socket.write(large.subarray(50_000));
    for (const sender of senders.slice(1)) await sender.until(1);
    expect(seen.length).to.equal(6);
    for (const sender of senders.slice(1)) {
      sender.socket.write(large);
      await sender.until(2);
    }
  });

  it('that do not finish a message in time are told so, and ended', async () => {
    await serve({ patience: 60_000 });
    const client = aClient();
    client.read();
    client.socket.write(aMessage({ ping: 1 }).subarray(0, 30));
    await rest();
    connections.expire(Date.now());
    expect(client.replies).to.deep.equal([]);
    connections.expire(Date.now() + 61_000);
    await client.until(1);
    expect(client.replies[0]).to.include({ ok: 0, errmsg: 'A message has to be complete within 60 seconds' });
    await client.closed;
  });

  it('that do not take a reply in time are ended', async () => {
    await serve({ patience: 60_000 }, async () => ({ text: 'x'.repeat(5_000_000) }));
    const client = aClient();
    client.socket.write(aMessage({ ping: 1 }));
    await rest();
    connections.expire(Date.now() + 61_000);
    client.socket.resume();
    await client.closed;
  });

  it('beyond the limit are told so, and ended', async () => {
    await serve({ connections: 2 });
    const [first, , third] = [aClient(), aClient(), aClient()];
    third!.read();
    await third!.until(1);
    expect(third!.replies[0]).to.include({ ok: 0, errmsg: 'At most 2 connections can be open at once' });
    first!.read();
    first!.socket.write(aMessage({ ping: 1 }));
    await first!.until(1);
  });

  for (const [what, bytes] of [
    ['a length that no message has', Buffer.from('ffffff7f00000000', 'hex')],
    ['a length that is too short', Buffer.from('0300000000000000', 'hex')],
    [
      'a section that goes beyond its message',
      Buffer.concat([aMessage({ ping: 1 }).subarray(0, 21), Buffer.alloc(15, 0x7f)]),
    ],
    ['an operation that does not exist', aMessage({ ping: 1 }).fill(9, 12, 16)],
  ] as const)
    it(`with ${what} get one error, and are ended`, async () => {
      await serve({});
      const client = aClient();
      client.read();
      client.socket.write(bytes);
      await client.until(1);
      expect(client.replies[0]).to.include({ ok: 0 });
      await client.closed;
    });

  it('that close do not keep the store from closing, and it waits for what is running', async () => {
    let finish = () => {};
    await serve({}, () => new Promise((resolve) => (finish = () => resolve({}))));
    const client = aClient();
    client.socket.write(aMessage({ ping: 1 }));
    while (seen.length === 0) await rest();
    let closed = false;
    const closing = connections.close().then(() => (closed = true));
    await client.closed;
    expect(closed).to.equal(false);
    finish();
    await closing;
  });
});
