import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type Request, type Response } from 'express';
import { type Answer, redirect, send } from '../../server/core/answers.ts';
import { translator } from '../../server/core/i18n.ts';
import { sessions } from '../../server/core/security.ts';
import { useViews } from '../../server/views.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

describe('a session that a request changed', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  /** What comes first, when the store takes a fifth of a second: the session kept, or the answer begun. */
  async function orderOf(answer: Answer, change: (request: Request) => void): Promise<string[]> {
    const order: string[] = [];
    const { middleware, store } = sessions({
      connection: app.house.connection,
      secret: 'a secret of this test alone',
      https: false,
      restoration: '',
    });
    const set = store.set.bind(store);
    store.set = (id, session, tell) =>
      void setTimeout(
        () =>
          set(id, session, (error) => {
            order.push('kept');
            tell?.(error);
          }),
        200,
      );
    const site = express();
    useViews(site, false);
    site.use(middleware);
    site.get('/', (request: Request, response: Response, next) => {
      change(request);
      const state = { person: null, language: 'nl', t: translator('nl') } as const;
      Object.assign(response.locals, state);
      send(answer, request, response, state).catch(next);
    });
    const server = site.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(get({ port, path: '/' }), 'response')) as [IncomingMessage];
    order.push('answered');
    response.resume();
    await once(response, 'end');
    server.close();
    return order;
  }

  it('is kept before the browser is told where to go on', async () => {
    const order = await orderOf(redirect('/elsewhere'), ({ session }) => {
      session.notice = { key: 'general.saved' };
    });
    expect(order).to.deep.equal(['kept', 'answered']);
  });

  it('is not written when nothing changed', async () => {
    expect(await orderOf(redirect('/elsewhere'), () => {})).to.deep.equal(['answered']);
  });
});
