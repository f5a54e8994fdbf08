import { CareModuleModel } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { MembershipModel } from '../../../../models/Membership.ts';
import {
  type FieldChange,
  OfferChangeModel,
  type OfferChangeRecord,
} from '../../../../models/OfferChange.ts';
import type { PlannedRecord } from '../../../../models/OfferImportRow.ts';
import { OrganisationModel } from '../../../../models/Organisation.ts';
import { SiteModel } from '../../../../models/Site.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { hasRole, type Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { addEntry, changeEntry } from '../upkeep/actions.ts';
import { catalogue } from '../upkeep/catalogue.ts';
import { stateKey, versionOf } from '../upkeep/commands.ts';
import { differences } from '../upkeep/history.ts';
import { partsOf } from '../upkeep/plain.ts';
import { type Maintainer, modelOf, requireMaintained } from '../upkeep/queries.ts';
import { wrongIn } from '../upkeep/rules.ts';
import { remember, writerOf } from '../upkeep/steps.ts';
import { emptyValues } from '../upkeep/values.ts';

/** For whom and from where something is imported. */
export interface Import {
  id: string;
  person: Maintainer;
  /** Admits new organisations. */
  platform: string | null;
}

const quiet = (unit: Unit): Unit => ({ ...unit, note: () => {} });

/**
 * Writes one record as a file wants it, based on the versions that were seen when it was read.
 * @throws NotFound, Invalid, or Conflict when somebody changed it meanwhile.
 */
export async function writeImported(unit: Unit, from: Import, planned: PlannedRecord): Promise<void> {
  const { kind, id, does, under, changes } = planned;
  const commands = changes.map(({ field, to, base }) => ({ field, value: to, base }));
  const { person } = from;
  if (does === 'change')
    return void (await changeEntry(quiet(unit), person, kind, id, commands, 'imported', from.id));
  if (does !== 'create') return;
  if (kind === 'organisation') return addImportedOrganisation(unit, from, planned);
  const place =
    kind === 'module'
      ? { kind, unit: under ?? '' }
      : { kind: kind as 'site' | 'unit', organisation: under ?? '' };
  await addEntry(quiet(unit), person, place, commands, { id, importId: from.id });
}

/** A new organisation, admitted to the platform whose coordinator imports it. */
async function addImportedOrganisation(
  unit: Unit,
  { id: importId, person, platform }: Import,
  { id, changes }: PlannedRecord,
): Promise<void> {
  const isTheirs = person.affiliations.some((one) => one.role === 'coordinator' && one.bodyId === platform);
  if (platform === null || !isTheirs) throw new Forbidden();
  const { session, now } = unit;
  const values = {
    ...emptyValues('organisation'),
    ...Object.fromEntries(changes.map((one) => [one.field, one.to])),
  };
  const wrong = wrongIn('organisation', values, brusselsDay(now));
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong);
  const said = differences('organisation', {}, values);
  const state = { version: 1, by: person.id, at: now };
  const all = catalogue.organisation.map(({ name }) => name);
  const record = {
    ...{ _id: id, changedAt: now, steps: 1, provenance: null, admissions: [{ platform, at: now }] },
    ...partsOf('organisation', values, all),
    fields: Object.fromEntries(said.map(({ field }) => [stateKey(field), state])),
  };
  await OrganisationModel.create([record], { session });
  const writer = { personId: person.id, body: platform };
  await remember(unit, { kind: 'organisation', record: { _id: id } }, writer, 'imported', said, importId);
}

/** Takes back what an import did to a record: fields nobody changed since. @returns whether anything stays. */
export async function undoImported(unit: Unit, from: Import, planned: PlannedRecord): Promise<boolean> {
  const { kind, id, does } = planned;
  const steps = await OfferChangeModel.find({ recordId: id })
    .sort({ step: -1 })
    .session(unit.session)
    .lean<OfferChangeRecord[]>();
  const done = steps.find((one) => one.origin === from.id && one.way === 'imported');
  if (!done || steps.some((one) => one.origin === from.id && one.way === 'undone')) return false;
  const later = steps.filter((one) => one.step > done.step);
  try {
    return does === 'create'
      ? await removeCreated(unit, from, planned, done, later)
      : await putBack(unit, from, planned, done, later);
  } catch (error) {
    const isTheirs = [NotFound, Invalid, Conflict].some((one) => error instanceof one);
    if (!isTheirs) throw error;
    return (await modelOf[kind].exists({ _id: id }).session(unit.session)) !== null;
  }
}

async function putBack(
  unit: Unit,
  from: Import,
  { kind, id }: PlannedRecord,
  done: OfferChangeRecord,
  later: OfferChangeRecord[],
): Promise<boolean> {
  const since = new Set(later.flatMap((one) => one.changes.map(({ field }) => field)));
  const free = done.changes.filter(({ field }) => !since.has(field));
  if (free.length === 0) return done.changes.length > 0;
  const { record } = await requireMaintained(from.person, kind, id, unit.session);
  const commands = free.map((one) => ({
    field: one.field,
    value: one.from ?? null,
    base: versionOf(record, one.field),
  }));
  await changeEntry(quiet(unit), from.person, kind, id, commands, 'undone', from.id);
  return free.length < done.changes.length;
}

/** A record that is only what the import made of it, with nothing in it, goes; its history stays. */
async function removeCreated(
  unit: Unit,
  from: Import,
  { kind, id }: PlannedRecord,
  done: OfferChangeRecord,
  later: OfferChangeRecord[],
): Promise<boolean> {
  const maintained = await requireMaintained(from.person, kind, id, unit.session);
  if (later.length > 0 || (await holdsAnything(unit, kind, id))) return true;
  const gone: FieldChange[] = done.changes.map(({ field, to }) => ({ field, from: to ?? null, to: null }));
  await modelOf[kind].deleteOne({ _id: id }, { session: unit.session });
  await remember(unit, maintained, writerOf(from.person, maintained), 'undone', gone, from.id);
  return false;
}

async function holdsAnything({ session }: Unit, kind: PlannedRecord['kind'], id: string): Promise<boolean> {
  const asked = {
    organisation: [
      CareUnitModel.exists({ organisationId: id }),
      SiteModel.exists({ organisationId: id }),
      MembershipModel.exists({ kind: 'organisation', body: id }),
    ],
    site: [CareUnitModel.exists({ siteIds: id }), CareModuleModel.exists({ siteIds: id })],
    unit: [CareModuleModel.exists({ careUnitId: id })],
    module: [],
  }[kind];
  for (const query of asked) if (await query.session(session)) return true;
  return false;
}

/** The platforms somebody may admit organisations to. */
export const platformsOf = (person: Person): string[] =>
  hasRole(person, 'coordinator')
    ? person.affiliations.filter((one) => one.role === 'coordinator').map((one) => one.bodyId)
    : [];
