import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { type AgendaItemValues, agendaItemFields } from '../../models/agendaFields.ts';
import { type BodyValues, bodyFields, type SeatValues, seatFields } from '../../models/bodyFields.ts';
import type { MeetingValues } from '../../models/meetingFields.ts';
import type { Person } from '../../server/core/person.ts';
import type { Unit } from '../../server/core/unitOfWork.ts';
import { affiliationsOf } from '../../server/features/accounts/queries.ts';
import { makeMeeting } from '../../server/features/meetings/actions.ts';
import { inviteesOf } from '../../server/features/meetings/inviteeQueries.ts';
import { callMeeting } from '../../server/features/meetings/stepActions.ts';
import { addBody } from '../../server/features/network/bodies/actions.ts';
import { addSeat } from '../../server/features/network/bodies/seatActions.ts';
import { addItem } from '../../server/features/network/items/actions.ts';
import { emptyValues } from '../../server/fields/values.ts';
import type { TestApp } from './app.ts';
import { personIdOf } from './cases.ts';
import type { Name } from './people.ts';

export interface KnownMeeting {
  id: string;
  body: string;
  /** Ids of its items, in their order. */
  items: string[];
  /** Id of the place of each person among the invited. */
  inviteeOf(name: Name): string;
}

type Writer = Pick<Person, 'id' | 'affiliations'>;

const coordinator: Name = 'coordinator.antwerpen';

async function writerOf(app: TestApp, name: Name): Promise<Writer> {
  const id = await personIdOf(app, name);
  return { id, affiliations: (await affiliationsOf([id], 'nl', app.clock.now())).get(id) ?? [] };
}

/**
 * A working group of Antwerp with these people at its table, its meeting of today called, with an item for each title.
 * @param about what an item says besides its title
 */
export async function aMeeting(
  app: TestApp,
  people: readonly Name[],
  titles: readonly string[],
  about: (title: string) => Partial<AgendaItemValues> = () => ({}),
): Promise<KnownMeeting> {
  const by = await writerOf(app, coordinator);
  const [body, meeting] = [randomUUID(), randomUUID()];
  const act = <T>(name: string, record: { type: string; id: string }, work: (unit: Unit) => Promise<T>) =>
    app.house.unitOfWork.do(
      { name, actor: { personId: by.id, bodyId: 'BE-VAN' }, record },
      async (unit) => ((await work(unit)) ?? {}) as object,
    );
  const values = {
    ...emptyValues(bodyFields),
    ...{
      kind: 'working_group',
      name: { nl: 'Werkgroep crisis' },
      openness: 'members',
      platforms: ['BE-VAN'],
    },
  } as unknown as BodyValues;
  await act('body.added', { type: 'body', id: body }, (unit) =>
    addBody(unit, by, { id: body, organisation: null }, values),
  );
  const ids = new Map<Name, string>();
  for (const name of people) {
    const { id: person, affiliations } = await writerOf(app, name);
    const seat = randomUUID();
    const sits = {
      ...emptyValues(seatFields),
      ...{ organisation: affiliations[0]?.bodyId ?? '', person, mandate: 'member' },
    } as unknown as SeatValues;
    await act('seat.added', { type: 'seat', id: seat }, (unit) => addSeat(unit, by, { body, seat }, sits));
    ids.set(name, person);
  }
  // Late in the evening it would end after midnight, which no meeting does.
  const from = DateTime.fromJSDate(app.clock.now(), { zone: 'Europe/Brussels' });
  const until = DateTime.min(from.plus({ hours: 2 }), from.endOf('day'));
  const planned: MeetingValues = {
    ...{ title: 'Werkgroep crisis', day: from.toFormat('yyyy-MM-dd'), clock: '' },
    ...{ from: from.toFormat('HH:mm'), until: until.toFormat('HH:mm') },
    ...{ form: 'in_person', place: 'Provinciehuis', link: '', language: 'nl' },
  };
  await act('meeting.added', { type: 'meeting', id: meeting }, (unit) =>
    makeMeeting(unit, by, meeting, { body, values: planned }),
  );
  const items: string[] = [];
  for (const title of titles) {
    const id = randomUUID();
    const says = {
      ...emptyValues(agendaItemFields),
      ...{ title, purpose: 'discuss', minutes: 20 },
      ...about(title),
    } as unknown as AgendaItemValues;
    await act('agendaItem.added', { type: 'agendaItem', id }, (unit) =>
      addItem(unit, by, id, { to: { meeting }, values: says }),
    );
    items.push(id);
  }
  await act('meeting.called', { type: 'meeting', id: meeting }, (unit) => callMeeting(unit, by, meeting));
  const invitees = await inviteesOf(meeting);
  return {
    ...{ id: meeting, body, items },
    inviteeOf: (name) => invitees.find((one) => one.person === ids.get(name))?._id ?? '',
  };
}
