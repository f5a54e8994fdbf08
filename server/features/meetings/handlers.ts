import { randomUUID } from 'node:crypto';
import { type MeetingField, type MeetingValues, meetingFields } from '../../../models/meetingFields.ts';
import { type Answer, redirect } from '../../core/answers.ts';
import { Conflict, Forbidden, Invalid } from '../../core/errors.ts';
import type { FieldConflict } from '../../core/fieldCommands.ts';
import { leaveNotice } from '../../core/notices.ts';
import type { SignedInVisit } from '../../core/route.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { commandsIn, valuesIn } from '../../fields/values.ts';
import { paths } from '../../paths.ts';
import { calendarText } from '../../standards/icalendar/mapping.ts';
import { changeMeeting, makeMeeting } from './actions.ts';
import { answerMeeting } from './answerActions.ts';
import { choicePage, editPage, newPage, reviewPage } from './formPage.ts';
import type { AnswerInput, ListInput, MeetingInput, ReasonInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { placeOf, uidOf } from './mails/meetingMail.ts';
import { sendMeetingMails } from './mails/sending.ts';
import { meetingFragment, meetingPage } from './meetingPage.ts';
import { requireMeeting, requirePlanned, requirePlanner } from './queries.ts';
import { callMeeting, cancelMeeting } from './stepActions.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showMeetings = (visit: SignedInVisit<ListInput>): Promise<Answer> => listPage(visit);

/** The body of a new meeting, from the address or from the form that came back. */
export function bodyAsked({ request, refused }: SignedInVisit<unknown>): string {
  const asked = refused ? refused.values.body : request.query.body;
  return typeof asked === 'string' ? asked : '';
}

export async function showNewMeeting(visit: SignedInVisit<unknown>): Promise<Answer> {
  const body = bodyAsked(visit);
  if (body === '') return choicePage(visit, false);
  const seen = await requirePlanner(visit.person, body, visit.now);
  if (!seen.mayPlan) throw new Forbidden();
  return newPage(visit, seen);
}

export async function make(visit: SignedInVisit<MeetingInput>): Promise<Answer> {
  const { person, input, now } = visit;
  if (input.body === '') throw new Invalid({ body: 'forms.required' });
  const { rights } = await requirePlanner(person, input.body, now);
  const values = valuesIn(meetingFields, input) as unknown as MeetingValues;
  const id = randomUUID();
  const { meeting } = await visit.act({ record: { type: 'meeting', id }, bodyId: rights.body }, (unit) =>
    makeMeeting(unit, person, id, { body: input.body, values }),
  );
  leaveNotice(visit, 'meetings.notice.made');
  return redirect(paths.meeting({ id: meeting }));
}

export async function showMeeting(visit: SignedInVisit<unknown>): Promise<Answer> {
  return meetingPage(visit, await requireMeeting(visit.person, idOf(visit), visit.now));
}

export async function showParts(visit: SignedInVisit<unknown>): Promise<Answer> {
  return meetingFragment(visit, await requireMeeting(visit.person, idOf(visit), visit.now));
}

/** Where the address of a form leads that is only sent to. */
export const toMeeting = (visit: SignedInVisit<undefined>): Answer =>
  redirect(paths.meeting({ id: idOf(visit) }));

export async function showFields(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { meeting } = await requirePlanned({ session: null, now: visit.now }, visit.person, idOf(visit));
  return editPage(visit, meeting);
}

/** Runs a write on a meeting, sends at once what it put ready, and leads back. What is not sent now is sent later. */
export async function write<T>(
  visit: SignedInVisit<unknown>,
  notice: string,
  work: (unit: Unit) => Promise<T>,
): Promise<Answer> {
  const { person, now } = visit;
  const id = idOf(visit);
  const { rights } = await requireMeeting(person, id, now);
  await visit.act({ record: { type: 'meeting', id }, ...(rights.body ? { bodyId: rights.body } : {}) }, work);
  sendSoon(visit);
  leaveNotice(visit, notice);
  return redirect(paths.meeting({ id }));
}

/** Nobody waits for a mail server. */
export function sendSoon({ house }: Pick<SignedInVisit, 'house'>): void {
  sendMeetingMails(house).catch((err) =>
    house.logger.error({ err }, 'mails about meetings were not sent; it is tried again'),
  );
}

export async function change(visit: SignedInVisit<MeetingInput>): Promise<Answer> {
  const { person, input } = visit;
  const commands = commandsIn<MeetingField>(meetingFields, input);
  try {
    return await write(visit, 'meetings.notice.changed', (unit) =>
      changeMeeting(unit, person, idOf(visit), { commands, why: input.why }),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return reviewPage(visit, idOf(visit), error.details.conflicts as FieldConflict<MeetingField>[]);
  }
}

export const call = (visit: SignedInVisit<undefined>): Promise<Answer> =>
  write(
    visit,
    visit.house.mailer.sends ? 'meetings.notice.called' : 'meetings.notice.calledUnmailed',
    (unit) => callMeeting(unit, visit.person, idOf(visit)),
  );

export const cancel = (visit: SignedInVisit<ReasonInput>): Promise<Answer> =>
  write(visit, 'meetings.notice.cancelled', (unit) =>
    cancelMeeting(unit, visit.person, idOf(visit), { why: visit.input.why }),
  );

export const answer = (visit: SignedInVisit<AnswerInput>): Promise<Answer> =>
  write(visit, 'meetings.notice.answered', (unit) =>
    answerMeeting(unit, visit.person, idOf(visit), visit.input),
  );

/** One meeting for a calendar, for who may read it. */
export async function downloadCalendar(visit: SignedInVisit<undefined>): Promise<Answer> {
  const { house, person, now } = visit;
  const { meeting, rights } = await requireMeeting(person, idOf(visit), now);
  const { values, sequence, changedAt, startsAt, endsAt, state } = meeting;
  const location = placeOf(rights.seesPeople ? values : { ...values, link: '' });
  const event = {
    ...{ uid: uidOf(house, meeting._id), sequence, changedAt, startsAt, endsAt, location },
    summary: values.title,
    url: house.publicUrl + paths.meeting({ id: meeting._id }),
    isCancelled: state === 'cancelled',
  };
  const body = calendarText([event], { method: 'PUBLISH' });
  return { kind: 'file', name: `${values.day}.ics`, type: 'text/calendar; charset=utf-8', body };
}
