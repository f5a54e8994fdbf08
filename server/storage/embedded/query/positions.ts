import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { compileFilter, isOperators } from './match.ts';
import { isIndex } from './paths.ts';

interface Position {
  /** Path of the array. */
  prefix: string;
  index: number;
}

/**
 * The place for `$`: the first position at which the array at `path` satisfies what the filter says about it, or else
 * the position in the array that the last condition of the filter found. `$or`, `$nor` and negations find none.
 */
export function matchedPosition(filter: Doc, document: Doc, path: string[]): number | undefined {
  const found = positions(filter, document);
  const prefix = path.join('.');
  return (found.find((one) => one.prefix === prefix) ?? found.at(-1))?.index;
}

function positions(filter: Doc, document: Doc): Position[] {
  return [...filter].flatMap(([name, operand]) => {
    if (name === '$and' && Array.isArray(operand))
      return operand.flatMap((clause) => (isDoc(clause) ? positions(clause, document) : []));
    const choice = name === '$or' ? oneOf(operand) : undefined;
    if (choice) return positions(choice, document);
    return name.startsWith('$') ? [] : positionIn(document, name.split('.'), operand);
  });
}

/** A choice between values of one field is an `$in`. */
function oneOf(clauses: Value): Doc | undefined {
  if (!Array.isArray(clauses)) return undefined;
  const names = new Set(clauses.flatMap((clause) => (isDoc(clause) ? [...clause.keys()] : [''])));
  const [name] = names;
  if (names.size !== 1 || !name || name.startsWith('$')) return undefined;
  const values = clauses.map((clause) => (clause as Doc).get(name)!);
  return values.some(isOperators) ? undefined : new Map([[name, new Map([['$in', values]])]]);
}

const NEGATIONS = ['$ne', '$nin', '$not', '$exists', '$size'];

function positionIn(document: Doc, path: string[], operand: Value): Position[] {
  let value: Value | undefined = document;
  let length = 0;
  while (length < path.length) {
    if (isDoc(value)) value = value.get(path[length]!);
    else if (Array.isArray(value) && isIndex(path[length]!)) value = value[Number(path[length])];
    else break;
    length += 1;
  }
  if (!Array.isArray(value)) return [];
  const conditions = isOperators(operand)
    ? [...operand].filter(([name]) => !NEGATIONS.includes(name)).map((one) => new Map([one]) as Doc)
    : [operand];
  const options = isDoc(operand) && operand.has('$regex');
  for (const wanted of isOperators(operand) && conditions.length > 0
    ? [operand, ...(options ? [] : conditions)]
    : conditions) {
    const { test } = compileFilter(new Map([[['array', ...path.slice(length)].join('.'), wanted]]));
    const index = value.findIndex((element) => test(new Map([['array', [element]]])));
    if (index >= 0) return [{ prefix: path.slice(0, length).join('.'), index }];
  }
  return [];
}
