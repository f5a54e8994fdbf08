import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { type Beginning, newPartnersIn } from '../bodies/newPartners.ts';
import { beginningsOf } from '../bodies/table.ts';
import { dayBeside } from '../bodies/terms.ts';
import { type Wording, wordingFor } from '../bodies/wording.ts';
import {
  type Dimension,
  dimensions,
  keyOf,
  nothing,
  type Presence,
  type Row,
  reachOf,
  rowsOf,
  type SeldomHeard,
  sectorOrder,
  seldomHeardIn,
  type Tally,
  tallyOf,
} from './figures.ts';
import type { ParticipationInput } from './forms.ts';
import { kindName, kindOrder } from './kinds.ts';
import { isWithin, type Period, periodOf, wholeYear } from './period.ts';
import { participationIn, yearsHeld } from './queries.ts';
import type { Scope } from './scope.ts';

type Visit = SignedInVisit<ParticipationInput>;

/** A row of a table, in words. */
export interface Line {
  key: string;
  name: string;
  tally: Tally;
}

/** Years beside one another: a tally for each, in their order. */
export interface YearLine {
  name: string;
  tallies: Tally[];
}

/** Everything the page and the file tell, worked out once. */
export interface Report {
  period: Period;
  /** In which meetings were held, the newest first. */
  years: number[];
  total: Tally;
  held: number;
  unnoted: number;
  reach: { organisations: number; antennas: number };
  tables: Readonly<Record<Dimension, Line[]>>;
  seldomHeard: { key: SeldomHeard; tally: Tally }[];
  fresh: (Beginning & { name: string; tally: Tally })[];
  bodies: (Line & { held: number; unnoted: number })[];
  compared: { years: number[]; tables: Readonly<Record<Dimension, YearLine[]>> };
}

/** It met, and nobody wrote down who was there: that is not known, and not 0. */
export const isUnnoted = ({ held, unnoted }: Pick<Report, 'held' | 'unnoted'>): boolean =>
  held > 0 && held === unnoted;

/** Years stand side by side up to this many, so that a phone and a sheet of paper hold them. */
const mostCompared = 5;

const orders: Readonly<Partial<Record<Dimension, readonly string[]>>> = {
  kind: kindOrder,
  sector: sectorOrder,
  level: ['governance', 'field', 'unsaid'],
};

function nameOf(dimension: Dimension, key: string, wording: Wording, t: Visit['t']): string {
  if (dimension === 'kind') return kindName(key, t);
  if (key === 'unsaid') return t(`participation.unsaid.${dimension}`);
  if (key === 'platform') return t('participation.platformPeople');
  if (dimension === 'sector') return t(`activities.sectors.${key}`);
  if (dimension === 'level') return t(`activities.levels.${key}`);
  if (dimension === 'organisation')
    return key === '' ? t('participation.elsewhere') : wording.organisation(key);
  const at = key.lastIndexOf(' ');
  return `${wording.organisation(key.slice(0, at))} · ${wording.site(key.slice(at + 1))}`;
}

/** Rows in the order of their list, or by name: never by how many came, as that would be a ranking. */
function inOrder<T extends { key: string; name: string }>(
  dimension: Dimension,
  lines: T[],
  language: Visit['language'],
): T[] {
  const order = orders[dimension];
  const isLast = ({ key }: T): boolean => key === 'unsaid' || key === '';
  return lines.sort((a, b) =>
    order
      ? order.indexOf(a.key) - order.indexOf(b.key)
      : Number(isLast(a)) - Number(isLast(b)) || a.name.localeCompare(b.name, language),
  );
}

interface Told {
  visit: Visit;
  wording: Wording;
}

function linesOf(dimension: Dimension, all: readonly Presence[], { visit, wording }: Told): Line[] {
  const named = ({ key, tally }: Row): Line => ({
    key,
    tally,
    name: nameOf(dimension, key, wording, visit.t),
  });
  return inOrder(dimension, rowsOf(all, keyOf[dimension]).map(named), visit.language);
}

function yearsOf(
  dimension: Dimension,
  all: readonly Presence[],
  years: readonly number[],
  told: Told,
): YearLine[] {
  const ofYear = years.map((year) => all.filter((one) => isWithin(one.day, wholeYear(year))));
  const tallies = ofYear.map(
    (some) => new Map(rowsOf(some, keyOf[dimension]).map((row) => [row.key, row.tally])),
  );
  return linesOf(dimension, ofYear.flat(), told).map(({ key, name }) => ({
    name,
    tallies: tallies.map((one) => one.get(key) ?? nothing),
  }));
}

const forEach = <T>(made: (dimension: Dimension) => T): Record<Dimension, T> =>
  Object.fromEntries(dimensions.map((one) => [one, made(one)])) as Record<Dimension, T>;

/** What the meetings of some bodies say of a period. @throws Invalid for a period that is none */
export async function reportOf(visit: Visit, scope: Scope, asked: ParticipationInput): Promise<Report> {
  const ids = scope.bodies.map((one) => one.body._id);
  const years = await yearsHeld(ids);
  const period = periodOf(asked, years, brusselsDay(visit.now));
  const beside = years.slice(0, mostCompared).reverse();
  const first = [period.from, ...beside.map((year) => wholeYear(year).from)].sort()[0]!;
  const last = [period.until, ...beside.map((year) => wholeYear(year).until)].sort().at(-1)!;
  const read = await participationIn(ids, { from: first, until: last });
  const now = read.presences.filter((one) => isWithin(one.day, period));
  const meetings = read.meetings.filter((one) => isWithin(one.day, period));
  const fresh = newPartnersIn(beginningsOf(read.seats), {
    after: dayBeside(period.from, -1),
    until: period.until,
  });
  const wording = await wordingFor(visit, {
    bodies: scope.bodies.map((one) => one.body),
    organisations: [...read.presences, ...fresh].map((one) => one.organisation),
    sites: read.presences.map((one) => one.site).filter((one) => one !== 'unsaid'),
  });
  const told = { visit, wording };
  const unnoted = (some: typeof meetings): number => some.filter((one) => one.places === null).length;
  return {
    ...{ period, years, total: tallyOf(now), held: meetings.length, unnoted: unnoted(meetings) },
    reach: reachOf(now),
    tables: forEach((one) => linesOf(one, now, told)),
    seldomHeard: seldomHeardIn(now),
    fresh: fresh.map((one) => ({
      ...one,
      name: wording.organisation(one.organisation),
      tally: tallyOf(now.filter(({ organisation }) => organisation === one.organisation)),
    })),
    bodies: scope.bodies
      .map(({ body }) => {
        const own = meetings.filter((one) => one.body === body._id);
        return {
          ...{ key: body._id, name: wording.said(body.values.name).text, held: own.length },
          ...{ unnoted: unnoted(own), tally: tallyOf(now.filter((one) => one.body === body._id)) },
        };
      })
      .filter((one) => one.held > 0)
      .sort((a, b) => a.name.localeCompare(b.name, visit.language)),
    compared: {
      years: beside,
      tables: forEach((one) => yearsOf(one, read.presences, beside, told)),
    },
  };
}
