import { Invalid, type Message } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { changeEntry, confirmEntry } from '../upkeep/actions.ts';
import type { Command } from '../upkeep/commands.ts';
import { valuesOf } from '../upkeep/plain.ts';
import { type Maintainer, requireMaintained } from '../upkeep/queries.ts';
import type { EntryKind, EntryRef } from './queries.ts';
import { uncheckedFields } from './review.ts';

/**
 * Says of several entries at once that they are still true: all of them or none. The act of the unit is that of the
 * first; every other entry gets its own.
 * @throws NotFound when one of them is not this person's to confirm.
 */
export async function confirmEntries(
  unit: Unit,
  person: Maintainer,
  entries: readonly EntryRef[],
): Promise<{ confirmed: number }> {
  for (const [at, { kind, id }] of entries.entries()) {
    const { body } = await confirmEntry(unit, person, kind, id);
    if (at > 0)
      unit.alsoAct({
        name: `${kind}.confirmed`,
        actor: { personId: person.id, bodyId: body },
        record: { type: kind, id },
      });
  }
  return { confirmed: entries.length };
}

/**
 * Ends a review field by field: what was changed is written, and when every field that says something was either
 * ticked or changed, the entry is confirmed, in the same transaction.
 * @throws NotFound, Invalid with the fields nobody looked at, Conflict as changeEntry does; then nothing is written.
 */
export async function confirmReviewed(
  unit: Unit,
  person: Maintainer,
  about: { kind: EntryKind; id: string },
  said: { commands: Command[]; ticked: ReadonlySet<string>; openTold(field: string): Message },
): Promise<{ fields: string[] }> {
  const { kind, id } = about;
  const { commands, ticked, openTold } = said;
  const before = valuesOf(kind, (await requireMaintained(person, kind, id, unit.session)).record);
  const { fields } = await changeEntry(unit, person, kind, id, commands);
  const open = uncheckedFields(kind, before, new Set([...ticked, ...fields]));
  if (open.length > 0)
    throw new Invalid(Object.fromEntries(open.map((name) => [`ok_${name}`, openTold(name)])));
  const { body } = await confirmEntry(unit, person, kind, id);
  if (fields.length > 0)
    unit.alsoAct({
      name: `${kind}.changed`,
      actor: { personId: person.id, bodyId: body },
      record: { type: kind, id },
      details: { fields },
    });
  return { fields };
}
