import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import { whereabouts } from '../../../geography/geography.ts';
import type { Entry } from '../entries.ts';
import { facets } from '../facets.ts';
import { areasOf, valuesOf } from '../rows.ts';
import { dueOn } from '../upkeep/standing.ts';
import type { Field } from './fields.ts';
import type { Values } from './values.ts';

/** A day as a number: days since 1 January 1970, UTC. */
export const dayNumber = (day: Date | string | 0): number => Math.floor(new Date(day).getTime() / 86_400_000);

/** Last day of what has not ended; the one before every day for what has stopped. */
export const noEnd = 2 ** 31 - 1;
export const stopped = -1;

/** What the index knows of one module, on whatever day. */
export interface RowDocument {
  /** Numbers of its values. */
  values: number[];
  /** The last day on which it is there. */
  lastDay: number;
}

/** A care unit as the index takes it in. Its own texts only: labels of codes are the vocabulary's. */
export interface UnitDocument {
  id: string;
  /** Place in the order of the source. */
  order: number;
  /** Day number from which it has to be confirmed again; 0 when nobody ever confirmed it. */
  due: number;
  rows: RowDocument[];
  texts: { field: Field; text: string }[];
  /** Ids of the records it was made from: when one of those changes, it is made anew. */
  madeFrom: string[];
}

const inAllLanguages = (text: LocalisedText | null | undefined): string[] =>
  Object.values(text ?? {}).filter((one) => typeof one === 'string' && one !== '');

function rowOf(module: CareModuleRecord | null, entry: Entry, values: Values): RowDocument {
  const { unit, sites } = entry;
  const areas = areasOf(module, unit, sites);
  const own = valuesOf(module, unit, areas);
  const numbers = facets.flatMap((facet) => own[facet].map((code) => values.numberOf(facet, code)));
  const regions = new Set(areas.map((nis) => nis && whereabouts(nis).region).filter((nis) => nis !== null));
  for (const nis of regions) numbers.push(values.numberOf('region', nis));
  numbers.push(values.numberOf('kind', unit.kind));
  if (unit.centreType) numbers.push(values.numberOf('centre', unit.centreType));
  if (unit.seat) numbers.push(values.numberOf('seat', unit.seat));
  for (const nis of wideAreas(areas)) numbers.push(values.numberOf('somewhere', nis));
  return { values: numbers, lastDay: lastDayOf(module) };
}

/** Provinces and arrondissements of which no more is known than that it is somewhere in them. */
function wideAreas(areas: (string | null)[]): Set<string> {
  const wide = areas.map((nis) => {
    const around = whereabouts(nis ?? '');
    return around.municipality === null ? (around.arrondissement ?? around.province) : null;
  });
  return new Set(wide.filter((nis) => nis !== null));
}

function lastDayOf(module: CareModuleRecord | null): number {
  if (module?.status === 'stopped') return stopped;
  return module?.until ? dayNumber(module.until) : noEnd;
}

/** All names, also those an organisation no longer carries: people remember them. */
function textsOf({ unit, organisation, modules, sites }: Entry): UnitDocument['texts'] {
  const say = (field: Field, texts: string[]) => texts.map((text) => ({ field, text }));
  return [
    ...say('name', [unit.name, ...(organisation?.names.map((dated) => dated.name) ?? [])]),
    ...say(
      'type',
      modules.flatMap((module) => inAllLanguages(module.name)),
    ),
    ...say(
      'place',
      sites.flatMap((site) => inAllLanguages(site.areaText)),
    ),
    ...say('story', [
      ...inAllLanguages(unit.description),
      ...modules.flatMap((one) => [...inAllLanguages(one.description), ...inAllLanguages(one.inclusion)]),
    ]),
  ];
}

/** What the index takes in of an entry. New values get their numbers in `values`. */
export function documentOf(entry: Entry, values: Values): UnitDocument {
  const { unit, modules } = entry;
  const rows = modules.length > 0 ? modules : [null];
  return {
    id: unit._id,
    order: unit.order,
    due: dayNumber(dueOn(unit.verified) ?? 0),
    rows: rows.map((module) => rowOf(module, entry, values)),
    texts: textsOf(entry),
    madeFrom: [
      unit._id,
      ...(unit.organisationId ? [unit.organisationId] : []),
      ...unit.siteIds,
      ...modules.map((module) => module._id),
    ],
  };
}
