import { OfferReminderModel, type OfferReminderRecord } from '../../../../models/OfferReminder.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { type Addressee, addresseesOf } from '../../network/queries.ts';
import { offerOf } from '../upkeep/queries.ts';
import { isRunning } from '../upkeep/standing.ts';
import { mailReminder, type ReminderKind, reminderKinds } from './reminderMail.ts';
import { coordinatorStep, nextReminder, waitingSince } from './rounds.ts';

/** A reminder this server may send: it wrote the record that nobody else can write. */
interface Claim {
  id: string;
  kind: ReminderKind;
  name: string;
  waiting: number;
  oldest: string;
  people: Addressee[];
}

/** The days from which the entries of an organisation wait or will wait. */
async function waitingIn({ _id, admissions = [] }: OrganisationRecord, today: string): Promise<string[]> {
  const { units, modules, sites } = await offerOf([_id]);
  const [admitted = null] = admissions.map((one) => one.at).sort((a, b) => a.getTime() - b.getTime());
  const running = [
    ...units.filter((one) => isRunning('unit', one, today)),
    ...modules.filter((one) => isRunning('module', one, today)),
    ...sites,
  ];
  return running.flatMap((one) => waitingSince(one, admitted) ?? []);
}

/** Its own people, or the coordinators: at the last step, and where it has nobody. */
async function toBeTold(
  { _id, admissions = [] }: OrganisationRecord,
  step: number,
): Promise<Pick<Claim, 'people' | 'kind'>> {
  const own = await addresseesOf([_id], ['organisationAdministrator', 'contributor']);
  if (step < coordinatorStep && own.length > 0) return { people: own, kind: reminderKinds[step]! };
  const platforms = admissions.map((one) => one.platform);
  return { people: await addresseesOf(platforms, ['coordinator']), kind: 'coordinator' };
}

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11000;

const actOn = (organisationId: string, name: string, details = {}) => ({
  name: `organisation.${name}`,
  actor: null,
  record: { type: 'organisation', id: organisationId },
  details,
});

/** Takes the next reminder of an organisation, if there is one to send and no other server took it. */
async function claim(house: House, organisation: OrganisationRecord, now: Date): Promise<Claim | null> {
  const { _id } = organisation;
  const today = brusselsDay(now);
  const since = await waitingIn(organisation, today);
  const latest = await OfferReminderModel.findOne({ organisationId: _id })
    .sort({ round: -1, step: -1 })
    .lean<OfferReminderRecord | null>();
  const next = nextReminder(since, latest, today);
  if (next === null) return null;
  if (next === 'ended') {
    await end(house, latest!);
    return null;
  }
  const told = await toBeTold(organisation, next.step);
  if (told.people.length === 0) return null;
  const waiting = since.filter((day) => day <= today).sort();
  const id = `${_id}/${next.round}/${next.step}`;
  const details = { step: next.step, entries: waiting.length, people: told.people.length };
  const record = { _id: id, organisationId: _id, ...next, at: now, endedAt: null };
  try {
    await house.unitOfWork.do(actOn(_id, 'reminded', details), async ({ session }) => {
      await OfferReminderModel.create([record], { session });
      return null;
    });
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
  const name = nameOn(organisation, now);
  return { id, ...told, name, waiting: waiting.length, oldest: waiting[0]! };
}

const end = (house: House, { _id, organisationId }: OfferReminderRecord): Promise<null> =>
  house.unitOfWork.do(actOn(organisationId, 'remindersEnded'), async ({ session, now }) => {
    await OfferReminderModel.updateOne({ _id }, { endedAt: now }, { session });
    return null;
  });

/** A reminder that no mail server took was not sent: the next round of this program tries again. */
const giveBack = (house: House, { id }: Claim): Promise<null> =>
  house.unitOfWork.do(actOn(id.split('/')[0]!, 'notReminded'), async ({ session }) => {
    await OfferReminderModel.deleteOne({ _id: id }, { session });
    return null;
  });

/** One mail for each person and kind, however many organisations and entries it is about. */
async function send(house: House, claims: Claim[]): Promise<number> {
  const mails = new Map<string, { person: Addressee; kind: ReminderKind; about: Claim[] }>();
  for (const one of claims)
    for (const person of one.people) {
      const key = `${person.id} ${one.kind}`;
      const mail = mails.get(key) ?? { person, kind: one.kind, about: [] };
      mail.about.push(one);
      mails.set(key, mail);
    }
  const taken = new Set<Claim>();
  let sent = 0;
  for (const { person, kind, about } of mails.values()) {
    if (!(await mailReminder(house, person, kind, about))) continue;
    sent += 1;
    for (const one of about) taken.add(one);
  }
  for (const one of claims) if (!taken.has(one)) await giveBack(house, one);
  return sent;
}

/** Sends every reminder that is due now; answers how many mails were taken. Without a mail server it does nothing. */
export async function remind(house: House): Promise<number> {
  if (!house.mailer.sends) return 0;
  const now = house.clock.now();
  const organisations = await OrganisationModel.find({ 'admissions.0': { $exists: true } }).lean<
    OrganisationRecord[]
  >();
  const claims: Claim[] = [];
  for (const one of organisations) {
    const claimed = await claim(house, one, now);
    if (claimed) claims.push(claimed);
  }
  return send(house, claims);
}
