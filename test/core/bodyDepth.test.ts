import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { demoCase } from '../builders/cases.ts';
import { signInAs } from '../builders/people.ts';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}"b"${'}'.repeat(depth)}`;

describe('a body that is nested deeper than any form', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  it('is refused as one that cannot be read, however deep; one that is not is read', async () => {
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const { id } = await demoCase();
    const ask = async (body: string): Promise<number> => {
      const response = await fetch(app.address + paths.planGoals({ id }), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          Cookie: amina.cookie(),
          'X-CSRF-Token': await amina.csrf(),
          'X-Act-Id': randomUUID(),
        },
        body,
      });
      return response.status;
    };
    for (const depth of [21, 5_000, 40_000]) expect(await ask(nested(depth)), `${depth} deep`).to.equal(400);
    for (const depth of [1, 20]) expect(await ask(nested(depth)), `${depth} deep`).to.equal(422);
  });
});
