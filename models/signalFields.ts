import { languages } from '../server/core/i18n.ts';
import type { Catalogue } from './fieldRule.ts';

/** What a signal to a government says. A text is '' when nothing was written. */
export interface SignalValues {
  /** Id of the authority it is for. */
  authority: string;
  /** The language it is written in. */
  language: string;
  /** Ids of the platforms that sign it; never empty. */
  platforms: string[];
  /** Ids of the gaps it is about; never empty. */
  gaps: string[];
  title: string;
  /** In plain words. */
  missing: string;
  concerned: string;
  /** How much, who estimated it, and on what. */
  size: string;
  /** The three sources of knowledge (vision text on addiction care, 2015). */
  scientific: string;
  practice: string;
  experience: string;
  /** What people look for and do not find. */
  demand: string;
  tried: string;
  asked: string;
}
export type SignalField = keyof SignalValues;

/** The catalogue: forms, checks, history and the review of two values follow from it. */
export const signalFields: Catalogue<SignalField> = {
  authority: { kind: 'choice', isRequired: true },
  language: { kind: 'choice', allowed: languages, isRequired: true },
  platforms: { kind: 'list', isRequired: true },
  gaps: { kind: 'list', isRequired: true },
  title: { kind: 'line', maximum: 150 },
  missing: { kind: 'lines', maximum: 4000 },
  concerned: { kind: 'lines', maximum: 2000 },
  size: { kind: 'lines', maximum: 1000 },
  scientific: { kind: 'lines', maximum: 6000 },
  practice: { kind: 'lines', maximum: 6000 },
  experience: { kind: 'lines', maximum: 6000 },
  demand: { kind: 'lines', maximum: 4000 },
  tried: { kind: 'lines', maximum: 4000 },
  asked: { kind: 'lines', maximum: 4000 },
};
export const signalFieldNames = Object.keys(signalFields) as SignalField[];
