import { Writable } from 'node:stream';
import { expect } from 'chai';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { requestLog } from '../../server/core/requestLog.ts';

describe('the log of requests', () => {
  const lines: string[] = [];
  const into = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = express();
  app.use(requestLog(pino({ level: 'debug' }, into)));
  app.get('/plans/:id', (_request, response) => {
    response.send('text');
  });
  app.get('/broken/:id', (_request, response) => {
    response.status(500).send('text');
  });

  const logged = async (address: string) => {
    lines.length = 0;
    await request(app).get(address).set('User-Agent', 'somebody');
    expect(lines).to.have.length(1);
    return { text: lines[0]!, said: JSON.parse(lines[0]!) };
  };

  for (const [address, route, status] of [
    ['/plans/wilg?of=Amina', '/plans/:id', 200],
    ['/broken/wilg', '/broken/:id', 500],
    ['/nothing/wilg', '-', 404],
  ] as const) {
    it(`of ${address}: names the pattern ${route} and ${status}, and nothing of the address`, async () => {
      const { text, said } = await logged(address);
      expect(said).to.deep.include({ route, req: { method: 'GET' }, res: { status } });
      expect(text).to.not.match(/wilg|Amina|somebody|127\.0\.0\.1/);
    });
  }
});
