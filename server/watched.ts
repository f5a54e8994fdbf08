import type { Server, Socket } from 'socket.io';
import type { Act } from './core/acts.ts';
import type { House } from './core/house.ts';
import type { Person } from './core/person.ts';
import { mayWatchCircuit } from './features/coverage/circuits/queries.ts';
import { gapReading } from './features/coverage/register/policy.ts';
import { mayWatchGap, mayWatchRegister, platformsOfGap } from './features/coverage/register/queries.ts';
import { mayWatchSignal, mayWatchSignals } from './features/coverage/signals/queries.ts';
import { mayWatchMeeting } from './features/meetings/queries.ts';
import { mayWatchRoom } from './features/meetings/room/queries.ts';
import { boardsChangedBy, mayWatchBoard } from './features/offer/board/queries.ts';
import { mayWatchPlan } from './features/plans/queries.ts';
import { networkKinds } from './watchedNetwork.ts';

/** What a page can ask to be told changes of: its room has the same name. */
export interface Watched {
  form: RegExp;
  may(house: House, person: Person, id: string): Promise<boolean>;
}

const platform = /^[A-Z]{2}(-[A-Z]{3}(-\d)?)?$/;

const kinds: Record<string, Watched> = {
  plan: { form: /^[0-9a-f-]{36}$/, may: mayWatchPlan },
  coverage: { form: /^all$/, may: async (_house, person) => gapReading.permits(person) },
  board: { form: platform, may: (_house, person, id) => mayWatchBoard(person, id) },
  gap: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchGap(person, id) },
  /** The register of a platform. */
  gaps: { form: platform, may: (_house, person, id) => mayWatchRegister(person, id) },
  signal: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchSignal(person, id) },
  /** All signals of a platform, drafts too; letters are those that were sent, by a platform or to an authority. */
  signals: { form: platform, may: (_house, person, id) => mayWatchSignals(person, `signals:${id}`) },
  letters: {
    form: /^[A-Za-z0-9-]{1,50}$/,
    may: (_house, person, id) => mayWatchSignals(person, `letters:${id}`),
  },
  meeting: { form: /^[0-9a-f-]{36}$/, may: mayWatchMeeting },
  room: { form: /^[0-9a-f-]{36}$/, may: mayWatchRoom },
  circuit: { form: /^[0-9a-f-]{36}$/, may: (_house, person, id) => mayWatchCircuit(person, id) },
  ...networkKinds,
};

const split = (topic: string): [kind: string, id: string] => {
  const at = topic.indexOf(':');
  return [topic.slice(0, at), topic.slice(at + 1)];
};

/** The topic, when it is one. */
export function topicOf(asked: unknown): string | null {
  if (typeof asked !== 'string' || asked.length > 60) return null;
  const [kind, id] = split(asked);
  return Object.hasOwn(kinds, kind) && kinds[kind]!.form.test(id) ? asked : null;
}

export async function mayWatch(house: House, person: Person, topic: string): Promise<boolean> {
  const [kind, id] = split(topic);
  return kinds[kind]!.may(house, person, id);
}

/** The topics somebody on this server has open. */
export const topicsWatched = (io: Server): string[] =>
  [...io.sockets.adapter.rooms.keys()].filter((name) => topicOf(name) !== null);

/**
 * Tells who watches a topic that it shows something else now; what, they ask by the ordinary way.
 * @param room who of them: one connection by its id, or all
 */
export function tellChanged(io: Server, topic: string, room = topic): void {
  io.local.to(room).emit('changed', split(topic)[1]);
}

/** Milliseconds in which changes of coverage are one: an import of many rows makes one after the other. */
const coverageWait = 100;

/** Tells who looks at coverage that it is something else: soon, and of many changes at once. Answers how, and how to stop. */
export function coverageTeller(io: Server, house: House): { tell: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tellChanged(io, 'coverage:all');
    }, coverageWait).unref();
  };
  const unheard = house.coverage.onChange(tell);
  return {
    tell,
    stop: () => {
      unheard();
      clearTimeout(timer);
    },
  };
}

/** Tells the boards that show something else after an act. */
export async function tellBoards(io: Server, act: Act): Promise<void> {
  const open = topicsWatched(io).filter((topic) => topic.startsWith('board:'));
  if (open.length === 0) return;
  const changed = await boardsChangedBy(act);
  for (const topic of open)
    if (changed === 'all' || changed.includes(split(topic)[1])) tellChanged(io, topic);
}

/** Tells the pages of a gap, and the lists it stands in, that they show something else after an act. */
export async function tellGaps(io: Server, { record, details }: Act): Promise<void> {
  if (record.type !== 'gap') return;
  const open = topicsWatched(io).filter((topic) => /^gaps?:/.test(topic));
  if (open.length === 0) return;
  // Shared with other platforms from now on: it came into lists and went out of lists, and so did people.
  const isShared = Array.isArray(details.fields) && details.fields.includes('platforms');
  const platforms = await platformsOfGap(record.id);
  for (const topic of open) {
    const [kind, id] = split(topic);
    if (kind === 'gap' ? id === record.id : isShared || platforms.includes(id)) tellChanged(io, topic);
  }
  const own = `gap:${record.id}`;
  if (!isShared || !open.includes(own)) return;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}

/** Gaps and names of what stands in a circuit show in it too; which ones, the pages that are open ask for themselves. */
const changesCircuits = /^(entry|gap|module|organisation|platform|unit)\./;

/** Tells the circuits that show something else after an act. */
export function tellCircuits(io: Server, { name, record, details }: Act): void {
  const own = `circuit:${record.id}`;
  if (record.type === 'circuit') tellChanged(io, own);
  else if (changesCircuits.test(name))
    for (const topic of topicsWatched(io)) if (topic.startsWith('circuit:')) tellChanged(io, topic);
  // Of other platforms from now on: who may still read it asks again.
  if (record.type !== 'circuit' || !Array.isArray(details.fields) || !details.fields.includes('platforms'))
    return;
  io.local.to(own).emit('access', record.id);
  io.local.in(own).socketsLeave(own);
}

/** Puts out who may not watch any more what they watch. */
export async function askWatchersAgain(
  io: Server,
  house: House,
  sockets: Socket[],
  personOf: (socket: Socket) => Person | undefined,
): Promise<void> {
  for (const topic of topicsWatched(io)) {
    for (const socket of sockets.filter((one) => one.rooms.has(topic))) {
      const person = personOf(socket);
      if (person && (await mayWatch(house, person, topic))) continue;
      await socket.leave(topic);
      socket.emit('access', split(topic)[1]);
    }
  }
}
