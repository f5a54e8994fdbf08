import { type Answer, fragment, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { marked } from '../bodies/marks.ts';
import { lengthOf, takesItems } from './meetings.ts';
import type { MeetingPlace, Place } from './place.ts';
import { followUpOf, itemsPostponedFrom, readerOf, viewsIn } from './queries.ts';
import { itemsAt, outcomeRecordsOf } from './records.ts';
import { itemViews } from './views.ts';

type Visit = SignedInVisit<unknown>;

/** How a body is called on a page, and in which language where that is another one. */
export function bodyName({ body }: Pick<Place, 'body'>, language: Visit['language']) {
  const said = inLanguage(body.values.name, language);
  return { text: said.text, language: said.language === language ? null : said.language };
}

/** The planned time against the length of the meeting, both in minutes. */
export function timesOf(minutes: readonly (number | null)[], length: number) {
  const total = minutes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return {
    total,
    length,
    over: Math.max(0, total - length),
    untimed: minutes.filter((one) => one === null).length,
  };
}

async function partsOf(visit: Visit, place: MeetingPlace) {
  const { person, now, language } = visit;
  const { meeting, rights, body, readsBody } = place;
  const reader = readerOf(person, place, now, language);
  const records = await itemsAt(body._id, meeting.id, false);
  const [items, postponed, outcomes, followUp] = await Promise.all([
    itemViews(records, reader),
    itemsPostponedFrom(meeting.id, reader),
    outcomeRecordsOf({ meeting: meeting.id }).then((found) => viewsIn(found, reader)),
    followUpOf(meeting, reader),
  ]);
  const id = { id: meeting.id };
  const shown = {
    meeting,
    heading: meeting.title,
    name: readsBody ? bodyName(place, language) : null,
    back: readsBody ? null : { href: paths.meeting({ id: meeting.id }), text: meeting.title },
    items: items.map((one) => ({
      ...one,
      href: one.mayRead && readsBody ? paths.agendaItem({ id: one.id }) : null,
      outcomes: outcomes.filter((of) => of.item === one.id),
      followUp: one.purpose === 'follow_up' ? followUp : [],
    })),
    postponed,
    readsBody,
    times: timesOf(
      items.map((one) => one.minutes),
      lengthOf(meeting),
    ),
    mayPlan: rights.keep && takesItems(meeting),
    rights,
    to: {
      add: paths.newAgendaItem(id),
      begin: paths.agendaBeginning(id),
      backlog: paths.backlog({ id: body._id }),
      decisions: paths.bodyDecisions({ id: body._id }),
      standing: paths.standingItems({ id: body._id }),
    },
  };
  return {
    ...shown,
    mark: marked({ items: shown.items, times: shown.times, mayPlan: shown.mayPlan, postponed }).mark,
  };
}

/** The agenda of a meeting; printed, it is the paper that goes round. */
export async function agendaPage(visit: Visit, place: MeetingPlace): Promise<Answer> {
  const id = { id: place.meeting.id };
  return page('agenda/agenda', {
    title: visit.t('agenda.titleOf', { meeting: place.meeting.title }),
    space: 'network',
    styles: ['/styles/agenda.css'],
    scripts: ['/build/gaps.js'],
    topics: [`agenda:${place.meeting.id}`, ...(place.readsBody ? [`items:${place.body._id}`] : [])].join(' '),
    entries: paths.meetingAgendaRows(id),
    ...(await partsOf(visit, place)),
  });
}

/** The same as it is now, for a page that is open. */
export const agendaFragment = async (visit: Visit, place: MeetingPlace): Promise<Answer> =>
  fragment('agenda/_rows', await partsOf(visit, place));
