import type { AgendaItemRecord, ItemState } from '../../../../models/AgendaItem.ts';
import type { ItemPurpose } from '../../../../models/agendaFields.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { OutcomeKind, OutcomeRecord, OutcomeState } from '../../../../models/Outcome.ts';
import { SeatModel, type SeatRecord } from '../../../../models/Seat.ts';
import { brusselsDay, type Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { seatViews } from '../bodies/queries.ts';
import { personNames } from '../queries.ts';
import { type AboutLink, aboutLinks } from './about.ts';
import { type ItemRights, isPromisedBy, seesItem } from './policy.ts';

type Asking = Pick<Person, 'id' | 'affiliations'>;

/** What a reader is: whose rights, in which language, on which day. */
export interface Reader {
  person: Asking;
  rights: ItemRights;
  language: Language;
  now: Date;
}

/** An agenda item as somebody is told of it. Of a restricted one the others are told its place and its time alone. */
export interface ItemView {
  id: string;
  /** From 1, among those of its place. */
  number: number;
  state: ItemState;
  /** Planned duration in minutes; null when nobody said. */
  minutes: number | null;
  /** It concerns some organisations only. */
  isRestricted: boolean;
  /** What follows is empty for who is not told. */
  mayRead: boolean;
  title: string;
  question: string;
  purpose: ItemPurpose | null;
  owner: { seat: string; name: string } | null;
  about: AboutLink[];
  organisations: { id: string; name: string }[];
}

/** Names of seats (who sits there, and for which organisation), organisations and people, by `kind:id`. */
export async function namesFor(codes: readonly string[], now: Date): Promise<Map<string, string>> {
  const idsOf = (kind: string): string[] => [
    ...new Set(codes.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1))),
  ];
  const seats = await seatViews(await SeatModel.find({ _id: { $in: idsOf('seat') } }).lean<SeatRecord[]>());
  const wanted = [...idsOf('organisation'), ...seats.flatMap((one) => one.organisation ?? [])];
  const [organisations, people] = await Promise.all([
    OrganisationModel.find({ _id: { $in: wanted } }).lean<OrganisationRecord[]>(),
    personNames(idsOf('person')),
  ]);
  const called = new Map(organisations.map((one) => [one._id, nameOn(one, now)]));
  return new Map([
    ...[...called].map(([id, name]) => [`organisation:${id}`, name] as const),
    ...[...people].map(([id, name]) => [`person:${id}`, name] as const),
    ...seats.map((one) => {
      const of = one.organisation === null ? '' : (called.get(one.organisation) ?? '');
      return [`seat:${one.id}`, [one.name, of].filter((part) => part !== '').join(', ')] as const;
    }),
  ]);
}

const codesOf = ({ values }: Pick<AgendaItemRecord, 'values'>): string[] => [
  ...(values.owner === '' ? [] : [`seat:${values.owner}`]),
  ...values.organisations.map((one) => `organisation:${one}`),
];

/** Items as this reader is told of them, in the order given. */
export async function itemViews(items: readonly AgendaItemRecord[], reader: Reader): Promise<ItemView[]> {
  const names = await namesFor(items.flatMap(codesOf), reader.now);
  return Promise.all(items.map((item, at) => itemView(item, at + 1, reader, names)));
}

async function itemView(
  { _id: id, state, values }: AgendaItemRecord,
  number: number,
  { person, rights, language }: Reader,
  names: ReadonlyMap<string, string>,
): Promise<ItemView> {
  const { minutes } = values;
  const shell = { id, number, state, minutes, isRestricted: values.organisations.length > 0 };
  if (!seesItem(rights, values)) {
    const nothing = { title: '', question: '', purpose: null, owner: null, about: [], organisations: [] };
    return { ...shell, mayRead: false, ...nothing };
  }
  return {
    ...shell,
    mayRead: true,
    title: values.title,
    question: values.question,
    purpose: values.purpose,
    owner: values.owner ? { seat: values.owner, name: names.get(`seat:${values.owner}`) ?? '' } : null,
    about: await aboutLinks(person, values.about, language),
    organisations: values.organisations.map((one) => ({
      id: one,
      name: names.get(`organisation:${one}`) ?? '',
    })),
  };
}

/** A decision or an action as somebody is told of it. */
export interface OutcomeView {
  id: string;
  body: string;
  meeting: string;
  item: string;
  kind: OutcomeKind;
  text: string;
  /** Who does it: one of the ids, or a name alone. */
  who: { person: string | null; seat: string | null; organisation: string | null; name: string };
  /** YYYY-MM-DD; '' when none was agreed. */
  due: string;
  isOverdue: boolean;
  state: OutcomeState;
  line: string;
  recordedAt: Date;
  /** Why it came into its state; '' when nobody said. */
  why: string;
  /** Whose promise it is, of the reader. */
  promised: 'person' | 'organisation' | null;
  isRestricted: boolean;
  /** The version of its due day, for a command that changes it. */
  dueVersion: number;
}

/** Decisions and actions as this reader is told of them; those they are not told of are left out. */
export async function outcomeViews(
  outcomes: readonly OutcomeRecord[],
  items: ReadonlyMap<string, AgendaItemRecord>,
  readerOf: (body: string) => Reader | undefined,
  now: Date,
): Promise<OutcomeView[]> {
  const names = await namesFor(
    outcomes.map((one) => one.values.who),
    now,
  );
  const today = brusselsDay(now);
  return outcomes.flatMap((one) => {
    const reader = readerOf(one.body);
    const item = items.get(one.item);
    if (!reader || !item) return [];
    const { who, whoName, due, text } = one.values;
    const promised = isPromisedBy(reader.person, reader.rights, who);
    const isRestricted = item.values.organisations.length > 0;
    const isOwn = promised === 'person' || (promised !== null && !isRestricted);
    if (!seesItem(reader.rights, item.values) && !isOwn) return [];
    const [kind, id] = [who.slice(0, who.indexOf(':')), who.slice(who.indexOf(':') + 1)];
    return [
      {
        ...{ id: one._id, body: one.body, meeting: one.meeting, item: one.item, kind: one.kind, text, due },
        who: {
          person: kind === 'person' ? id : null,
          seat: kind === 'seat' ? id : null,
          organisation: kind === 'organisation' ? id : null,
          name: who === '' ? whoName : (names.get(who) ?? ''),
        },
        isOverdue: one.state === 'open' && due !== '' && due < today,
        ...{ state: one.state, line: one.line, recordedAt: one.recorded.at, promised, isRestricted },
        why: one.steps.at(-1)?.why ?? '',
        dueVersion: one.fields.due?.version ?? 0,
      },
    ];
  });
}
