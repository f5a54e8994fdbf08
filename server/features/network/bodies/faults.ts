import { Invalid } from '../../../core/errors.ts';

/** By field: the key of what is wrong, null when nothing is. */
export type Faults = Record<string, string | null>;

export const fault = (isRight: boolean, key: string): string | null =>
  isRight ? null : `bodies.errors.${key}`;

/** Fields that are looked at again when another changes. */
const together: Readonly<Record<string, readonly string[]>> = {
  platforms: ['parent', 'areas'],
  rhythmUnit: ['rhythmNumber'],
  from: ['until'],
  person: ['name'],
  share: ['area'],
};

/** @throws Invalid beside each field that is to be mended; only what changed is looked at */
export function refuse(faults: Faults, changed: readonly string[]): void {
  const looked = new Set(changed.flatMap((field) => [field, ...(together[field] ?? [])]));
  const wrong = Object.entries(faults).flatMap(([field, key]) =>
    key !== null && looked.has(field) ? [[field, key] as const] : [],
  );
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong));
}
