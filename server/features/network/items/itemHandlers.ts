import { agendaItemFields } from '../../../../models/agendaFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Forbidden } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { commandsIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../queries.ts';
import { changeItem, mayChange, reviveItem, withdrawItem } from './actions.ts';
import { moveItem, planItem, takeOffAgenda } from './agendaSteps.ts';
import { itemForm } from './formPage.ts';
import type { FieldsInput, MeetingInput, PlaceInput, ReturnInput, WithdrawalInput } from './forms.ts';
import { bodyIdOf } from './handlers.ts';
import { itemPage } from './itemPage.ts';
import { requireItem, type SeenItem } from './records.ts';
import { wordsFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;
const idOf = ({ params }: Pick<Visit, 'params'>): string => params.id ?? '';
const seenIn = ({ person, now, ...visit }: Visit): Promise<SeenItem> => requireItem(person, idOf(visit), now);

export const showItem = async (visit: Visit): Promise<Answer> => itemPage(visit, await seenIn(visit));

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toItem = (visit: Visit<undefined>): Answer => redirect(paths.agendaItem({ id: idOf(visit) }));

export async function showFields(visit: Visit): Promise<Answer> {
  const seen = await seenIn(visit);
  if (!mayChange(visit.person, seen, seen.item)) throw new Forbidden();
  const back = paths.agendaItem({ id: idOf(visit) });
  return itemForm(visit, seen, {
    ...{
      title: visit.t('agenda.form.title'),
      values: { ...seen.item.values },
      fields: seen.item.fields,
      back,
    },
    target: paths.agendaItemFields({ id: idOf(visit) }),
    ...{ crumb: { href: back, text: seen.item.values.title }, save: visit.t('gaps.form.save') },
  });
}

/** Runs a write on an item for the body this person does it for. */
async function write<T>(visit: Visit, work: (unit: Unit) => Promise<T>): Promise<SeenItem> {
  const seen = await seenIn(visit);
  const { body, meeting } = seen.item;
  const about = {
    record: { type: 'agendaItem', id: idOf(visit) },
    details: { body, meeting: meeting ?? '' },
  };
  await visit.act({ ...about, ...bodyIdOf(seen) }, async (unit) => {
    await work(unit);
    return {};
  });
  return seen;
}

/** A list field without a ticked box sends nothing but the version that was seen. */
export async function change(visit: Visit<FieldsInput>): Promise<Answer> {
  const commands = commandsIn(agendaItemFields, visit.input);
  try {
    await write(visit, (unit) => changeItem(unit, visit.person, idOf(visit), commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await seenIn(visit);
    const words = await wordsFor(visit, seen);
    const conflicts = error.details.conflicts as FieldConflict<string>[];
    return conflictsPage(visit, conflicts, {
      names: personNames,
      space: 'network',
      title: visit.t('agenda.form.title'),
      target: paths.agendaItemFields({ id: idOf(visit) }),
      back: paths.agendaItem({ id: idOf(visit) }),
      label: (field) => visit.t(`agenda.fields.${field}`),
      words,
    });
  }
  leaveNotice(visit, 'agenda.notice.changed');
  return redirect(paths.agendaItem({ id: idOf(visit) }));
}

/** The list an item stands in. */
const listOf = ({ item }: Pick<SeenItem, 'item'>): string =>
  item.meeting !== null
    ? paths.meetingAgenda({ id: item.meeting })
    : item.state === 'standing'
      ? paths.standingItems({ id: item.body })
      : paths.backlog({ id: item.body });

export async function move(visit: Visit<PlaceInput>): Promise<Answer> {
  const seen = await write(visit, (unit) => moveItem(unit, visit.person, idOf(visit), visit.input.direction));
  return redirect(`${listOf(seen)}#item-${idOf(visit)}`);
}

export async function plan(visit: Visit<MeetingInput>): Promise<Answer> {
  const { meeting } = visit.input;
  await write(visit, (unit) => planItem(unit, visit.person, idOf(visit), meeting));
  leaveNotice(visit, 'agenda.notice.planned');
  return redirect(paths.meetingAgenda({ id: meeting }));
}

export async function takeOff(visit: Visit<ReturnInput>): Promise<Answer> {
  const seen = await write(visit, (unit) => takeOffAgenda(unit, visit.person, idOf(visit), visit.input));
  leaveNotice(visit, 'agenda.notice.takenOff');
  return redirect(listOf(seen));
}

export async function withdraw(visit: Visit<WithdrawalInput>): Promise<Answer> {
  const seen = await write(visit, (unit) => withdrawItem(unit, visit.person, idOf(visit), visit.input.why));
  leaveNotice(visit, 'agenda.notice.withdrawn');
  return redirect(listOf(seen));
}

export async function revive(visit: Visit<undefined>): Promise<Answer> {
  await write(visit, (unit) => reviveItem(unit, visit.person, idOf(visit)));
  leaveNotice(visit, 'agenda.notice.revived');
  return redirect(`${listOf(await seenIn(visit))}#item-${idOf(visit)}`);
}
