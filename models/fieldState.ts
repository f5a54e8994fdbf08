import { Schema } from 'mongoose';
import type { FieldState } from '../server/core/fieldCommands.ts';

export type { FieldState };

export const fieldState = new Schema<FieldState>(
  {
    version: { type: Number, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);
