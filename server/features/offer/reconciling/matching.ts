import type { ListValues } from '../../../../models/Reconciliation.ts';
import type { MatchReason, Proposal } from '../../../../models/ReconciliationPart.ts';
import { whereabouts } from '../../../geography/geography.ts';
import type { Candidate, CandidateIndex, KnownName } from './candidates.ts';
import { likeness } from './likeness.ts';
import {
  hostOf,
  isKindOfHouse,
  nameKey,
  nameWords,
  numberKeys,
  phoneKey,
  streetKey,
  weightOfKind,
} from './naming.ts';

/** What each likeness is worth; from `sure` on it is one, from `perhaps` on a person looks. */
export const points = {
  number: 60,
  numberDiffers: -30,
  name: 45,
  unitName: 40,
  postcode: 20,
  area: 15,
  elsewhere: -15,
  street: 15,
  phone: 25,
  website: 20,
  email: 20,
} as const;
export const thresholds = { sure: 60, perhaps: 30, margin: 15, most: 5 } as const;

/** A line as it is compared. */
interface Wanted {
  name: string;
  key: string;
  words: string[];
  numbers: string[];
  phones: string[];
  hosts: string[];
  emails: string[];
  postcodes: string[];
  area: string | null;
  street: string | null;
}

const some = (...values: (string | null | undefined)[]): string[] =>
  values.filter((one) => !!one) as string[];

function wantedOf(values: ListValues, area: string | null): Wanted {
  return {
    name: values.name,
    key: nameKey(values.name),
    words: nameWords(values.name),
    numbers: numberKeys(values),
    phones: some(values.phone && phoneKey(values.phone)),
    hosts: some(values.website && hostOf(values.website)),
    emails: some(values.email?.toLowerCase()),
    postcodes: some(values.postcode),
    area,
    street: values.street ? streetKey(values.street) : null,
  };
}

function nameReason(wanted: Wanted, one: Candidate, weight: (word: string) => number): MatchReason | null {
  let best: { name: KnownName; like: number } | null = null;
  for (const name of one.names) {
    const like = name.key === wanted.key ? 1 : likeness(wanted.words, name.words, weight);
    if (like > (best?.like ?? 0.5)) best = { name, like };
  }
  if (!best) return null;
  const { name, like } = best;
  const most = name.kind === 'unitName' ? points.unitName : points.name;
  const kind = like === 1 ? name.kind : `${name.kind}Like`;
  return { kind, points: Math.round(most * like), text: name.text };
}

function placeReason({ postcodes, area }: Wanted, one: Candidate): MatchReason | null {
  const [postcode] = postcodes;
  if (postcode && one.postcodes.has(postcode))
    return { kind: 'postcode', points: points.postcode, text: postcode };
  if (area && one.areas.has(area)) return { kind: 'area', points: points.area, text: area };
  if (!area || one.areas.size === 0) return null;
  // Of a house of which only the province is known, the province is all that can differ.
  const province = whereabouts(area).province;
  const isNear = [...one.areas].some((known) => whereabouts(known).province === province);
  return isNear ? null : { kind: 'elsewhere', points: points.elsewhere, text: area };
}

function shared(kind: keyof typeof points, ours: Set<string>, theirs: string[]): MatchReason[] {
  const text = theirs.find((one) => ours.has(one));
  return text === undefined ? [] : [{ kind, points: points[kind], text }];
}

function reasonsFor(wanted: Wanted, one: Candidate, weight: (word: string) => number): MatchReason[] {
  const number = wanted.numbers.find((own) => one.numbers.includes(own));
  const another = one.numbers.find((ours) => wanted.numbers.some((theirs) => theirs[0] === ours[0]));
  return [
    ...(number === undefined ? [] : [{ kind: 'number', points: points.number, text: number.slice(1) }]),
    ...(number === undefined && another
      ? [{ kind: 'numberDiffers', points: points.numberDiffers, text: another.slice(1) }]
      : []),
    ...[nameReason(wanted, one, weight)].filter((reason) => reason !== null),
    ...[placeReason(wanted, one)].filter((reason) => reason !== null),
    ...shared('street', one.streets, some(wanted.street)),
    ...shared('phone', one.phones, wanted.phones),
    ...shared('website', one.hosts, wanted.hosts),
    ...shared('email', one.emails, wanted.emails),
  ];
}

/**
 * The organisations a line may be, the likeliest first, each with why. Sure is one that no other comes near.
 * @param area NIS code of the municipality the line names, if it names one.
 * @param not organisations a person said it is not.
 */
export function proposalsFor(
  values: ListValues,
  area: string | null,
  index: CandidateIndex,
  not: ReadonlySet<string> = new Set(),
): Proposal[] {
  const wanted = wantedOf(values, area);
  const total = index.all.length + 1;
  const weight = (word: string): number =>
    (isKindOfHouse(word) ? weightOfKind : 1) * Math.log(1 + total / (1 + index.commonness(word)));
  const scored: Proposal[] = [];
  for (const one of index.near(wanted)) {
    if (not.has(one.id)) continue;
    const reasons = reasonsFor(wanted, one, weight);
    const score = reasons.reduce((sum, reason) => sum + reason.points, 0);
    if (score >= thresholds.perhaps) scored.push({ organisation: one.id, score, isSure: false, reasons });
  }
  scored.sort((a, b) => b.score - a.score || (a.organisation < b.organisation ? -1 : 1));
  const [first, second] = scored;
  if (first && first.score >= thresholds.sure && first.score - (second?.score ?? 0) >= thresholds.margin)
    first.isSure = true;
  return scored.slice(0, thresholds.most);
}
