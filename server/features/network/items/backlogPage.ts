import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { marked } from '../bodies/marks.ts';
import { mayRevive } from './actions.ts';
import { bodyName } from './agendaPage.ts';
import { meetingsOfBody, takesItems } from './meetings.ts';
import type { Place } from './place.ts';
import { backlogOf, readerOf } from './queries.ts';
import { itemsAt, withdrawnOf } from './records.ts';
import { itemViews } from './views.ts';

type Visit = SignedInVisit<unknown>;

/** What was withdrawn long ago is found by nobody's list. */
const mostWithdrawn = 30;

/** The meetings of a body that still take items, the next first. */
export async function comingMeetings(body: string, now: Date) {
  return (await meetingsOfBody(body)).filter(
    (one) => takesItems(one) && (one.endsAt > now || one.state === 'open'),
  );
}

const toOf = (id: string) => ({
  body: paths.body({ id }),
  add: paths.newBacklogItem({ id }),
  standing: paths.standingItems({ id }),
  decisions: paths.bodyDecisions({ id }),
  backlog: paths.backlog({ id }),
});

/** The latest of what was withdrawn, which can be taken up again, of those this person is told of. */
async function withdrawnShown(visit: Visit, place: Place, isStanding: boolean) {
  const { person, now, language } = visit;
  const records = place.rights.propose ? await withdrawnOf(place.body._id, isStanding) : [];
  const views = await itemViews(records.slice(0, mostWithdrawn), readerOf(person, place, now, language));
  const withdrawn = views.map((one, at) => ({
    ...one,
    at: records[at]!.steps.at(-1)!.at,
    why: one.mayRead ? records[at]!.steps.at(-1)!.why : '',
    mayRevive: !place.body.ended && mayRevive(person, place, records[at]!),
  }));
  return { withdrawn: withdrawn.filter((one) => one.mayRead) };
}

/** What waits for a meeting of a body. */
export async function backlogPage(visit: Visit, place: Place): Promise<Answer> {
  const { person, now, language, t } = visit;
  const { body, rights } = place;
  const records = await backlogOf(body._id);
  const views = await itemViews(records, readerOf(person, place, now, language));
  const meetings = rights.keep ? await comingMeetings(body._id, now) : [];
  const items = views.map((one, at) => ({
    ...one,
    isOwn: records[at]!.added.by === person.id,
    addedAt: records[at]!.added.at,
  }));
  return page('agenda/backlog', {
    title: t('agenda.backlog.title'),
    space: 'network',
    styles: ['/styles/agenda.css'],
    scripts: ['/build/gaps.js'],
    topics: `items:${body._id}`,
    entries: paths.backlog({ id: body._id }),
    name: bodyName(place, language),
    items,
    ...(await withdrawnShown(visit, place, false)),
    mark: marked({ items, meetings }).mark,
    meetings,
    rights,
    to: toOf(body._id),
  });
}

/** The items a body begins each agenda with. */
export async function standingPage(visit: Visit, place: Place): Promise<Answer> {
  const { person, now, language, t } = visit;
  const { body, rights } = place;
  const records = await itemsAt(body._id, null, true);
  return page('agenda/standing', {
    title: t('agenda.standing.title'),
    space: 'network',
    styles: ['/styles/agenda.css'],
    name: bodyName(place, language),
    items: await itemViews(records, readerOf(person, place, now, language)),
    ...(await withdrawnShown(visit, place, true)),
    rights,
    to: {
      ...toOf(body._id),
      add: paths.newStandingItem({ id: body._id }),
      usual: paths.usualItems({ id: body._id }),
    },
  });
}
