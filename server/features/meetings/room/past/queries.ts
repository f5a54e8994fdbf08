import type { ClientSession } from 'mongodb';
import type { AgendaItemRecord } from '../../../../../models/AgendaItem.ts';
import { AmendmentModel, type AmendmentRecord } from '../../../../../models/Amendment.ts';
import { NotFound } from '../../../../core/errors.ts';
import type { House } from '../../../../core/house.ts';
import type { Person } from '../../../../core/person.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { createLog } from '../../../../live/log.ts';
import { paths } from '../../../../paths.ts';
import { outcomesOf } from '../../../network/items/queries.ts';
import type { ProsePast } from '../../../prose/queries.ts';
import { type ProseRedaction, redactionsIn } from '../../../prose/redaction/queries.ts';
import { minutesCipher } from '../live.ts';
import { isConcerned, minutesRights } from '../policy.ts';
import { agendaOf, requireRoom, type SeenRoom } from '../queries.ts';

/** The minutes of one item, with what this person may do about their past. */
export interface SeenMinutes {
  room: SeenRoom;
  item: AgendaItemRecord;
  /** Puts back what was deleted: as long as this person writes there. Locked minutes stay as they are. */
  mayRestore: boolean;
  /** Takes words out for good, of locked minutes too: what should never have stood there does not wait. */
  mayRedact: boolean;
}

/**
 * The minutes of an item of a meeting and their past, which names who wrote what: for who takes part, and not for who only
 * reads since the body is open.
 * @throws NotFound for what this person may not see, whether it is there or not
 */
export async function requireMinutes(
  person: Pick<Person, 'id' | 'affiliations'>,
  { meeting, item }: { meeting: string; item: string },
  now: Date,
  session: ClientSession | null = null,
): Promise<SeenMinutes> {
  const room = await requireRoom(person, meeting, now, session);
  const { access, state } = room;
  const found = (await agendaOf(meeting, session)).find((one) => one._id === item);
  if (!found || !(access.takesPart || access.keeps)) throw new NotFound();
  const { organisations } = found.values;
  if (!isConcerned(access, organisations)) throw new NotFound();
  const rights = minutesRights(access, state, { state: room.meeting.state, item, organisations });
  return { room, item: found, mayRestore: rights.write, mayRedact: access.keeps };
}

/** The number of the last commit; 0 when nobody wrote yet. */
export const lastMomentOf = ({ connection }: Pick<House, 'connection'>, item: string): Promise<number> =>
  createLog(connection).lastSequence(`minutes:${item}`);

/** The past of the minutes of an item, as this person sees it. */
export function pastOfMinutes(
  { house, t }: Pick<SignedInVisit, 'house' | 't'>,
  { room, item, mayRestore, mayRedact }: SeenMinutes,
): ProsePast {
  const ids = { id: room.meeting._id, item: item._id };
  const nobody = t('plans.someoneLeft');
  return {
    ask: (question) => house.live.history('minutes', item._id, question),
    nameOf: () => nobody,
    ...{ mayRestore, mayRedact },
    address: (query = {}) => paths.minutesHistory(ids, query),
    redaction: paths.minutesRedaction(ids),
    old: t('room.history.old'),
  };
}

/** What was redacted in the minutes of an item, the newest first. Checks no access: the caller has. */
export const redactionsOfMinutes = async (house: House, item: string): Promise<ProseRedaction[]> =>
  redactionsIn(house, await minutesCipher(house), `minutes:${item}`);

/** Where else these words stand: remarks on the minutes, which go with them, and decisions and actions, which do not. */
export async function elsewhereThan(
  { house, person }: Pick<SignedInVisit, 'house' | 'person'>,
  item: string,
  words: readonly string[],
): Promise<{ amendments: number; outcomes: number }> {
  const hasOne = (...texts: string[]): boolean =>
    texts.some((text) => words.some((word) => text.includes(word)));
  const amendments = await AmendmentModel.find({ item }).lean<AmendmentRecord[]>();
  const outcomes = await outcomesOf(house, person, { item });
  return {
    amendments: amendments.filter(({ text, answer }) => hasOne(text, answer)).length,
    outcomes: outcomes.filter(({ text }) => hasOne(text)).length,
  };
}
