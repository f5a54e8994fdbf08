import { randomUUID } from 'node:crypto';
import { GovernmentSignalModel, type GovernmentSignalRecord } from '../../../../models/GovernmentSignal.ts';
import { GovernmentSignalChangeModel } from '../../../../models/GovernmentSignalChange.ts';
import { type SignalField, type SignalValues, signalFields } from '../../../../models/signalFields.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { platformsOf } from './policy.ts';
import { requireSignal, type SeenSignal } from './queries.ts';
import { checkReferences } from './references.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

export const traceOf = ({ now }: Unit, { id }: Writer, body: string) => ({ at: now, by: id, body });

/**
 * @param sent what is told of a letter that was sent
 * @throws NotFound, Conflict for what is no draft any more, or Forbidden
 */
export async function requireDraft(
  { session }: Pick<Unit, 'session'> | { session: null },
  person: Writer,
  id: string,
  sent = 'signals.errors.sent',
): Promise<SeenSignal> {
  const seen = await requireSignal(person, id, session);
  const { status } = seen.signal;
  if (status !== 'draft') throw new Conflict(status === 'withdrawn' ? 'signals.errors.withdrawn' : sent);
  if (!seen.rights.write) throw new Forbidden();
  return seen;
}

/** Begins a signal. @throws Invalid for what is not there, or who would not be able to write it */
export async function makeSignal(
  unit: Unit,
  person: Writer,
  id: string,
  values: SignalValues,
): Promise<{ signal: string }> {
  const [body] = platformsOf(person).filter((one) => values.platforms.includes(one));
  if (body === undefined) throw new Invalid({ gaps: 'signals.errors.unknown.gaps' });
  await checkReferences(person, values, Object.keys(signalFields) as SignalField[], unit.session);
  const made = traceOf(unit, person, body);
  const signal: GovernmentSignalRecord = {
    ...{ _id: id, values, fields: {}, revision: 1, status: 'draft', made },
    ...{ signatures: [], withdrawals: [], sent: null, acknowledged: null, answers: [] },
  };
  await GovernmentSignalModel.create([signal], { session: unit.session });
  unit.note({ gaps: values.gaps });
  return { signal: id };
}

export const textsOfSignal = (values: SignalValues): Record<SignalField, string> =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, textOf(value)])) as Record<
    SignalField,
    string
  >;

/**
 * Changes the words of a draft, each against the version that was seen. Who signed the words before signs anew.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound
 */
export async function changeSignal(
  unit: Unit,
  person: Writer,
  id: string,
  commands: FieldCommand<SignalField>[],
): Promise<{ changed: SignalField[] }> {
  const { session, now: at } = unit;
  const { signal, rights } = await requireDraft(unit, person, id);
  const first = { version: 0, by: signal.made.by ?? '', at: signal.made.at };
  const states = Object.fromEntries(commands.map(({ field }) => [field, signal.fields[field] ?? first]));
  const texts = textsOfSignal(signal.values);
  const { changes, conflicts } = decideFields(
    commands,
    { values: texts, fields: states as Required<typeof signal.fields> },
    { personId: person.id, at },
  );
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  const changed = changes.map((one) => one.field);
  if (changed.length === 0) return { changed };
  const said = changes.map(({ field, value }) => [field, valueOfText(signalFields[field], value)]);
  const values = { ...signal.values, ...Object.fromEntries(said) } as SignalValues;
  if (!platformsOf(person).some((one) => values.platforms.includes(one)))
    throw new Invalid({ platforms: 'signals.errors.ownPlatform' });
  await checkReferences(person, values, changed, session);
  const revision = signal.revision + 1;
  const set = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  await GovernmentSignalModel.updateOne({ _id: id }, { $set: { ...set, values, revision } }, { session });
  const written = changes.map(({ field, value }) => ({ field, from: texts[field], to: value }));
  const trace = { at, by: person.id, body: rights.body };
  await GovernmentSignalChangeModel.create(
    [{ _id: randomUUID(), signal: id, revision, changes: written, ...trace }],
    { session },
  );
  unit.note({ fields: changed });
  return { changed };
}

/** Other words than those that were read are not signed, sent or thrown away. */
export function checkRevision(
  { signal }: SeenSignal,
  seen: number,
  told = 'signals.errors.changedMeanwhile',
): void {
  if (signal.revision !== seen) throw new Invalid({ revision: told });
}

/** Signs the words of a draft for a platform. @throws Invalid, NotFound, Forbidden */
export async function signSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { platform, revision }: { platform: string; revision: number },
): Promise<void> {
  const seen = await requireDraft(unit, person, id);
  checkRevision(seen, revision);
  if (!seen.rights.signsFor.includes(platform)) throw new Invalid({ platform: 'signals.errors.signature' });
  const others = seen.signal.signatures.filter((one) => one.platform !== platform);
  const signatures = [...others, { platform, revision, by: person.id, at: unit.now }];
  await GovernmentSignalModel.updateOne({ _id: id }, { $set: { signatures } }, { session: unit.session });
  unit.note({ platform });
}
