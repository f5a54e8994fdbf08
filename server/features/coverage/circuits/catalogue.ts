import type { Model } from 'mongoose';
import { CircuitPartModel, type CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import { CircuitShareModel, type CircuitShareRecord } from '../../../../models/CircuitShare.ts';
import {
  CircuitTransitionModel,
  type CircuitTransitionRecord,
} from '../../../../models/CircuitTransition.ts';
import {
  circuitFields,
  partFields,
  shareFields,
  transitionFields,
} from '../../../../models/circuitFields.ts';
import type { CircuitItem } from '../../../../models/circuitItem.ts';
import type { Catalogue, FieldValues } from '../../../../models/fieldRule.ts';

/** What a circuit is made of. */
export const itemKinds = ['part', 'share', 'transition'] as const;
export type ItemKind = (typeof itemKinds)[number];
export type RecordKind = 'circuit' | ItemKind;

/** As they stand in addresses. */
export const kindOfWord: Readonly<Record<string, ItemKind>> = {
  parts: 'part',
  shares: 'share',
  transitions: 'transition',
};
export const wordOfKind = { part: 'parts', share: 'shares', transition: 'transitions' } as const;

export const fieldsOf: Readonly<Record<RecordKind, Catalogue>> = {
  circuit: circuitFields,
  part: partFields,
  share: shareFields,
  transition: transitionFields,
};

export type AnyItem = CircuitItem<FieldValues>;

export const modelOf = {
  part: CircuitPartModel,
  share: CircuitShareModel,
  transition: CircuitTransitionModel,
} as unknown as Readonly<Record<ItemKind, Model<AnyItem>>>;

/** A circuit opened: everything in it, what was taken out apart. */
export interface Contents {
  /** In the order of the circuit. */
  parts: CircuitPartRecord[];
  shares: CircuitShareRecord[];
  transitions: CircuitTransitionRecord[];
  removed: { kind: ItemKind; item: AnyItem }[];
}
