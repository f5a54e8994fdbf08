import { randomUUID } from 'node:crypto';
import type { FunctionValues } from '../../../../models/bodyFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { fieldsOf } from './catalogue.ts';
import type { ChangeInput } from './forms.ts';
import { addFunction, changeFunction, type FunctionPlace } from './functionActions.ts';
import { functionPage, newFunctionPage } from './functionForms.ts';
import { platformPage } from './platformPage.ts';
import { reviewPage } from './reviewPage.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const placeOf = ({ params }: Visit): FunctionPlace => ({
  platform: params.platform ?? '',
  id: params.item ?? '',
});

const aboutPlatform = (platform: string) => ({
  record: { type: 'platform', id: platform },
  bodyId: platform,
});

export const showPlatform = (visit: Visit): Promise<Answer> => platformPage(visit);
export const showNewFunction = (visit: Visit): Promise<Answer> => newFunctionPage(visit);
export const showFunction = (visit: Visit): Promise<Answer> => functionPage(visit);

/** Where the address leads that is only sent to. */
export const toPlatform = (visit: Visit<undefined>): Answer =>
  redirect(paths.platformBodies({ platform: placeOf(visit).platform }));

export async function add(visit: Visit<ChangeInput>): Promise<Answer> {
  const { platform } = placeOf(visit);
  const values = valuesIn(fieldsOf.function, visit.input) as unknown as FunctionValues;
  const place = { platform, id: randomUUID() };
  await visit.act(aboutPlatform(platform), (unit) => addFunction(unit, visit.person, place, values));
  leaveNotice(visit, 'bodies.notice.changed');
  return redirect(paths.platformBodies({ platform }));
}

/** Changes fields; a stale one comes back with both values. */
export async function change(visit: Visit<ChangeInput>): Promise<Answer> {
  const place = placeOf(visit);
  const { platform } = place;
  const commands = commandsIn(fieldsOf.function, visit.input);
  const back = paths.platformBodies({ platform });
  try {
    await visit.act(aboutPlatform(platform), (unit) => changeFunction(unit, visit.person, place, commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const target = paths.functionFields({ platform, item: place.id });
    const title = visit.t('bodies.function.change');
    return reviewPage(visit, { kind: 'function', title, target, back }, error);
  }
  leaveNotice(visit, 'bodies.notice.changed');
  return redirect(back);
}
