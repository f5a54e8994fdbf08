import { AgendaItemModel, type AgendaItemRecord, type ItemState } from '../../../../models/AgendaItem.ts';
import { type AgendaItemValues, agendaItemFields } from '../../../../models/agendaFields.ts';
import { Conflict, Forbidden } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { keepLast, orderAt, take, type Whereto } from './agendaSteps.ts';
import { takesItems } from './meetings.ts';
import { type MeetingPlace, type Place, requireMeetingPlace, requirePlace } from './place.ts';
import { requireItem, stateBefore } from './records.ts';
import { checkItem } from './references.ts';
import { changesOf, keepChange, traceOf, type Writer } from './writing.ts';

export { dealWithItem, passOverItem } from './agendaSteps.ts';

async function placeAt(unit: Unit, person: Writer, to: Whereto): Promise<Place | MeetingPlace> {
  return 'meeting' in to
    ? requireMeetingPlace(person, to.meeting, unit.now, unit.session)
    : requirePlace(person, to.body, unit.now, unit.session);
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
