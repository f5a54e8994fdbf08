import { type FieldState, fieldState } from './fieldState.ts';

/** What every record of the care offer carries for those who keep it current. */
export interface Upkeep {
  /** Newest state of each field people changed, by its name with `_` for a dot. A field nobody changed is absent. */
  fields?: Record<string, FieldState>;
  /** When any field last changed; null as long as it stands as it was loaded. */
  changedAt: Date | null;
  /** Steps in its history; absent before the first. */
  steps?: number;
}

export const upkeep = {
  fields: { type: Map, of: fieldState, default: undefined },
  changedAt: { type: Date, default: null },
  steps: Number,
};
