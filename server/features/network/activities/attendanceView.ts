import { type AttendanceRow, attendeeKinds, attendeeLevels } from '../../../../models/activityFields.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { choiceOf, rowLimits } from './attendance.ts';
import { attendeesOf } from './attendees.ts';

interface Shown {
  /** What stands there now. */
  rows: readonly AttendanceRow[];
  /** Who came the last time: their rows are there, their numbers beside the empty inputs. */
  last: readonly AttendanceRow[];
  version: number;
}

const inputs = ['who', 'level', 'invited', 'present', 'excused'] as const;
type Row = Record<(typeof inputs)[number], string>;

const typed = (row: AttendanceRow): Row => ({
  who: choiceOf(row),
  level: row.level,
  invited: String(row.invited ?? ''),
  present: String(row.present ?? ''),
  excused: String(row.excused ?? ''),
});

const empty: Row = { who: '', level: '', invited: '', present: '', excused: '' };

/** The rows that were typed in a form that was refused, or that asks for more. */
function typedRows(values: Record<string, string | string[]>): Row[] {
  const rows = Array.from({ length: rowLimits.most }, (_, at) =>
    Object.fromEntries(inputs.map((one) => [one, String(values[`${one}_${at}`] ?? '')])),
  ) as Row[];
  const filled = rows.findLastIndex((row) => inputs.some((one) => row[one] !== ''));
  return rows.slice(0, filled + 1);
}

/** The small table of a form: who, and how many. */
export async function attendanceView(
  { t, language, now, refused }: SignedInVisit<unknown>,
  platform: string,
  { rows, last, version }: Shown,
) {
  const attendees = await attendeesOf(platform, language, now);
  const began = last.map((row) => ({ ...empty, who: choiceOf(row), level: row.level }));
  const there = refused ? typedRows(refused.values) : rows.length > 0 ? rows.map(typed) : began;
  const extra = refused?.values.more === undefined ? 0 : 5;
  const count = Math.min(
    Math.max(rowLimits.first, there.length + (rows.length > 0 ? 1 : 0)) + extra,
    rowLimits.most,
  );
  const lastOf = (who: string) => last.find((row) => choiceOf(row) === who);
  const base = refused?.values.base_attendance;
  return {
    base: typeof base === 'string' ? base : version,
    hasLast: last.length > 0,
    rows: Array.from({ length: count }, (_, at) => {
      const row = there[at] ?? empty;
      const earlier = lastOf(row.who);
      return {
        at,
        ...row,
        last: {
          invited: earlier?.invited ?? null,
          present: earlier?.present ?? null,
          excused: earlier?.excused ?? null,
        },
      };
    }),
    levels: attendeeLevels.map((value) => ({ value, text: t(`activities.levels.${value || 'unsaid'}`) })),
    kinds: attendeeKinds.map((kind) => ({ value: `kind:${kind}`, text: t(`activities.kinds.${kind}`) })),
    organisations: attendees.flatMap(({ id, name, named }) => [
      { value: `organisation:${id}`, text: name },
      ...named.map((site) => ({ value: `site:${site.id}`, text: `${name} · ${site.name}` })),
    ]),
  };
}
