import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SuggestionNoticeModel, type SuggestionNoticeRecord } from '../../../../models/SuggestionNotice.ts';
import type { ActDraft } from '../../../core/acts.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { type Addressee, addresseesOf } from '../../network/queries.ts';
import { mailNotice } from './mails.ts';
import { byOwner, openSuggestionsWithOwners } from './owners.ts';

/**
 * A suggestion is told when no transaction that began before can still be open: one that is written later but made
 * earlier than what was told would never be. Milliseconds; the limit of a transaction in the store.
 */
const settled = 60_000;

/** What came for one owner: its name, null for entries of nobody, and when each suggestion was made. */
interface Came {
  name: string | null;
  madeAt: Date[];
}

interface Told {
  person: Addressee;
  came: Came[];
}

/** Its own people; where it has nobody, the coordinators who help; and any coordinator for entries of nobody. */
async function decidersOf(organisation: OrganisationRecord | null): Promise<Addressee[]> {
  if (organisation === null) return addresseesOf('any', ['coordinator']);
  const own = await addresseesOf([organisation._id], ['organisationAdministrator', 'contributor']);
  if (own.length > 0) return own;
  const platforms = (organisation.admissions ?? []).map((one) => one.platform);
  return addresseesOf(platforms, ['coordinator']);
}

/** Everybody who decides about something that waits, and what. */
async function toBeTold(until: Date, now: Date): Promise<Told[]> {
  const open = (await openSuggestionsWithOwners()).filter(({ madeAt }) => madeAt <= until);
  const groups = byOwner(open);
  const ids = [...groups.keys()].filter((id) => id !== null);
  const organisations = await OrganisationModel.find({ _id: { $in: ids } }).lean<OrganisationRecord[]>();
  const owners: (OrganisationRecord | null)[] = groups.has(null) ? [...organisations, null] : organisations;
  const told = new Map<string, Told>();
  for (const owner of owners) {
    const madeAt = groups.get(owner?._id ?? null)!.map((one) => one.madeAt);
    for (const person of await decidersOf(owner)) {
      const one = told.get(person.id) ?? { person, came: [] };
      one.came.push({ name: owner && nameOn(owner, now), madeAt });
      told.set(person.id, one);
    }
  }
  return [...told.values()];
}

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11000;

const actOn = (person: string, name: string, details = {}): ActDraft => ({
  ...{ name: `person.${name}`, actor: null, record: { type: 'person', id: person }, details },
});

/** Tells one person what is new to them, unless they were told something today or nothing is. */
async function tell(house: House, { person, came }: Told, until: Date, now: Date): Promise<boolean> {
  const latest = await SuggestionNoticeModel.findOne({ person: person.id })
    .sort({ at: -1 })
    .lean<SuggestionNoticeRecord | null>();
  const today = brusselsDay(now);
  if (latest && brusselsDay(latest.at) === today) return false;
  const isNew = (madeAt: Date): boolean => latest === null || madeAt > latest.until;
  const news = came
    .map(({ name, madeAt }) => ({ name, count: madeAt.filter(isNew).length }))
    .filter(({ count }) => count > 0);
  if (news.length === 0) return false;
  const _id = `${person.id}/${today}`;
  const suggestions = news.reduce((sum, { count }) => sum + count, 0);
  try {
    await house.unitOfWork.do(actOn(person.id, 'toldOfSuggestions', { suggestions }), async ({ session }) => {
      await SuggestionNoticeModel.create([{ _id, person: person.id, at: now, until }], { session });
      // The one before stays, in case no mail server takes this one.
      const older = { person: person.id, at: { $lt: latest?.at ?? now } };
      await SuggestionNoticeModel.deleteMany(older, { session });
      return null;
    });
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
  if (await mailNotice(house, person, news)) return true;
  await house.unitOfWork.do(actOn(person.id, 'notToldOfSuggestions'), async ({ session }) => {
    await SuggestionNoticeModel.deleteOne({ _id }, { session });
    return null;
  });
  return false;
}

/**
 * Mails everybody who decides about suggestions what came since they were told last: at most once a day, and nothing
 * about what was decided meanwhile. Answers how many mails were taken. Without a mail server it does nothing.
 */
export async function tellOfSuggestions(house: House): Promise<number> {
  if (!house.mailer.sends) return 0;
  const now = house.clock.now();
  const until = new Date(now.getTime() - settled);
  let sent = 0;
  for (const one of await toBeTold(until, now)) if (await tell(house, one, until, now)) sent += 1;
  return sent;
}
