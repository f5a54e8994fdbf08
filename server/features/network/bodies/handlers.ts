import { randomUUID } from 'node:crypto';
import type { BodyValues } from '../../../../models/bodyFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { addBody, changeBody, endBody, resumeBody } from './actions.ts';
import { bodyFieldsPage, newBodyPage } from './bodyForms.ts';
import { bodyPage, livePart } from './bodyPage.ts';
import { fieldsOf } from './catalogue.ts';
import type { ChangeInput, EndInput, ListInput, ReasonInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { requireBody } from './queries.ts';
import { reviewPage } from './reviewPage.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const idOf = ({ params }: Visit): string => params.id ?? '';

export const showBodies = (visit: Visit<ListInput>): Promise<Answer> => listPage(visit);
export const showNewBody = (visit: Visit): Promise<Answer> => newBodyPage(visit);
export const showBody = (visit: Visit): Promise<Answer> => bodyPage(visit);
export const showLivePart = (visit: Visit): Promise<Answer> => livePart(visit);
export const showFields = (visit: Visit): Promise<Answer> => bodyFieldsPage(visit);

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toBody = (visit: Visit<undefined>): Answer => redirect(paths.body({ id: idOf(visit) }));

/** What an act about a body is about, for the body this person does it for. @throws NotFound */
export async function aboutBody(visit: Visit, id: string) {
  const { rights } = await requireBody(visit.person, id, visit.now);
  return { record: { type: 'body', id }, ...(rights.body ? { bodyId: rights.body } : {}) };
}

/** The address is known before the body is: a repeat of the request leads to the same one. */
export async function add(visit: Visit<ChangeInput>): Promise<Answer> {
  const values = valuesIn(fieldsOf.body, visit.input) as unknown as BodyValues;
  const given = visit.input.organisation;
  const organisation = typeof given === 'string' && given !== '' ? given : null;
  const id = randomUUID();
  const about = { record: { type: 'body', id }, bodyId: organisation ?? values.platforms[0] ?? '' };
  const { body } = await visit.act(about, (unit) =>
    addBody(unit, visit.person, { id, organisation }, values),
  );
  leaveNotice(visit, 'bodies.notice.added');
  return redirect(paths.body({ id: body }));
}

/** Changes fields; a stale one comes back with both values. */
export async function change(visit: Visit<ChangeInput>): Promise<Answer> {
  const id = idOf(visit);
  const commands = commandsIn(fieldsOf.body, visit.input);
  const back = paths.body({ id });
  try {
    await visit.act(await aboutBody(visit, id), (unit) => changeBody(unit, visit.person, id, commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const about = { kind: 'body', title: visit.t('bodies.form.title'), back } as const;
    return reviewPage(visit, { ...about, target: paths.bodyFields({ id }) }, error);
  }
  leaveNotice(visit, 'bodies.notice.changed');
  return redirect(back);
}

export async function end(visit: Visit<EndInput>): Promise<Answer> {
  const id = idOf(visit);
  const { why, on } = visit.input;
  await visit.act(await aboutBody(visit, id), (unit) => endBody(unit, visit.person, id, { why, on }));
  leaveNotice(visit, 'bodies.notice.ended');
  return redirect(paths.body({ id }));
}

export async function resume(visit: Visit<ReasonInput>): Promise<Answer> {
  const id = idOf(visit);
  const { why } = visit.input;
  await visit.act(await aboutBody(visit, id), (unit) => resumeBody(unit, visit.person, id, { why }));
  leaveNotice(visit, 'bodies.notice.resumed');
  return redirect(paths.body({ id }));
}
