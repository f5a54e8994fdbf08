import { inLanguage, type LocalisedText } from '../../core/i18n.ts';
import { idOf } from '../../features/offer/programs/queries.ts';
import type { Reader } from '../../features/offer/programs/shown.ts';

/** Plain JSON of the standard. What is not known is absent: null, nothing and an empty list are never given. */
export type Given = Record<string, unknown>;

const isKnown = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

export const known = (fields: Given): Given =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isKnown(value)));

/** Text in the language that was asked for, else in the one it exists in. */
export const textOf = (text: LocalisedText | null | undefined, reader: Reader): string | null =>
  (text && inLanguage(text, reader.language).text) || null;

/** The id of a part that is no record with us: always the same for the same part of the same record. */
export const partId = (kind: string, ...of: string[]): string => idOf(`hsds-${kind}`, of.join(':'));

/** Whether two parts of JSON say the same: in any order of names, null as absent. */
export const saysTheSame = (a: unknown, b: unknown): boolean => inOrder(a) === inOrder(b);

function inOrder(value: unknown): string {
  return JSON.stringify(value ?? null, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(
          Object.entries(one)
            .filter(([, inner]) => inner !== null)
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : one,
  );
}
