import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const text = 1;
const binary = 2;
const close = 8;
const ping = 9;
const pong = 10;
const longFrame = 65_536;

/**
 * A WebSocket client over a bare TCP connection, after the study's instrument: a message costs it several times less
 * than it costs a server, so that one load process can outrun one server process on a machine with two cores.
 */
export class Wire {
  onMessage: (payload: Buffer, isText: boolean) => void = () => {};
  onClose: () => void = () => {};
  readonly #socket: Socket;
  /** What came of a message that is not whole yet. */
  #rest: Buffer[] = [];
  #have = 0;
  #want = 2;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static open(port: number, path: string, headers: string[] = []): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.setNoDelay(true);
        const lines = [
          `GET ${path} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          'Upgrade: websocket',
          'Connection: Upgrade',
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
          'Sec-WebSocket-Version: 13',
          ...headers,
        ];
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      });
      const wire = new Wire(socket);
      let head = Buffer.alloc(0);
      const read = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.toString('latin1', 0, 12).endsWith('101'))
          return void reject(new Error(head.toString('latin1', 0, 200)));
        socket.off('data', read);
        socket.on('data', (more) => wire.#read(more as Buffer));
        resolve(wire);
        // After whoever opened it has said who listens.
        const rest = head.subarray(end + 4);
        if (rest.length > 0) setImmediate(() => wire.#read(rest));
      };
      socket.on('data', read);
      socket.on('error', reject);
      socket.on('close', () => wire.onClose());
    });
  }

  #read(chunk: Buffer): void {
    this.#rest.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#want) return;
    const bytes = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest);
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      this.#want = frame.needs;
      if (bytes.length - at < frame.needs) break;
      at += frame.needs;
      this.#take(frame.kind, bytes.subarray(at - frame.length, at));
    }
    this.#rest = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#have = bytes.length - at;
  }

  #take(kind: number, payload: Buffer): void {
    if (kind === ping) this.send(payload, pong);
    else if (kind === text || kind === binary) this.onMessage(payload, kind === text);
    else if (kind === close) this.#socket.end();
  }

  /** Masked with a key of zeros: legal, and needs no pass over the bytes. */
  send(payload: Uint8Array, kind = binary): void {
    const length = payload.length;
    const head = length < 126 ? 6 : length < longFrame ? 8 : 14;
    const frame = Buffer.alloc(head + length);
    frame[0] = 0x80 | kind;
    frame[1] = 0x80 | (length < 126 ? length : length < longFrame ? 126 : 127);
    if (head === 8) frame.writeUInt16BE(length, 2);
    if (head === 14) frame.writeBigUInt64BE(BigInt(length), 2);
    frame.set(payload, head);
    this.#socket.write(frame);
  }

  say(words: string): void {
    this.send(Buffer.from(words), text);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The frame that begins here: how many bytes it needs in all, and how many of them are its payload. */
function frameAt(bytes: Buffer, at: number): { kind: number; needs: number; length: number } {
  const have = bytes.length - at;
  if (have < 2) return { kind: 0, needs: 2, length: 0 };
  const kind = bytes[at]! & 15;
  const short = bytes[at + 1]! & 127;
  if (short < 126) return { kind, needs: 2 + short, length: short };
  const head = short === 126 ? 4 : 10;
  if (have < head) return { kind, needs: head, length: 0 };
  const length = short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return { kind, needs: head + length, length };
}
