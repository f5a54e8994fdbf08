import { Schema } from 'mongoose';

/** Who last changed a field, and to which version: what a command must be based on. */
export interface FieldState {
  version: number;
  by: string;
  at: Date;
}

export const fieldState = new Schema<FieldState>(
  {
    version: { type: Number, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);
