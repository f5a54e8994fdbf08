import { model, Schema } from 'mongoose';
import { type Language, type LocalisedText, languages } from '../server/core/i18n.ts';
import { ageGroups, settings, targetGroups } from './CareModule.ts';
import { localisedText } from './localisedText.ts';

export const standardLevels = ['province', 'arrondissement', 'municipality'] as const;

interface StandardByType {
  otherwise: number;
  types: Record<string, number>;
}

/** One side of a transition: each code that is there narrows it. */
export interface StandardKind {
  type?: string;
  setting?: string;
  age?: string;
  target?: string;
}

export interface StandardExpectation {
  level: (typeof standardLevels)[number];
  types: string[];
  ages?: string[];
  targets?: string[];
  settings?: string[];
  within?: string[];
  per10000?: number;
  weight: number;
}

export interface StandardTransition {
  code: string;
  level: (typeof standardLevels)[number];
  from: StandardKind;
  to: StandardKind;
  within?: string[];
  weight: number;
}

/** What a standard says: a `Frame` of `coverage/frame.ts` but for its id and version; units are said there. */
export interface StandardContent {
  source: string;
  months: number;
  waiting: { weeks: StandardByType; mustBeKnown: boolean };
  travel: {
    kilometres: StandardByType;
    share: number;
    obstacles: { area: string; kilometres: number; source: string }[];
  };
  overlapFrom: number;
  expected: StandardExpectation[];
  transitions: StandardTransition[];
}

/** One version of a standard, whole: never changed, so that what was looked at by it can be looked at again. */
export interface StandardVersionRecord {
  /** `<standard>:<version>`, so that two people never make the same one. */
  _id: string;
  standard: string;
  version: number;
  names: LocalisedText;
  /** The language its sources are written in. */
  language: Language;
  content: StandardContent;
  /** The standard this one was begun from; null for a later version. */
  begunFrom: { id: string; version: number } | null;
  at: Date;
  by: string;
}

const required = { type: Number, required: true, min: 0 };
const nis = { type: String, match: /^\d{5}$/ };
const level = { type: String, enum: standardLevels, required: true };

/** A list that is not there says nothing: an empty one would ask for none of its codes. */
const some = (one: object) => ({ type: [one], default: undefined });

const byType = new Schema(
  { otherwise: required, types: { type: Map, of: { type: Number, min: 0 }, default: {} } },
  { _id: false, minimize: false },
);

const kind = new Schema(
  {
    type: { type: String },
    setting: { type: String, enum: settings },
    age: { type: String, enum: ageGroups },
    target: { type: String, enum: targetGroups },
  },
  { _id: false },
);

const expectation = new Schema(
  {
    level,
    types: [{ type: String, required: true }],
    ages: some({ type: String, enum: ageGroups }),
    targets: some({ type: String, enum: targetGroups }),
    settings: some({ type: String, enum: settings }),
    within: some(nis),
    per10000: { type: Number, min: 0 },
    weight: required,
  },
  { _id: false },
);

const transition = new Schema(
  {
    code: { type: String, required: true },
    level,
    from: { type: kind, required: true },
    to: { type: kind, required: true },
    within: some(nis),
    weight: required,
  },
  { _id: false },
);

const obstacle = new Schema(
  { area: { ...nis, required: true }, kilometres: required, source: { type: String, required: true } },
  { _id: false },
);

const content = new Schema(
  {
    source: { type: String, required: true, maxlength: 2000 },
    months: required,
    waiting: new Schema({ weeks: byType, mustBeKnown: Boolean }, { _id: false }),
    travel: new Schema(
      { kilometres: byType, share: { ...required, max: 1 }, obstacles: [obstacle] },
      { _id: false },
    ),
    overlapFrom: { ...required, min: 2 },
    expected: [expectation],
    transitions: [transition],
  },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    standard: { type: String, required: true },
    version: { type: Number, required: true, min: 1 },
    names: { type: localisedText, required: true },
    language: { type: String, enum: languages, required: true },
    content: { type: content, required: true },
    begunFrom: { type: new Schema({ id: String, version: Number }, { _id: false }), default: null },
    at: { type: Date, required: true },
    by: { type: String, required: true },
  },
  { collection: 'standardversions', autoIndex: false, versionKey: false },
);
schema.index({ standard: 1, version: 1 }, { unique: true });

export const StandardVersionModel = model<StandardVersionRecord>('StandardVersion', schema);
