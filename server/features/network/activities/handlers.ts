import { randomUUID } from 'node:crypto';
import { type ActivityValues, activityFields } from '../../../../models/activityFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import type { FieldCommand, FieldConflict } from '../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { type AnyField, addActivity, changeActivity } from './actions.ts';
import { activityPage, activityParts } from './activityPage.ts';
import { hasField } from './activityTypes.ts';
import { attendanceText, rowsIn } from './attendance.ts';
import { attendeesOf } from './attendees.ts';
import { figuresFile, figuresPage } from './figuresPage.ts';
import { confirmationPage, fieldsPage, newPage, rowsFragment } from './formPage.ts';
import type {
  BeginInput,
  ChangeInput,
  ConfirmInput,
  EndInput,
  FiguresInput,
  ListInput,
  RepeatInput,
} from './forms.ts';
import { listFragment, listPage } from './listPage.ts';
import { requireActivity } from './queries.ts';
import { bodyChoices } from './references.ts';
import { reviewPage } from './reviewPage.ts';
import { confirmActivity, endActivity, repeatActivity, takeUpActivity } from './stateActions.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const idOf = ({ params }: Pick<Visit, 'params'>): string => params.id ?? '';

export const showActivities = (visit: Visit<ListInput>): Promise<Answer> => listPage(visit);
export const showList = (visit: Visit<ListInput>): Promise<Answer> => listFragment(visit);
export const showNew = (visit: Visit): Promise<Answer> => newPage(visit);
export const showAttendanceRows = (visit: Visit<BeginInput>): Promise<Answer> => rowsFragment(visit);
export const showFields = (visit: Visit): Promise<Answer> => fieldsPage(visit);
export const showConfirmation = (visit: Visit): Promise<Answer> => confirmationPage(visit);
export const showFigures = (visit: Visit<FiguresInput>): Promise<Answer> => figuresPage(visit);
export const sendFigures = (visit: Visit<FiguresInput>): Promise<Answer> => figuresFile(visit);

export async function showActivity(visit: Visit): Promise<Answer> {
  return activityPage(visit, await requireActivity(visit.person, idOf(visit)));
}

/** A page that is open fetches this again after a change. */
export async function showParts(visit: Visit): Promise<Answer> {
  return activityParts(visit, await requireActivity(visit.person, idOf(visit)));
}

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toActivity = (visit: Visit<undefined>): Answer => redirect(paths.activity({ id: idOf(visit) }));

/** Another row, asked for while typing, comes back with everything that was typed. @throws Invalid with no message */
function askForMore(input: Record<string, unknown>): void {
  if (typeof input.more === 'string') throw new Invalid({});
}

const namesOfBodies = async ({ house, person }: Visit, platform: string): Promise<string[]> =>
  (await bodyChoices(house, person, platform)).map((one) => one.id);

/** What only another type has goes no further: the form shows it to nobody. */
const ofType = (values: ActivityValues): ActivityValues => {
  const kept = Object.entries(values).map(([name, value]) => {
    const field = name as keyof ActivityValues;
    if (hasField(values.type, field)) return [name, value];
    return [name, typeof value === 'number' || value === null ? null : Array.isArray(value) ? [] : ''];
  });
  return Object.fromEntries(kept) as unknown as ActivityValues;
};

/** The address is known before the activity is: a repeat of the request leads to the same one. */
export async function add(visit: Visit<ChangeInput>): Promise<Answer> {
  askForMore(visit.input);
  const { input, house, language, now, person } = visit;
  const values = ofType(valuesIn(activityFields, input) as unknown as ActivityValues);
  const { platform } = values;
  const attendance = rowsIn(input, await attendeesOf(platform, language, now));
  const bodies = await namesOfBodies(visit, platform);
  const id = randomUUID();
  const { activity } = await visit.act({ record: { type: 'activity', id }, bodyId: platform }, (unit) =>
    addActivity(unit, person, id, { values, attendance, state: stateFor(values, house.clock.now()) }, bodies),
  );
  leaveNotice(visit, 'activities.notice.added');
  return redirect(paths.activity({ id: activity }));
}

/** What is still to come waits for somebody to say that it took place. */
const stateFor = ({ day }: ActivityValues, now: Date): 'draft' | 'confirmed' =>
  day > brusselsDay(now) ? 'draft' : 'confirmed';

/** Who came, as a command: only where the form shows it. */
async function attendanceCommand(
  visit: Visit<ChangeInput>,
  platform: string,
): Promise<FieldCommand<AnyField>[]> {
  const { input, language, now } = visit;
  const base = input.base_attendance;
  if (typeof base !== 'string' || !/^\d{1,9}$/.test(base)) return [];
  const chosen = input.chosen_attendance;
  const value =
    typeof chosen === 'string'
      ? chosen
      : attendanceText(rowsIn(input, await attendeesOf(platform, language, now)));
  return [{ field: 'attendance', value, base: Number(base) }];
}

/** Changes fields; a stale one comes back with both values. */
export async function change(visit: Visit<ChangeInput>): Promise<Answer> {
  askForMore(visit.input);
  const id = idOf(visit);
  const { activity, rights } = await requireActivity(visit.person, id);
  const { platform, type } = activity.values;
  const plain = commandsIn(activityFields, visit.input);
  const typed = plain.find(({ field }) => field === 'type')?.value ?? type;
  const commands: FieldCommand<AnyField>[] = [
    ...plain.filter(({ field }) => hasField(typed as ActivityValues['type'], field)),
    ...(await attendanceCommand(visit, platform)),
  ];
  const bodies = [...(await namesOfBodies(visit, platform)), activity.values.body];
  try {
    await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, (unit) =>
      changeActivity(unit, visit.person, id, { commands, bodies }),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await requireActivity(visit.person, id);
    return reviewPage(visit, seen.activity, error.details.conflicts as FieldConflict<string>[]);
  }
  leaveNotice(visit, 'activities.notice.changed');
  return redirect(paths.activity({ id }));
}

async function write<T>(visit: Visit<unknown>, notice: string, work: (unit: Unit, id: string) => Promise<T>) {
  const id = idOf(visit);
  const { rights } = await requireActivity(visit.person, id);
  const outcome = await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, (unit) =>
    work(unit, id),
  );
  const made = (outcome as { made?: number } | undefined)?.made;
  leaveNotice(visit, `activities.notice.${notice}`, made === undefined ? undefined : { count: made });
  return redirect(paths.activity({ id }));
}

export async function confirm(visit: Visit<ConfirmInput>): Promise<Answer> {
  const { input, person, language, now } = visit;
  askForMore(input);
  const { activity } = await requireActivity(person, idOf(visit));
  const attendance = rowsIn(input, await attendeesOf(activity.values.platform, language, now));
  if (input.day > brusselsDay(now)) throw new Invalid({ day: 'activities.errors.toCome' });
  return write(visit, 'confirmed', (unit, id) =>
    confirmActivity(unit, person, id, { day: input.day, attendance }),
  );
}

export const end = (visit: Visit<EndInput>): Promise<Answer> =>
  write(visit, visit.input.way, (unit, id) => endActivity(unit, visit.person, id, visit.input));

export const takeUp = (visit: Visit<undefined>): Promise<Answer> =>
  write(visit, 'takenUp', (unit, id) => takeUpActivity(unit, visit.person, id));

export const repeat = (visit: Visit<RepeatInput>): Promise<Answer> =>
  write(visit, 'repeated', (unit, id) => repeatActivity(unit, visit.person, id, visit.input));
