import { stringify } from 'csv-stringify/sync';
import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { type AttendanceFigures, type Count, type Figures, figuresOf } from './figures.ts';
import type { FiguresInput } from './forms.ts';
import { activitiesOf, countedActivities, platformsKeptBy, platformsReadBy } from './queries.ts';

type Visit = SignedInVisit<FiguresInput>;

interface Table {
  id: string;
  heads: string[];
  rows: { name: string; counts: Count[] }[];
}

/** The platform and year somebody asks about; one platform at a time, as platforms are not ranked. @throws NotFound */
async function askedOf({ person, input }: Visit) {
  const [read, kept] = await Promise.all([platformsReadBy(person), platformsKeptBy(person)]);
  const platform =
    input.platform === '' ? (kept[0] ?? read[0]) : read.find((one) => one._id === input.platform);
  if (!platform) throw new NotFound();
  const all = (await activitiesOf(platform._id)).filter((one) => one.state === 'confirmed');
  const years = [...new Set(all.flatMap(({ values }) => values.year ?? []))].sort((a, b) => b - a);
  const year = /^\d{4}$/.test(input.year) ? Number(input.year) : null;
  return { read, platform, years, year, figures: figuresOf(await countedActivities(platform._id, year)) };
}

const plain = (known: number): Count => ({ known, unknown: 0 });

/** The figures as tables, for the page and for the file alike. */
function tablesOf({ t, language }: Visit, figures: Figures): Table[] {
  const came = ({ invited, present, excused }: AttendanceFigures): Count[] => [invited, present, excused];
  const attendance = ['invited', 'present', 'excused'].map((one) => t(`activities.${one}`));
  const named = (id: string, words: string, all: { key: string; figures: AttendanceFigures }[]): Table => ({
    id,
    heads: attendance,
    rows: all.map((one) => ({ name: t(`activities.${words}.${one.key}`), counts: came(one.figures) })),
  });
  const times = [t('activities.figures.times')];
  return [
    {
      id: 'types',
      heads: times,
      rows: figures.types.map((one) => ({ name: t(`activities.types.${one.type}`), counts: [one.times] })),
    },
    named('kinds', 'kinds', figures.kinds),
    named('sectors', 'sectors', figures.sectors),
    named('levels', 'levels', figures.levels),
    {
      id: 'isolated',
      heads: [t('activities.present'), t('activities.figures.inActivities')],
      rows: figures.isolated.map((one) => ({
        name: t(`activities.kinds.${one.kind}`),
        counts: [one.present, plain(one.activities)],
      })),
    },
    {
      id: 'reach',
      heads: [t('activities.figures.number')],
      rows: (['organisations', 'antennas'] as const).map((one) => ({
        name: t(`activities.figures.${one}`),
        counts: [plain(figures[one])],
      })),
    },
    {
      id: 'areas',
      heads: times,
      rows: figures.areas.map((one) => ({ name: areaName(one.area, language), counts: [one.times] })),
    },
  ];
}

/** What the activities of one platform come to in a year. */
export async function figuresPage(visit: Visit): Promise<Answer> {
  const { t, language } = visit;
  const { read, platform, years, year, figures } = await askedOf(visit);
  const code = platform._id;
  const name = inLanguage(platform.names, language).text;
  return page('activities/figures', {
    title: t('activities.figures.title'),
    space: 'network',
    styles: ['/styles/activities.css'],
    platform: { code, name },
    platforms: read.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    years: years.map((one) => ({ value: String(one), text: String(one) })),
    year: year === null ? '' : String(year),
    total: figures.total,
    uncounted: figures.uncounted,
    tables: tablesOf(visit, figures).filter((one) => one.rows.length > 0),
    file: paths.activityFiguresFile({ platform: code, year: year === null ? '' : String(year) }),
    list: paths.activities({ platform: code, year: year === null ? '' : String(year) }),
  });
}

/** A text that a spreadsheet would take for a formula begins with a mark that it is text. */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The same as a file: a row a figure, with how many were not counted beside each. */
export async function figuresFile(visit: Visit): Promise<Answer> {
  const { t, language } = visit;
  const { platform, year, figures } = await askedOf(visit);
  const name = inLanguage(platform.names, language).text;
  const head = ['platform', 'year', 'table', 'row', 'figure', 'known', 'unknown'].map((one) =>
    t(`activities.file.${one}`),
  );
  const rows = tablesOf(visit, figures).flatMap(({ id, heads, rows: all }) =>
    all.flatMap((row) =>
      row.counts.map((count, at) => [
        ...[
          name,
          year ?? t('activities.figures.everyYear'),
          t(`activities.figures.tables.${id}`),
          asText(row.name),
          heads[at]!,
        ],
        ...[count.known, count.unknown],
      ]),
    ),
  );
  return {
    kind: 'data',
    type: 'text/csv; charset=utf-8',
    name: `activities-${platform._id}${year === null ? '' : `-${year}`}.csv`,
    chunks: ['\ufeff', stringify([head, ...rows])],
  };
}
