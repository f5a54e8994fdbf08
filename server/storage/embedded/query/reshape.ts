import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileExpression, type Evaluate, rootScope, type Scope, type Variables } from './expressions.ts';
import { compileProjection } from './project.ts';

/** Makes one document from one document. */
type Reshape = (document: Doc, variables?: Variables) => Doc;

/**
 * The stages that change documents one by one: for aggregation and for updates by pipeline.
 * @returns undefined for any other stage
 */
export function compileReshapingStage(name: string, operand: Value): Reshape | undefined {
  switch (name) {
    case '$set':
    case '$addFields':
      return addFields(name, operand);
    case '$unset':
      return unset(operand);
    case '$project': {
      if (!isDoc(operand) || operand.size === 0)
        throw new StoreError('BadValue', '$project specification must be an object with at least one field');
      return compileProjection(operand, true);
    }
    case '$replaceRoot':
    case '$replaceWith':
      return replaceRoot(name, operand);
    default:
      return undefined;
  }
}

/** The stages of an update by pipeline, as one step. */
export function compileReshaping(stages: Value[]): Reshape {
  const steps = stages.map((stage) => {
    const [name, operand] = isDoc(stage) && stage.size === 1 ? [...stage][0]! : ['', null];
    const step = compileReshapingStage(name, operand);
    if (!step) throw new StoreError('InvalidOptions', `${name} is not allowed to be used within an update`);
    return step;
  });
  return (document, variables) => steps.reduce((made, step) => step(made, variables), document);
}

function unset(operand: Value): Reshape {
  const names = Array.isArray(operand) ? operand : [operand];
  if (!names.every((name) => typeof name === 'string'))
    throw new StoreError('BadValue', '$unset takes a string or an array of strings');
  const project = compileProjection(new Map(names.map((name) => [name as string, 0])), true);
  return (document) => project(document);
}

function replaceRoot(name: string, operand: Value): Reshape {
  const expression = name === '$replaceWith' ? operand : isDoc(operand) ? operand.get('newRoot') : undefined;
  if (expression === undefined) throw new StoreError('BadValue', "$replaceRoot needs a 'newRoot'");
  const evaluate = compileExpression(expression);
  return (document, variables) => {
    const made = evaluate(rootScope(document, variables));
    if (!isDoc(made)) throw new StoreError('BadValue', `'newRoot' expression must evaluate to an object`);
    return made;
  };
}

interface Fields {
  children: Map<string, Fields | Evaluate>;
}

function plant(fields: Fields, specification: Doc, stage: string): void {
  for (const [name, value] of specification) {
    const path = name.split('.');
    if (path.some((part) => part === '' || part.startsWith('$')))
      throw new StoreError('BadValue', `Invalid ${stage} :: the field path '${name}' cannot be set`);
    let at = fields;
    for (const part of path.slice(0, -1)) {
      const next = at.children.get(part);
      if (typeof next === 'function') throw collision(stage, name);
      const inner: Fields = typeof next === 'object' ? next : { children: new Map() };
      at.children.set(part, inner);
      at = inner;
    }
    if (at.children.has(path.at(-1)!)) throw collision(stage, name);
    const literalFields = isDoc(value) && value.size > 0 && !value.keys().next().value!.startsWith('$');
    if (literalFields) {
      const inner: Fields = { children: new Map() };
      plant(inner, value, stage);
      at.children.set(path.at(-1)!, inner);
    } else at.children.set(path.at(-1)!, compileExpression(value));
  }
}

function collision(stage: string, path: string): StoreError {
  return new StoreError('BadValue', `Invalid ${stage} :: caused by :: Path collision at ${path}`);
}

function addFields(stage: string, operand: Value): Reshape {
  if (!isDoc(operand)) throw new StoreError('BadValue', `${stage} specification stage must be an object`);
  const fields: Fields = { children: new Map() };
  plant(fields, operand, stage);
  return (document, variables) => fill(document, fields, rootScope(document, variables)) as Doc;
}

/** Sets the fields in a document, in every element of an array, or in place of any other value. */
function fill(value: Value | undefined, fields: Fields, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((element) => fill(element, fields, scope));
  const made: Doc = isDoc(value) ? new Map(value) : new Map();
  for (const [name, child] of fields.children) {
    const set = typeof child === 'function' ? child(scope) : fill(made.get(name), child, scope);
    if (set === undefined) made.delete(name);
    else made.set(name, set);
  }
  return made;
}

export function refuseStage(name: string): StoreError {
  return notOffered(`The aggregation stage ${name}`);
}
