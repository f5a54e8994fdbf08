/** Who last changed a field, and to which version: what a command must be based on. */
export interface FieldState {
  version: number;
  by: string;
  at: Date;
}

/** A field as it is now, and as somebody wants it. All values are text. */
export interface FieldCommand<Field extends string> {
  field: Field;
  value: string;
  /** The version the writer saw. */
  base: number;
}

/** Two people changed the same field: both values, for the one who came second to decide. */
export interface FieldConflict<Field extends string> {
  field: Field;
  yours: string;
  current: string;
  version: number;
  by: string;
  at: Date;
}

export interface FieldDecision<Field extends string> {
  /** To be written, with their new state. */
  changes: { field: Field; value: string; state: FieldState }[];
  conflicts: FieldConflict<Field>[];
}

/**
 * What a set of field commands does to a record. A command based on the version that is there is taken; one that
 * wants what already stands there changes nothing; any other is a conflict, and then nothing at all is written.
 */
export function decideFields<Field extends string>(
  commands: FieldCommand<Field>[],
  now: { values: Record<Field, string>; fields: Record<Field, FieldState> },
  writer: { personId: string; at: Date },
): FieldDecision<Field> {
  const decision: FieldDecision<Field> = { changes: [], conflicts: [] };
  for (const { field, value, base } of commands) {
    const current = now.values[field];
    const { version, by, at } = now.fields[field];
    if (value === current) continue;
    if (base === version) {
      decision.changes.push({
        field,
        value,
        state: { version: version + 1, by: writer.personId, at: writer.at },
      });
    } else {
      decision.conflicts.push({ field, yours: value, current, version, by, at });
    }
  }
  if (decision.conflicts.length > 0) decision.changes = [];
  return decision;
}

/** The commands of a form: each field that came, with `base_<field>`; without a base it was never seen. */
export function commandsOf<Field extends string>(
  names: readonly Field[],
  input: Record<string, unknown>,
): FieldCommand<Field>[] {
  return names.flatMap((field) => {
    const value = input[field];
    if (typeof value !== 'string') return [];
    const base = input[`base_${field}`];
    return [{ field, value, base: typeof base === 'number' ? base : 0 }];
  });
}
