import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { Invalid, type Message } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import { catalogue, type OfferField } from './catalogue.ts';
import { type Body, Mistyped, readValue, textOf } from './kinds.ts';
import { samePlain, type Values } from './plain.ts';

/** A field as somebody wants it, and the version they saw. */
export interface Command {
  field: string;
  value: Plain;
  base: number;
}

/** Two people changed one field: both values, for the one who came second to decide. */
export interface OfferConflict {
  field: string;
  yours: Plain;
  current: Plain;
  version: number;
  by: string;
  at: Date;
}

export const stateKey = (field: string): string => field.replaceAll('.', '_');

/** Version of a field; 0 as long as nobody changed it. */
export const versionOf = (record: Upkeep, field: string): number =>
  record.fields?.[stateKey(field)]?.version ?? 0;

/**
 * What a form asks for: the fields it showed are those of which it holds `base_<field>`. A value somebody chose on the
 * page of two values comes as JSON in `json_<field>`.
 * @throws Invalid with what is wrong in each input.
 */
export function commandsIn(kind: OfferKind, body: Body, language: Language): Command[] {
  const errors: Record<string, Message> = {};
  const commands: Command[] = [];
  for (const field of catalogue[kind]) {
    const base = textOf(body, `base_${field.name}`);
    if (field.isFollowing || !/^\d{1,9}$/.test(base)) continue;
    try {
      commands.push({ field: field.name, value: valueIn(field, body, language), base: Number(base) });
    } catch (error) {
      if (!(error instanceof Mistyped)) throw error;
      errors[error.input] = error.told;
    }
  }
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return commands;
}

function valueIn(field: OfferField, body: Body, language: Language): Plain {
  const chosen = textOf(body, `json_${field.name}`);
  if (chosen === '') return readValue(field.kind, body, field.name, language);
  return readChosen(field, chosen);
}

function readChosen(field: OfferField, chosen: string): Plain {
  try {
    return field.kind.schema.parse(JSON.parse(chosen));
  } catch {
    throw new Mistyped(field.name, { key: 'forms.invalid' });
  }
}

/** What a set of commands does to a record: all of them or, when one came too late, nothing. */
export function decide(
  commands: Command[],
  values: Values,
  record: Upkeep,
): { changes: { field: string; from: Plain; to: Plain }[]; conflicts: OfferConflict[] } {
  const changes: { field: string; from: Plain; to: Plain }[] = [];
  const conflicts: OfferConflict[] = [];
  for (const { field, value, base } of commands) {
    const current = values[field] ?? null;
    if (samePlain(value, current)) continue;
    const state = record.fields?.[stateKey(field)];
    const version = state?.version ?? 0;
    if (base === version) changes.push({ field, from: current, to: value });
    else
      conflicts.push({
        field,
        yours: value,
        current,
        version,
        by: state?.by ?? '',
        at: state?.at ?? new Date(0),
      });
  }
  return conflicts.length > 0 ? { changes: [], conflicts } : { changes, conflicts };
}
