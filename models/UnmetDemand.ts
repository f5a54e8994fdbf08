import { model, Schema } from 'mongoose';

/** What stood in the way when help was looked for and none was found. */
export const obstacles = ['nothing_there', 'waiting_list', 'turned_away', 'too_far', 'other'] as const;
export type Obstacle = (typeof obstacles)[number];

/**
 * How often help was looked for in one month and not found: counts alone, no row a search. Sealed as a whole and
 * padded, so that neither the database nor its journal tells which of the counts moved when a case was written to.
 */
export interface UnmetDemandRecord {
  /** The month, YYYY-MM, in Brussels. */
  _id: string;
  tally: Buffer;
}

const schema = new Schema<UnmetDemandRecord>(
  {
    _id: { type: String, required: true, match: /^\d{4}-\d{2}$/ },
    tally: { type: Buffer, required: true },
  },
  { collection: 'unmetdemand', autoIndex: false, versionKey: false },
);

export const UnmetDemandModel = model<UnmetDemandRecord>('UnmetDemand', schema);
