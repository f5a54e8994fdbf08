import { open, signedIn } from '../../core/policy.ts';
import { get, post, publicGet, publicPost, type RouteRow } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import * as calendars from './calendarHandlers.ts';
import * as form from './forms.ts';
import * as handle from './handlers.ts';
import * as invitees from './inviteeHandlers.ts';
import * as links from './linkHandlers.ts';
import { meetingReading } from './policy.ts';
import * as series from './seriesHandlers.ts';

const meetingRows: RouteRow[] = [
  get(paths.meetings, meetingReading, { form: form.listForm }, handle.showMeetings),
  get(paths.newMeeting, meetingReading, {}, handle.showNewMeeting),
  post(
    paths.meetings,
    meetingReading,
    { act: 'meeting.made', form: form.meetingForm, refused: handle.showNewMeeting },
    handle.make,
  ),
  get(paths.meeting, meetingReading, {}, handle.showMeeting),
  get(paths.meetingParts, meetingReading, {}, handle.showParts),
  get(paths.meetingFields, meetingReading, {}, handle.showFields),
  post(
    paths.meetingFields,
    meetingReading,
    { act: 'meeting.changed', form: form.meetingForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.meetingCall, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingCall,
    meetingReading,
    { act: 'meeting.called', refused: handle.showMeeting },
    handle.call,
  ),
  get(paths.meetingCancellation, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingCancellation,
    meetingReading,
    { act: 'meeting.cancelled', form: form.reasonForm, refused: handle.showMeeting },
    handle.cancel,
  ),
  get(paths.meetingAnswers, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingAnswers,
    meetingReading,
    { act: 'meeting.answered', form: form.answerForm, refused: handle.showMeeting },
    handle.answer,
  ),
  get(paths.meetingCalendar, meetingReading, {}, handle.downloadCalendar),
];

const inviteeRows: RouteRow[] = [
  get(paths.meetingInvitees, signedIn, {}, handle.toMeeting),
  post(
    paths.meetingInvitees,
    meetingReading,
    { act: 'meeting.inviteeAdded', form: form.inviteeForm, refused: handle.showMeeting },
    invitees.add,
  ),
  post(
    paths.inviteeAnswers,
    meetingReading,
    { act: 'meeting.answeredFor', form: form.answerForm, refused: handle.showMeeting },
    invitees.answerForInvitee,
  ),
  post(paths.inviteeLink, meetingReading, { act: 'meeting.linkMade' }, invitees.makeLink),
  post(
    paths.inviteeRemoval,
    meetingReading,
    { act: 'meeting.inviteeRemoved', form: form.reasonForm, refused: handle.showMeeting },
    invitees.remove,
  ),
  post(paths.inviteeRestoration, meetingReading, { act: 'meeting.inviteeRestored' }, invitees.restore),
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
  get(paths.newSeries, meetingReading, {}, series.showNewSeries),
  post(
    paths.seriesList,
    meetingReading,
    { act: 'series.made', form: form.seriesForm, refused: series.showNewSeries },
    series.make,
  ),
  get(paths.series, meetingReading, {}, series.showSeries),
  get(paths.seriesPlan, meetingReading, {}, series.showPlan),
  post(
    paths.seriesPlan,
    meetingReading,
    { act: 'series.changed', form: form.seriesChangeForm, refused: series.showPlan },
    series.change,
  ),
  get(paths.seriesEnd, signedIn, {}, series.toSeries),
  post(
    paths.seriesEnd,
    meetingReading,
    { act: 'series.ended', form: form.seriesEndForm, refused: series.showSeries },
    series.end,
  ),
];

const calendarRows: RouteRow[] = [
  get(paths.calendar, meetingReading, {}, calendars.showCalendar),
  post(paths.calendar, meetingReading, { act: 'calendarFeed.made' }, calendars.make),
  get(paths.calendarEnd, meetingReading, {}, calendars.showCalendar),
  post(paths.calendarEnd, meetingReading, { act: 'calendarFeed.ended' }, calendars.end),
];

/** Meetings of bodies: planned, called, answered; their series; and calendars. */
export const meetingRoutes: RouteRow[] = [...meetingRows, ...inviteeRows, ...seriesRows, ...calendarRows];
