import { isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { type Command, reply } from './request.ts';

/**
 * A command of this store alone: gives several collections of one database other names in one step, in the order
 * given, so that nobody sees some of a restored database beside some of the one before. Only the catalog changes.
 */
export const schakelRenameCommand: Command = {
  fields: [],
  outsideTransactions: true,
  run: async ({ command, database, engine }) => {
    const renames = renamesIn(command.get('schakelRename'));
    await engine.storage.write((view) => {
      check(
        new Set(engine.catalog.all().flatMap((one) => (one.database === database ? one.name : []))),
        renames,
      );
      for (const { from, to } of renames)
        engine.catalog.rename(view, engine.catalog.find(database, from)!, database, to);
    });
    return reply({ renamed: renames.length });
  },
};

interface Rename {
  from: string;
  to: string;
}

function renamesIn(given: Value | undefined): Rename[] {
  if (!Array.isArray(given))
    throw new StoreError('TypeMismatch', 'schakelRename takes a list of { from, to }');
  return given.map((one) => {
    const [from, to] = isDoc(one) ? [one.get('from'), one.get('to')] : [];
    if (typeof from !== 'string' || typeof to !== 'string' || to === '' || /[$\0]/.test(to))
      throw new StoreError('BadValue', 'schakelRename takes a list of { from, to }');
    return { from, to };
  });
}

/** All of it before the first change: what a job throws does not undo what it wrote. */
function check(names: Set<string>, renames: Rename[]): void {
  for (const { from, to } of renames) {
    if (!names.delete(from))
      throw new StoreError('NamespaceNotFound', `Source collection ${from} does not exist`);
    if (names.has(to)) throw new StoreError('NamespaceExists', `target namespace ${to} exists`);
    names.add(to);
  }
}
