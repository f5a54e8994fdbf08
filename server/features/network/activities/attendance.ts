import {
  type AttendanceRow,
  type AttendeeKind,
  type AttendeeLevel,
  attendeeKinds,
  attendeeLevels,
} from '../../../../models/activityFields.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Body } from '../../../fields/values.ts';

/** Rows a form has before somebody asks for more, and most of all. */
export const rowLimits = { first: 5, most: 40 };
const highest = 10_000;
const counts = ['invited', 'present', 'excused'] as const;

/** An organisation that can come, with its kind of actor and its antennas. */
export interface Attendee {
  id: string;
  kind: AttendeeKind;
  sites: readonly string[];
}

const single = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What a row of the form chooses: a kind of actor, an organisation, or a seat or antenna of one. */
function whoIs(chosen: string, attendees: readonly Attendee[]) {
  const [sort, id = ''] = chosen.split(/:(.*)/s);
  if (sort === 'kind' && (attendeeKinds as readonly string[]).includes(id))
    return { kind: id as AttendeeKind, organisation: '', site: '' };
  const found = attendees.find((one) => (sort === 'site' ? one.sites.includes(id) : one.id === id));
  return found ? { kind: found.kind, organisation: found.id, site: sort === 'site' ? id : '' } : null;
}

/** How a row is chosen in the form. */
export const choiceOf = ({ kind, organisation, site }: AttendanceRow): string =>
  site !== '' ? `site:${site}` : organisation !== '' ? `organisation:${organisation}` : `kind:${kind}`;

/**
 * The rows of a form: those in which somebody is chosen and at least one number stands. What nobody counted is null.
 * @throws Invalid beside the input that is to be mended
 */
export function rowsIn(body: Body, attendees: readonly Attendee[]): AttendanceRow[] {
  const faults: Record<string, string> = {};
  const rows: AttendanceRow[] = [];
  for (let at = 0; at < rowLimits.most; at++) {
    const chosen = single(body[`who_${at}`]);
    const texts = counts.map((one) => single(body[`${one}_${at}`]));
    const isCounted = texts.some((one) => one !== '');
    if (chosen === '' && isCounted) faults[`who_${at}`] = 'activities.errors.who';
    counts.forEach((one, place) => {
      if (texts[place] !== '' && !/^\d{1,5}$/.test(texts[place]!))
        faults[`${one}_${at}`] = 'activities.errors.count';
    });
    if (chosen === '' || !isCounted) continue;
    const who = whoIs(chosen, attendees);
    const level = single(body[`level_${at}`]) as AttendeeLevel;
    if (!who || !attendeeLevels.includes(level)) {
      faults[`who_${at}`] ??= 'activities.errors.unknownWho';
      continue;
    }
    const [invited, present, excused] = texts.map((one) => (one === '' ? null : Number(one)));
    rows.push({ ...who, level, invited: invited!, present: present!, excused: excused! });
  }
  const wrong = Object.entries(faults);
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong));
  return summed(rows.filter((one) => counts.every((count) => (one[count] ?? 0) <= highest)));
}

const keyOf = ({ kind, level, organisation, site }: AttendanceRow): string =>
  [kind, level, organisation, site].join(' ');

const sum = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : one + other;

/** The same people in two rows are one row. */
function summed(rows: readonly AttendanceRow[]): AttendanceRow[] {
  const byKey = new Map<string, AttendanceRow>();
  for (const row of rows) {
    const there = byKey.get(keyOf(row));
    byKey.set(
      keyOf(row),
      there
        ? {
            ...there,
            invited: sum(there.invited, row.invited),
            present: sum(there.present, row.present),
            excused: sum(there.excused, row.excused),
          }
        : row,
    );
  }
  return [...byKey.values()];
}

/** The same text for the same rows, whichever way they were typed: what commands compare and the history keeps. */
export const attendanceText = (rows: readonly AttendanceRow[]): string =>
  [...rows]
    .map((row) => [keyOf(row), row.invited ?? '', row.present ?? '', row.excused ?? ''].join('|'))
    .sort()
    .join('\n');

/** The rows back from their text. */
export const rowsOfText = (text: string): AttendanceRow[] =>
  text === ''
    ? []
    : text.split('\n').map((line) => {
        const [key = '', ...said] = line.split('|');
        const [kind, level, organisation, site] = key.split(' ');
        const [invited, present, excused] = said.map((one) => (one === '' ? null : Number(one)));
        return {
          kind: kind as AttendeeKind,
          level: (level ?? '') as AttendeeLevel,
          organisation: organisation ?? '',
          site: site ?? '',
          invited: invited ?? null,
          present: present ?? null,
          excused: excused ?? null,
        };
      });
