import { AgendaItemModel, type AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import type { ActDraft } from '../../../core/acts.ts';
import { watchActs } from '../../../core/actWatch.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Cipher } from '../../../core/keys.ts';
import { sharedAnswers } from '../../../core/sharedAnswers.ts';
import type { LiveAccess, LiveAct, LiveFeature, LivePerson } from '../../../live/feature.ts';
import { peopleOfSessions, sessionSigns } from '../../accounts/session.ts';
import { bodyNames } from '../../network/queries.ts';
import { minutesRights } from './policy.ts';
import { accessIn, roomOf } from './queries.ts';

/** One look at the sessions serves all minutes for so long; the engine looks twice a second. */
const sharedMilliseconds = 500;

/** Acts that change nobody's access to minutes: views, words, who is there, signing in. What is not named here counts. */
const harmless =
  /\.(viewed|printed|exported|listed)$|^(minutes|outcome|narrative|goal|action|comment|suggestion|search|gap|workPoint|activity|device)\.|^room\.(turned|extended|paused|resumed|arrived|left|excused|expected|led)$|^account\.(signedIn|signInRefused|passwordAccepted)$/;

/** The data key of minutes; made at first use. @throws KeyUnavailable when the master key is not there */
export const minutesCipher = ({ keys }: Pick<House, 'keys'>): Promise<Cipher> =>
  keys.cipher('minutes').catch(() => keys.create('minutes'));

/** The minutes of agenda items as documents of the live engine; a document's id is the item's id. */
export function liveMinutes(house: House): LiveFeature {
  const signs = sharedAnswers((sessionIds) => signsOf(house, sessionIds), sharedMilliseconds);
  return {
    kind: 'minutes',
    limits: { updateBytes: 128 * 1024, documentBytes: 4 * 1024 * 1024 },
    cipher: () => minutesCipher(house),
    access: (item, people) => accessOf(house, item, people),
    watch: watchActs(house.connection, harmless),
    signs: (people) => signs(people.map((one) => one.sessionId)),
    onAct: (act, item, person) => writeAct(house, act, item, person),
  };
}

/** The act of redacting again what a restored backup brought back. Nobody signed in does this. */
export const minutesRedactedAgain = (item: string): ActDraft => ({
  name: 'minutes.redactedAgain',
  actor: null,
  record: { type: 'minutes', id: item },
});

/** A session ends without an act, and a seat with its day. */
async function signsOf(house: House, sessionIds: string[]): Promise<Map<string, string>> {
  const signs = await sessionSigns(sessionIds, house);
  const today = brusselsDay(house.clock.now());
  return new Map([...signs].map(([sessionId, sign]) => [sessionId, `${today} ${sign}`]));
}

/** From the session on, everything is read anew; a handful of questions however many people there are. */
async function accessOf(
  house: House,
  itemId: string,
  people: LivePerson[],
): Promise<Map<string, LiveAccess | null>> {
  const nobody = new Map<string, LiveAccess | null>(people.map(({ sessionId }) => [sessionId, null]));
  const item = await AgendaItemModel.findById(itemId).lean<AgendaItemRecord | null>();
  const room = item?.meeting ? await roomOf(item.meeting, house.clock.now()) : null;
  if (!item || !room) return nobody;
  const persons = await peopleOfSessions([...nobody.keys()], house);
  const found = [...persons].flatMap(([sessionId, person]) => {
    const access = accessIn(room, person);
    return access ? [{ sessionId, person, access }] : [];
  });
  const names = await bodyNames(house, [...new Set(found.map(({ access }) => access.body))], 'nl');
  const about = { state: room.meeting.state, item: itemId, organisations: item.values.organisations };
  for (const { sessionId, person, access } of found) {
    const { read, write } = minutesRights(access, room.state, about);
    if (!read) continue;
    nobody.set(sessionId, {
      ...{ read, write, comment: false, suggest: false, name: person.name },
      ...{ organisationId: access.body, organisationName: names.get(access.body) ?? '' },
    });
  }
  return nobody;
}

/** Who writes is kept, once a burst; that somebody of the network reads minutes of the network is not. */
async function writeAct(house: House, act: LiveAct, itemId: string, person: LivePerson): Promise<void> {
  if (act !== 'edited') return;
  await house.unitOfWork.record({
    name: 'minutes.edited',
    actor: { personId: person.personId },
    record: { type: 'minutes', id: itemId },
  });
}
