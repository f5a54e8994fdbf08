import { AgendaItemModel, type AgendaItemRecord, type ItemState } from '../../../../models/AgendaItem.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { takesItems } from './meetings.ts';
import { type Place, requireMeetingPlace } from './place.ts';
import { itemsAt, requireItem } from './records.ts';
import { traceOf, type Writer } from './writing.ts';

/** Most items at one place: more nobody gets through. */
const most = { meeting: 60, backlog: 300, standing: 30 };

/** Where an item comes: in a meeting, in the backlog of its body, or among its standing items. */
export type Whereto = { meeting: string } | { body: string; standing?: boolean };

/** The number after the last at a place. @throws Conflict when it is full */
export async function orderAt(unit: Unit, bodyId: string, to: Whereto): Promise<number> {
  const isStanding = 'standing' in to && to.standing === true;
  const there = await itemsAt(bodyId, 'meeting' in to ? to.meeting : null, isStanding, unit.session);
  const limit = 'meeting' in to ? most.meeting : isStanding ? most.standing : most.backlog;
  if (there.length >= limit) throw new Conflict('agenda.errors.full');
  return (there.at(-1)?.order ?? 0) + 1;
}

/** Any other business stands last: what comes to an agenda after it comes before the last of the standing items. */
export async function keepLast(unit: Unit, bodyId: string, meetingId: string): Promise<void> {
  const standing = await itemsAt(bodyId, null, true, unit.session);
  const [last, added] = (await itemsAt(bodyId, meetingId, false, unit.session)).slice(-2);
  if (standing.length < 2 || !last || !added || last.standing !== standing.at(-1)?._id) return;
  for (const [one, order] of [
    [added, last.order],
    [last, added.order],
  ] as const)
    await AgendaItemModel.updateOne({ _id: one._id }, { $set: { order } }, { session: unit.session });
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
export async function take(
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
