import { type Answer, fragment, page } from '../../core/answers.ts';
import { inLanguage } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { hasInsz } from '../../fields/insz.ts';
import { paths } from '../../paths.ts';
import { mayWatchAgenda } from '../network/items/queries.ts';
import { bodyNames, personNames } from '../network/queries.ts';
import { clashesOf } from './doubleBooking.ts';
import { invitedPeople } from './invitedPeople.ts';
import { answerMark, fingerprint, markOf } from './marks.ts';
import { changesOfMeeting, type SeenMeeting } from './queries.ts';
import { isPlanned } from './states.ts';
import { dayInWords, hoursInWords } from './wallClock.ts';
import { fieldWords } from './wording.ts';

async function wayOf({ house, language }: SignedInVisit<unknown>, { meeting }: SeenMeeting) {
  const changes = await changesOfMeeting(meeting._id);
  const traces = [...meeting.steps, ...changes];
  const [people, bodies] = await Promise.all([
    personNames(traces.flatMap((one) => one.by ?? [])),
    bodyNames(
      house,
      traces.map((one) => one.body),
      language,
    ),
  ]);
  const whoOf = ({ by, body }: { by: string | null; body: string }) => ({
    person: by ? (people.get(by) ?? '') : '',
    body: bodies.get(body) ?? '',
  });
  return {
    steps: meeting.steps.map((one) => ({ state: one.state, at: one.at, why: one.why, who: whoOf(one) })),
    changes: changes.map((one) => ({ at: one.at, why: one.why, fields: one.changes, who: whoOf(one) })),
  };
}

/** Everything of one meeting that follows by itself. */
async function partsOf(visit: SignedInVisit<unknown>, seen: SeenMeeting) {
  const { person, now, language, t, refused, request } = visit;
  const { meeting, rights, body, own } = seen;
  const { _id: id, values, state } = meeting;
  const [people, way] = await Promise.all([
    rights.seesPeople ? invitedPeople(visit, seen) : null,
    wayOf(visit, seen),
  ]);
  const isOpen = isPlanned(state) && meeting.endsAt > now;
  const clashes = rights.keep && isOpen ? await clashesOf(person, meeting, people?.records ?? [], now) : [];
  const part = refused ? (/\/([a-z-]+)$/.exec(request.path)?.[1] ?? '') : '';
  const ids = { id };
  const head = {
    ...{ title: values.title, state, mark: markOf[state], form: values.form },
    day: dayInWords(values.day, language),
    ...hoursInWords(values, language),
    place: values.form === 'online' ? '' : values.place,
    link: values.form !== 'in_person' && rights.seesPeople ? values.link : '',
    language: t(`general.languages.${values.language}`),
    body: inLanguage(body?.body.values.name ?? {}, language).text,
    bodyHref: body ? paths.body({ id: meeting.body }) : null,
    series: meeting.series && body ? paths.series({ id: meeting.series }) : null,
    isFictional: meeting.fictional ?? false,
    cancelledWhy: state === 'cancelled' ? (meeting.steps.at(-1)?.why ?? '') : '',
  };
  const mine = own && {
    response: own.response,
    note: own.note,
    substitute: own.substitute,
    mark: answerMark[own.response],
  };
  const told = clashes.map((one) => ({
    ...one,
    at: hoursInWords(one.at, language),
    day: dayInWords(one.at.day, language),
  }));
  return {
    ...{ head, rights, mine, people, part, refused, isOpen, insz: hasInsz(visit) },
    clashes: told,
    meetingId: id,
    agenda: (await mayWatchAgenda(visit.house, visit.person, id)) ? paths.meetingAgenda({ id }) : null,
    state,
    way: {
      steps: way.steps,
      changes: way.changes.map((one) => ({
        ...one,
        fields: one.fields.map(({ field, from, to }) => ({
          label: t(`meetings.fields.${field}`),
          from: fieldWords(visit, field, from),
          to: fieldWords(visit, field, to),
        })),
      })),
    },
    to: {
      fields: paths.meetingFields(ids),
      call: paths.meetingCall(ids),
      cancellation: paths.meetingCancellation(ids),
      answers: paths.meetingAnswers(ids),
      invitees: paths.meetingInvitees(ids),
      calendar: paths.meetingCalendar(ids),
    },
    marks: {
      head: fingerprint([head, rights]),
      mine: fingerprint([mine, rights.answer, state]),
      call: fingerprint([told, state, people?.invited.length]),
      people: fingerprint(people),
      way: fingerprint(way),
    },
  };
}

export async function meetingPage(visit: SignedInVisit<unknown>, seen: SeenMeeting): Promise<Answer> {
  const id = seen.meeting._id;
  return page('meetings/show', {
    title: seen.meeting.values.title,
    space: 'network',
    styles: ['/styles/offer.css'],
    scripts: ['/build/gaps.js'],
    topics: `meeting:${id}`,
    entries: paths.meetingParts({ id }),
    ...(await partsOf(visit, seen)),
  });
}

/** Its parts as they are now, for a page that is open. */
export const meetingFragment = async (visit: SignedInVisit<unknown>, seen: SeenMeeting): Promise<Answer> =>
  fragment('meetings/_parts', await partsOf(visit, seen));
