import { createHash, randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import { type Act, type ActDraft, actsOf, appendAct } from './acts.ts';
import type { Clock } from './clock.ts';
import { Conflict } from './errors.ts';
import type { Fence } from './restorations.ts';

/** The transaction an action writes in: pass `session` to every query. */
export interface Unit {
  session: ClientSession;
  now: Date;
  /** The id of this unit's act: the same whenever the work is run again, and for a repeat of the request. */
  actId: string;
  /** Adds a detail (a field's name, a code, a count) to the act of this unit. */
  note(details: Record<string, string | number | boolean | string[]>): void;
  /** One more act in the same transaction, for what is done to several records at once: each has its own. */
  alsoAct(draft: Omit<ActDraft, 'id' | 'mark'>): void;
}

export interface UnitOfWork {
  /**
   * Runs `work` and its act as one transaction; both are on disk when this resolves. `work` must be repeatable:
   * it is run again when another transaction got in between.
   * A repeat of an act that was done before (same id, person, name and mark) runs nothing and gives what the first
   * one answered. Something else under an id that was used, as a form that was sent, gone back to and changed, is an
   * act of its own: nothing that somebody wrote is taken for done.
   * @returns what `work` answered: plain JSON without content, as it is kept with the act.
   * @throws Conflict when the act's id was used by another person.
   * @throws Restored when what this follows from was replaced by a backup meanwhile.
   */
  do<T>(draft: ActDraft, work: (unit: Unit) => Promise<T>): Promise<T>;
  /**
   * An act without a write: a view, an export, a refused sign-in. On disk when this resolves. With `unlessWithin`
   * (milliseconds) the same view of the same person counts once in that time: a page that refreshes its parts.
   */
  record(draft: ActDraft & { unlessWithin?: number }): Promise<void>;
}

/** Another id, always the same for the same request, so that a repeat of it is found again. */
function idBeside(id: string, draft: ActDraft): string {
  const hex = createHash('sha256')
    .update(`${id} ${draft.name} ${draft.mark ?? ''}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 11000;

export function createUnitOfWork(options: {
  connection: Connection;
  clock: Clock;
  fence: Fence;
  /** Told after each commit, before the caller is answered; does not throw. */
  committed: (act: Act) => Promise<void>;
}): UnitOfWork {
  const { connection, clock, fence, committed } = options;

  /** The draft under an id that is free, or the act it repeats. */
  const placed = async (
    draft: ActDraft,
  ): Promise<{ draft: ActDraft & { id: string } } | { repeats: Act }> => {
    const { id = randomUUID() } = draft;
    const earlier = draft.id ? await actsOf(connection).findOne({ _id: id }) : null;
    if (!earlier) return { draft: { ...draft, id } };
    if (earlier.actor?.personId !== draft.actor?.personId) throw new Conflict('errors.actIdUsed');
    if (earlier.name === draft.name && earlier.mark === draft.mark) return { repeats: earlier };
    return placed({ ...draft, id: idBeside(id, draft) });
  };

  const attempt = async <T>(
    draft: ActDraft & { id: string },
    work: (unit: Unit) => Promise<T>,
  ): Promise<{ outcome: T; acts: Act[] }> =>
    fence.through(async (session) => {
      const now = clock.now();
      const noted: Record<string, string | number | boolean | string[]> = { ...draft.details };
      const note = (details: typeof noted) => Object.assign(noted, details);
      const others: ActDraft[] = [];
      const alsoAct = (other: ActDraft): void => void others.push(other);
      const outcome = await work({ session, now, actId: draft.id, note, alsoAct });
      const acts = [await appendAct(connection, { ...draft, details: noted }, now, outcome ?? null, session)];
      for (const other of others) acts.push(await appendAct(connection, other, now, null, session));
      return { outcome, acts };
    });

  return {
    async do<T>(draft: ActDraft, work: (unit: Unit) => Promise<T>): Promise<T> {
      let place = await placed(draft);
      for (;;) {
        if ('repeats' in place) return place.repeats.outcome as T;
        try {
          const { outcome, acts } = await attempt(place.draft, work);
          for (const act of acts) await committed(act);
          return outcome;
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          // Two requests under one id may race: the second finds the first one's act, or takes the id beside it.
          const again = await placed({ ...draft, id: draft.id ?? place.draft.id });
          if ('draft' in again && again.draft.id === place.draft.id) throw error;
          place = again;
        }
      }
    },
    async record({ unlessWithin, ...draft }) {
      const now = clock.now();
      if (unlessWithin !== undefined) {
        const since = new Date(now.getTime() - unlessWithin);
        const { name, actor, record } = draft;
        const recent = {
          'actor.personId': actor?.personId ?? '',
          at: { $gt: since },
          name,
          'record.id': record.id,
        };
        // Also when it counts as seen already: what is shown must be what the database holds now.
        await fence.check();
        if (await actsOf(connection).findOne(recent)) return;
      }
      await committed(await fence.through((session) => appendAct(connection, draft, now, null, session)));
    },
  };
}
