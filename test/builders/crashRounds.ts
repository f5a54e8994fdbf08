import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { type Act, actsOf, verifyChain } from '../../server/core/acts.ts';
import { paths } from '../../server/paths.ts';
import { CommandWriter, ProseWriter, randomFrom, type Sent } from './crashWriters.ts';
import { signInAs, type Visitor } from './people.ts';
import { freePort, launchProgram, type Program, startProgram } from './program.ts';

export interface CrashTotals {
  rounds: number;
  killedWhileStarting: number;
  /** How often the store alone was killed, while its program went on. */
  storesKilled: number;
  /** Writes that were answered before the program was killed, and those that were not. */
  acknowledged: number;
  unanswered: number;
  /** Of the unanswered: what was on disk all the same, found by sending it again. */
  doneAllTheSame: number;
  proseLines: number;
  acts: number;
  /** Everything that was not as it must be, in words; nothing, when all is well. */
  lost: string[];
  doubled: string[];
  half: string[];
}

interface Exported {
  goals: { id: string; ownWords: string }[];
  putAside: { goals: { id: string; ownWords: string }[] };
  narrative: { text: string }[];
}

type Row = { _id: string; removedAt?: Date; fields: Record<string, { version: number }> };

/** Kills the real program while several people write, starts it again on the same data, and compares; each round. */
export async function runCrashRounds(rounds: number, seed: number): Promise<CrashTotals> {
  const directory = mkdtempSync(join(tmpdir(), 'schakel-crash-'));
  const port = await freePort();
  const random = randomFrom(seed);
  const totals: CrashTotals = {
    rounds: 0,
    killedWhileStarting: 0,
    storesKilled: 0,
    acknowledged: 0,
    unanswered: 0,
    doneAllTheSame: 0,
    proseLines: 0,
    acts: 0,
    lost: [],
    doubled: [],
    half: [],
  };
  let program = await startProgram(directory, port);
  try {
    const world = await aWorld(program, random);
    for (let round = 0; round < rounds; round++) {
      const storeDies = round % 2 === 0;
      await writeUntilKilled(program, world, 300 + random() * 2200, storeDies);
      if (storeDies) totals.storesKilled += 1;
      if (round % 4 === 1) {
        await killWhileStarting(directory, port, random() * 1200);
        totals.killedWhileStarting += 1;
      }
      program = await startProgram(directory, port);
      const connection = await mongoose.createConnection(storeOf(directory)).asPromise();
      try {
        await compare(connection, program, world, totals);
      } finally {
        await connection.close();
      }
      totals.rounds += 1;
    }
    for (const prose of world.prose) prose.close();
  } finally {
    await program.kill();
    rmSync(directory, { recursive: true, force: true });
  }
  return totals;
}

interface World {
  reader: Visitor;
  caseId: string;
  commands: CommandWriter[];
  prose: ProseWriter[];
}

async function aWorld(program: Program, random: () => number): Promise<World> {
  const amina = await signInAs(program, 'hulpverlener.debrug');
  const karim = await signInAs(program, 'hulpverlener.noordster');
  const caseId = /\/plans\/([0-9a-f-]{36})/.exec((await amina.get(paths.plans())).text)![1]!;
  const people = [amina, karim];
  const aSeed = (): (() => number) => randomFrom(Math.floor(random() * 2 ** 32));
  return {
    reader: amina,
    caseId,
    // So many that at every moment somebody's command is just being committed.
    commands: Array.from(
      { length: 14 },
      (_, index) => new CommandWriter(people[index % 2]!, caseId, aSeed(), `doel van ${index}, nummer`),
    ),
    prose: people.map((person, index) => new ProseWriter(person, caseId, `regel ${index}`)),
  };
}

async function writeUntilKilled(
  program: Program,
  world: World,
  after: number,
  storeDies: boolean,
): Promise<void> {
  await Promise.all(world.prose.map((prose) => prose.connect()));
  const writing = [
    ...world.commands.map((writer) => writer.run(program.address)),
    ...world.prose.map((prose) => prose.run()),
  ];
  await Promise.race([new Promise((resolve) => setTimeout(resolve, after)), ...writing]);
  if (storeDies) {
    program.killStore();
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 500 + after)), ...writing]);
  }
  await program.kill();
  await Promise.all(writing);
}

async function killWhileStarting(directory: string, port: number, after: number): Promise<void> {
  const program = launchProgram(directory, port);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, after)), program.ready]);
  await program.kill();
}

/** While the program runs, its store is read through its own socket. */
const storeOf = (directory: string): string =>
  `mongodb://${encodeURIComponent(join(directory, 'data', 'store', 'store.sock'))}/schakel`;

/** Everything the writers know against everything that is there; then sends again what was not answered. */
async function compare(
  connection: Connection,
  program: Program,
  world: World,
  totals: CrashTotals,
): Promise<void> {
  await together(connection, world, totals);
  const before = await actsById(connection);
  for (const writer of world.commands) {
    for (const sent of writer.unanswered) {
      totals.unanswered += 1;
      if (before.has(sent.actId)) totals.doneAllTheSame += 1;
      if (!(await writer.deliver(program.address, sent))) totals.lost.push(`${sent.kind} sent again`);
    }
  }
  for (const prose of world.prose) {
    if (prose.waiting) totals.unanswered += 1;
    await prose.connect();
  }
  await together(connection, world, totals);
  await asWritten(world, totals);
  await chainHolds(connection, totals);
  totals.proseLines = world.prose.reduce((sum, prose) => sum + prose.acknowledged.length, 0);
  const commands = world.commands.reduce((sum, writer) => sum + writer.sent.length, 0);
  totals.acknowledged = commands + totals.proseLines - totals.unanswered;
}

async function actsById(connection: Connection): Promise<Map<string, Act>> {
  const acts = await actsOf(connection).find({}).toArray();
  return new Map(acts.map((act) => [act._id, act]));
}

/** Records and acts tell the same story, and every reply is the one that is kept with its act. */
async function together(connection: Connection, world: World, totals: CrashTotals): Promise<void> {
  const acts = await actsById(connection);
  const named = (name: string) => [...acts.values()].filter((act) => act.name === name);
  const goals = await connection.db!.collection<Row>('goals').find({}).toArray();
  const actions = await connection.db!.collection<Row>('planactions').find({}).toArray();
  sameSet(
    named('goal.added').map((act) => String(act.details.goal)),
    goals.map((goal) => goal._id),
    'goal',
    totals,
  );
  sameSet(
    named('action.added').map((act) => String(act.details.action)),
    actions.map((one) => one._id),
    'action',
    totals,
  );
  for (const goal of goals) {
    const about = (name: string) => named(name).filter((act) => act.record.id === goal._id);
    const changes = about('goal.changed').flatMap((act) => act.details.fields as string[]);
    const versions = Object.values(goal.fields).reduce((sum, field) => sum + field.version - 1, 0);
    if (changes.length !== versions)
      totals.half.push(`goal changed ${versions} times, ${changes.length} acts`);
    if (about('goal.removed').length > 0 !== (goal.removedAt !== undefined)) totals.half.push('goal removed');
  }
  for (const sent of world.commands.flatMap((writer) => writer.sent)) {
    if (sent.reply && !isSame(acts.get(sent.actId), sent)) totals.lost.push(`${sent.kind} acknowledged`);
  }
}

const isSame = (act: Act | undefined, sent: Sent): boolean =>
  act?.name === sent.kind && JSON.stringify(act.outcome) === JSON.stringify(sent.reply);

function sameSet(fromActs: string[], fromRecords: string[], what: string, totals: CrashTotals): void {
  const acts = new Set(fromActs);
  const records = new Set(fromRecords);
  if (acts.size !== fromActs.length) totals.doubled.push(`${what}: two acts for one record`);
  for (const id of records) if (!acts.has(id)) totals.half.push(`${what} without its act`);
  for (const id of acts) if (!records.has(id)) totals.half.push(`act without its ${what}`);
}

/** What people read, through the application: every goal with its last words, every line once. */
async function asWritten(world: World, totals: CrashTotals): Promise<void> {
  const { text } = await world.reader.get(paths.planExport({ id: world.caseId }));
  const plan = JSON.parse(text) as Exported;
  const words = new Map([...plan.goals, ...plan.putAside.goals].map((goal) => [goal.id, goal.ownWords]));
  const shown = new Set(plan.goals.map((goal) => goal.id));
  for (const goal of world.commands.flatMap((writer) => writer.goals)) {
    if (words.get(goal.id) !== goal.words) totals.lost.push(`goal reads ${words.get(goal.id)}`);
    if (shown.has(goal.id) === goal.isRemoved) totals.lost.push('goal put aside');
  }
  const added = world.commands.flatMap((writer) => writer.sent.filter((one) => one.kind === 'goal.added'));
  if (words.size !== added.length + demoGoals)
    totals.doubled.push(`${words.size} goals, ${added.length} added`);
  const lines = plan.narrative.map((block) => block.text).filter((line) => line.startsWith('regel '));
  const sure = world.prose.flatMap((prose) => prose.acknowledged.map((one) => one.text));
  const there = new Set(lines);
  if (there.size !== lines.length) totals.doubled.push(`${lines.length - there.size} lines twice`);
  for (const line of sure) if (!there.has(line)) totals.lost.push(line);
  if (lines.length !== sure.length) totals.doubled.push(`${lines.length} lines, ${sure.length} written`);
}

const demoGoals = 3;

async function chainHolds(connection: Connection, totals: CrashTotals): Promise<void> {
  let report = await verifyChain(connection);
  while (report.pending > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    report = await verifyChain(connection);
  }
  if (report.fault) totals.lost.push(`the chain: ${report.fault.kind} at ${report.fault.sequence}`);
  totals.acts = report.checked;
}
