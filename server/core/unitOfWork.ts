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
  /** Adds a detail (a field's name, a code, a count) to the act of this unit. */
  note(details: Record<string, string | number | boolean | string[]>): void;
}

export interface UnitOfWork {
  /**
   * Runs `work` and its act as one transaction; both are on disk when this resolves. `work` must be repeatable:
   * it is run again when another transaction got in between.
   * A repeat of an act that was done before runs nothing and gives what the first one answered.
   * @returns what `work` answered: plain JSON without content, as it is kept with the act.
   * @throws Conflict when the act's id was used for another act or by another person.
   * @throws Restored when what this follows from was replaced by a backup meanwhile.
   */
  do<T>(draft: ActDraft, work: (unit: Unit) => Promise<T>): Promise<T>;
  /**
   * An act without a write: a view, an export, a refused sign-in. On disk when this resolves. With `unlessWithin`
   * (milliseconds) the same view of the same person counts once in that time: a page that refreshes its parts.
   */
  record(draft: ActDraft & { unlessWithin?: number }): Promise<void>;
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

  const repeated = async (draft: ActDraft): Promise<{ outcome: unknown } | null> => {
    if (!draft.id) return null;
    const earlier = await actsOf(connection).findOne({ _id: draft.id });
    if (!earlier) return null;
    const same = earlier.name === draft.name && earlier.actor?.personId === draft.actor?.personId;
    if (!same) throw new Conflict('errors.actIdUsed');
    return { outcome: earlier.outcome };
  };

  const attempt = async <T>(
    draft: ActDraft,
    work: (unit: Unit) => Promise<T>,
  ): Promise<{ outcome: T; act: Act }> =>
    fence.through(async (session) => {
      const now = clock.now();
      const noted: Record<string, string | number | boolean | string[]> = { ...draft.details };
      const outcome = await work({ session, now, note: (details) => Object.assign(noted, details) });
      const act = await appendAct(connection, { ...draft, details: noted }, now, outcome ?? null, session);
      return { outcome, act };
    });

  return {
    async do<T>(draft: ActDraft, work: (unit: Unit) => Promise<T>): Promise<T> {
      const earlier = await repeated(draft);
      if (earlier) return earlier.outcome as T;
      try {
        const { outcome, act } = await attempt(draft, work);
        await committed(act);
        return outcome;
      } catch (error) {
        // Two requests of one double click may race: the second finds the first one's act.
        const first = isDuplicate(error) ? await repeated(draft) : null;
        if (first) return first.outcome as T;
        throw error;
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
