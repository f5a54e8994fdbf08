import { randomUUID } from 'node:crypto';
import type { ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Command } from '../upkeep/commands.ts';
import { Ledger } from '../upkeep/ledger.ts';
import type { Maintainer } from '../upkeep/queries.ts';
import { changeIn, createIn, entryUnder } from '../upkeep/writing.ts';
import type { Difference } from './differences.ts';

/**
 * Writes what a list says over an organisation and its site there, by the ordinary changes of upkeep; a site we do not
 * have is added. Each change carries the version of the field that was seen.
 * @throws NotFound, Invalid, or Conflict when a field was changed since; then nothing is written.
 */
export async function takeOver(
  unit: Unit,
  { _id: origin }: ReconciliationRecord,
  organisation: string,
  person: Maintainer,
  taken: (Difference & { base: number })[],
): Promise<void> {
  const ledger = new Ledger(unit);
  const way = { way: 'reconciled', origin } as const;
  const commandsOf = (kind: Difference['kind']): Command[] =>
    taken
      .filter((one) => one.kind === kind)
      .map(({ field, theirs, base }) => ({ field, value: theirs, base }));
  const own = commandsOf('organisation');
  if (own.length > 0) await changeIn(ledger, person, { kind: 'organisation', id: organisation }, own, way);
  const ofSite = commandsOf('site');
  const id = taken.find((one) => one.kind === 'site')?.id;
  if (id) await changeIn(ledger, person, { kind: 'site', id }, ofSite, way);
  else if (ofSite.length > 0) {
    const building = [{ field: 'kind', value: 'building', base: 0 }, ...ofSite];
    const entry = await entryUnder(ledger, person, { kind: 'site', organisation }, building, randomUUID());
    await createIn(ledger, person, entry, way);
  }
  await ledger.write();
}
