import type { LineStyle } from '../../../public/scripts/live/protocol.ts';
import type { RedactedStretch, Stretch } from './entries.ts';
import type { Marks } from './pieces.ts';
import type { Hand, Step } from './steps.ts';
import type { ShapeKind } from './tables.ts';

/** Who did something, for which organisation, when, and in which commit. */
export interface Mention extends Hand {
  at: Date;
  sequence: number;
}

/** Words of one person side by side in a line, with one fate. */
export interface Passage {
  spans: ({ text: string } & Marks)[];
  /** Who first wrote these words. */
  writer: Mention;
  /** Who put them back, when they were deleted before. */
  restorer: Mention | null;
  /** Who deleted them, when they do not stand at the moment that is shown. */
  deleter: Mention | null;
  /** Who redacted them, whenever that was; the text of `spans` then only has their length. */
  redactor: Mention | null;
  /** Against the earlier of two moments; `same` when one moment is shown. */
  change: 'same' | 'added' | 'deleted';
  /** Between two moments: they stayed, and somebody changed where they lead, from here. */
  relinked: (Mention & { from: string | null; to: string | null }) | null;
  /** They are not in the text now, here or elsewhere. */
  isGone: boolean;
  /** Where they are kept: what putting them back names. */
  stretches: Stretch[];
}

/** Where a cell stands: the numbers of its table and its row among all there were. */
export interface ShownCell {
  table: number;
  row: number;
  /** It is in the head of its table. */
  isHead: boolean;
  /** It is not in the table at the moment that is shown. */
  isGone: boolean;
  /** Against the earlier of two moments it is new. */
  isNew: boolean;
}

/** What somebody did to the shape of a table, as one thing. */
export interface ShownShape extends Mention {
  table: number;
  kind: ShapeKind;
  /** Rows or columns. */
  count: number;
  /** The words that went with it and are nowhere now: what putting them back names. */
  stretches: Stretch[];
}

export interface ShownLine {
  /** Of a cell of a table; null for a line. */
  cell: ShownCell | null;
  style: LineStyle | null;
  passages: Passage[];
  /** Who ticked it, or took its tick away, when it is a task; `isNew` when that happened between two moments. */
  tick: (Mention & { isDone: boolean; isNew: boolean }) | null;
  /** Against the text now: something of it is gone or stands otherwise. */
  isOlder: boolean;
}

/** One part of a long text; `part` is from 1 to `parts`. */
export interface Shown {
  /** The number of the last commit there is; 0 when nobody wrote yet. */
  last: number;
  lines: ShownLine[];
  /** What was done to the tables in it: between two moments everything, at one moment what took words that are shown. */
  shapes: ShownShape[];
  part: number;
  parts: number;
}

/** A page of steps, the last one newest, and where it stands among all. */
export interface ShownSteps {
  steps: Step[];
  /** The place of the first of `steps` among all, from 0. */
  start: number;
  total: number;
}

/** Who added and deleted, in how many passages each, and ticked, how many tasks; `at` is the last of them. */
export interface Tally {
  added: (Mention & { passages: number })[];
  deleted: (Mention & { passages: number })[];
  /** Ticks that were given and taken. */
  ticked: (Mention & { passages: number })[];
  /** Words that lead elsewhere. */
  relinked: (Mention & { passages: number })[];
  /** Rows, columns and tables that came or went. */
  shaped: (Mention & { passages: number })[];
}

/** What can be asked of a document's history, and what is answered. */
export interface Answers {
  /** The text after a commit. With `slips`, also what somebody wrote and deleted again in one go. */
  text: { ask: { sequence: number; slips: boolean; part: number }; answer: Shown };
  /** What is different after a later commit. */
  comparison: { ask: { from: number; to: number; part: number }; answer: Shown & { tally: Tally } };
  /** The steps around a commit. */
  steps: { ask: { sequence: number }; answer: ShownSteps };
  /** An update that puts words back, made against everything that was written until now. */
  restoration: { ask: RestorationAsk; answer: Restoration };
  /** Every place where words stand or ever stood. */
  words: { ask: WordsAsk; answer: FoundWords };
}

export interface WordsAsk {
  /** Each is looked for by itself, inside lines. */
  words: string[];
  /** Only there, and where these very words were moved or put back; null: anywhere. */
  within: Stretch[] | null;
}

/** A place where the words stood. */
export interface WordsPlace {
  before: string;
  words: string;
  after: string;
  writer: Mention;
  /** They stand in the text now. */
  isStanding: boolean;
  /** The commits after which they stood: from this one up to, and not after, the other. Null: until now. */
  from: number;
  to: number | null;
}

export interface FoundWords {
  last: number;
  /** The first of them. */
  places: WordsPlace[];
  /** How many there are. */
  count: number;
  /** What is to be redacted; may be more than the places show, where only a part of the words was moved. */
  stretches: RedactedStretch[];
  /** The text of `within`, line by line, as it can be looked for. */
  text: string;
}

export interface RestorationAsk {
  stretches: Stretch[];
  /** As a line of its own under the one where they stood, instead of in their place. */
  asLine: boolean;
}

export type Restoration =
  | { kind: 'made'; client: number; update: Uint8Array; stretches: Stretch[]; place: RestoredPlace }
  /** Some of these characters were never in the text. */
  | { kind: 'unknown' }
  /** They stand in the text: they always did, or somebody put them back before. */
  | { kind: 'standing' };

/** In their old place; as a new line where their line was; or as a new line under the one they came from. */
export type RestoredPlace = 'same' | 'near' | 'line';

export type Question = { [Kind in keyof Answers]: { kind: Kind } & Answers[Kind]['ask'] }[keyof Answers];
export type AnswerTo<Q extends Question> = Answers[Q['kind']]['answer'];
