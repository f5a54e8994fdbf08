import { type Answer, page } from '../../../core/answers.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { figuresOf } from '../activities/figures.ts';
import { wordingFor } from '../bodies/wording.ts';
import { type Dimension, dimensions, shareOf, type Tally } from './figures.ts';
import type { ParticipationInput } from './forms.ts';
import type { Period } from './period.ts';
import { isUnnoted, type Report, reportOf } from './report.ts';
import { activitiesIn, type Scope } from './scope.ts';

type Visit = SignedInVisit<ParticipationInput>;

/** A tally with its share, and where its three parts begin in a bar of a hundred. */
const shown = (tally: Tally) => {
  const { invited, attending, excused } = tally;
  const part = (count: number): number => (invited === 0 ? 0 : Math.round((count / invited) * 1000) / 10);
  return { ...tally, share: shareOf(tally), bar: { attending: part(attending), excused: part(excused) } };
};

export function periodInWords({ from, until, year }: Period, { t, language }: Visit): string {
  const { day } = formats(language);
  return year === null ? t('participation.fromUntil', { from: day(from), until: day(until) }) : String(year);
}

/** What an address says of the period, to keep it while something else is chosen. */
const asQuery = ({ from, until, year }: Period): Record<string, string> =>
  year === null ? { from, until } : { year: String(year) };

function links({ t }: Visit, scope: Scope, { period, years }: Report, by: Dimension) {
  const shownYears = new Set([...years, ...(period.year === null ? [] : [period.year])]);
  return {
    years: [...shownYears]
      .sort((a, b) => b - a)
      .map((year) => ({
        text: String(year),
        href: scope.page({ year: String(year), by }),
        isNow: year === period.year,
      })),
    dimensions: dimensions.map((one) => ({
      text: t(`participation.by.${one}`),
      href: `${scope.page({ ...asQuery(period), by: one })}#by`,
      isNow: one === by,
    })),
  };
}

/** What platforms report of who came elsewhere, along the same dimension where activities have it, else by kind of actor. */
function activitiesShown(visit: Visit, scope: Scope, period: Period, by: Dimension) {
  const found = activitiesIn(scope.activities, period);
  const figures = figuresOf(found);
  const chosen = by === 'sector' || by === 'level' ? by : 'kind';
  const rows = { kind: figures.kinds, sector: figures.sectors, level: figures.levels }[chosen];
  const words = { kind: 'kinds', sector: 'sectors', level: 'levels' }[chosen];
  return {
    by: chosen,
    types: figures.types.map((one) => ({
      name: visit.t(`activities.types.${one.type}`),
      times: one.times,
    })),
    rows: rows.map((one) => ({
      name: visit.t(`activities.${words}.${one.key}`),
      counts: [one.figures.invited, one.figures.present, one.figures.excused],
    })),
    uncounted: figures.uncounted,
    href: scope.platform
      ? paths.activityFigures({
          platform: scope.platform,
          year: period.year === null ? '' : String(period.year),
        })
      : null,
  };
}

async function headOf(visit: Visit, scope: Scope) {
  const { platform, bodies } = scope;
  const wording = await wordingFor(visit, {
    bodies: platform ? [] : bodies.map((one) => one.body),
    organisations: platform ? [platform] : [],
  });
  const { t } = visit;
  if (platform)
    return {
      name: { text: wording.organisation(platform), language: null },
      back: { href: paths.platformBodies({ platform }), text: t('participation.backToPlatform') },
    };
  const { body } = bodies[0]!;
  return {
    name: wording.said(body.values.name),
    back: { href: paths.body({ id: body._id }), text: t('participation.backToBody') },
  };
}

/** Who takes part in the meetings of a body, or of all bodies of a platform. @throws Invalid for a period that is none */
export async function participationPage(visit: Visit, scope: Scope): Promise<Answer> {
  const { refused, t, language } = visit;
  // After a refusal nothing of the query is known: the page is there with what was typed, and the period it begins with.
  const asked: ParticipationInput = refused ? { year: '', from: '', until: '', by: 'kind' } : visit.input;
  const [report, head] = await Promise.all([reportOf(visit, scope, asked), headOf(visit, scope)]);
  const { period, compared } = report;
  const { by } = asked;
  const typed = (name: 'from' | 'until'): string => {
    const value = refused ? refused.values[name] : period[name];
    return typeof value === 'string' ? value : '';
  };
  return page('participation/show', {
    title: t('participation.title'),
    space: 'network',
    styles: ['/styles/bodies.css', '/styles/participation.css'],
    refused,
    head,
    periodWords: periodInWords(period, visit),
    typed: { from: typed('from'), until: typed('until'), by },
    action: scope.page({}),
    file: scope.file({ ...asQuery(period), by }),
    links: links(visit, scope, report, by),
    by,
    ...{ held: report.held, unnoted: report.unnoted, reach: report.reach, total: shown(report.total) },
    rows: report.tables[by].map((one) => ({ ...one, tally: shown(one.tally) })),
    seldomHeard: report.seldomHeard.map((one) => ({
      name: t(`participation.seldomHeard.${one.key}`),
      tally: shown(one.tally),
    })),
    fresh: report.fresh.map((one) => ({
      name: one.name,
      since: formats(language).day(one.from),
      tally: one.tally,
    })),
    bodies: scope.platform
      ? report.bodies.map((one) => ({
          ...one,
          isUnnoted: isUnnoted(one),
          tally: shown(isUnnoted(one) ? { ...one.tally, meetings: one.held } : one.tally),
          href: paths.bodyParticipation({ id: one.key }, { ...asQuery(period), by }),
        }))
      : [],
    compared: {
      years: compared.years,
      rows: compared.tables[by].map((one) => ({ ...one, tallies: one.tallies.map(shown) })),
    },
    activities: activitiesShown(visit, scope, period, by),
  });
}
