import { ListDecisionModel, type ListDecisionRecord } from '../../../../models/ListDecision.ts';
import { type ActorType, OrganisationModel } from '../../../../models/Organisation.ts';
import { ReconciliationModel, type ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import { type ListLine, ReconciliationPartModel } from '../../../../models/ReconciliationPart.ts';
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { addOrganisation } from '../../accounts/bodies/actions.ts';
import { idOf } from '../ids.ts';
import { type Maintainer, requireMaintained } from '../upkeep/queries.ts';
import { differenceKey, differencesWith } from './differences.ts';
import { isUnlisted, sourceKey, standingLine } from './queries.ts';
import { takeOver } from './takingOver.ts';

/** Lines in one document. */
const partSize = 100;

/** Keeps the lines of a list with what they may be; the rows it was read from go. */
export async function keepLines(unit: Unit, record: ReconciliationRecord, lines: ListLine[]): Promise<void> {
  const { session, now } = unit;
  const { _id: id } = record;
  await ReconciliationPartModel.deleteMany({ reconciliation: id }, { session });
  const parts = [];
  for (let at = 0; at < lines.length; at += partSize)
    parts.push({ _id: `${id}:${at}`, reconciliation: id, place: at, lines: lines.slice(at, at + partSize) });
  await ReconciliationPartModel.create(parts, { session, ordered: true });
  const set = { rows: null, lines: lines.length, matchedAt: now };
  await ReconciliationModel.updateOne({ _id: id }, { $set: set }, { session });
  unit.note({ lines: lines.length });
}

type Change = Partial<Pick<ListDecisionRecord, 'state' | 'organisation' | 'not' | 'left' | 'reason'>>;

/** Remembers what was decided about a line, also for the lists that come after. */
async function remember(
  unit: Unit,
  record: ReconciliationRecord,
  line: Pick<ListLine, 'keys'>,
  person: Maintainer,
  change: (before: ListDecisionRecord | null) => Change,
): Promise<void> {
  const { session, now } = unit;
  const source = sourceKey(record.source);
  const before = await ListDecisionModel.findOne({
    ...{ platform: record.platform, source, keys: { $in: line.keys } },
  })
    .session(session)
    .lean<ListDecisionRecord | null>();
  const key = line.keys.at(-1) ?? '';
  const _id = before?._id ?? idOf('list-decision', `${record.platform} ${source} ${key}`);
  const kept = before ?? { state: 'open' as const, organisation: null, not: [], left: [], reason: null };
  const { state, organisation, not, left, reason } = { ...kept, ...change(before) };
  const set = {
    ...{ platform: record.platform, source, state, organisation, not, left, reason },
    ...{ keys: [...new Set([...(before?.keys ?? []), ...line.keys])], by: person.id, at: now },
  };
  await ListDecisionModel.updateOne({ _id }, { $set: set }, { session, upsert: true });
}

export type Decision =
  | { decision: 'same' | 'different'; organisation: string }
  | { decision: 'aside'; reason: string }
  | { decision: 'reopened' };

/** Decides about a line. @throws NotFound when there is no such organisation. */
export async function decideLine(
  unit: Unit,
  record: ReconciliationRecord,
  line: Pick<ListLine, 'keys'>,
  person: Maintainer,
  decided: Decision,
): Promise<void> {
  if ('organisation' in decided) {
    const there = await OrganisationModel.exists({ _id: decided.organisation }).session(unit.session);
    if (!there) throw new NotFound();
  }
  await remember(unit, record, line, person, (before): Change => {
    const not = before?.not ?? [];
    switch (decided.decision) {
      case 'same': {
        const { organisation } = decided;
        return { state: 'same', organisation, not: not.filter((one) => one !== organisation), reason: null };
      }
      case 'different':
        return {
          state: 'open',
          organisation: null,
          not: [...new Set([...not, decided.organisation])],
          left: [],
        };
      case 'aside':
        return { state: 'aside', organisation: null, reason: decided.reason };
      case 'reopened':
        return { state: 'open', organisation: null, reason: null, left: [] };
    }
  });
}

/** What a person chose about one difference, and the version of the field they saw. */
export interface Choice {
  key: string;
  choice: 'take' | 'leave';
  base: number;
}

/**
 * Takes over what was chosen, by the ordinary changes of upkeep, and remembers what was left.
 * @throws NotFound, Invalid, or Conflict when a field was changed since it was seen.
 */
export async function settleDifferences(
  unit: Unit,
  record: ReconciliationRecord,
  row: string | undefined,
  person: Maintainer,
  choices: Choice[],
): Promise<{ taken: number; left: number }> {
  const { line, decision, differences } = await standingLine(record, row, unit.session);
  const organisation = decision?.organisation;
  if (!organisation) throw new Conflict('reconciling.errors.notSame');
  const chosen = (what: Choice['choice']) =>
    differences.flatMap((one) => {
      const found = choices.find((choice) => choice.key === differenceKey(one) && choice.choice === what);
      // What cannot be stored cannot be taken over either, only left.
      return found && (what === 'leave' || one.theirs !== null) ? [{ ...one, base: found.base }] : [];
    });
  const [taken, left] = [chosen('take'), chosen('leave')];
  if (taken.length > 0) await takeOver(unit, record, organisation, person, taken);
  if (left.length > 0)
    await remember(unit, record, line, person, (before) => {
      const fields = new Set(left.map(differenceKey));
      const others = (before?.left ?? []).filter(({ field }) => !fields.has(field));
      return { left: [...others, ...left.map((one) => ({ field: differenceKey(one), value: one.raw }))] };
    });
  unit.note({ fields: taken.map(differenceKey), left: left.length });
  return { taken: taken.length, left: left.length };
}

/**
 * Makes an organisation of a line: admitted to the platform, with its site, and in the public directory only when
 * somebody adds what it offers.
 * @throws Conflict when the line was decided about, Invalid when who it is asked not to be listed.
 */
export async function addFromLine(
  unit: Unit,
  record: ReconciliationRecord,
  row: string | undefined,
  person: Maintainer,
  actorType: ActorType,
): Promise<{ id: string }> {
  const { line, decision } = await standingLine(record, row, unit.session);
  if (decision && decision.state !== 'open') throw new Conflict('reconciling.errors.decided');
  if (await isUnlisted(line.values.name, unit.session))
    throw new Invalid({ actorType: 'reconciling.errors.notListed' });
  const quiet: Unit = { ...unit, note: () => {} };
  const { id } = await addOrganisation(quiet, record.platform, { name: line.values.name, actorType });
  const added = await requireMaintained(person, 'organisation', id, unit.session);
  const all = differencesWith({ ...line.values, type: '' }, added.record, [], record.date);
  const taken = all.filter(({ theirs }) => theirs !== null).map((one) => ({ ...one, base: 0 }));
  await takeOver(unit, record, id, person, taken);
  await remember(unit, record, line, person, () => ({ state: 'same', organisation: id, reason: null }));
  unit.note({ organisation: id });
  return { id };
}
