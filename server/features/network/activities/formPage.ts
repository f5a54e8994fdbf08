import type { ActivityRecord } from '../../../../models/Activity.ts';
import {
  type ActivityField,
  type ActivityType,
  type AttendanceRow,
  activityFields,
  activityTypes,
} from '../../../../models/activityFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { commonFields, isOwnField, typesWith } from './activityTypes.ts';
import { attendanceView } from './attendanceView.ts';
import { lastAttendance } from './attendees.ts';
import { fieldChoices } from './choices.ts';
import type { BeginInput } from './forms.ts';
import { identityAsked } from './privacy.ts';
import { platformsKeptBy, requireActivity } from './queries.ts';

type Visit = SignedInVisit<unknown>;

/** What stands open when one begins; everything else can wait. */
const first: readonly ActivityField[] = ['type', 'day', 'title'];
const hinted: readonly string[] = [
  'body',
  'service',
  'themes',
  'summary',
  'times',
  'year',
  'areas',
  'link',
  'source',
];

interface Form {
  title: string;
  lead: string;
  values: FieldValues;
  fields: ActivityRecord['fields'];
  attendance: { rows: readonly AttendanceRow[]; last: readonly AttendanceRow[]; version: number };
  platform: string;
  target: string;
  back: string;
  crumb: { href: string; text: string };
  isNew: boolean;
}

const own = (Object.keys(activityFields) as ActivityField[]).filter(isOwnField);

async function formPage(visit: Visit, form: Form): Promise<Answer> {
  const { t, refused } = visit;
  const choices = await fieldChoices(visit, form.values, form.platform);
  const input = (name: ActivityField) => ({
    ...fieldInput(visit, {
      ...{ name, rule: activityFields[name], value: form.values[name] ?? null },
      version: form.fields[name]?.version ?? 0,
      label: t(`activities.fields.${name}`),
      hint: hinted.includes(name) ? t(`activities.hints.${name}`) : null,
      choices: choices[name] ?? [],
    }),
    of: isOwnField(name) ? typesWith(name).join(' ') : '',
  });
  const later = commonFields.filter((one) => !first.includes(one) && one !== 'platform');
  const faults = Object.keys(refused?.errors ?? {});
  return page('activities/form', {
    ...{ title: form.title, lead: form.lead, target: form.target, back: form.back, crumb: form.crumb },
    ...{ space: 'network', refused, narrow: false },
    styles: ['/styles/offer.css', '/styles/activities.css'],
    scripts: ['/build/activities.js'],
    isNew: form.isNew,
    first: first.map(input),
    platform: input('platform'),
    own: own.map(input),
    later: later.map(input),
    isLaterOpen: !form.isNew || faults.some((one) => (later as string[]).includes(one)),
    attendance: await attendanceView(visit, form.platform, form.attendance),
    rowsAddress: paths.activityRows({ platform: form.platform }),
    insz: hasInsz(visit),
    identity: identityAsked(visit),
  });
}

/** The platform somebody begins at: the one they asked for, where they coordinate it. @throws NotFound */
async function platformFor({ person, refused, input }: Visit): Promise<string> {
  const kept = await platformsKeptBy(person);
  const asked = refused ? refused.values.platform : (input as BeginInput).platform;
  const found = kept.find((one) => one._id === asked) ?? kept[0];
  if (!found) throw new NotFound();
  return found._id;
}

const isType = (value: unknown): value is ActivityType =>
  (activityTypes as readonly unknown[]).includes(value);

/** A new activity in a few keys: type, day, title and how many came. */
export async function newPage(visit: Visit): Promise<Answer> {
  const { t, now, refused, language } = visit;
  const asked = (refused?.values ?? visit.input) as Partial<Record<'type' | 'body', string>>;
  const platform = await platformFor(visit);
  const type = isType(asked.type) ? asked.type : '';
  const last = type === '' ? [] : await lastAttendance(platform, type, asked.body ?? '');
  return formPage(visit, {
    ...{ title: t('activities.new.title'), lead: t('activities.new.lead'), isNew: true, platform },
    values: {
      ...emptyValues(activityFields),
      ...{ type, platform, day: brusselsDay(now), times: 1, body: asked.body ?? '', language },
    },
    fields: {},
    attendance: { rows: [], last, version: 0 },
    target: paths.activities(),
    back: paths.activities({ platform }),
    crumb: { href: paths.activities({ platform }), text: t('activities.title') },
  });
}

/** Rows as they were the last time, for a form in which another type was chosen. */
export async function rowsFragment(visit: SignedInVisit<BeginInput>): Promise<Answer> {
  const platform = await platformFor(visit);
  const { type, body } = visit.input;
  const last = type === '' ? [] : await lastAttendance(platform, type, body);
  const attendance = await attendanceView(visit, platform, { rows: [], last, version: 0 });
  return fragment('activities/_attendanceRows', { attendance, refused: null });
}

async function written(visit: Visit) {
  const { activity, rights } = await requireActivity(visit.person, visit.params.id);
  if (!rights.write) throw new Forbidden();
  const crumb = { href: paths.activity({ id: activity._id }), text: activity.values.title };
  return { activity, crumb };
}

/** Every field of an activity, to change. @throws NotFound, Forbidden */
export async function fieldsPage(visit: Visit): Promise<Answer> {
  const { activity, crumb } = await written(visit);
  const { t } = visit;
  const { values, fields, attendance, attendanceState } = activity;
  return formPage(visit, {
    ...{ title: t('activities.form.title'), lead: t('activities.form.lead'), isNew: false, crumb },
    values: values as unknown as FieldValues,
    fields,
    attendance: { rows: attendance, last: [], version: attendanceState?.version ?? 0 },
    platform: values.platform,
    target: paths.activityFields({ id: activity._id }),
    back: crumb.href,
  });
}

/** Did it take place, and how many came? @throws Conflict when it is no draft */
export async function confirmationPage(visit: Visit): Promise<Answer> {
  const { activity, crumb } = await written(visit);
  const { t, refused, now } = visit;
  const { values, attendance, state } = activity;
  if (state !== 'draft') throw new Conflict('activities.errors.noDraft');
  const last = await lastAttendance(values.platform, values.type, values.body);
  const today = brusselsDay(now);
  const rows = { rows: attendance, last: attendance.length > 0 ? [] : last, version: 0 };
  return page('activities/confirmation', {
    title: t('activities.confirm.title', { title: values.title }),
    ...{ space: 'network', refused, narrow: true, crumb },
    styles: ['/styles/activities.css'],
    scripts: ['/build/activities.js'],
    target: paths.activityConfirmation({ id: activity._id }),
    end: paths.activityEnd({ id: activity._id }),
    day: values.day > today ? today : values.day,
    attendance: await attendanceView(visit, values.platform, rows),
    insz: hasInsz(visit),
    identity: identityAsked(visit),
  });
}
