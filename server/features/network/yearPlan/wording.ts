import type { FieldValue } from '../../../../models/fieldRule.ts';
import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import type { YearPlanState } from '../../../../models/YearPlan.ts';
import type { WorkPointField, WorkPointState } from '../../../../models/yearPlanFields.ts';
import {
  formats,
  inLanguage,
  type Language,
  type LocalisedText,
  languages,
  type Translate,
} from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { gapsOf } from '../../coverage/register/queries.ts';
import { bodiesVisibleTo } from '../bodies/queries.ts';
import { bodyNames, personNames } from '../queries.ts';
import type { PlanRights } from './policy.ts';
import { authorityNames } from './queries.ts';

/** Text in the language it exists in; `language` only where that is not the reader's. */
export interface Said {
  text: string;
  language: Language | null;
}

/** A gap or a body by its name, with where it is; no name where this person may not read it. */
interface Named {
  said: Said;
  href: string;
}

/** How year plans name things for one reader. */
export interface Wording {
  /** Name of a platform, an organisation or an authority. */
  body(id: string): string;
  said(text: LocalisedText): Said;
  gap(id: string): Named | null;
  table(id: string): Named | null;
  /** One value of a work point in words, '' when not known. */
  value(field: WorkPointField, value: FieldValue): string;
  /** Who did something, as this reader may see it. */
  who(trace: { by: string | null; body: string }): { person: string | null; body: string };
}

/** Icon and colour beside the word of a state. */
export const markOfPoint: Readonly<Record<WorkPointState, { icon: string; tone: string }>> = {
  planned: { icon: 'minus', tone: 'is-none' },
  busy: { icon: 'play', tone: 'is-info' },
  done: { icon: 'check-circle', tone: 'is-ok' },
  postponed: { icon: 'hourglass', tone: 'is-wait' },
  dropped: { icon: 'stop', tone: 'is-none' },
};

export const markOfPlan: Readonly<Record<YearPlanState, { icon: string; tone: string }>> = {
  draft: { icon: 'pencil', tone: 'tag--draft' },
  submitted: { icon: 'sign', tone: 'is-info' },
  reviewed: { icon: 'eye', tone: 'is-ok' },
  closed: { icon: 'lock', tone: '' },
};

const keyOf: Partial<Record<string, string>> = {
  group: 'yearPlans.group.',
  state: 'yearPlans.pointState.',
  objectives: 'yearPlans.objective.',
};

/** A text in every language it exists in, for history and review. */
export const allWords = (text: LocalisedText): string =>
  languages
    .filter((one) => text[one])
    .map((one) => `${one}: ${text[one]}`)
    .join('\n');

export const sayIn =
  (language: Language) =>
  (text: LocalisedText): Said => {
    const found = inLanguage(text, language);
    return { text: found.text, language: found.language === language ? null : found.language };
  };

interface Naming {
  /** Ids of platforms, organisations and authorities that are named. */
  bodies?: readonly string[];
  traces?: readonly { by: string | null; body: string }[];
  /** Of a plan: who sees which person did something. */
  rights?: Pick<PlanRights, 'seesNames'>;
}

/** Names are looked up for these points and what is named beside them, in one question a kind. */
export async function wordingFor(
  { house, language, t, person }: SignedInVisit<unknown>,
  points: readonly Pick<WorkPointRecord, 'platform' | 'values'>[],
  { bodies = [], traces = [], rights }: Naming = {},
): Promise<Wording> {
  const named = points.flatMap((one) => [one.platform, one.values.owner, ...one.values.partners]);
  const ids = [...new Set([...named, ...bodies, ...traces.map((one) => one.body)])].filter(Boolean);
  const [names, authorities, people, gaps, tables] = await Promise.all([
    bodyNames(house, ids, language),
    authorityNames(),
    rights?.seesNames ? personNames(traces.flatMap(({ by }) => by ?? [])) : new Map<string, string>(),
    gapsOf([...new Set(points.map((one) => one.platform))]),
    points.some((one) => one.values.bodies.length > 0) ? bodiesVisibleTo(house, person) : [],
  ]);
  const said = sayIn(language);
  const { day } = formats(language);
  const body = (id: string): string =>
    names.get(id) ?? (authorities.has(id) ? inLanguage(authorities.get(id)!, language).text : id);
  const gapById = new Map(gaps.map((one) => [one._id, one.values.title]));
  const tableById = new Map(tables.map((one) => [one.id, one.name]));
  const namedIn = (all: Map<string, LocalisedText>, href: (id: string) => string) => (id: string) =>
    all.has(id) ? { said: said(all.get(id)!), href: href(id) } : null;
  const gap = namedIn(gapById, (id) => paths.gap({ id }));
  const table = namedIn(tableById, (id) => paths.body({ id }));
  const code = (field: string, one: string): string => {
    if (one === '') return '';
    if (field === 'owner' || field === 'partners') return body(one);
    if (field === 'gaps') return gap(one)?.said.text ?? '';
    if (field === 'bodies') return table(one)?.said.text ?? '';
    if (field === 'from' || field === 'until') return day(one);
    return keyOf[field] ? t(`${keyOf[field]}${one}`) : one;
  };
  return {
    ...{ body, said, gap, table },
    value(field, value) {
      if (value === null || typeof value === 'number') return '';
      const several = (all: string[]): string =>
        all
          .map((one) => code(field, one))
          .filter(Boolean)
          .join(', ');
      if (Array.isArray(value)) return several(value);
      return typeof value === 'string' ? code(field, value) : allWords(value);
    },
    who: ({ by, body: id }) => ({ person: (by && people.get(by)) || null, body: body(id) }),
  };
}

/** From which day to which, as far as it is said. */
function periodOf(from: string, until: string, t: Translate): string {
  if (from !== '' && until !== '') return t('yearPlans.plan.period', { from, until });
  if (from !== '') return t('yearPlans.plan.periodFrom', { from });
  return until === '' ? '' : t('yearPlans.plan.periodUntil', { until });
}

/** The line under a title: who, when and how far. */
export function pointView(point: WorkPointRecord, wording: Wording, t: Translate) {
  const { values, number, _id } = point;
  const owner = wording.value('owner', values.owner);
  const period = periodOf(wording.value('from', values.from), wording.value('until', values.until), t);
  return {
    id: _id,
    href: paths.workPoint({ id: _id }),
    number,
    year: point.year,
    title: wording.said(values.title),
    state: values.state,
    stateWord: t(`yearPlans.pointState.${values.state}`),
    mark: markOfPoint[values.state],
    owner: [owner, values.ownerWords].filter(Boolean).join(': '),
    timing: [values.timing, period].filter(Boolean).join('; '),
    partners: wording.value('partners', values.partners),
    objectives: wording.value('objectives', values.objectives),
    goal: wording.said(values.goal),
    indicators: wording.said(values.indicators),
    result: wording.said(values.result),
    gaps: values.gaps.flatMap((id) => wording.gap(id) ?? []),
    bodies: values.bodies.flatMap((id) => wording.table(id) ?? []),
  };
}
