import { randomUUID } from 'node:crypto';
import {
  GovernmentSignalModel,
  type GovernmentSignalRecord,
  type SentContent,
  type SignalAnswer,
} from '../../../../models/GovernmentSignal.ts';
import { GovernmentSignalChangeModel } from '../../../../models/GovernmentSignalChange.ts';
import { type SignalField, type SignalValues, signalFields } from '../../../../models/signalFields.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../fieldValues.ts';
import { stepOn } from '../register/actions.ts';
import { platformsOf, type SignalRights } from './policy.ts';
import { gapsNamed, requireSignal, type SeenSignal } from './queries.ts';
import { checkReferences } from './references.ts';
import { obstaclesTo } from './sending.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;

/** More answers to one letter than these are a correspondence, which is kept elsewhere. */
const mostAnswers = 50;

const traceOf = ({ now }: Unit, { id }: Writer, body: string) => ({ at: now, by: id, body });

/** @throws NotFound, Conflict for a letter that was sent, or Forbidden */
async function requireDraft(unit: Unit, person: Writer, id: string): Promise<SeenSignal> {
  const seen = await requireSignal(person, id, unit.session);
  if (seen.signal.status !== 'draft') throw new Conflict('signals.errors.sent');
  if (!seen.rights.write) throw new Forbidden();
  return seen;
}

/** @throws NotFound, Conflict for a draft, or Forbidden for who only reads */
async function requireSent(unit: Unit, person: Writer, id: string): Promise<SeenSignal> {
  const seen = await requireSignal(person, id, unit.session);
  if (seen.signal.status === 'draft') throw new Conflict('signals.errors.notSent');
  if (!seen.rights.answer) throw new Forbidden();
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
    ...{ signatures: [], sent: null, acknowledged: null, answers: [] },
  };
  await GovernmentSignalModel.create([signal], { session: unit.session });
  unit.note({ gaps: values.gaps });
  return { signal: id };
}

export const textsOfSignal = (values: SignalValues): Record<SignalField, string> =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, textOf(value)]),
  ) as Record<SignalField, string>;

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

/** Other words than those that were read are not signed or sent. */
function checkRevision({ signal }: SeenSignal, seen: number): void {
  if (signal.revision !== seen) throw new Invalid({ revision: 'signals.errors.changedMeanwhile' });
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

/** The platform somebody sends for: that of theirs which did not sign yet, else the first. */
export function senderOf({ signatures, revision }: GovernmentSignalRecord, rights: SignalRights): string {
  const isSigned = (platform: string): boolean =>
    signatures.some((one) => one.platform === platform && one.revision === revision);
  return rights.signsFor.find((one) => !isSigned(one)) ?? rights.body;
}

/**
 * Sends a draft: from now on nobody changes it, and its gaps are with the government.
 * @param content what it names, as it is called now
 * @param why the words of the step in the register
 * @throws Invalid with `revision` when the words are others than those that were seen, or cannot be sent yet
 */
export async function sendSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { revision, content, why }: { revision: number; content: SentContent; why: string },
): Promise<void> {
  const seen = await requireDraft(unit, person, id);
  checkRevision(seen, revision);
  const { signal, rights } = seen;
  const gaps = await gapsNamed(signal.values.gaps, unit.session);
  const platform = senderOf(signal, rights);
  if (obstaclesTo(signal, gaps, platform).length > 0) throw new Invalid({ revision: 'signals.errors.notReady' });
  const trace = traceOf(unit, person, platform);
  const others = signal.signatures.filter((one) => one.platform !== platform);
  const signatures = [...others, { platform, revision, by: person.id, at: unit.now }];
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'sent', signatures, sent: { ...trace, content } } },
    { session: unit.session },
  );
  for (const gap of gaps.filter(({ status }) => status !== 'escalated')) {
    await stepOn(unit, gap, { status: 'escalated', why, solvedBy: '', modules: [], pictures: [] }, trace);
    unit.alsoAct({
      name: 'gap.stepTaken',
      actor: { personId: person.id, bodyId: platform },
      record: { type: 'gap', id: gap._id },
      details: { from: gap.status, to: 'escalated', signal: id },
    });
  }
  unit.note({ authority: signal.values.authority });
}

/** A day on a letter is not before it was sent, nor after today. */
function checkDay({ signal }: SeenSignal, { now }: Unit, day: string): void {
  if (day > brusselsDay(now)) throw new Invalid({ day: 'signals.errors.future' });
  if (signal.sent && day < brusselsDay(signal.sent.at)) throw new Invalid({ day: 'signals.errors.beforeSent' });
}

/** Notes that the authority has it. @throws Conflict when that was noted before */
export async function acknowledgeSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { day, reference }: { day: string; reference: string },
): Promise<void> {
  const seen = await requireSent(unit, person, id);
  if (seen.signal.status !== 'sent') throw new Conflict('signals.errors.acknowledged');
  checkDay(seen, unit, day);
  const acknowledged = { ...traceOf(unit, person, seen.rights.body), day, reference };
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'acknowledged', acknowledged } },
    { session: unit.session },
  );
}

/** Keeps an answer of the authority; one that came before stays. @throws Invalid, Conflict, NotFound, Forbidden */
export async function answerSignal(
  unit: Unit,
  person: Writer,
  id: string,
  said: Pick<SignalAnswer, 'day' | 'text' | 'follows'>,
): Promise<void> {
  const seen = await requireSent(unit, person, id);
  if (seen.signal.answers.length >= mostAnswers) throw new Conflict('gaps.errors.full');
  checkDay(seen, unit, said.day);
  const answer = { ...said, ...traceOf(unit, person, seen.rights.body) };
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'answered' }, $push: { answers: answer } },
    { session: unit.session },
  );
  unit.note({ follows: said.follows });
}
