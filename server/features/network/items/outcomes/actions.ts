import { type OutcomeValues, outcomeFields } from '../../../../../models/agendaFields.ts';
import {
  type OutcomeKind,
  OutcomeModel,
  type OutcomeRecord,
  type OutcomeState,
} from '../../../../../models/Outcome.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import type { FieldCommand } from '../../../../core/fieldCommands.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { takesOutcomes } from '../meetings.ts';
import { requireItem, requireOutcome, type SeenItem, type SeenOutcome } from '../records.ts';
import { checkOutcome } from '../references.ts';
import { changesOf, keepChange, traceOf, type Writer } from '../writing.ts';

/** Keepers record what came of an item; while the meeting is open, everybody who sits there does. */
export const mayRecord = ({ rights, meeting }: Pick<SeenItem, 'rights' | 'meeting'>): boolean =>
  meeting !== null && takesOutcomes(meeting) && (rights.keep || (rights.propose && meeting.state === 'open'));

export interface Recording {
  item: string;
  kind: OutcomeKind;
  values: OutcomeValues;
  /** Where in the minutes it is made of a line; '' for nowhere. */
  line?: string;
}

/**
 * Records a decision or an action of an item that stands on the agenda of a meeting.
 * @throws NotFound, Forbidden, Invalid, Conflict for a meeting that takes none (any more)
 */
export async function recordOutcome(
  unit: Unit,
  person: Writer,
  id: string,
  { item: itemId, kind, values, line = '' }: Recording,
): Promise<{ outcome: string }> {
  const seen = await requireItem(person, itemId, unit.now, unit.session);
  const { meeting, rights } = seen;
  if (!meeting || !takesOutcomes(meeting)) throw new Conflict('agenda.errors.noOutcome');
  if (!mayRecord(seen)) throw new Forbidden();
  await checkOutcome(seen, values, Object.keys(values), unit.session);
  const recorded = traceOf(unit, person, rights);
  const state: OutcomeState = kind === 'decision' ? 'taken' : 'open';
  const outcome: OutcomeRecord = {
    ...{ _id: id, body: seen.body._id, meeting: meeting.id, item: itemId, kind, values, fields: {} },
    ...{ state, line, steps: [{ state, why: '', ...recorded }], recorded },
  };
  await OutcomeModel.create([outcome], { session: unit.session });
  unit.note({ kind, body: seen.body._id, meeting: meeting.id });
  return { outcome: id };
}

/** Whether what a decision or an action says may be changed: after approval of the minutes it stands. */
export const mayChangeOutcome = (seen: Pick<SeenOutcome, 'rights' | 'meeting'>): boolean => mayRecord(seen);

/** Whose promise it is may finish an action, or say that it will be later; so may keepers. */
export const mayFinish = ({
  rights,
  promised,
  outcome,
}: Pick<SeenOutcome, 'rights' | 'promised'> & { outcome: Pick<OutcomeRecord, 'kind'> }): boolean =>
  outcome.kind === 'action' && (rights.keep || promised !== null);

const notes = (unit: Unit, { outcome }: SeenOutcome): void =>
  unit.note({ body: outcome.body, meeting: outcome.meeting });

async function writeFields(
  unit: Unit,
  person: Writer,
  seen: SeenOutcome,
  commands: FieldCommand<string>[],
): Promise<string[]> {
  const { outcome } = seen;
  const writer = { personId: person.id, at: unit.now };
  const made = changesOf(outcomeFields, { ...outcome, began: outcome.recorded }, commands, writer);
  notes(unit, seen);
  if (!made) return [];
  const changed = made.changes.map((one) => one.field);
  await checkOutcome(seen, made.values as unknown as OutcomeValues, changed, unit.session);
  await OutcomeModel.updateOne({ _id: outcome._id }, { $set: made.set }, { session: unit.session });
  await keepChange(
    unit,
    { kind: 'outcome', item: outcome._id },
    traceOf(unit, person, seen.rights),
    made.changes,
  );
  return changed;
}

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. NotFound, Forbidden,
 * Invalid
 */
export async function changeOutcome(
  unit: Unit,
  person: Writer,
  id: string,
  commands: FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const seen = await requireOutcome(person, id, unit.now, unit.session);
  if (!mayChangeOutcome(seen)) throw new Forbidden('agenda.errors.fixed');
  return { changed: await writeFields(unit, person, seen, commands) };
}

async function take(
  unit: Unit,
  person: Writer,
  seen: SeenOutcome,
  state: OutcomeState,
  why: string,
): Promise<void> {
  const step = { state, why, ...traceOf(unit, person, seen.rights) };
  await OutcomeModel.updateOne(
    { _id: seen.outcome._id },
    { $set: { state }, $push: { steps: step } },
    { session: unit.session },
  );
  notes(unit, seen);
  unit.note({ state });
}

/** An outcome in the state a step begins at. @throws Conflict when somebody else took it further meanwhile */
async function from(unit: Unit, person: Writer, id: string, state: OutcomeState): Promise<SeenOutcome> {
  const seen = await requireOutcome(person, id, unit.now, unit.session);
  if (seen.outcome.state !== state) throw new Conflict('agenda.errors.changedMeanwhile');
  return seen;
}

/** Says that an action is done. @throws NotFound, Forbidden, Conflict */
export async function finishOutcome(unit: Unit, person: Writer, id: string, why = ''): Promise<void> {
  const seen = await from(unit, person, id, 'open');
  if (!mayFinish(seen)) throw new Forbidden();
  await take(unit, person, seen, 'done', why);
}

/** Another day for an action, and why. @throws NotFound, Forbidden, Invalid, Conflict with both values of the day */
export async function deferOutcome(
  unit: Unit,
  person: Writer,
  id: string,
  { due, base, why }: { due: string; base: number; why: string },
): Promise<void> {
  const seen = await from(unit, person, id, 'open');
  if (!mayFinish(seen)) throw new Forbidden();
  await writeFields(unit, person, seen, [{ field: 'due', value: due, base }]);
  await take(unit, person, seen, 'open', why);
}

/** Lets go of an action, with a reason. @throws NotFound, Forbidden, Conflict */
export async function dropOutcome(unit: Unit, person: Writer, id: string, why: string): Promise<void> {
  const seen = await from(unit, person, id, 'open');
  if (!seen.rights.keep) throw new Forbidden();
  await take(unit, person, seen, 'dropped', why);
}

/** Takes an action up again, or a decision that was revoked. @throws NotFound, Forbidden, Conflict */
export async function reopenOutcome(unit: Unit, person: Writer, id: string, why: string): Promise<void> {
  const seen = await requireOutcome(person, id, unit.now, unit.session);
  const { kind, state } = seen.outcome;
  if (!(kind === 'action' ? mayFinish(seen) && (state === 'done' || seen.rights.keep) : seen.rights.keep))
    throw new Forbidden();
  if (state === 'open' || state === 'taken') throw new Conflict('agenda.errors.changedMeanwhile');
  await take(unit, person, seen, kind === 'action' ? 'open' : 'taken', why);
}

/** Revokes a decision, with a reason; it stays where it stood. @throws NotFound, Forbidden, Conflict */
export async function revokeDecision(unit: Unit, person: Writer, id: string, why: string): Promise<void> {
  const seen = await from(unit, person, id, 'taken');
  if (!seen.rights.keep) throw new Forbidden();
  await take(unit, person, seen, 'revoked', why);
}
