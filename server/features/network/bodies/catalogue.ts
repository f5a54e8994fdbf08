import type { BodyChangeRecord } from '../../../../models/BodyChange.ts';
import { bodyFields, functionFields, seatFields } from '../../../../models/bodyFields.ts';
import type { Catalogue, FieldValues } from '../../../../models/fieldRule.ts';
import type { FieldState } from '../../../../models/fieldState.ts';

export type RecordKind = BodyChangeRecord['kind'];

export const fieldsOf: Readonly<Record<RecordKind, Catalogue>> = {
  body: bodyFields,
  seat: seatFields,
  function: functionFields,
};

/** What a body, a seat and a coordinating function have in common. */
export interface Kept {
  values: FieldValues;
  fields: Partial<Record<string, FieldState>>;
  added: { at: Date; by: string | null };
}
