import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { historyForm, restorationForm } from '../../../live/history/forms.ts';
import { redactionForm, searchForm } from '../../../live/redaction/forms.ts';
import { paths } from '../../../paths.ts';
import { amendmentForm, decisionForm, reopeningForm, roomForm, sayingForm, walkInForm } from './forms.ts';
import * as handle from './handlers.ts';
import * as past from './past/handlers.ts';

/** Who wrote what in the minutes, and when; words put back, and words taken out for good. */
const pastRows: RouteRow[] = [
  get(
    paths.minutesHistory,
    signedIn,
    { form: historyForm, refused: past.showHistoryAgain },
    past.showHistory,
  ),
  get(paths.minutesHistoryText, signedIn, { form: historyForm }, past.showHistoryText),
  get(paths.minutesRestorations, signedIn, {}, past.toHistory),
  post(
    paths.minutesRestorations,
    signedIn,
    { act: 'minutes.restored', form: restorationForm, refused: past.showHistoryAgain },
    past.restore,
  ),
  get(paths.minutesRedaction, signedIn, {}, past.showSearch),
  post(
    paths.minutesRedaction,
    signedIn,
    { act: 'minutes.searched', form: searchForm, refused: past.showSearchAgain },
    past.search,
  ),
  get(paths.minutesRedactions, signedIn, {}, past.toHistory),
  post(
    paths.minutesRedactions,
    signedIn,
    { act: 'minutes.redacted', form: redactionForm, refused: past.showSearchAgain, passing: ['words'] },
    past.redact,
  ),
];

/** The room of a meeting, live; its minutes for reading. */
export const roomRoutes: RouteRow[] = [
  ...pastRows,
  get(paths.meetingRoom, signedIn, { form: roomForm }, handle.showRoom),
  // One row for all that happens in a room: the act is named after what it was.
  post(
    paths.meetingRoom,
    signedIn,
    { act: 'meeting.roomChanged', form: sayingForm, refused: handle.showRoom },
    handle.say,
  ),
  get(paths.roomArrivals, signedIn, {}, handle.toRoom),
  post(
    paths.roomArrivals,
    signedIn,
    { act: 'meeting.walkedIn', form: walkInForm, refused: handle.showRoom },
    handle.addWalkIn,
  ),
  get(paths.meetingRoomOutcomes, signedIn, {}, handle.showOutcomes),
  get(paths.meetingRoomState, signedIn, {}, handle.showState),
  get(paths.meetingMinutes, signedIn, {}, handle.showMinutes),
  get(paths.amendments, signedIn, {}, handle.toMinutes),
  post(
    paths.amendments,
    signedIn,
    { act: 'meeting.amended', form: amendmentForm, refused: handle.showMinutes },
    handle.sayAmendment,
  ),
  get(paths.amendmentDecision, signedIn, {}, handle.toMinutes),
  post(
    paths.amendmentDecision,
    signedIn,
    { act: 'meeting.amendmentDecided', form: decisionForm, refused: handle.showMinutes },
    handle.decide,
  ),
  get(paths.minutesApproval, signedIn, {}, handle.toMinutes),
  post(paths.minutesApproval, signedIn, { act: 'meeting.minutesApproved' }, handle.approveAll),
  get(paths.minutesReopening, signedIn, {}, handle.toMinutes),
  post(
    paths.minutesReopening,
    signedIn,
    { act: 'meeting.minutesReopened', form: reopeningForm, refused: handle.showMinutes },
    handle.openAgain,
  ),
];
