import { model } from 'mongoose';
import { type PartValues, partFields } from './circuitFields.ts';
import { type CircuitItem, circuitItemSchema } from './circuitItem.ts';

export type CircuitPartRecord = CircuitItem<PartValues>;

export const CircuitPartModel = model<CircuitPartRecord>(
  'CircuitPart',
  circuitItemSchema('circuitparts', partFields),
);
