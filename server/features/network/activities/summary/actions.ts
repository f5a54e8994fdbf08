import { ActivityModel, type SummarySending } from '../../../../../models/Activity.ts';
import { SummaryNoticeModel, type SummaryNoticeRecord } from '../../../../../models/SummaryNotice.ts';
import { Conflict, Invalid } from '../../../../core/errors.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { requireWritable, type Writer } from '../actions.ts';
import { maySendSummary } from '../policy.ts';
import { recipientsOf, type To } from './recipients.ts';

/** The notice of somebody about an activity: one and no more. */
export const noticeId = (activity: string, person: string): string => `${activity}/${person}`;

/**
 * Sends the summary of a visit on: those it goes to read it from now on, and who was not told of it yet gets a notice,
 * whose mail is sent after this. Whoever sends it is not told of their own.
 * @param bodies ids of the bodies it can be sent to
 * @returns how many are told now
 * @throws NotFound, Forbidden; Conflict for what is no visit that took place and was written down; Invalid
 */
export async function sendSummary(
  unit: Unit,
  person: Writer,
  id: string,
  { to, bodies }: { to: To; bodies: readonly string[] },
): Promise<{ told: number }> {
  const { activity, rights } = await requireWritable(unit, person, id);
  if (!maySendSummary(rights, activity)) throw new Conflict('activities.errors.noSummary');
  if (to !== 'platform' && !bodies.includes(to.slice('body:'.length)))
    throw new Invalid({ to: 'activities.errors.fromList' });
  const { session, now } = unit;
  const { readers, actors, told } = await recipientsOf(to, {
    platform: activity.values.platform,
    now,
    session,
  });
  if (actors === 0) throw new Invalid({ to: 'activities.errors.nobodyThere' });
  const ids = told.filter((one) => one.id !== person.id).map((one) => noticeId(id, one.id));
  const there = await SummaryNoticeModel.find({ _id: { $in: ids } }, { _id: 1 }).session(session);
  const fresh = ids.filter((one) => !there.some(({ _id }) => _id === one));
  const notices = fresh.map((_id): SummaryNoticeRecord => {
    const own = { _id, activity: id, person: _id.slice(id.length + 1), state: 'waiting' as const };
    return { ...own, tries: 0, dueAt: now, madeAt: now };
  });
  const trace = { at: now, by: person.id, body: rights.body };
  const sending: SummarySending = { ...trace, to, readers, told: fresh.length };
  const known = (activity.sendings ?? []).flatMap((one) => one.readers);
  // Sent again where nothing is new, it is told that nothing is; nothing is added.
  if (fresh.length > 0 || readers.some((one) => !known.includes(one)))
    await ActivityModel.updateOne({ _id: id }, { $push: { sendings: sending } }, { session });
  if (notices.length > 0) await SummaryNoticeModel.create(notices, { session, ordered: true });
  unit.note({ told: fresh.length, actors });
  return { told: fresh.length };
}
