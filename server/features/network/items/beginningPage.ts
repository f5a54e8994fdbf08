import type { ClientSession } from 'mongodb';
import type { AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodyName, timesOf } from './agendaPage.ts';
import { lengthOf, takesItems } from './meetings.ts';
import type { MeetingPlace } from './place.ts';
import { followUpOf, readerOf } from './queries.ts';
import { itemsAt } from './records.ts';
import { itemViews } from './views.ts';

/** The standing items of the body that this agenda does not have yet. */
export async function standingFor(
  { body, meeting }: MeetingPlace,
  session: ClientSession | null = null,
): Promise<AgendaItemRecord[]> {
  const there = new Set((await itemsAt(body._id, meeting.id, false, session)).map((one) => one.standing));
  return (await itemsAt(body._id, null, true, session)).filter((one) => !there.has(one._id));
}

/** What an agenda can begin with: standing items, what waits, what was put off; open actions come along by themselves. */
export async function beginningPage(visit: SignedInVisit<unknown>, place: MeetingPlace): Promise<Answer> {
  const { person, now, language, t, refused } = visit;
  const { meeting, body, rights } = place;
  if (!rights.keep || !takesItems(meeting)) throw new Forbidden();
  const reader = readerOf(person, place, now, language);
  const [standing, waiting, there] = await Promise.all([
    standingFor(place),
    itemsAt(body._id, null, false),
    itemsAt(body._id, meeting.id, false),
  ]);
  const open = (await followUpOf(meeting, reader)).filter((one) => one.state === 'open');
  const isChosen = ({ _id, state }: AgendaItemRecord): boolean =>
    refused ? [refused.values.items ?? []].flat().includes(_id) : state !== 'proposed';
  const choices = async (records: AgendaItemRecord[]) =>
    (await itemViews(records, reader)).map((one, at) => ({ ...one, isChosen: isChosen(records[at]!) }));
  const back = paths.meetingAgenda({ id: meeting.id });
  return page('agenda/beginning', {
    title: t('agenda.beginning.title'),
    space: 'network',
    styles: ['/styles/agenda.css'],
    ...{ refused, meeting, back, name: bodyName(place, language), actions: open.length },
    target: paths.agendaBeginning({ id: meeting.id }),
    standingHref: paths.standingItems({ id: body._id }),
    standing: await choices(standing),
    postponed: await choices(waiting.filter((one) => one.state === 'postponed')),
    proposed: await choices(waiting.filter((one) => one.state === 'proposed')),
    times: timesOf(
      there.map((one) => one.values.minutes),
      lengthOf(meeting),
    ),
  });
}
