import { startTestApp } from '../test/builders/app.ts';
import { everyone } from '../test/builders/people.ts';
import { reportTimes } from './figures.ts';

const ROUNDS = 28;

/** A refused sign-in must cost the same for an address that exists and one that does not. In turns, one server. */
export async function signIns(): Promise<void> {
  const app = await startTestApp({ demo: true });
  const form = await fetch(`${app.address}/sign-in`);
  const cookie = form.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())![1]!;
  const attempt = async (email: string): Promise<number> => {
    const body = new URLSearchParams({ _csrf: token, email, password: 'niet het goede wachtwoord' });
    const began = performance.now();
    await (await fetch(`${app.address}/sign-in`, { method: 'POST', body, headers: { cookie } })).text();
    return performance.now() - began;
  };
  const measured = { 'address with an account': [] as number[], 'address without': [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    app.clock.advance(3_600_000); // so that no lockout shortens an answer
    const known = everyone[round % everyone.length]!;
    measured['address with an account'].push(await attempt(`${known}@demo.example`));
    measured['address without'].push(await attempt(`nobody.${round}@demo.example`));
  }
  await app.close();
  reportTimes(measured, 'address without');
}
