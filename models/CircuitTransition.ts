import { model } from 'mongoose';
import { type TransitionValues, transitionFields } from './circuitFields.ts';
import { type CircuitItem, circuitItemSchema } from './circuitItem.ts';

export type CircuitTransitionRecord = CircuitItem<TransitionValues>;

export const CircuitTransitionModel = model<CircuitTransitionRecord>(
  'CircuitTransition',
  circuitItemSchema('circuittransitions', transitionFields),
);
