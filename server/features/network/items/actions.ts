import { AgendaItemModel, type AgendaItemRecord, type ItemState } from '../../../../models/AgendaItem.ts';
import { type AgendaItemValues, agendaItemFields } from '../../../../models/agendaFields.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { takesItems } from './meetings.ts';
import { type MeetingPlace, type Place, requireMeetingPlace, requirePlace } from './place.ts';
import { itemsAt, requireItem, stateBefore } from './records.ts';
import { checkItem } from './references.ts';
import { changesOf, keepChange, traceOf, type Writer } from './writing.ts';

/** Most items at one place: more nobody gets through. */
const most = { meeting: 60, backlog: 300, standing: 30 };

/** Where an item comes: in a meeting, in the backlog of its body, or among its standing items. */
export type Whereto = { meeting: string } | { body: string; standing?: boolean };

async function placeAt(unit: Unit, person: Writer, to: Whereto): Promise<Place | MeetingPlace> {
  return 'meeting' in to
    ? requireMeetingPlace(person, to.meeting, unit.now, unit.session)
    : requirePlace(person, to.body, unit.now, unit.session);
}

/** The number after the last at a place. @throws Conflict when it is full */
async function orderAt(unit: Unit, bodyId: string, to: Whereto): Promise<number> {
  const isStanding = 'standing' in to && to.standing === true;
  const there = await itemsAt(bodyId, 'meeting' in to ? to.meeting : null, isStanding, unit.session);
  const limit = 'meeting' in to ? most.meeting : isStanding ? most.standing : most.backlog;
  if (there.length >= limit) throw new Conflict('agenda.errors.full');
  return (there.at(-1)?.order ?? 0) + 1;
}

/** Any other business stands last: what comes to an agenda after it comes before the last of the standing items. */
async function keepLast(unit: Unit, bodyId: string, meetingId: string): Promise<void> {
  const standing = await itemsAt(bodyId, null, true, unit.session);
  const [last, added] = (await itemsAt(bodyId, meetingId, false, unit.session)).slice(-2);
  if (standing.length < 2 || !last || !added || last.standing !== standing.at(-1)?._id) return;
  for (const [one, order] of [
    [added, last.order],
    [last, added.order],
  ] as const)
    await AgendaItemModel.updateOne({ _id: one._id }, { $set: { order } }, { session: unit.session });
}

/**
 * Puts something on an agenda, in the backlog or among the standing items; who sits there proposes, keepers do the rest.
 * @throws NotFound, Forbidden, Invalid, Conflict for a meeting that is over or a place that is full
 */
export async function addItem(
  unit: Unit,
  person: Writer,
  id: string,
  { to, values, standing = '' }: { to: Whereto; values: AgendaItemValues; standing?: string },
): Promise<{ item: string }> {
  const place = await placeAt(unit, person, to);
  const { rights, body } = place;
  const isProposal = !('meeting' in to) && !to.standing;
  if (!(isProposal ? rights.propose : rights.keep)) throw new Forbidden();
  if ('meeting' in place && !takesItems(place.meeting)) throw new Conflict('agenda.errors.over');
  if (body.ended) throw new Conflict('agenda.errors.ended');
  await checkItem(person, place, values, Object.keys(values), unit.session);
  const meeting = 'meeting' in to ? to.meeting : null;
  const state: ItemState = meeting ? 'planned' : isProposal ? 'proposed' : 'standing';
  const added = traceOf(unit, person, rights);
  const item: AgendaItemRecord = {
    ...{ _id: id, body: body._id, meeting, order: await orderAt(unit, body._id, to) },
    ...{ values, fields: {}, state, steps: [{ state, why: '', meeting, ...added }], added, standing },
  };
  await AgendaItemModel.create([item], { session: unit.session });
  if (meeting) await keepLast(unit, body._id, meeting);
  return { item: id };
}

/** Whether somebody may change what an item says: keepers, and who proposed it until it is planned. */
export const mayChange = (
  person: Pick<Writer, 'id'>,
  { rights }: Pick<Place, 'rights'>,
  item: Pick<AgendaItemRecord, 'state' | 'added'>,
): boolean => rights.keep || (rights.propose && item.state === 'proposed' && item.added.by === person.id);

/** Whether somebody may take up again what was withdrawn: keepers, and who had proposed it. */
export const mayRevive = (
  person: Pick<Writer, 'id'>,
  { rights }: Pick<Place, 'rights'>,
  item: Pick<AgendaItemRecord, 'steps' | 'added'>,
): boolean =>
  rights.keep || (rights.propose && stateBefore(item) === 'proposed' && item.added.by === person.id);

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. NotFound, Forbidden,
 * Invalid
 */
export async function changeItem(
  unit: Unit,
  person: Writer,
  id: string,
  commands: FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const seen = await requireItem(person, id, unit.now, unit.session);
  const { item, meeting } = seen;
  if (!mayChange(person, seen, item)) throw new Forbidden();
  if (meeting && meeting.state === 'approved') throw new Conflict('agenda.errors.over');
  const writer = { personId: person.id, at: unit.now };
  const made = changesOf(agendaItemFields, { ...item, began: item.added }, commands, writer);
  if (!made) return { changed: [] };
  const changed = made.changes.map((one) => one.field);
  await checkItem(person, seen, made.values as unknown as AgendaItemValues, changed, unit.session);
  await AgendaItemModel.updateOne({ _id: id }, { $set: made.set }, { session: unit.session });
  await keepChange(unit, { kind: 'agendaItem', item: id }, traceOf(unit, person, seen.rights), made.changes);
  return { changed };
}

/** An item that keepers do something with. @throws NotFound, Forbidden, Conflict for a meeting that is over */
async function requireKept(unit: Unit, person: Writer, id: string) {
  const seen = await requireItem(person, id, unit.now, unit.session);
  if (!seen.rights.keep) throw new Forbidden();
  if (seen.meeting && !takesItems(seen.meeting) && seen.meeting.state !== 'cancelled')
    throw new Conflict('agenda.errors.over');
  return seen;
}

/** Moves an item before or after its neighbour, as they stand now. */
export async function moveItem(
  unit: Unit,
  person: Writer,
  id: string,
  direction: 'up' | 'down',
): Promise<void> {
  const { item } = await requireKept(unit, person, id);
  const all = await itemsAt(item.body, item.meeting, item.state === 'standing', unit.session);
  const at = all.findIndex((one) => one._id === id);
  const other = at + (direction === 'up' ? -1 : 1);
  if (at < 0 || other < 0 || other >= all.length) return;
  const ordered = all.map((one) => one._id);
  [ordered[at], ordered[other]] = [ordered[other]!, ordered[at]!];
  for (const [index, one] of ordered.entries())
    await AgendaItemModel.updateOne({ _id: one }, { $set: { order: index + 1 } }, { session: unit.session });
  unit.note({ direction });
}

interface Step {
  state: ItemState;
  why?: string;
  /** What its step names: the meeting it came to or left. */
  meeting: string | null;
}

/** Writes the state an item came into; `set` says where it stands from now on. */
async function take(
  unit: Unit,
  person: Writer,
  seen: Place & { item: AgendaItemRecord },
  step: Step,
  set: object,
) {
  const entry = { why: '', ...step, ...traceOf(unit, person, seen.rights) };
  await AgendaItemModel.updateOne(
    { _id: seen.item._id },
    { $set: { state: step.state, ...set }, $push: { steps: entry } },
    { session: unit.session },
  );
  unit.note({ state: step.state });
}

/** Plans an item of the backlog in a meeting of its body. @throws NotFound, Forbidden, Conflict */
export async function planItem(unit: Unit, person: Writer, id: string, meetingId: string): Promise<void> {
  const seen = await requireKept(unit, person, id);
  const to = await requireMeetingPlace(person, meetingId, unit.now, unit.session);
  if (to.meeting.body !== seen.item.body) throw new NotFound();
  if (!takesItems(to.meeting)) throw new Conflict('agenda.errors.over');
  const { state, meeting } = seen.item;
  if (meeting === meetingId) return;
  const isWaiting = state === 'proposed' || state === 'postponed' || seen.meeting?.state === 'cancelled';
  if (!isWaiting) throw new Conflict('agenda.errors.elsewhere');
  const order = await orderAt(unit, seen.item.body, { meeting: meetingId });
  await take(unit, person, seen, { state: 'planned', meeting: meetingId }, { meeting: meetingId, order });
  await keepLast(unit, seen.item.body, meetingId);
}

/**
 * Takes an item off an agenda and back to the backlog: as put off when the meeting did not come to it.
 * @throws NotFound, Forbidden, Conflict
 */
export async function takeOffAgenda(
  unit: Unit,
  person: Writer,
  id: string,
  { state, why = '' }: { state: 'proposed' | 'postponed'; why?: string },
): Promise<void> {
  const seen = await requireKept(unit, person, id);
  const { meeting, body } = seen.item;
  if (meeting === null) throw new Conflict('agenda.errors.elsewhere');
  const order = await orderAt(unit, body, { body });
  await take(unit, person, seen, { state, why, meeting }, { meeting: null, order });
}

/**
 * A meeting ended without coming to an item: it waits for the next agenda. What comes back by itself, made anew from the
 * standing items, does not wait as well: the next agenda would be offered it twice.
 * @throws NotFound, Forbidden, Conflict
 */
export async function passOverItem(unit: Unit, person: Writer, id: string): Promise<void> {
  const { item } = await requireKept(unit, person, id);
  const isAsUsual = item.standing !== '' && Object.keys(item.fields).length === 0;
  const standing = isAsUsual ? await itemsAt(item.body, null, true, unit.session) : [];
  if (standing.some((one) => one._id === item.standing)) return;
  await takeOffAgenda(unit, person, id, { state: 'postponed' });
}

/** Says that a meeting dealt with an item, or takes that back. @throws NotFound, Forbidden, Conflict */
export async function dealWithItem(
  unit: Unit,
  person: Writer,
  id: string,
  state: 'done' | 'planned',
): Promise<void> {
  const seen = await requireKept(unit, person, id);
  const { meeting } = seen.item;
  if (meeting === null) throw new Conflict('agenda.errors.elsewhere');
  if (seen.item.state !== state) await take(unit, person, seen, { state, meeting }, {});
}

/** Takes something out of the backlog or the standing items, with a reason. @throws NotFound, Forbidden, Conflict on an agenda */
export async function withdrawItem(unit: Unit, person: Writer, id: string, why: string): Promise<void> {
  const seen = await requireItem(person, id, unit.now, unit.session);
  if (!mayChange(person, seen, seen.item)) throw new Forbidden();
  if (seen.item.meeting !== null && seen.meeting?.state !== 'cancelled')
    throw new Conflict('agenda.errors.elsewhere');
  if (seen.item.state === 'withdrawn') return;
  await take(unit, person, seen, { state: 'withdrawn', why, meeting: null }, { meeting: null });
}

/** Takes up again what was withdrawn: last where it stood before. @throws NotFound, Forbidden, Conflict for one that was not, or a place that is full */
export async function reviveItem(unit: Unit, person: Writer, id: string): Promise<void> {
  const seen = await requireItem(person, id, unit.now, unit.session);
  const { item } = seen;
  if (!mayRevive(person, seen, item)) throw new Forbidden();
  if (item.state !== 'withdrawn') throw new Conflict('agenda.errors.notWithdrawn');
  if (seen.body.ended) throw new Conflict('agenda.errors.ended');
  const state = stateBefore(item);
  const order = await orderAt(unit, item.body, { body: item.body, standing: state === 'standing' });
  await take(unit, person, seen, { state, meeting: null }, { order });
}
