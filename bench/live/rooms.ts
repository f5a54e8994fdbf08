import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgendaItemModel } from '../../models/AgendaItem.ts';
import { agendaItemFields } from '../../models/agendaFields.ts';
import { BodyModel } from '../../models/Body.ts';
import { bodyFields, seatFields } from '../../models/bodyFields.ts';
import { InviteeModel } from '../../models/Invitee.ts';
import { MeetingModel } from '../../models/Meeting.ts';
import { MembershipModel } from '../../models/Membership.ts';
import { PersonModel } from '../../models/Person.ts';
import { RoomEventModel } from '../../models/RoomEvent.ts';
import { SeatModel } from '../../models/Seat.ts';
import { emptyValues } from '../../server/fields/values.ts';
import { paths } from '../../server/paths.ts';
import { demoPassword } from '../../test/builders/app.ts';
import { aVisitor } from '../../test/builders/people.ts';
import { median, short, spread, table } from '../figures.ts';
import { relay, schakel } from './contenders.ts';
import { filledInstallation, type Plan } from './fixture.ts';
import { type Figures, rounds, runOnce } from './steady.ts';

const sizes = { rooms: 12, people: 40, writing: 2 };
/** Above this many percent of one core used by others, tails say little. */
const distrusted = 30;

/** The rooms of twelve meetings that are open, forty people in each. */
async function prepare(directory: string): Promise<Plan[]> {
  const installation = await filledInstallation(directory);
  const rooms: Plan[] = [];
  for (let room = 0; room < sizes.rooms; room++) rooms.push(await roomOf(installation.address, room));
  await installation.close();
  return rooms;
}

async function personOf(address: string, name: string): Promise<{ id: string; cookie: string }> {
  const like = await PersonModel.findOne({ email: 'hulpverlener.debrug@demo.example' }).lean();
  const [id, email] = [randomUUID(), `${name}@demo.example`];
  await PersonModel.create({ ...like!, _id: id, email, name });
  await MembershipModel.create({
    ...{ _id: randomUUID(), person: id, role: 'caregiver', kind: 'organisation', body: 'demo-de-brug' },
    ...{ since: new Date(), current: true },
  });
  const visitor = aVisitor({ address });
  const answer = await visitor.post(paths.signIn(), { email, password: demoPassword });
  if (answer.status !== 303) throw new Error(`not let in: ${answer.status}`);
  return { id, cookie: visitor.cookie() };
}

async function roomOf(address: string, room: number): Promise<Plan> {
  const [body, meeting, item, at] = [randomUUID(), randomUUID(), randomUUID(), new Date()];
  const added = { at, by: null, body: 'BE-VAN' };
  const people = await Promise.all(
    Array.from({ length: sizes.people }, (_, index) => personOf(address, `room.${room}.${index}`)),
  );
  const said = {
    kind: 'working_group',
    name: { nl: 'Werkgroep' },
    openness: 'members',
    platforms: ['BE-VAN'],
  };
  await BodyModel.create({
    ...{ _id: body, values: { ...emptyValues(bodyFields), ...said }, fields: {}, organisation: null },
    ...{ revision: 0, added, ended: null },
  } as never);
  for (const { id } of people) {
    const [seat, sits] = [randomUUID(), { organisation: 'demo-de-brug', person: id, mandate: 'member' }];
    await SeatModel.create({
      ...{ _id: seat, body, values: { ...emptyValues(seatFields), ...sits }, fields: {}, added },
      ...{ replaces: null, mistaken: null },
    } as never);
    await InviteeModel.create({
      ...{ _id: randomUUID(), meeting, seat, person: id, organisation: 'demo-de-brug', name: 'Iemand' },
      ...{ added: { at, by: null }, removed: null },
    } as never);
  }
  const planned = { title: 'Werkgroep', day: '2030-01-08', from: '10:00', until: '12:00', clock: '' };
  await MeetingModel.create({
    ...{ _id: meeting, body, series: null, seriesDay: '', isApart: false, fields: {}, state: 'open' },
    ...{ values: { ...planned, form: 'in_person', place: 'Zaal', link: '', language: 'nl' } },
    ...{ startsAt: at, endsAt: at, sequence: 0, changedAt: at, steps: [] },
  } as never);
  await AgendaItemModel.create({
    ...{ _id: item, body, meeting, order: 1, fields: {}, state: 'planned', steps: [], standing: '' },
    ...{ values: { ...emptyValues(agendaItemFields), title: 'Punt', purpose: 'discuss' }, added },
  } as never);
  const [leader] = people;
  for (const [index, event] of [{ kind: 'opened' }, { kind: 'turned', item }].entries())
    await RoomEventModel.create({
      ...{ _id: `${meeting}/${index + 1}`, meeting, sequence: index + 1, at, by: leader!.id, ...event },
    } as never);
  return { name: `minutes:${item}`, cookies: people.map(({ cookie }) => cookie) };
}

/**
 * Twelve meetings at once, forty people in each with the minutes open, two of them writing four edits a second each,
 * beside a bare Socket.IO relay, in turns, in one run. The server of either is one process on one core; Schakel's store
 * is another.
 */
export async function rooms(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-bench-'));
  try {
    const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    console.log(`${machine}; preparing ${sizes.rooms} rooms of ${sizes.people}`);
    const fixture = join(directory, 'fixture');
    const documents = await prepare(fixture);
    const contenders = [relay, schakel({ directory: fixture })];
    const found = new Map(contenders.map(({ name }) => [name, [] as Figures[]]));
    const load = { documents, rate: 4, writing: sizes.writing, warmSeconds: 5, seconds: 15 };
    for (let round = 1; round <= rounds; round++)
      for (const contender of contenders)
        found.get(contender.name)!.push(await runOnce(contender, { ...load, seed: round }));
    report(found);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(found: Map<string, Figures[]>): void {
  const base = found.get(relay.name)!;
  const times = (all: Figures[], of: (figures: Figures) => number): string =>
    short(median(all.map(of)) / median(base.map(of)));
  const head = ['', 'deliveries/s', 'p50 ms', 'x relay', 'p99 ms', 'x relay', 'ack p99', 'lost', 'others %'];
  const rows = [...found].map(([name, all]) => [
    name,
    short(median(all.map(({ delivered }) => delivered))),
    spread(all.map(({ p50 }) => p50)),
    times(all, ({ p50 }) => p50),
    spread(all.map(({ p99 }) => p99)),
    times(all, ({ p99 }) => p99),
    spread(all.map(({ savedP99 }) => savedP99)),
    String(all.reduce((sum, { lost, diverged }) => sum + lost + diverged, 0)),
    spread(all.map((one) => one.others)),
  ]);
  console.log(table(head, rows));
  if ([...found.values()].some((all) => median(all.map((one) => one.others)) > distrusted))
    console.log('Others kept the machine busy: distrust what is said about times.');
}
