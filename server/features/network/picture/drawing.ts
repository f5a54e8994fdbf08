import type { GroupKind, Tie, TieKind } from './network.ts';

/** How much something stands out: with nothing in focus everything is plain. */
export type Weight = 'plain' | 'strong' | 'faint';

/** What is drawn: groups from left to right, participants from top to bottom under their headings. */
export interface Drawn {
  groups: { id: string; kind: GroupKind; name: string; parent: string; href: string }[];
  parts: { title: string; participants: { id: string; name: string; href: string }[] }[];
  /** Each with what it is in words. */
  ties: (Tie & { words: string })[];
  /** Id of the group or participant whose ties stand out; '' for none. */
  focus: string;
}

/** A text in lines that begin at one place. */
export interface Lines {
  x: number;
  lines: { y: number; text: string }[];
}

export interface Head extends Lines {
  id: string;
  href: string;
  kind: GroupKind;
  weight: Weight;
  y: number;
  at: number;
  /** The area of its link. */
  box: { x: number; y: number; width: number; height: number };
  /** From the line of what it is part of to its own; '' for a whole. */
  branch: string;
}

export interface Knot {
  group: string;
  words: string;
  kind: TieKind;
  weight: Weight;
  x: number;
  /** All of its places wait for a name. */
  isOpen: boolean;
  isChair: boolean;
  /** Shown where there are several and there is room; else null. */
  count: number | null;
}

export interface Row extends Lines {
  id: string;
  href: string;
  /** Where its line ends. */
  to: number;
  weight: Weight;
  y: number;
  box: Head['box'];
  /** Where its line begins, at its first knot; null without one. */
  from: number | null;
  knots: Knot[];
}

/** The line of a group as far as it runs through a piece. */
export interface Strand {
  kind: GroupKind;
  weight: Weight;
  x: number;
  from: number;
  to: number;
}

/** A part of the picture that is not torn apart on paper: its head, or the rows of one heading. */
export interface Piece {
  y: number;
  height: number;
  title: Lines | null;
  strands: Strand[];
  heads: Head[];
  rows: Row[];
}

export interface Picture {
  width: number;
  pieces: Piece[];
  /** Radius of a knot. */
  knot: number;
  /** It is wider than what it is meant for, and scrolls. */
  isLarge: boolean;
}
