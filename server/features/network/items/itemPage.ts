import { outcomeFields } from '../../../../models/agendaFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../queries.ts';
import { mayChange, mayRevive } from './actions.ts';
import { bodyName } from './agendaPage.ts';
import { comingMeetings } from './backlogPage.ts';
import { meetingsById, takesItems } from './meetings.ts';
import { mayRecord } from './outcomes/actions.ts';
import { whoChoices } from './outcomes/choices.ts';
import { readerOf, viewsIn } from './queries.ts';
import { changesOfItem, outcomeRecordsOf, type SeenItem, stateBefore } from './records.ts';
import { itemViews } from './views.ts';
import { wordsFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** What happened to an item: its states and changes, the newest first. */
async function historyOf(visit: Visit, { item, seats, body }: SeenItem) {
  const changes = await changesOfItem(item._id);
  const words = await wordsFor(visit, { seats, body });
  const [names, meetings] = await Promise.all([
    personNames([...item.steps, ...changes].flatMap((one) => one.by ?? [])),
    meetingsById(item.steps.flatMap((one) => one.meeting ?? [])),
  ]);
  const steps = item.steps.map((one) => ({
    ...{ at: one.at, who: names.get(one.by ?? '') ?? '', why: one.why, fields: [] },
    what: visit.t(`agenda.state.${one.state}`),
    meeting: one.meeting === null ? null : (meetings.get(one.meeting) ?? null),
  }));
  const changed = changes.map((one) => ({
    ...{ at: one.at, who: names.get(one.by) ?? '', why: '', meeting: null },
    what: visit.t('agenda.history.changed'),
    fields: one.changes.map(({ field, from, to }) => ({
      label: visit.t(`agenda.fields.${field}`),
      from: words(field, from),
      to: words(field, to),
    })),
  }));
  return [...steps, ...changed].sort((a, b) => +b.at - +a.at);
}

/** The form that records what came of an item. */
async function recordingOf(visit: Visit, seen: SeenItem) {
  const choices = await whoChoices(visit, seen);
  const isOwn = visit.refused !== null && visit.request.path.endsWith('/outcomes');
  const own = isOwn ? visit : { ...visit, refused: null };
  return {
    refused: own.refused,
    kind: (own.refused?.values.kind as string | undefined) ?? 'action',
    fields: (Object.keys(outcomeFields) as (keyof typeof outcomeFields)[]).map((name) =>
      fieldInput(own, {
        ...{ name, rule: outcomeFields[name], value: '', version: 0, choices: name === 'who' ? choices : [] },
        label: visit.t(`agenda.fields.${name}`),
        hint: name === 'who' ? null : visit.t(`agenda.hints.${name}`),
      }),
    ),
  };
}

/** One agenda item: what is asked, what it is about, what came of it, and what happened to it. */
export async function itemPage(visit: Visit, seen: SeenItem): Promise<Answer> {
  const { person, now, language, t } = visit;
  const { item, meeting, rights, body } = seen;
  const reader = readerOf(person, seen, now, language);
  const id = { id: item._id };
  const isWaiting = item.meeting === null || meeting?.state === 'cancelled';
  const mayPlan = rights.keep && isWaiting && ['proposed', 'postponed', 'planned'].includes(item.state);
  const outcomes = await viewsIn(await outcomeRecordsOf({ item: item._id }), reader);
  return page('agenda/item', {
    title: item.values.title,
    space: 'network',
    styles: ['/styles/offer.css', '/styles/agenda.css'],
    item: (await itemViews([item], reader))[0]!,
    ...{ meeting, rights, name: bodyName(seen, language), refused: visit.refused, insz: hasInsz(visit) },
    list:
      item.meeting !== null
        ? { href: paths.meetingAgenda({ id: item.meeting }), text: t('agenda.title') }
        : item.state === 'standing' || (item.state === 'withdrawn' && stateBefore(item) === 'standing')
          ? { href: paths.standingItems({ id: body._id }), text: t('agenda.standing.title') }
          : { href: paths.backlog({ id: body._id }), text: t('agenda.backlog.title') },
    mayChange: mayChange(person, seen, item) && meeting?.state !== 'approved' && item.state !== 'withdrawn',
    mayWithdraw: mayChange(person, seen, item) && isWaiting && item.state !== 'withdrawn',
    mayRevive: item.state === 'withdrawn' && !body.ended && mayRevive(person, seen, item),
    mayTakeOff: rights.keep && meeting !== null && takesItems(meeting),
    meetings: mayPlan ? await comingMeetings(body._id, now) : [],
    mayPlan,
    outcomes,
    recording: mayRecord(seen) ? await recordingOf(visit, seen) : null,
    history: await historyOf(visit, seen),
    to: {
      fields: paths.agendaItemFields(id),
      plan: paths.agendaItemMeeting(id),
      takeOff: paths.agendaItemReturn(id),
      withdraw: paths.agendaItemWithdrawal(id),
      revive: paths.agendaItemRevival(id),
      record: paths.agendaItemOutcomes(id),
    },
  });
}
