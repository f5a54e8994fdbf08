import { isNumeric, toNumber } from '../bson/numbers.ts';
import { TYPE, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';

/** The type codes that a `$type` operand names: a number, a name, `number`, or an array of these. */
export function typeCodes(operand: Value): Set<number> {
  const codes = new Set<number>();
  for (const one of Array.isArray(operand) ? operand : [operand]) {
    if (one === 'number')
      for (const code of [TYPE.double, TYPE.int, TYPE.long, TYPE.decimal]) codes.add(code);
    else codes.add(typeCode(one));
  }
  if (codes.size === 0) throw new StoreError('FailedToParse', '$type must match at least one type');
  return codes;
}

function typeCode(operand: Value): number {
  const known: Record<string, number> = TYPE;
  if (typeof operand === 'string') {
    const code = Object.hasOwn(known, operand) ? known[operand] : undefined;
    if (code === undefined) throw new StoreError('BadValue', `Unknown type name alias: ${operand}`);
    return code;
  }
  if (!isNumeric(operand))
    throw new StoreError('TypeMismatch', 'type must be represented as a number or a string');
  const code = toNumber(operand);
  if (code === -1) return TYPE.minKey;
  if (!Object.values(known).includes(code) || code === TYPE.minKey)
    throw new StoreError('BadValue', `Invalid numerical type code: ${code}`);
  return code;
}

/** The name of a type as `$type` and error messages give it. */
export function typeName(code: number): string {
  return Object.entries(TYPE).find(([, known]) => known === code)?.[0] ?? 'missing';
}
