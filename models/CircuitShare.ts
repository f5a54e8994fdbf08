import { model } from 'mongoose';
import { type ShareValues, shareFields } from './circuitFields.ts';
import { type CircuitItem, circuitItemSchema } from './circuitItem.ts';

/** What one partner brings to one part. */
export interface CircuitShareRecord extends CircuitItem<ShareValues> {
  part: string;
}

export const CircuitShareModel = model<CircuitShareRecord>(
  'CircuitShare',
  circuitItemSchema('circuitshares', shareFields, { part: { type: String, required: true } }),
);
