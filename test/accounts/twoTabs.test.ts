import { expect } from 'chai';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs } from '../builders/people.ts';

describe('two tabs opened at once, right after signing in', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ demo: true });
  });

  after(() => app.close());

  it('hold the same token, so that the forms of both are taken', async () => {
    const visitor = await signInAs(app, 'hulpverlener.debrug');
    const pages = await Promise.all(['/account', '/cases/new', '/account'].map((path) => visitor.get(path)));
    const tokens = pages.map((page) => /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]);
    expect(new Set(tokens).size).to.equal(1);
    expect(tokens[0]).to.be.a('string').with.length.greaterThan(30);
  });
});
