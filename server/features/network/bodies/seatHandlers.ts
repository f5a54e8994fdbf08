import { randomUUID } from 'node:crypto';
import type { SeatValues } from '../../../../models/bodyFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { fieldsOf } from './catalogue.ts';
import { nameDelegate as nameDelegateOf } from './delegateActions.ts';
import { correctionPage, delegatePage } from './delegateForms.ts';
import type { ChangeInput, DelegateInput, ReasonInput } from './forms.ts';
import { aboutBody } from './handlers.ts';
import { joinBody, leaveBody } from './joining.ts';
import { reviewPage } from './reviewPage.ts';
import * as actions from './seatActions.ts';
import { newSeatPage, seatPage } from './seatForms.ts';
import type { SeatPlace } from './seatWriting.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

export const showNewSeat = (visit: Visit): Promise<Answer> => newSeatPage(visit);
export const showSeat = (visit: Visit): Promise<Answer> => seatPage(visit);
export const showDelegate = (visit: Visit): Promise<Answer> => delegatePage(visit);
export const showCorrection = (visit: Visit): Promise<Answer> => correctionPage(visit);

const placeOf = ({ params }: Visit): SeatPlace => ({
  body: params.id ?? '',
  seat: params.item ?? '',
});

/** Where a seat stands on the page of its body. */
const at = (body: string, seat: string): string => `${paths.body({ id: body })}#seat-${seat}`;

export async function add(visit: Visit<ChangeInput>): Promise<Answer> {
  const { body } = placeOf(visit);
  const values = valuesIn(fieldsOf.seat, visit.input) as unknown as SeatValues;
  const place = { body, seat: randomUUID() };
  const { seat } = await visit.act(await aboutBody(visit, body), (unit) =>
    actions.addSeat(unit, visit.person, place, values),
  );
  leaveNotice(visit, 'bodies.notice.seatAdded');
  return redirect(at(body, seat));
}

/** Changes fields of a seat; a stale one comes back with both values. */
export async function change(visit: Visit<ChangeInput>): Promise<Answer> {
  const place = placeOf(visit);
  const commands = commandsIn(fieldsOf.seat, visit.input);
  const back = at(place.body, place.seat);
  try {
    await visit.act(await aboutBody(visit, place.body), (unit) =>
      actions.changeSeat(unit, visit.person, place, commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const target = paths.seat({ id: place.body, item: place.seat });
    return reviewPage(visit, { kind: 'seat', title: visit.t('bodies.seat.change'), target, back }, error);
  }
  leaveNotice(visit, 'bodies.notice.changed');
  return redirect(back);
}

export async function nameDelegate(visit: Visit<DelegateInput>): Promise<Answer> {
  const place = { ...placeOf(visit), next: randomUUID() };
  const { person, name, email, from, seen } = visit.input;
  const { seat } = await visit.act(await aboutBody(visit, place.body), (unit) =>
    nameDelegateOf(unit, visit.person, place, { person, name, email, from, seen }),
  );
  leaveNotice(visit, 'bodies.notice.delegateNamed');
  return redirect(at(place.body, seat));
}

export async function correct(visit: Visit<ReasonInput>): Promise<Answer> {
  const place = placeOf(visit);
  const { why } = visit.input;
  await visit.act(await aboutBody(visit, place.body), (unit) =>
    actions.correctSeat(unit, visit.person, place, { why }),
  );
  leaveNotice(visit, 'bodies.notice.corrected');
  return redirect(paths.body({ id: place.body }));
}

export async function join(visit: Visit): Promise<Answer> {
  const { body } = placeOf(visit);
  const place = { body, seat: randomUUID() };
  await visit.act(await aboutBody(visit, body), (unit) => joinBody(unit, visit.person, place));
  leaveNotice(visit, 'bodies.notice.joined');
  return redirect(paths.body({ id: body }));
}

export async function leave(visit: Visit): Promise<Answer> {
  const { body } = placeOf(visit);
  await visit.act(await aboutBody(visit, body), (unit) => leaveBody(unit, visit.person, body));
  leaveNotice(visit, 'bodies.notice.left');
  return redirect(paths.body({ id: body }));
}
