/** What one looks at an inventory along, beside the area. */
export const dimensions = ['type', 'setting', 'age', 'target', 'problem'] as const;
export type Dimension = (typeof dimensions)[number];

/** The codes that are asked for; a dimension that is absent is not asked. */
export type Kind = { readonly [One in Dimension]?: string };

/** A kind of help in an area: a NIS code, or the code of a zone. */
export interface Cell extends Kind {
  readonly area: string;
}

/** One standard, and others for some module types. Units are those of the field that holds it. */
export interface ByType {
  readonly otherwise: number;
  readonly types: Readonly<Record<string, number>>;
}

export type ExpectedLevel = 'province' | 'arrondissement' | 'municipality';

/** Kinds of help that should be there in every area of a level. */
export interface Expectation {
  readonly level: ExpectedLevel;
  readonly types: readonly string[];
  /** Each of these in turn; absent: no matter which. */
  readonly ages?: readonly string[];
  readonly targets?: readonly string[];
  readonly settings?: readonly string[];
  /** NIS codes: only in these areas and what lies in them; absent: everywhere. */
  readonly within?: readonly string[];
  /** Beds or places for each 10,000 inhabitants, where one wants a number. */
  readonly per10000?: number;
  /** How much it matters beside the others, above 0. */
  readonly weight: number;
}

/** A step people should be able to take: whoever is helped at `from` finds a way to `to`. */
export interface Transition {
  readonly code: string;
  readonly level: ExpectedLevel;
  readonly from: Kind;
  readonly to: Kind;
  readonly within?: readonly string[];
  readonly weight: number;
}

/**
 * A standard by which an inventory is looked at. Several can be laid on one inventory: one's own, or another's. It
 * is data: versioned, with its source.
 */
export interface Frame {
  readonly id: string;
  readonly version: number;
  readonly source: string;
  /** Months after the last word on an entry, or a count, until it is old. */
  readonly months: number;
  /** Weeks somebody may wait. `mustBeKnown`: without a fresh count an entry proves nothing. */
  readonly waiting: { readonly weeks: ByType; readonly mustBeKnown: boolean };
  readonly travel: {
    /** As the crow flies, between the middles of municipalities. */
    readonly kilometres: ByType;
    /** Part of the inhabitants, 0 to 1, who must live within that distance. */
    readonly share: number;
    /** Where the same distance is harder: fewer kilometres for who lives in the area (NIS code), and who says so. */
    readonly obstacles: readonly {
      readonly area: string;
      readonly kilometres: number;
      readonly source: string;
    }[];
  };
  /** From how many organisations on, the same for the same people in the same area is worth a look. */
  readonly overlapFrom: number;
  readonly expected: readonly Expectation[];
  readonly transitions: readonly Transition[];
}

/** The standard for a type; without one, the one for all others. */
export const standardFor = ({ otherwise, types }: ByType, type: string | undefined): number =>
  (type === undefined ? undefined : types[type]) ?? otherwise;

const each = (values: readonly string[] | undefined): readonly (string | undefined)[] =>
  values ?? [undefined];

/** The kinds of help an expectation speaks of. */
export function kindsOf({ types, ages, targets, settings }: Expectation): Kind[] {
  return types.flatMap((type) =>
    each(settings).flatMap((setting) =>
      each(ages).flatMap((age) =>
        each(targets).map((target) => ({
          type,
          ...(setting !== undefined && { setting }),
          ...(age !== undefined && { age }),
          ...(target !== undefined && { target }),
        })),
      ),
    ),
  );
}

const speaksOf = (values: readonly string[] | undefined, value: string | undefined): boolean =>
  values === undefined ? value === undefined : value !== undefined && values.includes(value);

/** Places for each 10,000 inhabitants that are wanted of a kind of help; null when no number is. */
export type Wanted = (kind: Kind, level: string | null, around: readonly string[]) => number | null;

/**
 * What a frame wants, for many cells: null also when it speaks of another kind, or at another level. With a problem the
 * kind is narrower than any expectation.
 */
export function wantedBy(frame: Frame): Wanted {
  const counted = frame.expected.filter(({ per10000 }) => per10000 !== undefined);
  return (kind, level, around) => {
    if (counted.length === 0 || kind.problem !== undefined) return null;
    const speaking = counted.filter(
      (one) =>
        one.level === level &&
        speaksOf(one.types, kind.type) &&
        speaksOf(one.ages, kind.age) &&
        speaksOf(one.targets, kind.target) &&
        speaksOf(one.settings, kind.setting) &&
        (one.within === undefined || one.within.some((nis) => around.includes(nis))),
    );
    return speaking.length === 0 ? null : Math.max(...speaking.map(({ per10000 }) => per10000!));
  };
}

/** A cell as one word: the same for the same question, for ever. */
export const cellKey = (cell: Cell): string =>
  [cell.area, ...dimensions.map((one) => cell[one] ?? '')].join('/');

/** Codes to look along; what an entry says beyond them is in no cell. */
export interface Axis {
  readonly dimension: Dimension;
  readonly values: readonly string[];
}
