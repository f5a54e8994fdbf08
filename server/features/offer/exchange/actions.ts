import type { PlannedRecord } from '../../../../models/OfferImportRow.ts';
import { breather } from '../../../core/breath.ts';
import { Forbidden } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { Ledger } from '../upkeep/ledger.ts';
import type { Maintainer } from '../upkeep/queries.ts';
import { emptyValues } from '../upkeep/values.ts';
import { changeIn, checkValues, createIn, entryUnder, insertNew, type Under } from '../upkeep/writing.ts';
import { failureIn } from './failures.ts';

/** For whom and from where something is imported. */
export interface Import {
  id: string;
  person: Maintainer;
  /** Admits new organisations. */
  platform: string | null;
}

/** A record to write, with the row of the file that asks for it. */
export type Placed = PlannedRecord & { row: number };

/**
 * Writes records as a file wants them, based on the versions that were seen when it was read: all of them, in a number
 * of questions that does not grow with theirs.
 * @throws Failed with the first that cannot be written, and why.
 */
export async function writeImported(unit: Unit, from: Import, part: readonly Placed[]): Promise<void> {
  const ledger = new Ledger(unit);
  const breathe = breather();
  await loadFor(ledger, part);
  // An import that was stopped and is begun again makes the same records.
  await ledger.loadPast(part.filter(({ does }) => does === 'create').map(({ id }) => id));
  for (const one of part) {
    await writeOne(ledger, from, one).catch((error: unknown) => {
      throw failureIn(error, one);
    });
    await breathe();
  }
  await ledger.write();
  unit.note({ records: part.length, ...ledger.touched() });
}

/** Everything some records are, belong to and point to. */
export async function loadFor(ledger: Ledger, part: readonly PlannedRecord[]): Promise<void> {
  const of = (kind: PlannedRecord['kind']) => part.filter((one) => one.kind === kind);
  const pointed = (kind: PlannedRecord['kind'], name: string): unknown[] =>
    of(kind).flatMap(({ changes }) =>
      changes.flatMap(({ field, from, to }) => (field === name ? [from, to].flat() : [])),
    );
  const own = (kind: PlannedRecord['kind']): string[] => of(kind).map(({ id }) => id);
  const under = (...kinds: PlannedRecord['kind'][]) =>
    kinds.flatMap((kind) => of(kind).map((one) => one.under));
  await ledger.load('module', own('module'));
  const held = ledger.known('module').map((one) => one.careUnitId);
  await ledger.load('unit', [
    ...own('unit'),
    ...held,
    ...under('module'),
    ...pointed('module', 'careUnitId'),
  ]);
  const units = ledger.known('unit');
  const usedSites = of('unit').length > 0 ? units.flatMap((one) => one.siteIds) : [];
  await ledger.load('site', [...own('site'), ...usedSites, ...pointed('unit', 'siteIds')]);
  const holders = [...units, ...ledger.known('site')].map((one) => one.organisationId);
  const named = [...own('organisation'), ...under('site', 'unit'), ...pointed('unit', 'organisationId')];
  await ledger.load('organisation', [...named, ...holders]);
}

async function writeOne(ledger: Ledger, from: Import, planned: Placed): Promise<void> {
  const { kind, id, does, under, changes } = planned;
  const { person } = from;
  const commands = changes.map(({ field, to, base }) => ({ field, value: to, base }));
  const way = { way: 'imported', origin: from.id } as const;
  if (does === 'change') await changeIn(ledger, person, { kind, id }, commands, way);
  if (does !== 'create') return;
  if (kind === 'organisation') return addOrganisation(ledger, from, planned);
  const place: Under = kind === 'module' ? { kind, unit: under ?? '' } : { kind, organisation: under ?? '' };
  await createIn(ledger, person, await entryUnder(ledger, person, place, commands, id), way);
}

/** A new organisation, admitted to the platform whose coordinator imports it. */
async function addOrganisation(ledger: Ledger, from: Import, { id, changes }: PlannedRecord): Promise<void> {
  const { person, platform } = from;
  const { now } = ledger.unit;
  if (platform === null || !platformsOf(person).includes(platform)) throw new Forbidden();
  const said = Object.fromEntries(changes.map((one) => [one.field, one.to]));
  const values = { ...emptyValues('organisation'), ...said };
  checkValues('organisation', values, brusselsDay(now));
  const admissions = [{ platform, at: now }];
  const bare = { _id: id, changedAt: now, provenance: null, admissions };
  const writer = { personId: person.id, body: platform };
  await insertNew(ledger, 'organisation', bare, values, writer, { way: 'imported', origin: from.id });
}

/** The platforms somebody may admit organisations to. */
export const platformsOf = (person: Pick<Person, 'affiliations'>): string[] =>
  person.affiliations.filter((one) => one.role === 'coordinator').map((one) => one.bodyId);
