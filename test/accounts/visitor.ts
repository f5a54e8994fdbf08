import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import type { TestApp } from '../builders/app.ts';

export const aPassword = 'vier blauwe fietsen';

/** A browser with its own cookies, that fills in forms as a person does: it takes the token from the page. */
export class Visitor {
  private readonly agent;
  private readonly app: TestApp;
  private token = '';

  constructor(app: TestApp, language = 'nl') {
    this.app = app;
    this.agent = request
      .agent(app.server)
      .set('Accept-Language', language)
      .set('User-Agent', 'Chrome/140 (X11; Linux)');
    this.agent.set('Accept', 'text/html');
  }

  get(address: string): Promise<Response> {
    return this.agent.get(address).then((response) => response);
  }

  /** Sends a form of the page `on`, which is opened for its token when that of an earlier page no longer fits. */
  async send(address: string, fields: Record<string, string> = {}, on = address): Promise<Response> {
    const form = { _act: randomUUID(), ...fields };
    if (this.token) {
      const answer = await this.post(address, { _csrf: this.token, ...form });
      if (answer.status !== 403) return answer;
    }
    this.token = tokenIn((await this.get(on)).text);
    return this.post(address, { _csrf: this.token, ...form });
  }

  post(address: string, fields: Record<string, string>): Promise<Response> {
    return this.agent
      .post(address)
      .type('form')
      .send(fields)
      .then((response) => response);
  }

  signIn(email: string, password = aPassword): Promise<Response> {
    return this.send('/sign-in', { email, password });
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.get('/account')).status === 200;
  }

  /** The house this visitor visits. */
  get house() {
    return this.app.house;
  }
}

export const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** The address behind the host name in a link that a page or mail shows. */
export const addressIn = (text: string): string =>
  /http:\/\/127\.0\.0\.1[^/\s"]*(\/[^\s"<]+)/.exec(text)?.[1] ?? '';

/** What a page says, without what differs each time it is made. */
export const wordsOf = (html: string): string =>
  html.replaceAll(/name="(_csrf|_act)" value="[^"]*"/g, '').replaceAll(/value="[^"]*@[^"]*"/g, '');
