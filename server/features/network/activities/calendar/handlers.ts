import { ActivityModel, type ActivityRecord } from '../../../../../models/Activity.ts';
import { activityTypes } from '../../../../../models/activityFields.ts';
import { type Answer, page, redirect } from '../../../../core/answers.ts';
import { Invalid, NotFound } from '../../../../core/errors.ts';
import { brusselsDay, formats, inLanguage } from '../../../../core/i18n.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { uploadOf } from '../../../../core/uploads.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { paths } from '../../../../paths.ts';
import { identityAsked } from '../privacy.ts';
import { platformsKeptBy } from '../queries.ts';
import { takeCalendar } from './actions.ts';
import type { ImportInput, ImportRowsInput } from './forms.ts';
import { calendarLimits } from './limits.ts';
import { keyOf, type ReviewRow, reviewOf } from './rows.ts';
import { datesIn } from './thread.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

/** The form that takes a calendar file. */
export async function showUpload(visit: Visit): Promise<Answer> {
  const { t, refused, now, person, language } = visit;
  const kept = await platformsKeptBy(person);
  if (kept.length === 0) throw new NotFound();
  const today = brusselsDay(now);
  return page('activities/upload', {
    ...{ title: t('activities.calendar.title'), space: 'network', refused, narrow: true },
    platforms: kept.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    from: `${today.slice(0, 4)}-01-01`,
    until: today,
    megabytes: calendarLimits.bytes / 1_000_000,
  });
}

export const toUpload = (): Answer => redirect(paths.activityImports());

/** Reads a file and shows what it would do. Nothing of it is kept: what is chosen is sent again from the review. */
export async function read(visit: Visit<ImportInput>): Promise<Answer> {
  const { input, person, request } = visit;
  const kept = await platformsKeptBy(person);
  const platform = kept.length === 1 ? kept[0] : kept.find((one) => one._id === input.platform);
  if (!platform) throw new Invalid({ platform: 'gaps.errors.platform' });
  const upload = uploadOf(request);
  if (upload?.isTooLarge)
    throw new Invalid({
      file: { key: 'activities.errors.largeFile', values: { megabytes: calendarLimits.bytes / 1_000_000 } },
    });
  if (!upload || upload.bytes.length === 0) throw new Invalid({ file: 'activities.errors.noFile' });
  const { from, until, descriptions: withDescriptions } = input;
  const text = new TextDecoder().decode(upload.bytes);
  const dates = await datesIn({ text, window: { from, until, withDescriptions } });
  if (dates.length > calendarLimits.rows)
    throw new Invalid({
      until: {
        key: 'activities.errors.manyDates',
        values: { count: dates.length, most: calendarLimits.rows },
      },
    });
  if (dates.length === 0) throw new Invalid({ file: 'activities.errors.noDates' });
  await visit.act(
    {
      record: { type: 'platform', id: platform._id },
      bodyId: platform._id,
      details: { dates: dates.length },
    },
    async () => null,
  );
  const known = await ActivityModel.find({
    'calendar.key': { $in: dates.map((one) => keyOf(platform._id, one)) },
  }).lean<ActivityRecord[]>();
  const rows = reviewOf(dates, new Map(known.map((one) => [one.calendar!.key, one])), platform._id);
  return reviewPage(
    visit,
    platform._id,
    rows.map((row, at) => shownRow(visit, row, at)),
  );
}

interface ShownRow {
  at: number;
  kind: ReviewRow['kind'] | 'again';
  /** Sent along as it is. */
  row: string;
  isTaken: boolean;
  title: string;
  type: string;
  when: string;
  place: string;
  lines: string[];
  href: string | null;
  changes: { label: string; from: string; to: string }[];
}

const whenOf = ({ t, language }: Visit, { day: from, until }: { day: string; until: string }): string => {
  const { day } = formats(language);
  return until === '' ? day(from) : t('activities.fromUntil', { from: day(from), until: day(until) });
};

function shownRow(
  visit: Visit,
  { kind, carried, title, activity, changes }: ReviewRow,
  at: number,
): ShownRow {
  return {
    ...{ at, kind, title, type: '', place: carried.place, when: whenOf(visit, carried) },
    row: JSON.stringify(carried),
    isTaken: kind === 'changed',
    lines: carried.summary === '' ? [] : carried.summary.split('\n'),
    href: activity ? paths.activity({ id: activity._id }) : null,
    changes: changes.map(({ field, from, to }) => ({
      label: visit.t(`activities.fields.${field}`),
      from,
      to,
    })),
  };
}

function reviewPage(visit: Visit, platform: string, rows: ShownRow[]): Answer {
  const { t, refused } = visit;
  return page('activities/review', {
    ...{ title: t('activities.calendar.reviewTitle'), space: 'network', refused, platform, rows },
    styles: ['/styles/activities.css'],
    target: paths.activityImportRows(),
    types: activityTypes.map((value) => ({ value, text: t(`activities.types.${value}`) })),
    insz: hasInsz(visit),
    identity: identityAsked(visit),
  });
}

/** The review as it was sent, with what is to be mended. */
export function showRefused(visit: Visit): Answer {
  const values = visit.refused!.values;
  const said = (name: string): string => String(values[name] ?? '');
  const rows = Array.from({ length: calendarLimits.rows }, (_, at) => at).flatMap((at): ShownRow[] => {
    const row = said(`row_${at}`);
    const carried = readRow(row);
    if (!carried) return [];
    return [
      {
        ...{ at, row, kind: 'again', isTaken: said(`take_${at}`) === 'on', title: said(`title_${at}`) },
        ...{ type: said(`type_${at}`), when: whenOf(visit, carried), place: carried.place },
        lines: carried.summary === '' ? [] : carried.summary.split('\n'),
        href: null,
        changes: [],
      },
    ];
  });
  return reviewPage(visit, said('platform'), rows);
}

function readRow(text: string): { day: string; until: string; place: string; summary: string } | null {
  try {
    const read = JSON.parse(text) as Record<string, unknown>;
    const said = (name: string): string => (typeof read[name] === 'string' ? (read[name] as string) : '');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(said('day')) || !/^(\d{4}-\d{2}-\d{2})?$/.test(said('until')))
      return null;
    return { day: said('day'), until: said('until'), place: said('place'), summary: said('summary') };
  } catch {
    return null;
  }
}

/** Takes over the rows that were chosen. */
export async function take(visit: Visit<ImportRowsInput>): Promise<Answer> {
  const { input, person } = visit;
  const kept = await platformsKeptBy(person);
  const platform = kept.find((one) => one._id === input.platform);
  if (!platform) throw new Invalid({ platform: 'activities.errors.fromList' });
  const { taken } = await visit.act(
    { record: { type: 'platform', id: platform._id }, bodyId: platform._id },
    (unit) => takeCalendar(unit, person, platform._id, input.rows),
  );
  leaveNotice(visit, 'activities.notice.taken', { ...taken });
  return redirect(paths.activities({ platform: platform._id }));
}
