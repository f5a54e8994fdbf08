import { Schema } from 'mongoose';

/** Where a record came from before anybody of the organisation confirmed it. */
export interface Provenance {
  /** Id of the source in the reference data, such as `vlaams-parlement-434`. */
  sourceId: string;
  /** The day the source speaks of: what it says was true then. */
  on: Date;
}

/** Who confirmed the record last, and when; null as long as nobody did. */
export interface Verification {
  at: Date;
  /** Id of the person; their name is for who keeps entries current, not for the public. */
  by: string;
  /** The body they did it for; absent in records from before this was kept: then the organisation the entry is of. */
  body?: string;
}

export const provenance = new Schema<Provenance>(
  { sourceId: { type: String, required: true }, on: { type: Date, required: true } },
  { _id: false },
);

export const verification = new Schema<Verification>(
  { at: { type: Date, required: true }, by: { type: String, required: true }, body: String },
  { _id: false },
);
