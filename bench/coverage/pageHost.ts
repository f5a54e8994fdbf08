import { join } from 'node:path';
import type { BodyKind, Role } from '../../server/core/person.ts';
import { hashPassword } from '../../server/features/accounts/passwords.ts';
import { makeMember, makePerson } from '../../server/features/accounts/people.ts';
import { type Installation, openInstallation } from '../../server/installation.ts';

/** Who look at coverage, each with where they look from. */
export interface Lookers {
  address: string;
  /** Cookie headers. */
  coordinator: string;
  official: string;
}

const password = 'een wachtwoord om te meten';

async function somebody({ house }: Installation, role: Role, kind: BodyKind, body: string): Promise<string> {
  const email = `${role}@bench.example`;
  const passwordHash = await hashPassword(password);
  const draft = { name: 'bench.made', actor: null, record: { type: 'system', id: 'schakel' } };
  await house.unitOfWork.do(draft, async (unit) => {
    const id = await makePerson(unit, { name: role, email, passwordHash, language: 'nl' });
    await makeMember(unit, id, { role, kind, body });
    return null;
  });
  return email;
}

const cookieIn = (response: Response): string => {
  const session = response.headers.getSetCookie().find((one) => one.startsWith('schakel='));
  return (session ?? '').split(';')[0]!;
};

/** Signs in as a browser does, and answers the cookie of the session. */
async function signedIn(address: string, email: string): Promise<string> {
  const page = await fetch(`${address}/sign-in`, { headers: { accept: 'text/html' } });
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())![1]!;
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: cookieIn(page) },
    body: new URLSearchParams({ _csrf: token, email, password }),
  });
  if (answer.status !== 303) throw new Error(`signing in as ${email} answers ${answer.status}`);
  return cookieIn(answer);
}

/** Runs the whole application on a directory, in a process of its own, with people who may look. */
async function host(directory: string): Promise<void> {
  const installation = await openInstallation({
    config: {
      ...{ port: 0, host: '127.0.0.1', dataDir: join(directory, 'data'), keyDir: join(directory, 'keys') },
      ...{ mongodbUri: undefined, redisUrl: undefined, smtpUrl: undefined, demoPassword: undefined },
      ...{ publicUrl: 'http://127.0.0.1', trustProxy: 0, offlineDays: 7, directoryMonths: 12 },
      ...{ throwAway: false, logLevel: 'silent' },
    },
    demo: false,
    say: () => {},
    limits: { all: 10_000_000, secrets: 30, reports: 30 },
  });
  const { address } = installation;
  const coordinator = await somebody(installation, 'coordinator', 'platform', 'BE-VAN');
  const official = await somebody(installation, 'official', 'authority', 'fod');
  process.on('disconnect', () => void installation.close().then(() => process.exit(0)));
  process.send!({
    address,
    coordinator: await signedIn(address, coordinator),
    official: await signedIn(address, official),
  } satisfies Lookers);
}

host(process.argv[2]!).catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
