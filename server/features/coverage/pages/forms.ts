import { z } from 'zod';
import { ageGroups, problems, settings, targetGroups } from '../../../../models/CareModule.ts';

/** What a matrix can be looked at along. */
export const sides = ['type', 'area', 'age', 'target', 'setting', 'problem'] as const;
export type Side = (typeof sides)[number];

/** How far areas are told apart; zones are those platforms put together. */
export const levels = ['province', 'arrondissement', 'municipality', 'zone'] as const;
export type Level = (typeof levels)[number];

export const views = ['heat', 'words', 'map'] as const;
export type View = (typeof views)[number];

/** Everywhere in the country, in the place of a platform. */
export const belgium = 'belgium';

/** Before this day no inventory can have been kept here. */
export const earliestDay = '2000-01-01';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T, message: string) =>
  z.enum(['', ...values], { error: message }).default('');

const code = (form: RegExp, message: string) =>
  z
    .string({ error: message })
    .refine((value) => value === '' || form.test(value), { error: message })
    .default('');

const isDay = (value: string): boolean => z.iso.date().safeParse(value).success && value >= earliestDay;

const dayField = z
  .string({ error: 'coverage.errors.day' })
  .refine((value) => value === '' || isDay(value), { error: 'coverage.errors.day' })
  .default('');

const standardCode = /^[\w-]{1,60}(:\d{1,6})?$/;

/** Each field of an address by itself; what only the store or the day can tell is asked in `question.ts`. */
export const fields = {
  rows: z.enum(sides, { error: 'coverage.errors.side' }).default('type'),
  columns: z.enum(sides, { error: 'coverage.errors.side' }).default('area'),
  level: z.enum(levels, { error: 'coverage.errors.level' }).default('arrondissement'),
  /** A platform, or `belgium`; empty for that of the person. */
  within: code(/^([A-Z]{2}(-[A-Z]{3}(-\d)?)?|belgium)$/, 'coverage.errors.within'),
  /** NIS code of the province whose municipalities are looked at. */
  province: code(/^\d{5}$/, 'coverage.errors.province'),
  /** NIS code or zone of the one area, where areas are no axis; empty for all that is looked within. */
  area: code(/^[\w-]{1,60}$/, 'coverage.errors.area'),
  type: code(/^[a-z][a-z_]{0,59}$/, 'coverage.errors.type'),
  age: oneOf(ageGroups, 'coverage.errors.age'),
  target: oneOf(targetGroups, 'coverage.errors.target'),
  setting: oneOf(settings, 'coverage.errors.setting'),
  problem: oneOf(problems, 'coverage.errors.problem'),
  /** The newest version of a standard by its id, or one of its versions: `id:3`. Empty for what the platform looks by. */
  standard: code(standardCode, 'coverage.errors.standard'),
  /** A second standard to compare with. */
  against: code(standardCode, 'coverage.errors.standard'),
  /** YYYY-MM-DD; empty for today. */
  day: dayField,
  /** An earlier day to compare with. */
  earlier: dayField,
  view: z.enum(views, { error: 'coverage.errors.view' }).default('heat'),
  /** What the number in a cell counts. */
  number: z.enum(['entries', 'places'], { error: 'coverage.errors.number' }).default('entries'),
  /** The row (or column) the map shows, by its code. */
  line: code(/^[a-z][a-z_]{0,59}$/, 'coverage.errors.line'),
  /** The opened cell: the codes of its row and column with a dot between. */
  cell: code(/^[\w-]{1,60}\.[\w-]{1,60}$/, 'coverage.errors.cell'),
};

const shape = z.object(fields);
export type Asked = z.infer<typeof shape>;

/** Asking for areas along both sides, say, or to compare with two things at once, has no one answer. */
export const coverageForm = shape
  .refine((asked) => asked.rows !== asked.columns, {
    path: ['columns'],
    message: 'coverage.errors.sameSides',
  })
  .refine((asked) => asked.against === '' || asked.earlier === '', {
    path: ['earlier'],
    message: 'coverage.errors.twoComparisons',
  });

/** Of a refused address, the fields that hold by themselves; the others as nobody had asked. */
export function asFarAsItHolds(typed: Record<string, unknown>): Asked {
  const read = Object.entries(fields).map(([name, field]) => {
    const found = field.safeParse(typed[name]);
    return [name, found.success ? found.data : field.parse(undefined)];
  });
  const asked = Object.fromEntries(read) as Asked;
  const columns = asked.rows === asked.columns ? (asked.rows === 'area' ? 'type' : 'area') : asked.columns;
  return { ...asked, columns, ...(asked.against ? { earlier: '' } : {}) };
}
