import type { Likeness } from './dictionary.ts';

/** Where a word stands, in the order of how much it says there. Postings keep the place in this list. */
export const fields = ['name', 'type', 'group', 'place', 'otherWords', 'story'] as const;
export type Field = (typeof fields)[number];

const weights: Record<Field, number> = { name: 64, type: 32, group: 24, place: 20, otherWords: 12, story: 4 };
const shares: Record<Likeness | 'misspelt', number> = {
  exact: 1,
  prefix: 0.75,
  inflected: 0.7,
  part: 0.5,
  misspelt: 0.25,
};

/** Points of one word in a field, by the place of the field in its list: whole numbers, 0 for none. */
export function pointsFor(likeness: Likeness, isMisspelt: boolean): number[] {
  const share = shares[likeness] * (isMisspelt ? shares.misspelt : 1);
  return fields.map((field) => Math.max(1, Math.round(weights[field] * share)));
}
