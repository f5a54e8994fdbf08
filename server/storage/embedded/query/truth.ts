import { isNumeric, toNumber } from '../bson/numbers.ts';
import type { Value } from '../bson/values.ts';

/** MongoDB's truth: everything but false, null, missing and zero. */
export function truthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}

export function isNullish(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}
