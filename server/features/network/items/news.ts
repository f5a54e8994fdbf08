import {
  AgendaItemModel,
  type AgendaItemRecord,
  type AgendaItemStep,
} from '../../../../models/AgendaItem.ts';
import { type AgendaItemField, agendaItemFields } from '../../../../models/agendaFields.ts';
import { ItemChangeModel, type ItemChangeRecord } from '../../../../models/ItemChange.ts';
import { MeetingModel } from '../../../../models/Meeting.ts';
import { OutcomeModel, type OutcomeRecord } from '../../../../models/Outcome.ts';
import type { Act } from '../../../core/acts.ts';
import type { Person } from '../../../core/person.ts';
import { valueOfText } from '../../../fields/values.ts';
import { meetingsById } from './meetings.ts';
import { placeFor } from './place.ts';
import { seesItem } from './policy.ts';
import { stateBefore } from './records.ts';

/** What decides who is told of an item, at one moment. */
interface Stand {
  organisations: string[];
  /** Id of the meeting it is planned in; null for none. */
  meeting: string | null;
}

/** An item that shows something else after an act, or stands elsewhere, to whom it was told before or is now. */
export interface ItemNews {
  body: string;
  /** `kind:id` of what it is about, and of what it was about until this act. */
  about: string[];
  stands: { organisations: string[]; isInDraft: boolean }[];
}

/** Acts on a meeting or a series that change where its items stand, on which day, or who is told of them. */
const changesPlaces =
  /^(agendaItem\.prefilled|meeting\.(changed|called|cancelled)|series\.(changed|ended)|room\.closed)$/;

async function itemsOf({ name, record }: Act): Promise<AgendaItemRecord[]> {
  const found = (filter: object) => AgendaItemModel.find(filter).lean<AgendaItemRecord[]>().exec();
  if (record.type === 'agendaItem') return found({ _id: record.id });
  if (record.type === 'outcome') {
    const outcome = await OutcomeModel.findById(record.id).lean<OutcomeRecord | null>();
    return outcome ? found({ _id: outcome.item }) : [];
  }
  if (!changesPlaces.test(name)) return [];
  const meetings =
    record.type === 'series'
      ? (await MeetingModel.find({ series: record.id }, { _id: 1 }).lean<{ _id: string }[]>()).map(
          (one) => one._id,
        )
      : [record.id];
  const leftFor = { steps: { $elemMatch: { state: 'postponed', meeting: { $in: meetings } } } };
  return found({ $or: [{ meeting: { $in: meetings } }, leftFor] });
}

/** Standing items are made anew for each meeting: no page names them. */
const isTemplate = (item: AgendaItemRecord): boolean =>
  item.state === 'standing' || (item.state === 'withdrawn' && stateBefore(item) === 'standing');

/** What a list field said before the changes of this act; null where they did not touch it. */
function before(changes: readonly ItemChangeRecord[], field: AgendaItemField): string[] | null {
  const change = changes.flatMap((one) => one.changes).find((one) => one.field === field);
  return change ? (valueOfText(agendaItemFields[field], change.from) as string[]) : null;
}

/** The meeting an item stands in after a step; one that left a meeting names it in its step. */
const meetingAfter = ({ state, meeting }: AgendaItemStep): string | null =>
  state === 'planned' || state === 'done' ? meeting : null;

/** How an item stood until an act; null when that act added it, or changed nothing of who is told. */
function standBefore(item: AgendaItemRecord, at: Date, organisations: string[] | null): Stand | null {
  const previous = item.steps.at(-2);
  const isMoved = item.steps.at(-1)?.at.getTime() === at.getTime();
  const said = organisations ?? item.values.organisations;
  if (isMoved) return previous ? { organisations: said, meeting: meetingAfter(previous) } : null;
  return organisations ? { organisations: said, meeting: item.meeting } : null;
}

/**
 * The items that pages about something else show anew after an act: of an item, an outcome, or a meeting. Each with how
 * it stands and how it stood, so that what goes off a page is told as well.
 */
export async function newsOfItems(act: Act): Promise<ItemNews[]> {
  const items = (await itemsOf(act)).filter((one) => !isTemplate(one));
  const changes =
    act.record.type === 'agendaItem'
      ? await ItemChangeModel.find({ item: act.record.id, at: act.at }).lean<ItemChangeRecord[]>()
      : [];
  const all = items.map((item) => {
    const stands: Stand[] = [{ organisations: item.values.organisations, meeting: item.meeting }];
    const was = standBefore(item, act.at, before(changes, 'organisations'));
    const about = [...item.values.about, ...(before(changes, 'about') ?? [])];
    return { body: item.body, about: [...new Set(about)], stands: was ? [...stands, was] : stands };
  });
  const told = all.filter((one) => one.about.length > 0);
  const meetings = await meetingsById(
    told.flatMap((one) => one.stands.flatMap(({ meeting }) => meeting ?? [])),
  );
  return told.map(({ stands, ...one }) => ({
    ...one,
    stands: stands.map(({ organisations, meeting }) => ({
      organisations,
      isInDraft: meeting !== null && meetings.get(meeting)?.state === 'draft',
    })),
  }));
}

/** Whether somebody is told of the item as it stands, or was until now; who is not must not hear that it changed. */
export async function isToldOf(
  person: Pick<Person, 'id' | 'affiliations'>,
  { body, stands }: ItemNews,
  now: Date,
): Promise<boolean> {
  const place = await placeFor(person, body, now);
  return (
    place !== null &&
    stands.some(
      ({ organisations, isInDraft }) =>
        seesItem(place.rights, { organisations }) && (!isInDraft || place.rights.propose),
    )
  );
}
