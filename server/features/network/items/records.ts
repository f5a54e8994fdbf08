import type { ClientSession } from 'mongodb';
import { AgendaItemModel, type AgendaItemRecord, type ItemState } from '../../../../models/AgendaItem.ts';
import { ItemChangeModel, type ItemChangeRecord } from '../../../../models/ItemChange.ts';
import { OutcomeModel, type OutcomeRecord } from '../../../../models/Outcome.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { type MeetingSeen, meetingById } from './meetings.ts';
import { type Place, placeFor, requirePlace } from './place.ts';
import { isPromisedBy, seesItem } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

/** The items at one place in their order: a meeting, the backlog of a body, or its standing items. */
export const itemsAt = (
  body: string,
  meeting: string | null,
  isStanding: boolean,
  session: Session = null,
): Promise<AgendaItemRecord[]> => {
  const states: ItemState[] = isStanding ? ['standing'] : ['proposed', 'postponed'];
  const there = AgendaItemModel.find(
    meeting === null ? { body, meeting: null, state: { $in: states } } : { meeting },
  );
  return there.sort({ order: 1, _id: 1 }).session(session).lean<AgendaItemRecord[]>().exec();
};

/** What a body withdrew, the last one first: of its backlog, or of its standing items. */
export async function withdrawnOf(body: string, isStanding: boolean): Promise<AgendaItemRecord[]> {
  const found = await AgendaItemModel.find({ body, state: 'withdrawn' }).lean<AgendaItemRecord[]>();
  const at = ({ steps }: AgendaItemRecord): number => steps.at(-1)?.at.getTime() ?? 0;
  return found
    .filter((one) => (stateBefore(one) === 'standing') === isStanding)
    .sort((a, b) => at(b) - at(a));
}

/** What something was before it was withdrawn, as far as it waits: planned ones had been on an agenda that fell through. */
export function stateBefore({
  steps,
}: Pick<AgendaItemRecord, 'steps'>): 'standing' | 'proposed' | 'postponed' {
  const last = steps.findLast((one) => one.state !== 'withdrawn')?.state;
  return last === 'standing' || last === 'postponed' ? last : 'proposed';
}

/** What a meeting put off: it stands elsewhere now, and is still told of there. */
export const postponedFrom = (meeting: string): Promise<AgendaItemRecord[]> =>
  AgendaItemModel.find({
    meeting: { $ne: meeting },
    steps: { $elemMatch: { state: 'postponed', meeting } },
  })
    .sort({ order: 1, _id: 1 })
    .lean<AgendaItemRecord[]>()
    .exec();

export interface SeenItem extends Place {
  item: AgendaItemRecord;
  /** The meeting it is planned in; null for none. */
  meeting: MeetingSeen | null;
}

/**
 * An item and what this person may do with it.
 * @throws NotFound for one they are not told of, whether there is one or not: a restricted one too
 */
export async function requireItem(
  person: Asking,
  id: string,
  now: Date,
  session: Session = null,
): Promise<SeenItem> {
  const item = await AgendaItemModel.findById(id).session(session).lean<AgendaItemRecord | null>();
  if (!item) throw new NotFound();
  const place = await requirePlace(person, item.body, now, session);
  if (!seesItem(place.rights, item.values)) throw new NotFound();
  const meeting = item.meeting === null ? null : await meetingById(item.meeting, session);
  if (meeting?.state === 'draft' && !place.rights.propose) throw new NotFound();
  return { ...place, item, meeting };
}

export interface SeenOutcome extends Place {
  outcome: OutcomeRecord;
  item: AgendaItemRecord;
  meeting: MeetingSeen | null;
  /** Whose promise it is, of this person; null for anybody else's. */
  promised: 'person' | 'organisation' | null;
}

/**
 * A decision or action and what this person may do with it. Who promised it sees it, also where its item is restricted.
 * @throws NotFound for one they are not told of, whether there is one or not
 */
export async function requireOutcome(
  person: Asking,
  id: string,
  now: Date,
  session: Session = null,
): Promise<SeenOutcome> {
  const outcome = await OutcomeModel.findById(id).session(session).lean<OutcomeRecord | null>();
  if (!outcome) throw new NotFound();
  const [item, place, meeting] = await Promise.all([
    AgendaItemModel.findById(outcome.item).session(session).lean<AgendaItemRecord | null>(),
    placeFor(person, outcome.body, now, session),
    meetingById(outcome.meeting, session),
  ]);
  if (!item || !place) throw new NotFound();
  const promised = isPromisedBy(person, place.rights, outcome.values.who);
  const isOwn = promised === 'person' || (promised !== null && item.values.organisations.length === 0);
  if (!seesItem(place.rights, item.values) && !isOwn) throw new NotFound();
  return { ...place, outcome, item, meeting, promised };
}

export const changesOfItem = (item: string): Promise<ItemChangeRecord[]> =>
  ItemChangeModel.find({ item }).sort({ at: -1, _id: 1 }).lean<ItemChangeRecord[]>().exec();

/** Decisions and actions of a meeting, an item or a body, by when they were recorded. */
export const outcomeRecordsOf = (
  asked: { meeting: string } | { item: string } | { body: string },
): Promise<OutcomeRecord[]> =>
  OutcomeModel.find(asked).sort({ 'recorded.at': 1, _id: 1 }).lean<OutcomeRecord[]>().exec();
