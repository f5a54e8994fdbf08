import { randomUUID } from 'node:crypto';
import { NarrativeVersionModel } from '../../../../models/NarrativeVersion.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import { decideFields } from '../../../core/fieldCommands.ts';
import type { House } from '../../../core/house.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { RestorationInput } from '../../../live/history/forms.ts';
import type { RestoredPlace } from '../../../live/history/questions.ts';
import { keepsNothingRedacted } from '../../../live/redaction/epochs.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { restoreWords } from '../../prose/actions.ts';
import { firstStates } from '../records.ts';
import type { VersionChangeInput, VersionInput } from './forms.ts';
import { lastMoment, mustRead, sealVersionName, versionIn } from './queries.ts';

/**
 * Puts words back as an edit of this person, through the live engine: asked about again at the write, and shown at once
 * to everyone who has the text open. The edit carries the id of the act, so that doing it again does nothing.
 */
export async function restorePassage(
  house: House,
  unit: Unit,
  access: CaseAccess,
  person: Person,
  input: RestorationInput,
): Promise<{ sequence: number; place: RestoredPlace }> {
  mustRead(access);
  return restoreWords(house, unit, { kind: 'plan', documentId: access.caseId }, person, input);
}

/** What a version says or is of is kept in the epoch it was begun in. @throws Conflict */
const holdEpoch = (house: House, unit: Unit, access: CaseAccess, epoch: number): Promise<void> =>
  keepsNothingRedacted(house.connection, `plan:${access.caseId}`, epoch, unit.session);

/** Gives a moment a name; the present one when none is chosen. @throws Invalid, Conflict when words were redacted meanwhile */
export async function addVersion(
  house: House,
  unit: Unit,
  access: CaseAccess,
  input: VersionInput & { epoch: number },
): Promise<{ versionId: string }> {
  const last = await lastMoment(house, access);
  const sequence = input.sequence ?? last;
  if (last === 0) throw new Invalid({ name: 'plans.history.errors.nothingYet' });
  if (sequence < 1 || sequence > last) throw new Invalid({ sequence: 'plans.history.errors.moment' });
  const cipher = await house.keys.cipher(access.caseId);
  const id = randomUUID();
  const record = {
    _id: id,
    case: access.caseId,
    name: sealVersionName(cipher, id, input.name),
    sequence,
    fields: firstStates(['name'], access.personId, unit.now),
    createdAt: unit.now,
    createdBy: access.personId,
  };
  await NarrativeVersionModel.create([record], { session: unit.session });
  await holdEpoch(house, unit, access, input.epoch);
  unit.note({ version: id, sequence });
  return { versionId: id };
}

/** Gives a version another name. @throws Conflict when somebody else did so, or redacted words, meanwhile; then nothing is written. */
export async function changeVersion(
  house: House,
  unit: Unit,
  access: CaseAccess,
  versionId: string,
  input: VersionChangeInput & { epoch: number },
): Promise<{ versions: { name?: number } }> {
  const version = await versionIn(house, access, versionId, unit.session);
  if (!version) throw new NotFound();
  if (version.removedAt) throw new Conflict('plans.history.errors.versionRemoved');
  const command = { field: 'name' as const, value: input.newName, base: input.base };
  const writer = { personId: access.personId, at: unit.now };
  const now = { values: { name: version.name }, fields: version.fields };
  const { changes, conflicts } = decideFields([command], now, writer);
  if (conflicts.length > 0) throw new Conflict('plans.history.errors.versionStale', { conflicts });
  const [change] = changes;
  if (!change) return { versions: {} };
  const cipher = await house.keys.cipher(access.caseId);
  const set = { name: sealVersionName(cipher, versionId, change.value), 'fields.name': change.state };
  await NarrativeVersionModel.updateOne({ _id: versionId }, { $set: set }, { session: unit.session });
  await holdEpoch(house, unit, access, input.epoch);
  return { versions: { name: change.state.version } };
}

/** Puts a version aside, or back; the moment itself stays in the history. Already so: nothing happens. */
export async function setVersionRemoved(
  unit: Unit,
  access: CaseAccess,
  versionId: string,
  removed: boolean,
): Promise<{ removed: boolean }> {
  mustRead(access);
  const own = { _id: versionId, case: access.caseId };
  const change = removed
    ? { $set: { removedAt: unit.now, removedBy: access.personId } }
    : { $unset: { removedAt: '' as const, removedBy: '' as const } };
  const { session } = unit;
  const query = { ...own, removedAt: { $exists: !removed } };
  const found = await NarrativeVersionModel.updateOne(query, change, { session });
  if (found.matchedCount === 0 && !(await NarrativeVersionModel.exists(own).session(session)))
    throw new NotFound();
  return { removed };
}
