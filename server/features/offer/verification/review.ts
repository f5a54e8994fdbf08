import type { FieldChange, OfferChangeRecord, OfferKind } from '../../../../models/OfferChange.ts';
import type { Verification } from '../../../../models/provenance.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';
import { differences, valuesAt } from '../upkeep/history.ts';
import type { Values } from '../upkeep/plain.ts';

/**
 * What changed since an entry was last confirmed, field by field: from what it said then to what it says now. A value
 * that was changed and changed back is no difference, nor is what was confirmed being entered only afterwards. Null when
 * nobody ever confirmed it.
 * @param steps newest first.
 */
export function changedSinceConfirmation(
  kind: OfferKind,
  now: Values,
  verified: Verification | null,
  steps: readonly Pick<OfferChangeRecord, 'at' | 'way' | 'changes'>[],
): FieldChange[] | null {
  const changes = steps.filter(({ way }) => way !== 'created' && way !== 'copied');
  return verified && differences(kind, valuesAt(now, changes, verified.at), now);
}

/** The fields a review asks about: those that follow from something else are nobody's to judge. */
export const reviewedFields = (kind: OfferKind): OfferField[] =>
  catalogue[kind].filter((field) => !field.isFollowing);

/** Whether a field says anything: what is not known needs no tick. */
export const saysSomething = (values: Values, name: string): boolean => (values[name] ?? null) !== null;

/** Fields that say something and that nobody ticked or changed. */
export const uncheckedFields = (kind: OfferKind, values: Values, checked: ReadonlySet<string>): string[] =>
  reviewedFields(kind)
    .map(({ name }) => name)
    .filter((name) => saysSomething(values, name) && !checked.has(name));
