import { compareValues, equalValues } from '../bson/compare.ts';
import { exactly, isNumeric, type Numeric, toNumber } from '../bson/numbers.ts';
import { Binary, Decimal, type Doc, isDoc, Regex, rankOf, TYPE, typeOf, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileExpressionTest, type Variables } from './expressions.ts';
import { type Path, reach, reachElements, splitPath } from './paths.ts';
import { compileRegex, regexOf } from './regex.ts';
import { truthy } from './truth.ts';
import { typeCodes } from './types.ts';

/** A compiled filter: whether a document matches. */
type Test = (document: Doc) => boolean;
type ValueTest = (value: Value | undefined) => boolean;

export interface Filter {
  /** The filter as it was given. */
  source: Doc;
  test: Test;
  /** The top-level fields the test reads; undefined when it may read any. */
  fields: Set<string> | undefined;
}

/**
 * Compiles a filter.
 * @throws StoreError BadValue for a malformed one, CommandNotSupported for an operator out of scope
 */
export function compileFilter(filter: Doc, variables?: Variables): Filter {
  const fields = new Set<string>();
  const everything = { wanted: false };
  const test = compileAll(filter, {
    read: (path) => fields.add(path[0]!),
    readAll: () => {
      everything.wanted = true;
    },
    variables,
  });
  return { source: filter, test, fields: everything.wanted ? undefined : fields };
}

interface Reads {
  read(path: Path): void;
  readAll(): void;
  variables: Variables | undefined;
}

function compileAll(filter: Doc, reads: Reads): Test {
  const tests: Test[] = [];
  for (const [name, operand] of filter) {
    if (name.startsWith('$')) {
      const test = compileLogical(name, operand, reads);
      if (test) tests.push(test);
    } else {
      const path = splitPath(name);
      reads.read(path);
      tests.push(compileField(path, operand));
    }
  }
  if (tests.length === 1) return tests[0]!;
  return (document) => tests.every((test) => test(document));
}

function clauses(name: string, operand: Value, reads: Reads): Test[] {
  if (!Array.isArray(operand) || operand.length === 0)
    throw new StoreError('BadValue', `${name} must be a nonempty array`);
  return operand.map((clause) => {
    if (!isDoc(clause)) throw new StoreError('BadValue', `${name} argument's entries must be objects`);
    return compileAll(clause, reads);
  });
}

function compileLogical(name: string, operand: Value, reads: Reads): Test | undefined {
  switch (name) {
    case '$and': {
      const tests = clauses(name, operand, reads);
      return (document) => tests.every((test) => test(document));
    }
    case '$or': {
      const tests = clauses(name, operand, reads);
      return (document) => tests.some((test) => test(document));
    }
    case '$nor': {
      const tests = clauses(name, operand, reads);
      return (document) => !tests.some((test) => test(document));
    }
    case '$expr':
      reads.readAll();
      return compileExpressionTest(operand, reads.variables);
    case '$comment':
      return undefined;
    case '$alwaysTrue':
      return () => true;
    case '$alwaysFalse':
      return () => false;
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notOffered(`The query operator ${name}`);
    default:
      throw new StoreError('BadValue', `unknown top level operator: ${name}`);
  }
}

/** Whether a field's operand is a document of operators rather than a value to equal. */
export function isOperators(operand: Value): operand is Doc {
  if (!isDoc(operand)) return false;
  const first = operand.keys().next();
  return !first.done && first.value.startsWith('$') && !['$ref', '$id', '$db'].includes(first.value);
}

function compileField(path: Path, operand: Value): Test {
  if (!isOperators(operand)) return onElements(path, equality(operand));
  const tests: Test[] = [];
  for (const [name, value] of operand) {
    if (name === '$options' && operand.has('$regex')) continue;
    tests.push(compileOperator(path, name, value, operand));
  }
  if (tests.length === 1) return tests[0]!;
  return (document) => tests.every((test) => test(document));
}

/** The value at the path, and each element when it is an array. The empty path is one element of an `$elemMatch`, whole. */
function onElements(path: Path, test: ValueTest): Test {
  if (path.length === 0) return test;
  if (path.length === 1) {
    const name = path[0]!;
    return (document) => {
      const value = document.get(name);
      return (Array.isArray(value) && value.some(test)) || test(value);
    };
  }
  return (document) => reachElements(document, path, test);
}

function equality(operand: Value): ValueTest {
  if (operand === null) return (value) => value === undefined || value === null || rankOf(value) === 2;
  if (typeof operand === 'string')
    return (value) => value === operand || (!!value && rankOf(value) === 5 && equalValues(value, operand));
  if (operand instanceof Regex) {
    const regex = compileRegex(operand);
    return (value) =>
      typeof value === 'string' ? regex.test(value) : value instanceof Regex && equalValues(value, operand);
  }
  return (value) => value !== undefined && equalValues(value, operand);
}

/** Comparison only within the operand's own type; with MinKey and MaxKey every type has its place. */
function comparison(operand: Value, holds: (order: number) => boolean): ValueTest {
  if (operand instanceof Regex)
    throw new StoreError('BadValue', "Can't have RegEx as arg to predicate over field");
  const rank = rankOf(operand);
  const type = typeOf(operand);
  if (operand === null) return (value) => holds(0) && (value === undefined || value === null);
  const any = type === TYPE.minKey || type === TYPE.maxKey;
  const nan = isNumeric(operand) && Number.isNaN(toNumber(operand));
  return (value) => {
    if (value === undefined) return any && holds(compareValues(null, operand));
    if (!any && rankOf(value) !== rank) return false;
    if (nan || (isNumeric(value) && Number.isNaN(toNumber(value))))
      return holds(0) && equalValues(value, operand);
    return holds(compareValues(value, operand));
  };
}

function compileOperator(path: Path, name: string, operand: Value, all: Doc): Test {
  switch (name) {
    case '$eq':
      return onElements(
        path,
        operand instanceof Regex ? (value) => !!value && equalValues(value, operand) : equality(operand),
      );
    case '$ne':
      if (operand instanceof Regex) throw new StoreError('BadValue', "Can't have regex as arg to $ne.");
      return not(onElements(path, equality(operand)));
    case '$gt':
      return onElements(
        path,
        comparison(operand, (order) => order > 0),
      );
    case '$gte':
      return onElements(
        path,
        comparison(operand, (order) => order >= 0),
      );
    case '$lt':
      return onElements(
        path,
        comparison(operand, (order) => order < 0),
      );
    case '$lte':
      return onElements(
        path,
        comparison(operand, (order) => order <= 0),
      );
    case '$in':
      return onElements(path, membership(name, operand));
    case '$nin':
      return not(onElements(path, membership(name, operand)));
    case '$not':
      return not(compileNot(path, operand));
    case '$regex': {
      const regex = regexOf(operand, all.get('$options'));
      return onElements(path, equality(regex));
    }
    case '$options':
      throw new StoreError('BadValue', '$options needs a $regex');
    case '$type': {
      const codes = typeCodes(operand);
      return onElements(path, (value) => value !== undefined && codes.has(typeOf(value)));
    }
    case '$mod':
      return onElements(path, modulo(operand));
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return onElements(path, bits(name, operand));
    default:
      return compileWhole(path, name, operand);
  }
}

function not(test: Test): Test {
  return (document) => !test(document);
}

function compileNot(path: Path, operand: Value): Test {
  if (operand instanceof Regex) return onElements(path, equality(operand));
  if (!isOperators(operand)) throw new StoreError('BadValue', '$not needs a regex or a document');
  return compileField(path, operand);
}

function membership(name: string, operand: Value): ValueTest {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', `${name} needs an array`);
  for (const one of operand)
    if (isOperators(one)) throw new StoreError('BadValue', `cannot nest $ under ${name}`);
  const tests = operand.map(equality);
  if (operand.length > 8 && operand.every((one) => typeof one === 'string')) {
    const known = new Set<Value | undefined>(operand);
    return (value) => known.has(value);
  }
  return (value) => tests.some((test) => test(value));
}

/** Operators on what the path reaches as a whole, arrays not taken apart. */
function compileWhole(path: Path, name: string, operand: Value): Test {
  const whole =
    (test: ValueTest): Test =>
    (document) =>
      reach(document, path, test);
  switch (name) {
    case '$exists': {
      const present = whole((value) => value !== undefined);
      return truthy(operand) ? present : not(present);
    }
    case '$size': {
      const size = arraySize(operand);
      return whole((value) => Array.isArray(value) && value.length === size);
    }
    case '$elemMatch':
      return whole(elementMatch(operand));
    case '$all':
      return compileEvery(path, operand);
    default:
      if (/^\$(near|nearSphere|geoWithin|geoIntersects|within|maxDistance)$/.test(name))
        throw notOffered(`The query operator ${name}`);
      throw new StoreError('BadValue', `unknown operator: ${name}`);
  }
}

function arraySize(operand: Value): number {
  const size = isNumeric(operand) ? toNumber(operand) : Number.NaN;
  if (!Number.isInteger(size))
    throw new StoreError('FailedToParse', 'Failed to parse $size. Expected an integer');
  if (size < 0) throw new StoreError('BadValue', 'Failed to parse $size. Expected a non-negative number');
  return size;
}

/** The test of one array element for an `$elemMatch` condition. */
export function elementTest(operand: Value): ValueTest {
  if (!isDoc(operand)) throw new StoreError('BadValue', '$elemMatch needs an Object');
  const logical = ['$and', '$or', '$nor', '$expr'].includes(operand.keys().next().value ?? '');
  if (isOperators(operand) && !logical) {
    const test = compileField([], operand);
    return (element) => test(element as Doc);
  }
  const { test } = compileFilter(operand);
  return (element) => {
    if (isDoc(element)) return test(element);
    return Array.isArray(element) && test(new Map(element.map((value, index) => [String(index), value])));
  };
}

function elementMatch(operand: Value): ValueTest {
  const test = elementTest(operand);
  return (value) => Array.isArray(value) && value.some(test);
}

function compileEvery(path: Path, operand: Value): Test {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', '$all needs an array');
  const conditions = operand.filter((one) => isDoc(one) && one.has('$elemMatch'));
  if (conditions.length > 0 && conditions.length < operand.length)
    throw new StoreError('BadValue', '$all/$elemMatch has to be consistent');
  const tests = operand.map((one) => {
    if (isDoc(one) && one.has('$elemMatch')) return compileField(path, one);
    if (isOperators(one)) throw new StoreError('BadValue', 'no $ expressions in $all');
    return onElements(path, equality(one));
  });
  return (document) => tests.length > 0 && tests.every((test) => test(document));
}

/** The whole part of a number, exactly; undefined for one without. */
function wholePart(value: Value | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (!isNumeric(value) || !Number.isFinite(toNumber(value))) return undefined;
  if (!(value instanceof Decimal)) return BigInt(Math.trunc(toNumber(value)));
  const { digits, exponent } = exactly(value);
  return exponent < 0 ? digits / 10n ** BigInt(-exponent) : digits * 10n ** BigInt(exponent);
}

function modulo(operand: Value): ValueTest {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new StoreError('BadValue', 'malformed mod, needs to be an array of two numbers');
  const [divisor, remainder] = operand.map(wholePart);
  if (divisor === undefined || remainder === undefined)
    throw new StoreError('BadValue', 'malformed mod, divisor and remainder must be finite numbers');
  if (divisor === 0n) throw new StoreError('BadValue', 'divisor cannot be 0');
  return (value) => {
    const whole = wholePart(value);
    return whole !== undefined && whole % divisor === remainder;
  };
}

function littleEndian({ bytes }: Binary): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

function isWhole(value: Value | undefined): value is Numeric {
  return typeof value === 'bigint' || (isNumeric(value) && Number.isInteger(toNumber(value)));
}

function maskOf(operand: Value): bigint {
  if (operand instanceof Binary) return littleEndian(operand);
  const positions = Array.isArray(operand);
  const numbers = positions ? operand : [operand];
  if (!numbers.every((one) => isWhole(one) && toNumber(one) >= 0))
    throw new StoreError(
      'BadValue',
      'A bit test takes a non-negative whole number, binary data or an array of positions',
    );
  if (!positions) return wholePart(operand)!;
  return numbers.reduce<bigint>((mask, one) => mask | (1n << wholePart(one)!), 0n);
}

/** The bits of a number as two's complement of any length: those beyond the 64th repeat its sign. */
function bits(name: string, operand: Value): ValueTest {
  const mask = maskOf(operand);
  return (value) => {
    if (!(value instanceof Binary) && !isWhole(value)) return false;
    const set = (value instanceof Binary ? littleEndian(value) : wholePart(value)!) & mask;
    if (name === '$bitsAllSet') return set === mask;
    if (name === '$bitsAllClear') return set === 0n;
    return name === '$bitsAnySet' ? set !== 0n : set !== mask;
  };
}
