import { Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { localisedText } from './localisedText.ts';

export const capacityUnits = ['beds', 'places', 'fte'] as const;

/** How many there are, how many are paid for, how many are free. A number that is null is not known. */
export interface Capacity {
  unit: (typeof capacityUnits)[number];
  maximum: number | null;
  funded: number | null;
  available: number | null;
  /** When these numbers were true. */
  updated: Date | null;
}

/** How many wait and how long people waited: nothing without the day it was counted. */
export interface WaitingList {
  persons: number | null;
  weeks: number | null;
  countedOn: Date | null;
  /** What was said without a number: "a short wait". */
  note: LocalisedText | null;
}

const count = { type: Number, min: 0, default: null };

export const capacity = new Schema<Capacity>(
  {
    unit: { type: String, enum: capacityUnits, required: true },
    maximum: count,
    funded: count,
    available: count,
    updated: { type: Date, default: null },
  },
  { _id: false },
);

export const waitingList = new Schema<WaitingList>(
  {
    persons: count,
    weeks: count,
    countedOn: { type: Date, default: null },
    note: { type: localisedText, default: null },
  },
  { _id: false },
);
waitingList.path('countedOn').validate(function (this: WaitingList, day: Date | null) {
  return day !== null || (this.persons === null && this.weeks === null);
}, 'a waiting list has a day of count');
