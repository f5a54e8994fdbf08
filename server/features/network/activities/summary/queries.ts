import { SummaryNoticeModel, type SummaryNoticeRecord } from '../../../../../models/SummaryNotice.ts';
import { NotFound } from '../../../../core/errors.ts';
import type { Person } from '../../../../core/person.ts';
import { paths } from '../../../../paths.ts';
import { requireActivity } from '../queries.ts';

/** A notice stands on a start page for four weeks, whether it was read or not: that is kept nowhere. In milliseconds. */
const shown = 28 * 24 * 3_600_000;

/** The summaries that were sent to somebody lately and that they may read, the newest first. */
export async function summariesFor(
  person: Pick<Person, 'id' | 'affiliations'>,
  now: Date,
): Promise<{ title: string; href: string }[]> {
  const notices = await SummaryNoticeModel.find({
    person: person.id,
    madeAt: { $gt: new Date(now.getTime() - shown) },
  })
    .sort({ madeAt: -1, _id: 1 })
    .lean<SummaryNoticeRecord[]>();
  const seen = await Promise.all(
    notices.map(({ activity: id }) =>
      requireActivity(person, id).then(
        ({ activity }) => [{ title: activity.values.title, href: paths.activity({ id }) }],
        (error: unknown) => {
          if (error instanceof NotFound) return [];
          throw error;
        },
      ),
    ),
  );
  return seen.flat();
}

/** How many mails about a summary are still to be sent, and how many no server took. */
export async function mailsAbout(activity: string): Promise<{ waiting: number; failed: number }> {
  const counted = (states: SummaryNoticeRecord['state'][]): Promise<number> =>
    SummaryNoticeModel.countDocuments({ activity, state: { $in: states } });
  const [waiting, failed] = await Promise.all([
    counted(['waiting', 'sending']),
    counted(['failed', 'dropped']),
  ]);
  return { waiting, failed };
}
