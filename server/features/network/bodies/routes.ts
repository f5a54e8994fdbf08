import { signedIn } from '../../../core/policy.ts';
import { get, post, type RouteRow } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { beginForm, changeForm, delegateForm, endForm, listForm, reasonForm, seatForm } from './forms.ts';
import * as functions from './functionHandlers.ts';
import * as handle from './handlers.ts';
import { bodyKeeping, bodyReading, functionKeeping, platformBodies } from './policy.ts';
import * as seats from './seatHandlers.ts';

const bodyRows: RouteRow[] = [
  get(paths.bodies, bodyReading, { form: listForm }, handle.showBodies),
  get(paths.newBody, bodyKeeping, { form: beginForm }, handle.showNewBody),
  post(
    paths.bodies,
    bodyKeeping,
    { act: 'body.added', form: changeForm, refused: handle.showNewBody },
    handle.add,
  ),
];

/** What a platform has beside its bodies. They come before the bodies, of which each has an address of its own. */
const platformRows: RouteRow[] = [
  get(paths.platformBodies, platformBodies, {}, functions.showPlatform),
  get(paths.functions, signedIn, {}, functions.toPlatform),
  get(paths.newFunction, functionKeeping, {}, functions.showNewFunction),
  post(
    paths.functions,
    functionKeeping,
    { act: 'body.functionAdded', form: changeForm, refused: functions.showNewFunction },
    functions.add,
  ),
  get(paths.functionFields, functionKeeping, {}, functions.showFunction),
  post(
    paths.functionFields,
    functionKeeping,
    { act: 'body.functionChanged', form: changeForm, refused: functions.showFunction },
    functions.change,
  ),
];

const oneBodyRows: RouteRow[] = [
  get(paths.body, bodyReading, {}, handle.showBody),
  get(paths.bodyLive, bodyReading, {}, handle.showLivePart),
  get(paths.bodyFields, bodyKeeping, {}, handle.showFields),
  post(
    paths.bodyFields,
    bodyKeeping,
    { act: 'body.changed', form: changeForm, refused: handle.showFields },
    handle.change,
  ),
  get(paths.bodyEnd, signedIn, {}, handle.toBody),
  post(
    paths.bodyEnd,
    bodyKeeping,
    { act: 'body.ended', form: endForm, refused: handle.showBody },
    handle.end,
  ),
  get(paths.bodyResumption, signedIn, {}, handle.toBody),
  post(
    paths.bodyResumption,
    bodyKeeping,
    { act: 'body.resumed', form: reasonForm, refused: handle.showBody },
    handle.resume,
  ),
  get(paths.bodyMembership, signedIn, {}, handle.toBody),
  post(paths.bodyMembership, bodyReading, { act: 'seat.joined', refused: handle.showBody }, seats.join),
  get(paths.bodyDeparture, signedIn, {}, handle.toBody),
  post(paths.bodyDeparture, bodyReading, { act: 'seat.left', refused: handle.showBody }, seats.leave),
];

const seatRows: RouteRow[] = [
  get(paths.seats, signedIn, {}, handle.toBody),
  get(paths.newSeat, bodyKeeping, { form: seatForm }, seats.showNewSeat),
  post(
    paths.seats,
    bodyKeeping,
    { act: 'seat.added', form: changeForm, refused: seats.showNewSeat },
    seats.add,
  ),
  get(paths.seat, bodyKeeping, {}, seats.showSeat),
  post(
    paths.seat,
    bodyKeeping,
    { act: 'seat.changed', form: changeForm, refused: seats.showSeat },
    seats.change,
  ),
  get(paths.seatDelegate, bodyReading, {}, seats.showDelegate),
  post(
    paths.seatDelegate,
    bodyReading,
    { act: 'seat.delegateNamed', form: delegateForm, refused: seats.showDelegate },
    seats.nameDelegate,
  ),
  get(paths.seatCorrection, bodyKeeping, {}, seats.showCorrection),
  post(
    paths.seatCorrection,
    bodyKeeping,
    { act: 'seat.corrected', form: reasonForm, refused: seats.showCorrection },
    seats.correct,
  ),
];

/** Bodies, who sits in them, and the coordinating function of platforms. */
export const bodyRoutes: RouteRow[] = [...bodyRows, ...platformRows, ...oneBodyRows, ...seatRows];
