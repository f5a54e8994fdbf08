import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { registersVisibleTo } from '../../coverage/register/queries.ts';
import { meetingsSeenBy, requirePlanner, type SeenMeeting } from '../../meetings/queries.ts';
import { seriesOfBodies } from '../../meetings/series/queries.ts';
import { placeFor } from '../items/place.ts';
import { backlogOf, outcomesOf } from '../items/queries.ts';
import type { SeenBody } from './queries.ts';

type Visit = SignedInVisit<unknown>;

/** One meeting as the page of its body names it. */
function meetingLink({ meeting }: SeenMeeting, { language, t }: Visit, hasAgenda: boolean) {
  const { _id: id, values, state } = meeting;
  return {
    href: paths.meeting({ id }),
    day: formats(language).day(values.day),
    hours: t('meetings.hours', { from: values.from, until: values.until }),
    state: t(`meetings.state.${state}`),
    agenda: hasAgenda && state !== 'draft' ? paths.meetingAgenda({ id }) : null,
  };
}

/** The next meeting and the last one that was held, as far as this reader is told of them. */
function nextAndLast(seen: readonly SeenMeeting[], now: Date) {
  const isHeld = ({ meeting }: SeenMeeting): boolean =>
    meeting.endsAt <= now ? meeting.state !== 'draft' : ['closed', 'approved'].includes(meeting.state);
  const all = seen.filter((one) => one.meeting.state !== 'cancelled');
  return {
    next: all.find((one) => one.meeting.endsAt > now && !isHeld(one)) ?? null,
    last: all.filter(isHeld).at(-1) ?? null,
  };
}

/** What waits for its meetings and what came of them, for who reads its agendas. */
async function workOf({ house, person, now, language }: Visit, id: string) {
  const place = await placeFor(person, id, now);
  if (!place?.rights.read) return null;
  const [backlog, outcomes] = await Promise.all([
    backlogOf(id),
    outcomesOf(house, person, { body: id }, language),
  ]);
  return {
    backlog: { href: paths.backlog({ id }), count: backlog.length },
    decisions: {
      href: paths.bodyDecisions({ id }),
      count: outcomes.filter((one) => one.state === 'open').length,
    },
  };
}

/** Where one goes on from the page of a body: only what this reader may open. */
export async function bodyLinks(visit: Visit, { body }: SeenBody) {
  const { person, now } = visit;
  const id = body._id;
  const [meetings, series, work, registers, { mayPlan }] = await Promise.all([
    meetingsSeenBy(person, now, { body: id }),
    seriesOfBodies(person, now, id),
    workOf(visit, id),
    registersVisibleTo(person),
    requirePlanner(person, id, now),
  ]);
  const { next, last } = nextAndLast(meetings, now);
  const link = (one: SeenMeeting | null) => one && meetingLink(one, visit, work !== null);
  const platform = registers.find((one) => body.values.platforms.includes(one._id))?._id;
  return {
    next: link(next),
    last: link(last),
    plan: mayPlan ? paths.newMeeting({ body: id }) : null,
    meetings: paths.meetings({ body: id }),
    series: series.map((one) => ({ href: paths.series({ id: one._id }), title: one.plan.title })),
    work,
    network: platform ? `${paths.platformNetwork({ platform }, { focus: id })}#focus` : null,
  };
}
