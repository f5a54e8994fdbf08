import { ageGroups, problems, settings, targetGroups } from '../../../../models/CareModule.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { inLanguage, type Language, type Translate } from '../../../core/i18n.ts';
import { areaName } from '../../../geography/geography.ts';
import type { Dimension } from '../frame.ts';
import { inhabitantsOf, membersOfAll } from '../territories.ts';
import type { NamedZone } from '../zones/queries.ts';
import type { PlacedArea } from './areas.ts';
import type { Side } from './forms.ts';

/** One row or column: its code, its name, and the heading it stands below. */
export interface AxisValue {
  code: string;
  name: string;
  group: string | null;
  /** Of an area. */
  population: number | null;
  /** Of an area: the NIS codes it is put together from, or its own. */
  parts?: readonly string[];
}

export interface AxisView {
  side: Side;
  values: AxisValue[];
}

/** Kinds of help as people look for them: the order of the taxonomy, in three parts. A type that came later stands under none. */
const typeGroups: Readonly<Record<string, readonly string[]>> = {
  early: [
    'early_detection_intervention',
    'harm_reduction',
    'low_threshold_reception',
    'outreach',
    'assertive_care',
  ],
  treatment: [
    ...['crisis', 'detox', 'diagnostics', 'ambulatory_counselling', 'day_programme', 'short_residential'],
    ...['long_residential', 'therapeutic_community'],
  ],
  after: [
    ...['case_management', 'aftercare', 'day_activation_work_care', 'environment_support', 'self_help'],
    ...['expertise_consult', 'online_help'],
  ],
};

const groupOfType = (code: string): string =>
  Object.keys(typeGroups).find((group) => typeGroups[group]!.includes(code)) ?? 'other';

export interface Naming {
  t: Translate;
  language: Language;
  types: readonly ModuleTypeRecord[];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const codesOf = (dimension: Dimension, { types }: Naming): readonly string[] =>
  ({
    type: types.map((one) => one._id),
    age: ageGroups,
    target: targetGroups,
    setting: settings,
    problem: problems,
  })[dimension];

/** A code in words. */
export function nameOfCode(dimension: Dimension, code: string, { t, language, types }: Naming): string {
  if (dimension !== 'type') return capital(t(`offer.${dimension}.${code}`));
  const type = types.find((one) => one._id === code);
  return type ? capital(inLanguage(type.names, language).text) : code;
}

/** The codes of a dimension with their words, in the order of lists. */
export function valuesOf(dimension: Dimension, naming: Naming): AxisValue[] {
  return codesOf(dimension, naming).map((code) => ({
    code,
    name: nameOfCode(dimension, code, naming),
    group: dimension === 'type' ? naming.t(`coverage.groups.${groupOfType(code)}`) : null,
    population: null,
  }));
}

/** How areas are named: a zone says its own name. */
export interface AreaNaming extends Naming {
  /** What each heading is called (`PlacedArea.group`); those that are areas need not be there. */
  groups: Readonly<Record<string, string | null>>;
  zones: readonly NamedZone[];
}

/** Areas as an axis. */
export function areaValues(
  areas: readonly PlacedArea[],
  { language, groups, zones }: AreaNaming,
): AxisValue[] {
  return areas.map(({ asked: { code, parts = [code] }, group }) => {
    const zone = zones.find((one) => one.code === code);
    return {
      ...{ code, parts },
      name: zone ? inLanguage(zone.names, language).text : areaName(code, language),
      group: group in groups ? groups[group]! : areaName(group, language),
      population: inhabitantsOf(membersOfAll(parts)),
    };
  });
}
