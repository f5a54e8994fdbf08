import { type Answer, page, redirect } from '../../core/answers.ts';
import { leaveNotice } from '../../core/notices.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { newToken } from '../../core/tokens.ts';
import { paths } from '../../paths.ts';
import { feedOf } from './calendars/queries.ts';
import { endFeed, makeFeed } from './feedActions.ts';

async function calendarPage(visit: SignedInVisit<unknown>, address: string | null): Promise<Answer> {
  const feed = await feedOf(visit.person.id);
  return page('meetings/calendar', {
    title: visit.t('meetings.calendar.title'),
    space: 'network',
    narrow: true,
    ...{ address, madeAt: feed?.madeAt ?? null },
    // A calendar program opens this by itself; the address is the same.
    subscribe: address?.replace(/^https?:/, 'webcal:'),
    end: paths.calendarEnd(),
  });
}

/** Whether there is a calendar address of this person. The address itself is shown once, when it is made. */
export const showCalendar = (visit: SignedInVisit<undefined>): Promise<Answer> => calendarPage(visit, null);

/** Makes an address; the one of before works no more. */
export async function make(visit: SignedInVisit<undefined>): Promise<Answer> {
  const secret = newToken();
  let made = false;
  await visit.act({ record: { type: 'calendarFeed', id: visit.person.id } }, async (unit) => {
    await makeFeed(unit, visit.person, secret);
    made = true;
    return null;
  });
  const address = visit.house.publicUrl + paths.calendarFeed({ file: `${secret}.ics` });
  return calendarPage(visit, made ? address : null);
}

export async function end(visit: SignedInVisit<undefined>): Promise<Answer> {
  await visit.act({ record: { type: 'calendarFeed', id: visit.person.id } }, (unit) =>
    endFeed(unit, visit.person),
  );
  leaveNotice(visit, 'meetings.notice.feedEnded');
  return redirect(paths.calendar());
}
