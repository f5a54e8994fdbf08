import { open, signedIn } from '../../core/policy.ts';
import { get, post, publicGet, publicPost, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import * as calendars from './calendarHandlers.ts';
import * as form from './forms.ts';
import * as handle from './handlers.ts';
import * as invitees from './inviteeHandlers.ts';
import * as links from './linkHandlers.ts';
import * as series from './seriesHandlers.ts';

/** Anybody who is signed in may be invited, or lead a body: the record is asked. */
const meetingRows: RouteRow[] = [
  get(paths.meetings, signedIn, { form: form.listForm }, handle.showMeetings),
  get(paths.newMeeting, signedIn, {}, handle.showNewMeeting),
  post(
    paths.meetings,
    signedIn,
    { act: 'meeting.made', form: form.meetingForm, refused: handle.showNewMeeting },
    handle.make,
  ),
  get(paths.meeting, signedIn, {}, handle.showMeeting),
  get(paths.meetingParts, signedIn, {}, handle.showParts),
  get(paths.meetingFields, signedIn, {}, handle.showFields),
  post(
    paths.meetingFields,
    signedIn,
    { act: 'meeting.changed', form: form.meetingForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.meetingCall, signedIn, {}, handle.toMeeting),
  post(paths.meetingCall, signedIn, { act: 'meeting.called', refused: handle.showMeeting }, handle.call),
  get(paths.meetingCancellation, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingCancellation,
    signedIn,
    { act: 'meeting.cancelled', form: form.reasonForm, refused: handle.showMeeting },
    handle.cancel,
  ),
  get(paths.meetingAnswers, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingAnswers,
    signedIn,
    { act: 'meeting.answered', form: form.answerForm, refused: handle.showMeeting },
    handle.answer,
  ),
  get(paths.meetingCalendar, signedIn, {}, handle.downloadCalendar),
];

const inviteeRows: RouteRow[] = [
  get(paths.meetingInvitees, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingInvitees,
    signedIn,
    { act: 'meeting.inviteeAdded', form: form.inviteeForm, refused: handle.showMeeting },
    invitees.add,
  ),
  post(
    paths.inviteeAnswers,
    signedIn,
    { act: 'meeting.answeredFor', form: form.answerForm, refused: handle.showMeeting },
    invitees.answerForInvitee,
  ),
  post(paths.inviteeLink, signedIn, { act: 'meeting.linkMade' }, invitees.makeLink),
  post(
    paths.inviteeRemoval,
    signedIn,
    { act: 'meeting.inviteeRemoved', form: form.reasonForm, refused: handle.showMeeting },
    invitees.remove,
  ),
  post(paths.inviteeRestoration, signedIn, { act: 'meeting.inviteeRestored' }, invitees.restore),
  publicGet(paths.meetingAnswer, open, {}, links.showAnswer),
  publicPost(
    paths.meetingAnswer,
    open,
    { act: 'meeting.answeredByLink', form: form.answerForm, refused: links.showAnswer },
    links.answerLink,
  ),
];

const seriesRows: RouteRow[] = [
  get(paths.seriesList, signedIn, {}, series.toMeetings),
  get(paths.newSeries, signedIn, {}, series.showNewSeries),
  post(
    paths.seriesList,
    signedIn,
    { act: 'series.made', form: form.seriesForm, refused: series.showNewSeries },
    series.make,
  ),
  get(paths.series, signedIn, {}, series.showSeries),
  get(paths.seriesPlan, signedIn, {}, series.showPlan),
  post(
    paths.seriesPlan,
    signedIn,
    { act: 'series.changed', form: form.seriesChangeForm, refused: series.showPlan },
    series.change,
  ),
  get(paths.seriesEnd, signedIn, {}, series.toSeries),
  post(
    paths.seriesEnd,
    signedIn,
    { act: 'series.ended', form: form.seriesEndForm, refused: series.showSeries },
    series.end,
  ),
];

const calendarRows: RouteRow[] = [
  get(paths.calendar, signedIn, {}, calendars.showCalendar),
  post(paths.calendar, signedIn, { act: 'calendarFeed.made' }, calendars.make),
  get(paths.calendarEnd, signedIn, {}, calendars.showCalendar),
  post(paths.calendarEnd, signedIn, { act: 'calendarFeed.ended' }, calendars.end),
];

/** Meetings of bodies: planned, called, answered; their series; and calendars. */
export const meetingRoutes: RouteRow[] = [...meetingRows, ...inviteeRows, ...seriesRows, ...calendarRows];
