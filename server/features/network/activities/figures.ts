import type { ActivityRecord } from '../../../../models/Activity.ts';
import {
  type ActivityType,
  type AttendanceRow,
  type AttendeeKind,
  activityTypes,
  attendeeKinds,
} from '../../../../models/activityFields.ts';

/** How many were counted, and in how many activities nobody counted: those may be any number, and are not 0. */
export interface Count {
  known: number;
  unknown: number;
}

export const sectors = [
  'addiction',
  'mental_health',
  'health',
  'welfare',
  'youth_and_disability',
  'work_and_education',
  'justice',
  'government',
  'experience',
  'other',
] as const;
export type Sector = (typeof sectors)[number];

/** The sector of a kind of actor, as the vision text on addiction care tells policy domains apart. */
export const sectorOf: Readonly<Record<AttendeeKind, Sector>> = {
  rehabilitation_centre: 'addiction',
  psychiatric_hospital: 'mental_health',
  psychiatric_ward: 'mental_health',
  mental_health_centre: 'mental_health',
  sheltered_living: 'mental_health',
  psychiatric_nursing_home: 'mental_health',
  psychiatrist: 'mental_health',
  general_practice: 'health',
  home_care: 'health',
  insurer: 'health',
  general_welfare: 'welfare',
  public_welfare: 'welfare',
  street_work: 'welfare',
  housing: 'welfare',
  youth_care: 'youth_and_disability',
  disability_care: 'youth_and_disability',
  employment: 'work_and_education',
  education: 'work_and_education',
  justice: 'justice',
  police: 'justice',
  province: 'government',
  municipality: 'government',
  self_help: 'experience',
  expert_by_experience: 'experience',
  family: 'experience',
  umbrella: 'other',
  other: 'other',
};

/** Actors who work alone and are seldom reached. */
export const isolatedKinds: readonly AttendeeKind[] = ['general_practice', 'psychiatrist'];

export interface AttendanceFigures {
  invited: Count;
  present: Count;
  excused: Count;
}

type Told = Pick<ActivityRecord, 'values' | 'attendance'>;

const nothing = (): AttendanceFigures => ({
  invited: { known: 0, unknown: 0 },
  present: { known: 0, unknown: 0 },
  excused: { known: 0, unknown: 0 },
});

function add(to: AttendanceFigures, row: AttendanceRow): void {
  for (const one of ['invited', 'present', 'excused'] as const) {
    const count = row[one];
    if (count === null) to[one].unknown += 1;
    else to[one].known += count;
  }
}

/** The rows of some activities together, by what each row is of; in the order given, those without a row left out. */
function grouped<Key extends string>(
  all: readonly Told[],
  keys: readonly Key[],
  of: (row: AttendanceRow) => Key,
): { key: Key; figures: AttendanceFigures }[] {
  const byKey = new Map<Key, AttendanceFigures>();
  for (const row of all.flatMap((one) => one.attendance)) {
    const key = of(row);
    const figures = byKey.get(key) ?? nothing();
    add(figures, row);
    byKey.set(key, figures);
  }
  return keys.flatMap((key) => (byKey.has(key) ? [{ key, figures: byKey.get(key)! }] : []));
}

export interface Figures {
  types: { type: ActivityType; entries: number; times: Count }[];
  total: Count;
  kinds: { key: AttendeeKind; figures: AttendanceFigures }[];
  sectors: { key: Sector; figures: AttendanceFigures }[];
  levels: { key: 'governance' | 'field' | 'unsaid'; figures: AttendanceFigures }[];
  /** How many seats and antennas, and how many organisations, were present at least once; named ones alone. */
  antennas: number;
  organisations: number;
  isolated: { kind: AttendeeKind; present: Count; activities: number }[];
  /** Activities in which nobody said who came. */
  uncounted: number;
  areas: { area: string; times: Count }[];
}

function timesOf(all: readonly Told[]): Count {
  const known = all.reduce((sum, { values }) => sum + (values.times ?? 0), 0);
  return { known, unknown: all.filter(({ values }) => values.times === null).length };
}

const cameFrom = (all: readonly Told[], of: 'site' | 'organisation'): number =>
  new Set(
    all
      .flatMap((one) => one.attendance)
      .filter((row) => row[of] !== '' && row.present !== 0 && row.present !== null)
      .map((row) => row[of]),
  ).size;

/** What the activities of one platform come to. Give it those that count: confirmed, of one year or of several. */
export function figuresOf(all: readonly Told[]): Figures {
  const ofType = (type: ActivityType) => all.filter((one) => one.values.type === type);
  const areas = [...new Set(all.flatMap(({ values }) => values.areas))].sort();
  return {
    types: activityTypes
      .filter((type) => ofType(type).length > 0)
      .map((type) => ({ type, entries: ofType(type).length, times: timesOf(ofType(type)) })),
    total: timesOf(all),
    kinds: grouped(all, attendeeKinds, (row) => row.kind),
    sectors: grouped(all, sectors, (row) => sectorOf[row.kind]),
    levels: grouped(all, ['governance', 'field', 'unsaid'], (row) => row.level || 'unsaid'),
    antennas: cameFrom(all, 'site'),
    organisations: cameFrom(all, 'organisation'),
    isolated: isolatedKinds.map((kind) => {
      const came = all.filter((one) => one.attendance.some((row) => row.kind === kind && row.present !== 0));
      const [found] = grouped(all, [kind], (row) => row.kind as typeof kind);
      return { kind, present: found?.figures.present ?? { known: 0, unknown: 0 }, activities: came.length };
    }),
    uncounted: all.filter((one) => one.attendance.length === 0).length,
    areas: areas.map((area) => ({
      area,
      times: timesOf(all.filter(({ values }) => values.areas.includes(area))),
    })),
  };
}
