import { ageGroups, settings, targetGroups } from '../../../../models/CareModule.ts';
import {
  type StandardContent,
  type StandardExpectation,
  type StandardKind,
  type StandardTransition,
  standardLevels,
} from '../../../../models/StandardVersion.ts';
import { areaOf } from '../../../geography/geography.ts';
import { kindsOf } from '../frame.ts';
import { areasOf } from '../gaps.ts';
import { most, type RowKind, transitionCode, transitionKey } from './draft.ts';
import type { TypedForm } from './typedForm.ts';

export const kindLists = {
  setting: new Set<string>(settings),
  age: new Set<string>(ageGroups),
  target: new Set<string>(targetGroups),
};
const levels = new Set<string>(standardLevels);

/** Weights beside 1, the ordinary one. */
const weights = { minimum: 0.1, maximum: 10 };
export const reach = { minimum: 0, maximum: 500 };

/** The rows of a kind that hold anything and are not to go, by the beginning of their inputs' names. */
const rowsOf = (form: TypedForm, kind: RowKind, filled: readonly string[]): string[] =>
  Array.from({ length: most[kind] }, (_, at) => `${kind}_${at}`).filter(
    (row) => !form.has(`${row}_gone`) && filled.some((one) => form.has(`${row}_${one}`)),
  );

const numberOf = (row: string): number => Number(row.split('_').at(-1)) + 1;

function levelOf(form: TypedForm, row: string): StandardExpectation['level'] {
  const level = form.code(`${row}_level`, levels);
  if (level === undefined) form.fail(`${row}_level`, 'forms.required');
  return (level ?? 'province') as StandardExpectation['level'];
}

/** Only these areas; at least one of the level must lie in them. */
function withinOf(form: TypedForm, row: string, level: StandardExpectation['level']): { within?: string[] } {
  const within = form.list(`${row}_within`);
  if (within.length === 0) return {};
  if (within.some((nis) => areaOf(nis) === undefined)) form.fail(`${row}_within`, 'forms.invalid');
  else if (areasOf({ level, within }).length === 0) form.fail(`${row}_within`, 'standards.errors.within');
  return { within };
}

const weightOf = (form: TypedForm, row: string): number => form.number(`${row}_weight`, weights) ?? 1;

function expectationIn(form: TypedForm, row: string, types: ReadonlySet<string>): StandardExpectation {
  const level = levelOf(form, row);
  const chosen = form.codes(`${row}_types`, types);
  if (!chosen) form.fail(`${row}_types`, 'standards.errors.types');
  const lists = {
    ages: form.codes(`${row}_ages`, kindLists.age),
    targets: form.codes(`${row}_targets`, kindLists.target),
    settings: form.codes(`${row}_settings`, kindLists.setting),
  };
  const per10000 = form.number(`${row}_per10000`, { minimum: 0.01, maximum: 1000 });
  return {
    level,
    types: chosen ?? [],
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)),
    ...withinOf(form, row, level),
    ...(per10000 === null ? {} : { per10000 }),
    weight: weightOf(form, row),
  };
}

const place = ({ level, within }: Pick<StandardExpectation, 'level' | 'within'>): string =>
  JSON.stringify([level, within ? [...within].sort() : null]);

/** What is expected where; the same kind of help at the same places stands in one row only. */
export function expectedIn(form: TypedForm, types: ReadonlySet<string>): StandardExpectation[] {
  const seen = new Map<string, string>();
  return rowsOf(form, 'expected', ['types', 'ages', 'targets', 'settings', 'within', 'per10000']).map(
    (row) => {
      const one = expectationIn(form, row, types);
      for (const kind of kindsOf(one)) {
        const key = `${place(one)} ${JSON.stringify(kind)}`;
        const other = seen.get(key);
        if (other) form.fail(`${row}_types`, 'standards.errors.twice', { row: numberOf(other) });
        else seen.set(key, row);
      }
      return one;
    },
  );
}

function sideIn(form: TypedForm, name: string, types: ReadonlySet<string>): StandardKind {
  const lists = { type: types, ...kindLists };
  const said = Object.entries(lists).map(([one, allowed]) => [one, form.code(`${name}_${one}`, allowed)]);
  const kind = Object.fromEntries(said.filter(([, code]) => code !== undefined)) as StandardKind;
  if (Object.keys(kind).length === 0) form.fail(`${name}_type`, 'standards.errors.kind');
  return kind;
}

const ends = ['from', 'to'].flatMap((end) =>
  ['type', 'setting', 'age', 'target'].map((one) => `${end}_${one}`),
);

/** @param before the transitions it was begun from: the same ones keep their code */
export function transitionsIn(
  form: TypedForm,
  types: ReadonlySet<string>,
  before: readonly StandardTransition[],
): StandardTransition[] {
  const seen = new Map<string, string>();
  return rowsOf(form, 'transitions', [...ends, 'within']).map((row) => {
    const level = levelOf(form, row);
    const [from, to] = [sideIn(form, `${row}_from`, types), sideIn(form, `${row}_to`, types)];
    if (JSON.stringify(from) === JSON.stringify(to)) form.fail(`${row}_to_type`, 'standards.errors.sameEnds');
    const said = { level, from, to, ...withinOf(form, row, level) };
    const other = seen.get(transitionKey(said));
    if (other) form.fail(`${row}_from_type`, 'standards.errors.twice', { row: numberOf(other) });
    seen.set(transitionKey(said), row);
    return { code: transitionCode(said, before), ...said, weight: weightOf(form, row) };
  });
}

export function obstaclesIn(form: TypedForm): StandardContent['travel']['obstacles'] {
  const seen = new Set<string>();
  return rowsOf(form, 'obstacles', ['area', 'kilometres', 'source']).map((row) => {
    const area = form.list(`${row}_area`)[0] ?? '';
    if (areaOf(area) === undefined)
      form.fail(`${row}_area`, area === '' ? 'forms.required' : 'forms.invalid');
    else if (seen.has(area)) form.fail(`${row}_area`, 'standards.errors.areaTwice');
    seen.add(area);
    const source = form.line(`${row}_source`, 500);
    if (source === '') form.fail(`${row}_source`, 'standards.errors.obstacleSource');
    return { area, kilometres: form.needed(`${row}_kilometres`, reach), source };
  });
}
