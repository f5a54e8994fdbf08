import { Schema } from 'mongoose';

/** How long people wait at the entries that are open to them, in weeks; null where nobody counted. */
export interface PicturedWaiting {
  shortest: number | null;
  longest: number | null;
  /** How many of those entries have no count. */
  unknown: number;
}

/**
 * What the inventory said of a cell of the matrix on a day, kept as data so that a later day can be laid beside it.
 * A dimension that was not asked is ''.
 */
export interface CellPicture {
  /** NIS code. */
  area: string;
  type: string;
  age: string;
  target: string;
  setting: string;
  problem: string;
  /** YYYY-MM-DD. */
  day: string;
  /** The standard it was looked at by, and its version. */
  frame: string;
  frameVersion: number;
  verdict: string;
  ground: string;
  /** Only classes that have entries. */
  counts: { lineClass: string; count: number }[];
  /** Beds and places of what covers, as far as counted. */
  places: number;
  population: number;
  waiting: PicturedWaiting;
}

const text = { type: String, default: '' };
const weeks = { type: Number, min: 0, default: null };

export const cellPictureFields = {
  area: { type: String, required: true },
  type: text,
  age: text,
  target: text,
  setting: text,
  problem: text,
  day: { type: String, required: true },
  frame: { type: String, required: true },
  frameVersion: { type: Number, required: true },
  verdict: { type: String, required: true },
  ground: { type: String, required: true },
  counts: [new Schema({ lineClass: String, count: Number }, { _id: false })],
  places: { type: Number, required: true },
  population: { type: Number, required: true },
  waiting: {
    type: new Schema(
      { shortest: weeks, longest: weeks, unknown: { type: Number, default: 0 } },
      { _id: false },
    ),
    required: true,
  },
};
