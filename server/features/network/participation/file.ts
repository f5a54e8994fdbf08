import { stringify } from 'csv-stringify/sync';
import type { Answer } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { type Count, figuresOf } from '../activities/figures.ts';
import { bodyNames } from '../queries.ts';
import { dimensions, shareOf, type Tally } from './figures.ts';
import type { ParticipationInput } from './forms.ts';
import { isUnnoted, type Report, reportOf } from './report.ts';
import { activitiesIn, type Scope } from './scope.ts';

type Visit = SignedInVisit<ParticipationInput>;
type Cell = string | number;

const heads = [
  ...['of', 'from', 'until', 'table', 'row', 'meetings', 'invited', 'attending', 'excused'],
  ...['absent', 'late', 'besides', 'share', 'unknown'],
];

/** A text that a spreadsheet would take for a formula begins with a mark that it is text. */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cellsOf = (tally: Tally): Cell[] => {
  const { meetings, invited, attending, excused, absent, late, besides } = tally;
  return [meetings, invited, attending, excused, absent, late, besides, shareOf(tally) ?? '', ''];
};

/** What nobody wrote down is an empty cell, never 0. */
const none: Cell[] = Array.from({ length: 8 }, () => '');

/** Of an activity nobody counted some: an empty cell says so, never 0, and the last one how many rows that were. */
const countsOf = (all: readonly Count[]): Cell[] => {
  const [invited = '', present = '', excused = ''] = all.map((one) =>
    one.known === 0 && one.unknown > 0 ? '' : one.known,
  );
  return ['', invited, present, excused, '', '', '', '', Math.max(...all.map((one) => one.unknown))];
};

function rowsOf({ t }: Visit, report: Report): Cell[][] {
  const { period, compared } = report;
  const { from, until } = period;
  const row = (table: string, name: string, tally: Tally, days = { from, until }): Cell[] => [
    ...[days.from, days.until, t(`participation.tables.${table}`), asText(name)],
    ...cellsOf(tally),
  ];
  return [
    row('total', t('participation.all'), report.total),
    ...dimensions.flatMap((one) => report.tables[one].map(({ name, tally }) => row(one, name, tally))),
    ...report.seldomHeard.map((one) =>
      row('seldomHeard', t(`participation.seldomHeard.${one.key}`), one.tally),
    ),
    ...report.fresh.map((one) => row('fresh', one.name, one.tally)),
    ...report.bodies.map((one) =>
      isUnnoted(one)
        ? [from, until, t('participation.tables.bodies'), asText(one.name), one.held, ...none]
        : row('bodies', one.name, one.tally),
    ),
    ...dimensions.flatMap((one) =>
      compared.tables[one].flatMap(({ name, tallies }) =>
        tallies.map((tally, at) => {
          const year = compared.years[at]!;
          return row(one, name, tally, { from: `${year}-01-01`, until: `${year}-12-31` });
        }),
      ),
    ),
  ];
}

function activityRows({ t }: Visit, scope: Scope, report: Report): Cell[][] {
  const { from, until } = report.period;
  const figures = figuresOf(activitiesIn(scope.activities, report.period));
  return figures.kinds.map(({ key, figures: came }) => [
    ...[from, until, t('participation.tables.activities'), t(`activities.kinds.${key}`)],
    ...countsOf([came.invited, came.present, came.excused]),
  ]);
}

async function nameOf({ house, language }: Visit, { platform, bodies }: Scope): Promise<string> {
  if (platform) return (await bodyNames(house, [platform], language)).get(platform) ?? platform;
  return inLanguage(bodies[0]!.body.values.name, language).text;
}

/** The figures of the page as a file: along every dimension, and each year that stands beside it. */
export async function participationFile(visit: Visit, scope: Scope): Promise<Answer> {
  const [report, name] = await Promise.all([reportOf(visit, scope, visit.input), nameOf(visit, scope)]);
  const { from, until, year } = report.period;
  const rows = [...rowsOf(visit, report), ...activityRows(visit, scope, report)];
  const head = heads.map((one) => visit.t(`participation.file.${one}`));
  return {
    kind: 'data',
    type: 'text/csv; charset=utf-8',
    name: `${scope.fileName}-${year ?? `${from}-${until}`}.csv`,
    chunks: ['\ufeff', stringify([head, ...rows.map((row) => [asText(name), ...row])])],
  };
}
