import type { FieldChange, OfferChangeRecord, OfferKind, Plain } from '../../../../models/OfferChange.ts';
import { catalogue } from './catalogue.ts';
import { samePlain, type Values } from './plain.ts';

type Step = Pick<OfferChangeRecord, 'at' | 'changes'>;

/**
 * What a record said at a moment: what it says now, with every later step undone. Before its first step it says what
 * it was loaded with.
 * @param steps newest first.
 */
export function valuesAt(now: Values, steps: readonly Step[], moment: Date): Values {
  const values = { ...now };
  for (const { at, changes } of steps) {
    if (at <= moment) break;
    for (const { field, from } of changes) values[field] = from;
  }
  return values;
}

/** The fields that differ between two states, in the order of the forms. */
export function differences(kind: OfferKind, before: Values, after: Values): FieldChange[] {
  return catalogue[kind]
    .map(({ name }) => ({ field: name, from: before[name] ?? null, to: (after[name] ?? null) as Plain }))
    .filter(({ from, to }) => !samePlain(from, to));
}
