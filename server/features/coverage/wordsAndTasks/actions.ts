import { randomUUID } from 'node:crypto';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { StatementChangeModel } from '../../../../models/StatementChange.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import { decideFields, type FieldCommand, type FieldDecision } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { type Admissions, registersOf } from '../register/policy.ts';
import { admissionsOf } from '../register/queries.ts';
import { type AnyStatement, fieldsOf, modelOf } from './catalogue.ts';
import { statementRights } from './policy.ts';
import { countOf, requireStatement } from './queries.ts';
import { checkStatement } from './references.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;

export interface Place {
  kind: StatementKind;
  id: string;
}

/** Most of each kind for one platform: more nobody compares. */
const most = 500;

const ofBody = (values: FieldValues) => ({
  platforms: values.platforms as string[],
  body: values.body as string,
});

/** The platforms somebody reads: to others they give nothing away, and take nothing from them. */
const ownPlatforms = (person: Writer, admissions: Admissions): string[] =>
  registersOf(person, admissions).map((one) => one.platform);

/**
 * Says that a body has a task, or what it means by a word.
 * @throws NotFound where this person takes no part, Invalid, Conflict when there are too many
 */
export async function addStatement(
  unit: Unit,
  person: Writer,
  { kind, id }: Place,
  values: FieldValues,
): Promise<{ statement: string }> {
  const { session } = unit;
  const { platforms } = ofBody(values);
  const admissions = await admissionsOf(person, session);
  const own = ownPlatforms(person, admissions);
  if (!platforms.some((one) => own.includes(one))) throw new NotFound();
  const rights = statementRights(person, admissions, ofBody(values));
  if (!rights.write) throw new Invalid({ body: 'words.errors.ownBody' });
  if (!rights.ofAll && platforms.some((one) => !own.includes(one)))
    throw new Invalid({ platforms: 'words.errors.ownPlatforms' });
  for (const platform of platforms)
    if ((await countOf(kind, platform, session)) >= most) throw new Conflict('words.errors.full');
  await checkStatement(kind, id, values, Object.keys(values), session);
  const added = { at: unit.now, by: person.id, body: rights.body };
  const statement: AnyStatement = { _id: id, values, fields: {}, added };
  await modelOf[kind].create([statement], { session });
  return { statement: id };
}

/** Which version of which field somebody saw, against what stands there. @throws Conflict with both values */
function decide(
  { values, fields, added }: AnyStatement,
  commands: FieldCommand<string>[],
  { unit, person }: { unit: Unit; person: Writer },
): FieldDecision<string>['changes'] {
  const first = { version: 0, by: added.by ?? '', at: added.at };
  const states = Object.fromEntries(commands.map(({ field }) => [field, fields[field] ?? first]));
  const texts = Object.fromEntries(commands.map(({ field }) => [field, textOf(values[field])]));
  const writer = { personId: person.id, at: unit.now };
  const { changes, conflicts } = decideFields(commands, { values: texts, fields: states }, writer);
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  return changes;
}

/** Who writes a statement away from what is theirs to write could not mend it. @throws Invalid */
function staysOwn(person: Writer, admissions: Admissions, before: FieldValues, after: FieldValues): void {
  const rights = statementRights(person, admissions, ofBody(after));
  if (!rights.write) {
    const isElsewhere = textOf(before.platforms) !== textOf(after.platforms);
    throw new Invalid(
      isElsewhere ? { platforms: 'words.errors.ownPlatforms' } : { body: 'words.errors.ownBody' },
    );
  }
  if (rights.ofAll) return;
  const own = ownPlatforms(person, admissions);
  const [was, is] = [before.platforms as string[], after.platforms as string[]];
  const moved = [...was.filter((one) => !is.includes(one)), ...is.filter((one) => !was.includes(one))];
  if (moved.some((one) => !own.includes(one))) throw new Invalid({ platforms: 'words.errors.ownPlatforms' });
}

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound,
 * Forbidden
 */
export async function changeStatement(
  unit: Unit,
  person: Writer,
  { kind, id }: Place,
  commands: FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const { session, now: at } = unit;
  const { statement, rights } = await requireStatement(person, kind, id, session);
  if (!rights.write) throw new Forbidden();
  const changes = decide(statement, commands, { unit, person });
  const changed = changes.map((one) => one.field);
  if (changed.length === 0) return { changed };
  const said = changes.map(({ field, value }) => [field, valueOfText(fieldsOf[kind][field]!, value)]);
  const values: FieldValues = { ...statement.values, ...Object.fromEntries(said) };
  staysOwn(person, await admissionsOf(person, session), statement.values, values);
  await checkStatement(kind, id, values, changed, session);
  const states = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  await modelOf[kind].updateOne({ _id: id }, { $set: { ...states, values } }, { session });
  const steps = changes.map(({ field, value }) => ({
    field,
    from: textOf(statement.values[field]),
    to: value,
  }));
  const entry = { _id: randomUUID(), statement: id, at, by: person.id, body: rights.body, changes: steps };
  await StatementChangeModel.create([entry], { session });
  unit.note({ fields: changed });
  return { changed };
}
