import { randomUUID } from 'node:crypto';
import { type OutcomeValues, outcomeFields } from '../../../../../models/agendaFields.ts';
import { type Answer, redirect } from '../../../../core/answers.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../../core/i18n.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { conflictsPage } from '../../../../fields/review.ts';
import { commandsIn, valuesIn } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import { personNames } from '../../queries.ts';
import type { DecisionsInput, DueInput, FieldsInput, OutcomeInput, StepInput } from '../forms.ts';
import { requirePlace } from '../place.ts';
import { requireItem, requireOutcome, type SeenOutcome } from '../records.ts';
import {
  changeOutcome,
  deferOutcome,
  dropOutcome,
  finishOutcome,
  mayChangeOutcome,
  recordOutcome,
  reopenOutcome,
  revokeDecision,
} from './actions.ts';
import { decisionsPage } from './decisionsPage.ts';
import { fieldsPage, outcomePage, outcomeWords } from './outcomePage.ts';
import { promisesPage } from './promisesPage.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;
const idOf = ({ params }: Pick<Visit, 'params'>): string => params.id ?? '';
const seenIn = ({ person, now, ...visit }: Visit): Promise<SeenOutcome> =>
  requireOutcome(person, idOf(visit), now);

/** A day that has passed is kept as it is said, and told plainly. */
const noticeOf = (name: string, due: unknown, now: Date): string =>
  typeof due === 'string' && due !== '' && due < brusselsDay(now) ? `${name}Past` : name;

export async function record(visit: Visit<OutcomeInput>): Promise<Answer> {
  const { person, input, now } = visit;
  const seen = await requireItem(person, idOf(visit), now);
  const values = valuesIn(outcomeFields, input) as unknown as OutcomeValues;
  const id = randomUUID();
  const bodyId = seen.rights.body;
  await visit.act({ record: { type: 'outcome', id }, ...(bodyId ? { bodyId } : {}) }, (unit) =>
    recordOutcome(unit, person, id, { item: idOf(visit), kind: input.kind, values }),
  );
  leaveNotice(visit, noticeOf('agenda.notice.recorded', values.due, now));
  return redirect(`${paths.agendaItem({ id: idOf(visit) })}#outcomes`);
}

export const showDecisions = async (visit: Visit<DecisionsInput>): Promise<Answer> =>
  decisionsPage(visit, await requirePlace(visit.person, idOf(visit), visit.now));

export const showOutcome = async (visit: Visit): Promise<Answer> => outcomePage(visit, await seenIn(visit));
export const showPromises = (visit: Visit): Promise<Answer> => promisesPage(visit);

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toOutcome = (visit: Visit<undefined>): Answer => redirect(paths.outcome({ id: idOf(visit) }));

export async function showFields(visit: Visit): Promise<Answer> {
  const seen = await seenIn(visit);
  if (!mayChangeOutcome(seen)) throw new Forbidden('agenda.errors.fixed');
  return fieldsPage(visit, seen);
}

/** Runs a write on an outcome for the body this person does it for. */
async function write(visit: Visit, work: (unit: Unit) => Promise<unknown>): Promise<void> {
  const { rights } = await seenIn(visit);
  const about = { record: { type: 'outcome', id: idOf(visit) } };
  await visit.act({ ...about, ...(rights.body ? { bodyId: rights.body } : {}) }, async (unit) => {
    await work(unit);
    return {};
  });
}

export async function change(visit: Visit<FieldsInput>): Promise<Answer> {
  const commands = commandsIn(outcomeFields, visit.input);
  try {
    await write(visit, (unit) => changeOutcome(unit, visit.person, idOf(visit), commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return review(visit, error.details.conflicts as FieldConflict<string>[]);
  }
  const due = commands.find((one) => one.field === 'due')?.value;
  leaveNotice(visit, noticeOf('agenda.notice.outcomeChanged', due, visit.now));
  return redirect(paths.outcome({ id: idOf(visit) }));
}

/** Both values of every field that changed meanwhile, for the one who came second. */
async function review(
  visit: Visit<Record<string, unknown>>,
  conflicts: FieldConflict<string>[],
  target = paths.outcomeFields({ id: idOf(visit) }),
): Promise<Answer> {
  const words = await outcomeWords(visit, await seenIn(visit));
  return conflictsPage(visit, conflicts, {
    names: personNames,
    space: 'network',
    ...{ title: visit.t('agenda.outcome.edit'), target, back: paths.outcome({ id: idOf(visit) }), words },
    label: (field) => visit.t(`agenda.fields.${field}`),
  });
}

const steps = {
  done: finishOutcome,
  dropped: dropOutcome,
  open: reopenOutcome,
  taken: reopenOutcome,
  revoked: revokeDecision,
};

const backTo = (visit: Visit, back: string): string =>
  back === 'promises' ? paths.promises() : paths.outcome({ id: idOf(visit) });

export async function step(visit: Visit<StepInput>): Promise<Answer> {
  const { state, why, back } = visit.input;
  await write(visit, (unit) => steps[state](unit, visit.person, idOf(visit), why));
  leaveNotice(visit, `agenda.notice.state.${state}`);
  return redirect(backTo(visit, back));
}

export async function defer(visit: Visit<DueInput>): Promise<Answer> {
  const { due, base_due: base, why, back, chosen_due: chosen } = visit.input;
  const day = chosen ?? due ?? '';
  try {
    await write(visit, (unit) => deferOutcome(unit, visit.person, idOf(visit), { due: day, base, why }));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const conflicts = error.details.conflicts as FieldConflict<string>[];
    const typed = { ...visit, input: { ...visit.input, due: day } };
    return review(
      typed as unknown as Visit<Record<string, unknown>>,
      conflicts,
      paths.outcomeDue({ id: idOf(visit) }),
    );
  }
  leaveNotice(visit, noticeOf('agenda.notice.deferred', day, visit.now));
  return redirect(backTo(visit, back));
}
