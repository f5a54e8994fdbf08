import { isNumeric, toNumber } from '../bson/numbers.ts';
import { DateTime, isDoc, ObjectId, type Value } from '../bson/values.ts';

/** A value for people, in an error message, as the MongoDB shell would write it. */
export function describe(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  if (isNumeric(value)) return String(toNumber(value));
  if (value instanceof ObjectId) return `ObjectId('${value.bytes.toString('hex')}')`;
  if (value instanceof DateTime) return `new Date(${value.ms})`;
  if (isDoc(value)) {
    const fields = [...value].map(([name, field]) => `${name}: ${describe(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  if (Array.isArray(value)) return `[ ${value.map(describe).join(', ')} ]`;
  return `<${value.constructor.name}>`;
}
