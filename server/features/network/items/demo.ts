import { readFileSync } from 'node:fs';
import { AgendaItemModel, type AgendaItemRecord, type ItemState } from '../../../../models/AgendaItem.ts';
import { type AgendaItemValues, agendaItemFields, outcomeFields } from '../../../../models/agendaFields.ts';
import { GapModel, type GapRecord } from '../../../../models/Gap.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import type { MeetingState } from '../../../../models/meetingState.ts';
import { type OutcomeKind, OutcomeModel, type OutcomeRecord } from '../../../../models/Outcome.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { emptyValues } from '../../../fields/values.ts';
import type { DemoPeople } from '../../accounts/demo.ts';
import { instantsOfMeeting } from '../../meetings/wallClock.ts';
import { idOf } from '../../offer/ids.ts';
import { dayBeside } from '../bodies/terms.ts';

interface DemoItem extends Partial<Omit<AgendaItemValues, 'owner' | 'organisations'>> {
  key: string;
  meeting: string | null;
  postponedFrom?: string;
  owner?: 'debrug' | 'noordster';
  organisations?: ('debrug' | 'noordster')[];
  isAboutGap?: true;
  state: ItemState;
}

interface DemoOutcome {
  key: string;
  item: string;
  kind: OutcomeKind;
  text: string;
  seat?: 'debrug' | 'noordster';
  organisation?: 'debrug' | 'noordster';
  name?: string;
  /** Days from today. */
  due?: number;
  done?: number;
  why?: string;
}

interface DemoFile {
  body: string;
  meetings: { key: string; days: number; state: MeetingState; title: string }[];
  items: DemoItem[];
  outcomes: DemoOutcome[];
}

const platform = 'BE-VAN';

interface Scene {
  file: DemoFile;
  body: string;
  today: string;
  coordinator: string;
  organisations: DemoPeople['organisations'];
  /** Ids of the seats of the two organisations. */
  seats: Record<'debrug' | 'noordster', string>;
  gap: string | null;
}

const meetingId = (key: string): string => idOf('meeting', `demo-${key}`);
const itemId = (key: string): string => idOf('agendaItem', `demo-${key}`);

function meetingOf({ body, today, coordinator }: Scene, given: DemoFile['meetings'][number]): MeetingRecord {
  const day = dayBeside(today, given.days);
  const times = { day, from: '14:00', until: '16:00', clock: '' as const };
  const { startsAt, endsAt } = instantsOfMeeting(times);
  const way: MeetingState[] = ['draft', 'called', 'open', 'closed', 'approved'];
  const at = new Date(startsAt.getTime() - 21 * 24 * 3_600_000);
  const trace = { at, by: coordinator, body: platform, why: '' };
  return {
    ...{ _id: meetingId(given.key), body, series: null, seriesDay: '', isApart: false, fields: {} },
    values: {
      ...{ ...times, title: given.title, form: 'in_person', place: 'Huis van het Platform, Mechelen' },
      ...{ link: '', language: 'nl' },
    },
    ...{ startsAt, endsAt, state: given.state, sequence: 0, changedAt: at, fictional: true },
    steps: way.slice(0, way.indexOf(given.state) + 1).map((state) => ({ state, ...trace })),
  };
}

function itemOf(scene: Scene, given: DemoItem, order: number, at: Date): AgendaItemRecord {
  const { key, meeting, postponedFrom, owner, organisations, isAboutGap, state, ...said } = given;
  const added = { at, by: scene.coordinator, body: platform };
  const place = meeting === null ? null : meetingId(meeting);
  const from = postponedFrom ? meetingId(postponedFrom) : place;
  // What recurs came from the standing items of its group, which are then not offered for that agenda again.
  const model = place && scene.file.items.find((one) => one.state === 'standing' && one.title === said.title);
  return {
    ...{ _id: itemId(key), body: scene.body, meeting: place, order, fields: {}, state, added },
    standing: model ? itemId(model.key) : '',
    values: {
      ...(emptyValues(agendaItemFields) as unknown as AgendaItemValues),
      ...said,
      owner: owner ? scene.seats[owner] : '',
      organisations: (organisations ?? []).map((one) => scene.organisations[one]),
      about: isAboutGap && scene.gap ? [`gap:${scene.gap}`] : [],
    },
    steps: [{ state, why: '', meeting: from, ...added }],
  };
}

function outcomeOf(scene: Scene, given: DemoOutcome, item: DemoItem, at: Date): OutcomeRecord {
  const recorded = { at, by: scene.coordinator, body: platform };
  const first = given.kind === 'decision' ? 'taken' : 'open';
  const done =
    given.done === undefined
      ? []
      : [{ ...recorded, at: new Date(`${dayBeside(scene.today, given.done)}T10:00:00Z`) }];
  const who = given.seat
    ? `seat:${scene.seats[given.seat]}`
    : given.organisation
      ? `organisation:${scene.organisations[given.organisation]}`
      : '';
  return {
    ...{ _id: idOf('outcome', `demo-${given.key}`), body: scene.body, meeting: meetingId(item.meeting!) },
    ...{ item: itemId(item.key), kind: given.kind, fields: {}, line: '', recorded },
    values: {
      ...emptyValues(outcomeFields),
      ...{ text: given.text, who, whoName: given.name ?? '' },
      due: given.due === undefined ? '' : dayBeside(scene.today, given.due),
    },
    state: done.length > 0 ? 'done' : first,
    steps: [
      { state: first, why: '', ...recorded },
      ...done.map((one) => ({ state: 'done' as const, why: given.why ?? '', ...one })),
    ],
  };
}

async function sceneOf(house: House, { people, organisations }: DemoPeople): Promise<Scene | null> {
  const file = JSON.parse(
    readFileSync(new URL('reference/demoAgendas.json', import.meta.url), 'utf8'),
  ) as DemoFile;
  const body = idOf('body', file.body);
  const seats = await SeatModel.find({ body }).lean<SeatRecord[]>();
  const seatOf = (organisation: string): string | undefined =>
    seats.find((one) => one.values.organisation === organisation)?._id;
  const [debrug, noordster] = [seatOf(organisations.debrug), seatOf(organisations.noordster)];
  if (!debrug || !noordster) return null;
  const gap = await GapModel.findOne({
    'values.platforms': platform,
    status: { $nin: ['solved', 'accepted'] },
  })
    .sort({ reportedAt: 1, _id: 1 })
    .lean<GapRecord | null>();
  return {
    ...{ file, body, today: brusselsDay(house.clock.now()), coordinator: people['coordinator.antwerpen'] },
    ...{ organisations, seats: { debrug, noordster }, gap: gap?._id ?? null },
  };
}

/** Two fictional meetings that were held and one to come, with what was agreed; safe to repeat. */
export async function loadDemoItems(house: House, cast: DemoPeople): Promise<void> {
  const scene = await sceneOf(house, cast);
  if (!scene || (await MeetingModel.exists({ _id: meetingId('first') }))) return;
  const { file, body } = scene;
  const meetings = file.meetings.map((one) => meetingOf(scene, one));
  const begunAt = new Map(file.meetings.map((one, at) => [one.key, meetings[at]!.startsAt]));
  const now = house.clock.now();
  const orders = new Map<string, number>();
  const items = file.items.map((one) => {
    const place = one.meeting ?? one.state.replace('postponed', 'proposed');
    orders.set(place, (orders.get(place) ?? 0) + 1);
    const at = one.meeting === 'first' || one.meeting === 'second' ? begunAt.get(one.meeting)! : now;
    return itemOf(scene, one, orders.get(place)!, at);
  });
  const outcomes = file.outcomes.map((one) => {
    const item = file.items.find((of) => of.key === one.item)!;
    return outcomeOf(scene, one, item, new Date(begunAt.get(item.meeting!)!.getTime() + 3_600_000));
  });
  const draft = { name: 'agendaItem.loaded', actor: null, record: { type: 'body', id: body } };
  await house.unitOfWork.do(draft, async ({ session }) => {
    await MeetingModel.create(meetings, { session, ordered: true });
    await AgendaItemModel.create(items, { session, ordered: true });
    await OutcomeModel.create(outcomes, { session, ordered: true });
  });
}
