import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real mail server of a test, on a free port: keeps what it was given, with headers, as far as soft line ends go. */
export function aMailServer(): Promise<{ url: string; mails: string[]; close(): Promise<void> }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '='));
        done();
      });
    },
  });
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const { port } = listening.address() as AddressInfo;
      const close = () => new Promise<void>((closed) => server.close(() => closed()));
      resolve({ url: `smtp://127.0.0.1:${port}`, mails, close });
    });
  });
}

/** Waits for something that happens soon: at once on a quiet machine, half a minute at most on a busy one. */
export const until = async (ready: () => boolean): Promise<void> => {
  for (let wait = 0; wait < 1500 && !ready(); wait += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

/** A mail as its reader sees it: words in UTF-8, lines as they are. */
export const readable = (mail: string): string =>
  mail
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (hex) => Buffer.from(hex.replaceAll('=', ''), 'hex').toString())
    .replaceAll('\r\n', '\n')
    .replaceAll(/=\?UTF-8\?Q\?(.*?)\?=\n?\s*/g, (_, text: string) => text.replaceAll('_', ' '));
