import { CircuitModel, type CircuitRecord } from '../../../../models/Circuit.ts';
import type { CircuitValues } from '../../../../models/circuitFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import { decideFields, type FieldCommand, type FieldDecision } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { admissionsOf } from '../register/queries.ts';
import { type AnyItem, type Contents, fieldsOf, modelOf, type RecordKind } from './catalogue.ts';
import { circuitRights } from './policy.ts';
import { checkCircuitReferences } from './references.ts';
import {
  itemIn,
  type Opened,
  openToWrite,
  remember,
  requireBringing,
  requireWrite,
  type Writer,
} from './writing.ts';

export { addItem, movePart, restoreItem, takeOut } from './itemActions.ts';

const nothing: Contents = { parts: [], shares: [], transitions: [], removed: [] };

/** Puts a circuit or programme on the list. @throws NotFound for another's platform, Invalid */
export async function addCircuit(
  unit: Unit,
  person: Writer,
  id: string,
  values: CircuitValues,
): Promise<{ circuit: string }> {
  const { session } = unit;
  const rights = circuitRights(person, await admissionsOf(person, session), values.platforms);
  if (!rights.write) throw new NotFound();
  const given = values as unknown as FieldValues;
  const around = { platforms: values.platforms, contents: nothing, id, session };
  await checkCircuitReferences('circuit', given, Object.keys(values), around);
  const added = { at: unit.now, by: person.id, body: rights.body };
  const circuit: CircuitRecord = { _id: id, values, fields: {}, order: [], revision: 0, added };
  await CircuitModel.create([circuit], { session });
  await remember({ unit, person, circuit, rights, contents: nothing }, rights.body, {
    kind: 'circuit',
    item: id,
    way: 'added',
  });
  return { circuit: id };
}

type Command = FieldCommand<string>;
type Target = Pick<AnyItem, '_id' | 'values' | 'fields' | 'added'>;

/** Which version of which field somebody saw, against what stands there. @throws Conflict with both values */
function decide(target: Target, commands: Command[], { unit, person }: Opened): FieldDecision<string> {
  const first = { version: 0, by: target.added.by ?? '', at: target.added.at };
  const fields = Object.fromEntries(commands.map(({ field }) => [field, target.fields[field] ?? first]));
  const values = Object.fromEntries(commands.map(({ field }) => [field, textOf(target.values[field])]));
  const decision = decideFields(commands, { values, fields }, { personId: person.id, at: unit.now });
  if (decision.conflicts.length > 0)
    throw new Conflict('circuits.errors.changedMeanwhile', { conflicts: decision.conflicts });
  return decision;
}

/** Fields of a share that say how many and what: when its own people change them, it is a proposal again. */
const brought = ['people', 'peopleUnit', 'means'];

/** What an organisation's own people may say of their share: what they bring, not whom it is of or that it was agreed. */
const onlyAgreed = ['organisation', 'agreedOn'];

function proposedAnew(target: Target, changes: FieldDecision<string>['changes'], { unit, person }: Opened) {
  const agreed = target.values.agreedOn !== '' && changes.some(({ field }) => brought.includes(field));
  if (!agreed) return changes;
  const version = (target.fields.agreedOn?.version ?? 0) + 1;
  return [...changes, { field: 'agreedOn', value: '', state: { version, by: person.id, at: unit.now } }];
}

/** The record a change is about, and for which body it is made. @throws NotFound, Forbidden, Conflict when it was taken out */
async function target(
  opened: Opened,
  kind: RecordKind,
  id: string,
): Promise<{ record: Target; body: string; part?: string }> {
  if (kind === 'circuit') return { record: opened.circuit as unknown as Target, body: requireWrite(opened) };
  if (kind !== 'share' && !opened.rights.write) throw new Forbidden();
  const record = await itemIn(opened, kind, id);
  if (kind !== 'share') return { record, body: opened.rights.body };
  const { part } = record as AnyItem & { part: string };
  return { record, part, body: requireBringing(opened, record.values.organisation as string, part) };
}

/**
 * Changes fields of a circuit or of something in it, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound,
 * Forbidden
 */
export async function changeCircuit(
  unit: Unit,
  person: Writer,
  at: { circuit: string; kind: RecordKind; id: string },
  commands: Command[],
): Promise<{ changed: string[] }> {
  const { kind, id } = at;
  const opened = await openToWrite(unit, person, at.circuit);
  const { record, body, part } = await target(opened, kind, id);
  const isOwn = kind === 'share' && !opened.rights.write;
  const decided = decide(record, commands, opened).changes;
  if (isOwn && decided.some(({ field }) => onlyAgreed.includes(field))) throw new Forbidden();
  const changes = isOwn ? proposedAnew(record, decided, opened) : decided;
  const changed = changes.map((one) => one.field);
  if (changed.length === 0) return { changed };
  const catalogue = fieldsOf[kind];
  const said = Object.fromEntries(
    changes.map(({ field, value }) => [field, valueOfText(catalogue[field]!, value)]),
  );
  const values = { ...record.values, ...said };
  if (kind === 'circuit') await staysOwn(opened, values.platforms as string[]);
  const { platforms } = opened.circuit.values;
  const around = {
    platforms,
    contents: opened.contents,
    id,
    session: unit.session,
    ...(part ? { part } : {}),
  };
  await checkCircuitReferences(kind, values, changed, around);
  const states = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  const set = { $set: { ...states, values } };
  if (kind === 'circuit') await CircuitModel.updateOne({ _id: id }, set, { session: unit.session });
  else await modelOf[kind].updateOne({ _id: id }, set, { session: unit.session });
  const steps = changes.map(({ field, value }) => ({ field, from: textOf(record.values[field]), to: value }));
  await remember(opened, body, { kind, item: id, way: 'changed', changes: steps });
  unit.note({ fields: changed });
  return { changed };
}

/** Who writes a circuit away from their own platform could not mend it. @throws Invalid */
async function staysOwn({ unit, person }: Opened, platforms: string[]): Promise<void> {
  const rights = circuitRights(person, await admissionsOf(person, unit.session), platforms);
  if (!rights.write) throw new Invalid({ platforms: 'gaps.errors.ownPlatform' });
}
