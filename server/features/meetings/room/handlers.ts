import { randomUUID } from 'node:crypto';
import type { RoomSaying } from '../../../../public/scripts/room/state.ts';
import { type Answer, json, redirect } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { instantsOf } from '../wallClock.ts';
import { sayInRoom } from './actions.ts';
import { amend, approve, decideAmendment, reopen } from './amendments.ts';
import type {
  AmendmentInput,
  DecisionInput,
  ReopeningInput,
  RoomInput,
  SayingInput,
  WalkInInput,
} from './forms.ts';
import { minutesPage } from './minutesPage.ts';
import { outcomesFragment, roomPage } from './pages.ts';
import { requireRoom, roomStateFor } from './queries.ts';
import { walkIn } from './walkIns.ts';

const idOf = ({ params }: SignedInVisit<unknown>): string => params.id ?? '';

/** The room; of a form that was refused, with the item that was looked at and what was typed. */
export const showRoom = (visit: SignedInVisit<unknown>): Promise<Answer> => {
  const { refused, input } = visit;
  const asked: RoomInput = refused
    ? { item: String(refused.values.shown ?? ''), wall: '' }
    : (input as RoomInput);
  return roomPage(visit, idOf(visit), asked);
};
export const showMinutes = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  minutesPage(visit, idOf(visit));

export const showOutcomes = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  outcomesFragment(visit, idOf(visit));

/** The room as pages are told of it over the socket. */
export async function showState(visit: SignedInVisit<unknown>): Promise<Answer> {
  const state = await roomStateFor(visit.person, idOf(visit), visit.now);
  if (!state) throw new NotFound();
  return json(state);
}

/** The last moment at which a clock in Brussels showed this time today, or tomorrow's when it is still to come. */
function clockToday(time: string, now: Date): Date | null {
  const moments = instantsOf(brusselsDay(now), time.padStart(5, '0'));
  return moments.findLast((one) => one <= now) ?? moments[0] ?? null;
}

/** Of all that a form can say, what belongs to its kind. */
function sayingOf({ kind, item, invitee, isDone, minutes, seen }: SayingInput): RoomSaying {
  if (kind === 'turned') return { kind, item, isDone };
  if (kind === 'extended')
    return { kind, minutes, ...(item ? { item } : {}), ...(seen === undefined ? {} : { seen }) };
  if (kind === 'conflicted' || kind === 'unconflicted') return { kind, item, invitee };
  if (kind === 'arrived' || kind === 'left' || kind === 'excused' || kind === 'expected')
    return { kind, invitee };
  return { kind };
}

export async function say(visit: SignedInVisit<SayingInput>): Promise<Answer> {
  const { person, input, now } = visit;
  const id = idOf(visit);
  const { access } = await requireRoom(person, id, now);
  const at = input.time === '' ? null : clockToday(input.time, now);
  const about = {
    record: { type: 'meeting', id },
    name: `room.${input.kind}`,
    ...(access.body ? { bodyId: access.body } : {}),
  };
  const kept = await visit.act(about, (unit) => sayInRoom(unit, person, id, sayingOf(input), at));
  if (visit.request.accepts(['html', 'json']) === 'json') return json(kept);
  const shown = input.kind === 'turned' ? '' : input.shown;
  return redirect(paths.meetingRoom({ id }, { item: shown || undefined }));
}

/** Where the address of a form about the room leads that is only sent to. */
export const toRoom = (visit: SignedInVisit<unknown>): Answer =>
  redirect(paths.meetingRoom({ id: idOf(visit) }));

export async function addWalkIn(visit: SignedInVisit<WalkInInput>): Promise<Answer> {
  const { person, now } = visit;
  const id = idOf(visit);
  const { shown, ...somebody } = visit.input;
  const { access } = await requireRoom(person, id, now);
  const about = { record: { type: 'meeting', id }, ...(access.body ? { bodyId: access.body } : {}) };
  const kept = await visit.act(about, (unit) => walkIn(unit, person, id, somebody));
  if (visit.request.accepts(['html', 'json']) === 'json') return json(kept);
  return redirect(paths.meetingRoom({ id }, { item: shown || undefined }));
}

/** Where the address of a form about minutes leads that is only sent to. */
export const toMinutes = (visit: SignedInVisit<unknown>): Answer =>
  redirect(paths.meetingMinutes({ id: idOf(visit) }));

/** Does something with the minutes of a meeting, for the body this person does it for. */
async function withMinutes(
  visit: SignedInVisit<unknown>,
  notice: string,
  work: (unit: Unit) => Promise<unknown>,
): Promise<Answer> {
  const id = idOf(visit);
  const { access } = await requireRoom(visit.person, id, visit.now);
  const about = { record: { type: 'meeting', id }, ...(access.body ? { bodyId: access.body } : {}) };
  await visit.act(about, async (unit) => (await work(unit)) ?? {});
  leaveNotice(visit, `room.notice.${notice}`);
  return toMinutes(visit);
}

export const sayAmendment = (visit: SignedInVisit<AmendmentInput>): Promise<Answer> =>
  withMinutes(visit, 'amended', (unit) =>
    amend(unit, visit.person, idOf(visit), {
      ...{ id: randomUUID(), item: visit.input.item, text: visit.input.text },
    }),
  );

export const decide = (visit: SignedInVisit<DecisionInput>): Promise<Answer> =>
  withMinutes(visit, 'decided', (unit) =>
    decideAmendment(unit, visit.person, idOf(visit), {
      ...{ id: visit.params.amendment ?? '', state: visit.input.state, answer: visit.input.answer },
    }),
  );

export const approveAll = (visit: SignedInVisit): Promise<Answer> =>
  withMinutes(visit, 'approved', (unit) => approve(unit, visit.person, idOf(visit)));

export const openAgain = (visit: SignedInVisit<ReopeningInput>): Promise<Answer> =>
  withMinutes(visit, 'reopened', (unit) => reopen(unit, visit.person, idOf(visit), visit.input.why));
