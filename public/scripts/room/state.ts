/** The room of a meeting: what happened in it and how it is therefore. Pages and server share it. */

/** What can happen in a room; models/RoomEvent.ts says what each is. */
export type RoomEventKind =
  | 'opened'
  | 'closed'
  | 'turned'
  | 'extended'
  | 'paused'
  | 'resumed'
  | 'arrived'
  | 'left'
  | 'excused'
  | 'expected'
  | 'conflicted'
  | 'unconflicted'
  | 'led';

/** Something that somebody says happens; of its fields those its kind has. */
export interface RoomSaying {
  kind: RoomEventKind;
  item?: string;
  isDone?: boolean;
  invitee?: string;
  minutes?: number;
  /** Of `extended`: the minutes its item had got already when it was said. Said twice, it is given once. */
  seen?: number;
}

/** Something that happened, as it is kept. */
export interface RoomEvent extends RoomSaying {
  /** From 1, without gaps. */
  sequence: number;
  at: Date;
  by: string;
}

/** From when until when somebody was in the room; milliseconds since 1970, `until` null while they are. */
export interface Stay {
  from: number;
  until: number | null;
}

/** While an invitee has an interest of their own in an item. */
export interface ConflictOfInterest extends Stay {
  invitee: string;
  item: string;
}

/**
 * The room of a meeting at one moment, plain JSON: what a page is told over the socket. It holds ids and times, no name
 * and no word of an item, so that whoever may be in the room may have all of it.
 */
export interface RoomState {
  /** Number of the last event in it. */
  sequence: number;
  phase: 'ahead' | 'open' | 'closed';
  /** Null while it did not begin, or end. */
  openedAt: number | null;
  closedAt: number | null;
  /** Id of the item that is taken up. */
  current: string | null;
  /** Since when its clock runs; null while it stands. */
  since: number | null;
  /** Milliseconds that were spent on items, without what runs now. */
  spent: Record<string, number>;
  /** Minutes that items got on top of what was planned. */
  extra: Record<string, number>;
  /** Finished items, in the order in which they were. */
  done: string[];
  /** Stays of invitees, the oldest first. */
  stays: Record<string, Stay[]>;
  excused: string[];
  conflicts: ConflictOfInterest[];
  /** People who took over leading it. */
  leads: string[];
}

export const emptyRoom = (): RoomState => ({
  ...{ sequence: 0, phase: 'ahead', openedAt: null, closedAt: null, current: null, since: null },
  ...{ spent: {}, extra: {}, done: [], stays: {}, excused: [], conflicts: [], leads: [] },
});

/** Where an invitee is: `left` was there and went. */
export type Whereabouts = 'expected' | 'there' | 'left' | 'excused';

export function whereIs(state: RoomState, invitee: string): Whereabouts {
  const last = state.stays[invitee]?.at(-1);
  if (last) return last.until === null ? 'there' : 'left';
  return state.excused.includes(invitee) ? 'excused' : 'expected';
}

/** Has an interest of their own in this item now. */
export const isConflicted = (state: RoomState, invitee: string, item: string): boolean =>
  state.conflicts.some((one) => one.invitee === invitee && one.item === item && one.until === null);

/** Milliseconds spent on an item until a moment. */
export const spentOn = (state: RoomState, item: string, now: number): number =>
  (state.spent[item] ?? 0) +
  (state.current === item && state.since !== null ? Math.max(0, now - state.since) : 0);

const inside: readonly RoomEventKind[] = ['arrived', 'left', 'excused', 'expected'];

/**
 * Why something cannot happen in a room as it is: a translation key, or null when it can. What is so already is no
 * fault: two people who mark the same arrival both find it marked.
 */
export function refusalOf(state: RoomState, said: RoomSaying): string | null {
  if (said.kind === 'opened') return state.phase === 'ahead' ? null : 'room.errors.opened';
  // Who was there may be put right afterwards; a room that never opened has nobody in it.
  if (state.phase === 'closed') return inside.includes(said.kind) ? null : 'room.errors.closed';
  if (said.kind === 'excused' || said.kind === 'expected' || said.kind === 'led') return null;
  if (state.phase === 'ahead') return 'room.errors.ahead';
  if (said.kind === 'paused') return state.current ? null : 'room.errors.noItem';
  // The agenda went on meanwhile: who gave time to another item gives it to none.
  if (said.kind === 'extended')
    return state.current && (said.item ?? state.current) === state.current ? null : 'room.errors.noItem';
  return null;
}

/** Whether it changes anything: what is so already is not kept again. */
export function changes(state: RoomState, said: RoomSaying): boolean {
  const { kind, invitee = '', item = '' } = said;
  switch (kind) {
    case 'turned':
      return (state.current ?? '') !== item;
    case 'paused':
      return state.since !== null;
    case 'resumed':
      return state.since === null && state.current !== null;
    case 'extended':
      return said.seen === undefined || said.seen === (state.extra[state.current ?? ''] ?? 0);
    case 'arrived':
      return whereIs(state, invitee) !== 'there';
    case 'left':
      return whereIs(state, invitee) === 'there';
    case 'excused':
      return whereIs(state, invitee) !== 'excused';
    case 'expected':
      return whereIs(state, invitee) !== 'expected';
    case 'conflicted':
      return !isConflicted(state, invitee, item);
    case 'unconflicted':
      return isConflicted(state, invitee, item);
    default:
      return true;
  }
}

/** The clock of the item that is taken up stands from this moment on. */
function stopClock(state: RoomState, at: number): RoomState {
  const { current, since } = state;
  if (!current || since === null) return { ...state, since: null };
  return { ...state, since: null, spent: { ...state.spent, [current]: spentOn(state, current, at) } };
}

const ended = <S extends Stay>(stays: readonly S[], at: number): S[] =>
  stays.map((one) => (one.until === null ? { ...one, until: at } : one));

const staysOf = (state: RoomState, invitee: string, stays: Stay[]): RoomState => ({
  ...state,
  stays: { ...state.stays, [invitee]: stays },
});

const without = (list: readonly string[], one: string): string[] => list.filter((other) => other !== one);

function turned(state: RoomState, at: number, item: string, isDone: boolean): RoomState {
  const stopped = stopClock(state, at);
  const before = state.current;
  const finished = before && isDone ? [...without(state.done, before), before] : state.done;
  return {
    ...stopped,
    current: item || null,
    since: item ? at : null,
    // What is taken up again is not finished.
    done: without(finished, item),
  };
}

function closed(state: RoomState, at: number): RoomState {
  const stopped = turned(state, at, '', true);
  return {
    ...stopped,
    phase: 'closed',
    closedAt: at,
    stays: Object.fromEntries(Object.entries(state.stays).map(([id, stays]) => [id, ended(stays, at)])),
    conflicts: ended(state.conflicts, at),
  };
}

function moved(state: RoomState, kind: RoomEventKind, invitee: string, at: number): RoomState {
  const stays = state.stays[invitee] ?? [];
  const excused = without(state.excused, invitee);
  if (kind === 'left') return staysOf(state, invitee, ended(stays, at));
  if (kind === 'arrived') {
    // After the end it is put right that somebody was there: the whole time, as nobody wrote down when.
    const stay =
      state.phase === 'closed'
        ? { from: state.openedAt ?? at, until: state.closedAt }
        : { from: at, until: null };
    return staysOf({ ...state, excused }, invitee, [...stays, stay]);
  }
  // A mistake: nobody came in.
  const { [invitee]: _mistaken, ...others } = state.stays;
  return { ...state, stays: others, excused: kind === 'excused' ? [...excused, invitee] : excused };
}

/** The room after one more event. */
export function roomWith(state: RoomState, event: RoomEvent): RoomState {
  const at = event.at.getTime();
  const { kind, item = '', invitee = '', minutes = 0 } = event;
  const next = { ...state, sequence: event.sequence };
  switch (kind) {
    case 'opened':
      return { ...next, phase: 'open', openedAt: at };
    case 'closed':
      return closed(next, at);
    case 'turned':
      return turned(next, at, item, event.isDone ?? false);
    case 'extended': {
      const { current } = next;
      if (!current) return next;
      return { ...next, extra: { ...next.extra, [current]: (next.extra[current] ?? 0) + minutes } };
    }
    case 'paused':
      return stopClock(next, at);
    case 'resumed':
      return next.current ? { ...next, since: at } : next;
    case 'conflicted':
      return { ...next, conflicts: [...next.conflicts, { invitee, item, from: at, until: null }] };
    case 'unconflicted': {
      const isIt = (one: ConflictOfInterest): boolean => one.invitee === invitee && one.item === item;
      return { ...next, conflicts: next.conflicts.flatMap((one) => (isIt(one) ? ended([one], at) : one)) };
    }
    case 'led':
      return { ...next, leads: [...without(next.leads, event.by), event.by] };
    default:
      return moved(next, kind, invitee, at);
  }
}

/** The room as all its events made it, in their order. */
export const roomAfter = (events: readonly RoomEvent[]): RoomState => events.reduce(roomWith, emptyRoom());
