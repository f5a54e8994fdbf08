/** For a feature that holds something made from the whole offer: reading it once, and following it from then on. */

export type { OfferRecords } from '../entries.ts';
export { type OfferDocuments, readWholeOffer } from '../records.ts';
export { touchedBy } from '../touched.ts';
export { ChangedUnits, type UnitTaker } from './changedUnits.ts';
export { type PastUnits, unitsAsOf } from './past.ts';
