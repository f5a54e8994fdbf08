/**
 * What a backup leaves out, and why. Everything else that is in the database is in it; keys never are, because they
 * are not in the database.
 */
export const leftOut: Record<string, string> = {
  sessions: 'somebody who signed out must not be signed in again by a restore',
  attempts: 'a restore neither lifts a lockout nor brings an old one back',
  restorations: 'tells of restores into this database, not of what is in it',
};

/** Emptied by a restore; what else is left out stays as it is in the database that is restored into. */
export const emptied = ['sessions'];

/** Collections a restore works with: what it fills, and what it put aside. Nothing else bears such a name. */
const working = { fresh: 'restoring.new.', aside: 'restoring.old.' };

export const freshName = (name: string): string => `${working.fresh}${name}`;
export const asideName = (name: string): string => `${working.aside}${name}`;
export const isWorking = (name: string): boolean =>
  Object.values(working).some((mark) => name.startsWith(mark));

export const belongsInBackup = (name: string): boolean =>
  !Object.hasOwn(leftOut, name) && !isWorking(name) && !name.startsWith('system.');
