import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import request, { type Response, type Test } from 'supertest';
import { paths } from '../../server/paths.ts';
import { demoPassword } from './app.ts';

/** Everyone of the demo, by the part of the address before `@demo.example`. */
export const everyone = [
  'admin',
  'coordinator.antwerpen',
  'coordinator.limburg',
  'fod',
  'vlaanderen',
  'beheer.debrug',
  'beheer.noordster',
  'beheer.hetbaken',
  'aanbod.debrug',
  'hulpverlener.debrug',
  'hulpverlener.noordster',
  'hulpverlener.hetbaken',
  'buitenstaander',
] as const;

export type Name = (typeof everyone)[number] | 'nobody';

export interface Options {
  /** As a script does: JSON both ways, the token in a header. Without it as a form does. */
  json?: boolean;
  /** The id of this act; a new one when absent. The same again is the same act. */
  actId?: string;
}

/** Somebody at a browser: keeps the cookies and knows the token of the session. */
export interface Visitor {
  name: Name;
  get(path: string, options?: Pick<Options, 'json'>): Test;
  post(path: string, body?: object, options?: Options): Promise<Response>;
  /** The token of this session, read from a page as a browser would. */
  csrf(): Promise<string>;
  /** The Cookie header as it is now. */
  cookie(): string;
  /** A connection with the session of this visitor; whoever opens it disconnects it. */
  socket(headers?: Record<string, string>): Socket;
}

/** A test app, or the program in a process of its own. */
type Place = { readonly address: string };

const accept = (json = false): string => (json ? 'application/json' : 'text/html');

/** A visitor who did not sign in. Cookies are kept as a browser keeps them. */
export function aVisitor(app: Place, name: Name = 'nobody'): Visitor {
  const cookies = new Map<string, string>();
  const tokens = new Map<string, Promise<string>>();
  const cookie = (): string => [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const remember = (response: Response): void => {
    for (const line of (response.headers['set-cookie'] ?? []) as string[]) {
      const [pair = '', ...rest] = line.split(';');
      const [key = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '' || rest.some((part) => /^\s*max-age=0$/i.test(part))) cookies.delete(key);
      else cookies.set(key, value);
    }
  };
  const readToken = async (): Promise<string> => {
    const page = await visitor.get(visitor.name === 'nobody' ? paths.signIn() : paths.account());
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1];
    if (!token)
      throw new Error(`no token for ${visitor.name}: ${page.status} ${page.headers.location ?? ''}`);
    tokens.set(cookies.get('schakel') ?? '', Promise.resolve(token)); // the page may have begun the session
    return token;
  };
  const visitor: Visitor = {
    name,
    cookie,
    get(path, { json } = {}) {
      const test = request(app.address).get(path).set('Accept', accept(json)).set('Cookie', cookie());
      test.on('response', remember);
      return test;
    },
    csrf() {
      const session = cookies.get('schakel') ?? '';
      const known = tokens.get(session) ?? readToken();
      tokens.set(session, known);
      return known;
    },
    async post(path, body = {}, { json = false, actId = randomUUID() } = {}) {
      const token = await visitor.csrf();
      const test = request(app.address).post(path).set('Accept', accept(json)).set('Cookie', cookie());
      test.on('response', remember);
      if (!json) return test.type('form').send({ _csrf: token, _act: actId, ...body });
      return test.set('X-CSRF-Token', token).set('X-Act-Id', actId).send(body);
    },
    socket: (headers = {}) =>
      io(app.address, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie: cookie(), ...headers },
      }),
  };
  return visitor;
}

/** Signs in on the real page, as one of the demo's people. */
export async function signInAs(app: Place, name: Exclude<Name, 'nobody'>): Promise<Visitor> {
  const visitor = aVisitor(app);
  const response = await visitor.post(paths.signIn(), {
    email: `${name}@demo.example`,
    password: demoPassword,
  });
  if (response.status !== 303) throw new Error(`${name} was not let in: ${response.status}`);
  visitor.name = name;
  return visitor;
}

/** Resolves with what the next event of this name says; the mocha timeout is the limit. */
export const heard = <T = unknown>(socket: Socket, event: string): Promise<T> =>
  new Promise((resolve) => socket.once(event, resolve));

/** Resolves once the server let the connection in, or with the reason it did not. */
export const letIn = (socket: Socket): Promise<'in' | string> =>
  new Promise((resolve) => {
    if (socket.connected) return resolve('in');
    socket.once('connect', () => resolve('in'));
    socket.once('connect_error', (error) => resolve(error.message));
  });
