import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import { catalogue } from './catalogue.ts';

/** The values of a record's fields by name, as plain JSON. */
export type Values = Record<string, Plain>;

/** A record as the database gives it. */
export type Stored = Record<string, unknown> & { _id: string };

/** JSON with sorted keys, nothing undefined: two values are the same when their texts are. */
export function textOfPlain(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(textOfPlain).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${textOfPlain(one)}`).join(',')}}`;
}

export const samePlain = (a: Plain, b: Plain): boolean => a === b || textOfPlain(a) === textOfPlain(b);

function plainOf(value: unknown): Plain {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainOf(one)]));
  return value as string | number | boolean;
}

/** What a record says, field by field. */
export function valuesOf(kind: OfferKind, record: Stored): Values {
  return Object.fromEntries(
    catalogue[kind].map(({ name }) => {
      const [top = '', part] = name.split('.');
      const value = record[top];
      return [name, plainOf(part ? (value as Record<string, unknown> | null | undefined)?.[part] : value)];
    }),
  );
}

/** Days are stored as midnight UTC; they are the only fields of plain text that are something else in the database. */
const dayFields = new Set(['capacity.updated', 'waitingList.countedOn', 'from', 'until']);
const dated = (value: Plain): unknown => (typeof value === 'string' ? new Date(value) : value);

function storedValue(name: string, value: Plain): unknown {
  if (dayFields.has(name)) return dated(value);
  if (name !== 'names') return value;
  return (value as { name: string; from: Plain; until: Plain }[]).map((row) => ({
    name: row.name,
    from: dated(row.from),
    until: dated(row.until),
  }));
}

/**
 * The parts of the record that hold the named fields, as the database wants them. A part such as `capacity` of which
 * nothing is known is null.
 */
export function partsOf(kind: OfferKind, values: Values, names: readonly string[]): Record<string, unknown> {
  const tops = new Set(names.map((name) => name.split('.')[0]!));
  return Object.fromEntries(
    [...tops].map((top) => {
      const fields = catalogue[kind].filter(({ name }) => name === top || name.startsWith(`${top}.`));
      if (fields.length === 1 && fields[0]!.name === top) return [top, storedValue(top, values[top] ?? null)];
      const known = fields.some(({ name }) => (values[name] ?? null) !== null);
      const part = fields.map(({ name }) => [
        name.slice(top.length + 1),
        storedValue(name, values[name] ?? null),
      ]);
      return [top, known ? Object.fromEntries(part) : null];
    }),
  );
}
