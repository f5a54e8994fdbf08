import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { MembershipModel } from '../../models/Membership.ts';
import { PersonModel } from '../../models/Person.ts';
import { lineName, rootName } from '../../public/scripts/live/protocol.ts';
import type { House } from '../../server/core/house.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { inviteToCase, openCase, recordConsent } from '../../server/features/cases/actions.ts';
import { requireCaseAccess } from '../../server/features/cases/queries.ts';
import { type Installation, openInstallation } from '../../server/installation.ts';
import { paths } from '../../server/paths.ts';
import { demoPassword } from '../../test/builders/app.ts';
import { aVisitor } from '../../test/builders/people.ts';
import { type Client, open } from './clients.ts';
import { chance, token, tokenLength } from './tokens.ts';

/** A plan and who may write in it, each with the session they signed in with. */
export interface Plan {
  /** `plan:` and the case's id. */
  name: string;
  cookies: string[];
}

export interface Fixture {
  /** Holds the data and the keys; copied for every start. */
  directory: string;
  /** Twenty plans of six people, nothing written yet. */
  plans: Plan[];
  /** Plans with so many edits behind them, by their number. */
  histories: Map<number, Plan>;
  /** Many plans of one person, with a page of text each. */
  shelf: Plan[];
}

export const sizes = { plans: 20, clients: 6, shelf: 1000, histories: [10, 1000, 100_000] };

const bodies = ['demo-de-brug', 'demo-noordster', 'demo-het-baken'] as const;

interface Somebody {
  id: string;
  body: string;
  cookie: string;
}

/** The demo on a store and keys of its own; whoever opens it closes it. */
export function filledInstallation(directory: string): Promise<Installation> {
  mkdirSync(directory, { recursive: true });
  return openInstallation({
    config: {
      port: 0,
      host: '127.0.0.1',
      dataDir: join(directory, 'data'),
      keyDir: join(directory, 'keys'),
      mongodbUri: undefined,
      redisUrl: undefined,
      publicUrl: 'http://127.0.0.1',
      smtpUrl: undefined,
      trustProxy: 0,
      offlineDays: 7,
      directoryMonths: 12,
      demoPassword,
      throwAway: false,
      logLevel: 'silent',
    },
    demo: true,
    say: () => {},
    limits: { all: 1_000_000, secrets: 1_000_000, reports: 1_000_000 },
  });
}

/**
 * Fills a fresh installation through the application's own actions: people who signed in on the real page, cases with
 * a key each, consents, places. Text and histories go through the real sockets.
 */
export async function prepare(directory: string): Promise<Fixture> {
  const installation = await filledInstallation(directory);
  const { house, address } = installation;
  const port = Number(new URL(address).port);
  const teams: Somebody[][] = [];
  for (let plan = 0; plan < sizes.plans; plan++) teams.push(await team(house, address, plan));
  const plans: Plan[] = [];
  for (const people of teams) plans.push(await planOf(house, people));
  const histories = new Map<number, Plan>();
  for (const edits of sizes.histories) {
    const plan = await planOf(house, teams[0]!);
    await writeHistory(port, plan, edits);
    histories.set(edits, plan);
  }
  const shelf: Plan[] = [];
  for (const [owner] of teams) {
    const made = Array.from({ length: sizes.shelf / sizes.plans }, async () => {
      const plan = await planOf(house, [owner!]);
      await writePage(port, plan);
      return plan;
    });
    shelf.push(...(await Promise.all(made)));
  }
  await installation.close();
  return { directory, plans, histories, shelf };
}

async function team(house: House, address: string, plan: number): Promise<Somebody[]> {
  const like = await PersonModel.findOne({ email: 'hulpverlener.debrug@demo.example' }).lean();
  const members = Array.from({ length: sizes.clients }, async (_, index): Promise<Somebody> => {
    const id = randomUUID();
    const body = bodies[index % bodies.length]!;
    const email = `writer.${plan}.${index}@demo.example`;
    const now = house.clock.now();
    await PersonModel.create({ ...like!, _id: id, email, name: `Writer ${plan} ${index}` });
    await MembershipModel.create({
      _id: randomUUID(),
      person: id,
      role: 'caregiver',
      kind: 'organisation',
      body,
      since: now,
      current: true,
    });
    const visitor = aVisitor({ address });
    const answer = await visitor.post(paths.signIn(), { email, password: demoPassword });
    if (answer.status !== 303) throw new Error(`not let in: ${answer.status}`);
    return { id, body, cookie: visitor.cookie() };
  });
  return Promise.all(members);
}

/** A case of the first of them, with consent for everyone's organisation and a place for each. */
async function planOf(house: House, people: Somebody[]): Promise<Plan> {
  const caseId = randomUUID();
  const [owner, ...others] = people as [Somebody, ...Somebody[]];
  const draft = (name: string) => ({
    name,
    actor: { personId: owner.id, bodyId: owner.body },
    record: { type: 'case', id: caseId, caseId },
  });
  await house.unitOfWork.do(draft('case.opened'), (unit) =>
    openCase(house, unit, { caseId, pseudonym: 'Bench', personId: owner.id, organisation: owner.body }),
  );
  if (others.length > 0) {
    const access = await requireCaseAccess(
      house,
      { id: owner.id, affiliations: [affiliation(owner)] },
      caseId,
    );
    const now = house.clock.now();
    await house.unitOfWork.do(draft('consent.recorded'), (unit) =>
      recordConsent(
        unit,
        access,
        {
          bodies: [...bodies],
          scope: ['records', 'narrative'],
          purpose: 'jointPlan',
          language: 'nl',
          givenOn: brusselsDay(now),
          method: 'spoken',
          informedBy: owner.id,
          until: brusselsDay(new Date(now.getTime() + 90 * 86_400_000)),
        },
        { bodies: new Set(bodies), informants: new Set([owner.id]) },
      ),
    );
    for (const { id, body } of others)
      await house.unitOfWork.do(draft('caseMember.invited'), (unit) =>
        inviteToCase(unit, access, { personId: id, body, role: 'caregiver' }),
      );
  }
  return { name: `plan:${caseId}`, cookies: people.map(({ cookie }) => cookie) };
}

const affiliation = ({ body }: Somebody) => ({
  membershipId: '',
  role: 'caregiver' as const,
  kind: 'organisation' as const,
  bodyId: body,
  bodyName: '',
});

const editsInOneUpdate = 50;
const authors = 4;

/** Four authors type by turns, in bursts at a cursor, with 15 deletions in 100 edits; fifty edits an update. */
async function writeHistory(port: number, plan: Plan, edits: number): Promise<void> {
  const random = chance(7);
  const doc = new Y.Doc();
  const words = new Y.XmlText();
  let at = 0;
  const edit = (number: number): void => {
    if (number === 0) {
      const line = new Y.XmlElement(lineName);
      line.insert(0, [words]);
      doc.getXmlFragment(rootName).insert(0, [line]);
    }
    if (random() < 0.1) at = Math.floor(random() * (words.length / tokenLength + 1)) * tokenLength;
    if (random() < 0.15 && at >= tokenLength) {
      at -= tokenLength;
      words.delete(at, tokenLength);
    } else {
      words.insert(at, token(1200 + Math.floor(random() * 90), number));
      at += tokenLength;
    }
  };
  const ids = Array.from({ length: authors }, () => Math.floor(random() * 2 ** 31));
  const clients = await Promise.all(
    ids.map((clientId, index) =>
      open({ protocol: 'schakel', port }, { document: plan.name, cookie: plan.cookies[index]!, clientId }),
    ),
  );
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (made: Uint8Array) => {
    update = made;
  });
  for (let number = 0; number < edits; number += editsInOneUpdate) {
    const author = Math.floor(number / editsInOneUpdate) % authors;
    doc.clientID = ids[author]!;
    doc.transact(() => {
      for (let one = number; one < Math.min(edits, number + editsInOneUpdate); one++) edit(one);
    });
    await sent(clients[author]!, update);
  }
  for (const client of clients) client.close();
}

/** Resolves when the update is durable. */
function sent(client: Client, update: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    client.onSaved = () => resolve();
    client.send(update);
  });
}

/** A page of text: twenty lines of a hundred characters. */
async function writePage(port: number, plan: Plan): Promise<void> {
  const doc = new Y.Doc();
  const seat = { document: plan.name, cookie: plan.cookies[0]!, clientId: doc.clientID };
  const client = await open({ protocol: 'schakel', port }, seat);
  for (let number = 0; number < 20; number++) {
    const line = new Y.XmlElement(lineName);
    const words = new Y.XmlText();
    words.insert(0, 'Wat we samen afspraken. '.repeat(5).slice(0, 100));
    line.insert(0, [words]);
    doc.getXmlFragment(rootName).push([line]);
  }
  await sent(client, Y.encodeStateAsUpdate(doc));
  client.close();
}
