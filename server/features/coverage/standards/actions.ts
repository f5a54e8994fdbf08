import { StandardModel, type StandardRecord } from '../../../../models/Standard.ts';
import { StandardVersionModel, type StandardVersionRecord } from '../../../../models/StandardVersion.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Draft } from './draft.ts';
import { differences } from './parts.ts';
import { writesFor } from './policy.ts';
import { frameNamed, requireStandard, versionId } from './queries.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;
type Origin = StandardVersionRecord['begunFrom'];

/** A draft in the language its writer wrote its sources in. */
export interface Written {
  draft: Draft;
  language: Language;
}

async function requireWritable(unit: Unit, person: Writer, id: string): Promise<StandardRecord> {
  const record = await requireStandard(id, unit.session);
  if (!writesFor(person, record.platform)) throw new Forbidden();
  return record;
}

async function writeVersion(
  { session, now: at }: Unit,
  { id: by }: Writer,
  about: { standard: string; version: number; begunFrom: Origin },
  { draft, language }: Written,
): Promise<void> {
  const { standard, version } = about;
  const record = { _id: versionId(standard, version), ...about, ...draft, language, at, by };
  await StandardVersionModel.create([record], { session });
}

/** A standard of a platform, in its first version. @throws Forbidden for another's platform, NotFound for its origin */
export async function addStandard(
  unit: Unit,
  person: Writer,
  about: { id: string; platform: string; begunFrom: NonNullable<Origin> },
  written: Written,
): Promise<{ standard: string }> {
  const { id, platform, begunFrom } = about;
  if (!writesFor(person, platform)) throw new Forbidden();
  await frameNamed(begunFrom.id, begunFrom.version);
  const { session, now: madeAt } = unit;
  const record = { _id: id, platform, version: 1, isDefault: false, retiredAt: null, madeAt };
  await StandardModel.create([record], { session });
  await writeVersion(unit, person, { standard: id, version: 1, begunFrom }, written);
  return { standard: id };
}

/**
 * The next version of a standard; none when nothing was changed.
 * @param base the version that was seen
 * @throws Conflict when somebody made another one meanwhile, or it is retired: nothing is written then. Forbidden, NotFound
 */
export async function addVersion(
  unit: Unit,
  person: Writer,
  id: string,
  { base, ...written }: Written & { base: { version: number; draft: Draft } },
): Promise<{ version: number }> {
  const record = await requireWritable(unit, person, id);
  if (record.retiredAt) throw new Conflict('standards.errors.retired');
  if (record.version !== base.version)
    throw new Conflict('standards.errors.changedMeanwhile', { version: record.version });
  const changed = differences(base.draft, written.draft).length;
  unit.note({ changed });
  if (changed === 0) return { version: record.version };
  const version = record.version + 1;
  await StandardModel.updateOne({ _id: id }, { $set: { version } }, { session: unit.session });
  await writeVersion(unit, person, { standard: id, version, begunFrom: null }, written);
  return { version };
}

/** What the platform looks by from now on, or no longer: then it looks by the proposal. */
export async function setDefault(unit: Unit, person: Writer, id: string, isDefault: boolean): Promise<void> {
  const { session } = unit;
  const { platform, retiredAt } = await requireWritable(unit, person, id);
  if (isDefault && retiredAt) throw new Invalid({ form: 'standards.errors.retired' });
  if (isDefault)
    await StandardModel.updateMany(
      { platform, isDefault: true },
      { $set: { isDefault: false } },
      { session },
    );
  await StandardModel.updateOne({ _id: id }, { $set: { isDefault } }, { session });
  unit.note({ isDefault });
}

/** Takes a standard out of use, or back. What was looked at by it keeps its link. */
export async function setRetired(unit: Unit, person: Writer, id: string, isRetired: boolean): Promise<void> {
  const { retiredAt } = await requireWritable(unit, person, id);
  unit.note({ isRetired });
  if (isRetired === (retiredAt !== null)) return;
  const set = isRetired ? { retiredAt: unit.now, isDefault: false } : { retiredAt: null };
  await StandardModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
}
