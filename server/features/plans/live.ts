import type { MentionMark } from '../../../public/scripts/live/marks.ts';
import type { Reader } from '../../../public/scripts/live/protocol.ts';
import type { ActDraft } from '../../core/acts.ts';
import { watchActs } from '../../core/actWatch.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay, isLanguage } from '../../core/i18n.ts';
import { sharedAnswers } from '../../core/sharedAnswers.ts';
import type { LiveAccess, LiveAct, LiveFeature, LivePerson } from '../../live/feature.ts';
import { peopleOfSessions, sessionSigns } from '../accounts/session.ts';
import type { CaseAccess } from '../cases/policy.ts';
import { caseAccess, caseAccesses } from '../cases/queries.ts';
import { bodyNames } from '../network/queries.ts';
import { endVisit } from './history/visits.ts';
import { markSeen, noteMentions, readersOf } from './mentions.ts';
import { narrativeRights } from './policy.ts';
import { blotWaitingNames, buryVersions, namedMoments } from './redaction/tombstones.ts';

const actNames: Record<LiveAct, string> = {
  opened: 'narrative.opened',
  edited: 'narrative.edited',
  closed: 'narrative.closed',
};

/** How long a text that is opened again (a second tab, a network that comes and goes) counts as one view. */
const sameView = 10 * 60_000;

/** One look at the sessions serves all texts for so long; the engine looks twice a second. */
const sharedMilliseconds = 500;

/** Acts that take nobody's access away: views, words, signing in. What is not named here counts. */
const harmless =
  /\.(viewed|printed|exported|listed)$|^(narrative|goal|action|comment|suggestion|room|minutes|outcome|agendaItem|meeting|series|calendarFeed|body|seat|activity|workPoint|yearPlan)\.|^account\.(signedIn|signInRefused|passwordAccepted)$/;

/** The shared text of a plan as a document of the live engine; its id is the case's id. */
export function liveNarrative(house: House): LiveFeature {
  const signs = sharedAnswers((sessionIds) => signsOf(house, sessionIds), sharedMilliseconds);
  return {
    kind: 'plan',
    limits: { updateBytes: 128 * 1024, documentBytes: 8 * 1024 * 1024 },
    cipher: (caseId) => house.keys.cipher(caseId),
    access: (caseId, people) => accessOf(house, caseId, people),
    watch: watchActs(house.connection, harmless),
    signs: (people) => signs(people.map((one) => one.sessionId)),
    onAct: (act, caseId, person) => writeAct(house, act, caseId, person),
    kept: {
      moments: namedMoments,
      bury: buryVersions,
      blotWaiting: (caseId, session) => blotWaitingNames(house, caseId, session),
    },
    readers: (caseId, person) => readersFor(house, caseId, person),
    onMentions: (caseId, person, mentions) => mentioned(house, caseId, person, mentions),
  };
}

/** The act of redacting again what a backup brought back. */
export const redactedAgain = (caseId: string): ActDraft => ({
  name: 'narrative.redactedAgain',
  actor: null,
  record: { type: 'narrative', id: caseId, caseId },
});

/** A session ends without an act, and a consent with its day. */
async function signsOf(house: House, sessionIds: string[]): Promise<Map<string, string>> {
  const signs = await sessionSigns(sessionIds, house);
  const today = brusselsDay(house.clock.now());
  return new Map([...signs].map(([sessionId, sign]) => [sessionId, `${today} ${sign}`]));
}

/** From the session on, everything is read anew: a session that ended carries nobody. */
async function accessOf(
  house: House,
  caseId: string,
  people: LivePerson[],
): Promise<Map<string, LiveAccess | null>> {
  const persons = await peopleOfSessions(
    people.map((one) => one.sessionId),
    house,
  );
  const entitled = [...persons.values()].filter((person) => person.secondFactorGiven);
  const accesses = await caseAccesses(house, entitled, caseId);
  const bodies = await bodyNames(
    house,
    [...accesses.values()].map((access) => access.body),
    'nl',
  );
  return new Map(
    people.map(({ sessionId }) => {
      const person = persons.get(sessionId);
      const access = person?.secondFactorGiven ? accesses.get(person.id) : undefined;
      const rights = access && narrativeRights(access);
      if (!person || !access || !rights?.read) return [sessionId, null];
      const organisation = { organisationId: access.body, organisationName: bodies.get(access.body) ?? '' };
      return [sessionId, { ...rights, name: person.name, ...organisation }];
    }),
  );
}

/** The decision about one person, from their session on; null when they may not read the text. */
async function accessFor(
  house: House,
  caseId: string,
  { sessionId }: LivePerson,
): Promise<CaseAccess | null> {
  const person = (await peopleOfSessions([sessionId], house)).get(sessionId);
  const access = person?.secondFactorGiven ? await caseAccess(house, person, caseId) : null;
  return access && narrativeRights(access)?.read ? access : null;
}

async function readersFor(house: House, caseId: string, person: LivePerson): Promise<Reader[] | null> {
  const access = await accessFor(house, caseId, person);
  return access && readersOf(house, access, isLanguage(person.language) ? person.language : 'nl');
}

/** Whoever may not read the text by now tells nobody anything; their edit is refused by the engine. */
async function mentioned(
  house: House,
  caseId: string,
  person: LivePerson,
  mentions: MentionMark[],
): Promise<void> {
  const access = await accessFor(house, caseId, person);
  if (access) await noteMentions(house, access, mentions);
}

async function writeAct(house: House, act: LiveAct, caseId: string, person: LivePerson): Promise<void> {
  const { personId, sessionId } = person;
  const known = (await peopleOfSessions([sessionId], house)).get(sessionId);
  // The body they have their place in the case for. Who closes because that is over acts for nobody any more.
  const bodyId = known && (await caseAccess(house, known, caseId))?.body;
  await house.unitOfWork.record({
    name: actNames[act],
    actor: { personId, ...(bodyId ? { bodyId } : {}) },
    record: { type: 'narrative', id: caseId, caseId },
    ...(act === 'opened' ? { unlessWithin: sameView } : {}),
  });
  if (act !== 'closed') return;
  await endVisit(house, caseId, personId);
  await markSeen(house, caseId, personId);
}
