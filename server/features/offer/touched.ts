import { type OfferKind, offerKinds } from '../../../models/OfferChange.ts';
import type { Act } from '../../core/acts.ts';

/** A record of the offer, as acts name it. */
export interface OfferRecordId {
  type: OfferKind;
  id: string;
}

/** Acts of a kind that this looks at, one of several: the offer changed. */
const namesOfOffer = new RegExp(`^(${offerKinds.join('|')})\\.`);

/** As an act that stands for many records names each. */
export const touchedWord = (type: OfferKind, id: string): string => `${type} ${id}`;

/**
 * The records of the offer that an act changed: its own, or those it names where it stands for many. What a module says
 * is said with its unit.
 */
export function touchedBy({
  name,
  record,
  details,
}: Pick<Act, 'name' | 'record' | 'details'>): OfferRecordId[] {
  const type = offerKinds.find((one) => one === record.type);
  if (!type || !namesOfOffer.test(name)) return [];
  if (!Array.isArray(details.changed)) return [{ type, id: record.id }];
  return details.changed.map((word) => {
    const at = word.indexOf(' ');
    return { type: word.slice(0, at) as OfferKind, id: word.slice(at + 1) };
  });
}
