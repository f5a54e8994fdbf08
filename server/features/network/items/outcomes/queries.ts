import { OutcomeModel, type OutcomeRecord } from '../../../../../models/Outcome.ts';
import { SeatModel, type SeatRecord } from '../../../../../models/Seat.ts';
import type { House } from '../../../../core/house.ts';
import { brusselsDay, type Language } from '../../../../core/i18n.ts';
import type { Person } from '../../../../core/person.ts';
import { isHeld } from '../../bodies/queries.ts';
import { placeFor } from '../place.ts';
import { organisationsOf } from '../policy.ts';
import { itemsById, readerOf } from '../queries.ts';
import { type OutcomeView, outcomeViews, type Reader } from '../views.ts';

/** The ways an action can name this person or an organisation of theirs. */
async function codesOf(person: Pick<Person, 'id' | 'affiliations'>, now: Date): Promise<string[]> {
  const organisations = organisationsOf(person);
  const day = brusselsDay(now);
  const seats = await SeatModel.find({
    $or: [{ 'values.person': person.id }, { 'values.organisation': { $in: organisations } }],
  }).lean<SeatRecord[]>();
  return [
    `person:${person.id}`,
    ...seats.filter((one) => isHeld(one, day)).map((one) => `seat:${one._id}`),
    ...organisations.map((one) => `organisation:${one}`),
  ];
}

const lastDay = '9999';

/** Open first by due day, those without one last; then what was done or let go, the newest first. */
const inOrder = (a: OutcomeView, b: OutcomeView): number => {
  if ((a.state === 'open') !== (b.state === 'open')) return a.state === 'open' ? -1 : 1;
  if (a.state !== 'open') return +b.recordedAt - +a.recordedAt;
  return (a.due || lastDay).localeCompare(b.due || lastDay) || +a.recordedAt - +b.recordedAt;
};

/** What this person promised, and what an organisation of theirs did. */
export async function promisesOf(house: House, person: Person, language?: Language): Promise<OutcomeView[]> {
  const now = house.clock.now();
  const found = await OutcomeModel.find({
    kind: 'action',
    'values.who': { $in: await codesOf(person, now) },
  }).lean<OutcomeRecord[]>();
  const readers = new Map<string, Reader>();
  for (const body of new Set(found.map((one) => one.body))) {
    const place = await placeFor(person, body, now);
    if (place) readers.set(body, readerOf(person, place, now, language));
  }
  const views = await outcomeViews(found, await itemsById(found), (body) => readers.get(body), now);
  return views.filter((one) => one.promised !== null).sort(inOrder);
}

/** How many promises of this person are open, and how many of these wait longer than was agreed. */
export async function openPromisesOf(
  house: House,
  person: Person,
): Promise<{ open: number; overdue: number }> {
  const own = (await promisesOf(house, person)).filter(
    (one) => one.state === 'open' && one.promised === 'person',
  );
  return { open: own.length, overdue: own.filter((one) => one.isOverdue).length };
}
