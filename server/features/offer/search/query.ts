import type { Language } from '../../../core/i18n.ts';
import type { Choices, Facet } from '../facets.ts';

/** What to look for: everything checked, so that it only has to be carried out. */
export interface OfferQuery {
  text: string;
  /** The reader's: texts are found in all languages, labels of codes in this one and in Dutch. */
  language: Language;
  /** Take the words as they are typed, whatever they give. */
  exactly: boolean;
  choices: Choices;
  /** NIS codes of where help is looked for; empty for everywhere. */
  places: string[];
  /** By likeness and then nearness, or the other way round. */
  sort: 'best' | 'near';
  /** YYYY-MM-DD. */
  today: string;
  /** Units that were confirmed once, but not since this day (YYYY-MM-DD), are left out; absent when none are. */
  confirmedSince?: string;
  /** From 1; a page too far gives the last one. */
  page: number;
  pageSize: number;
}

/** How near: in the place itself, in its arrondissement, or elsewhere in its province or a little across its border. */
export type Nearness = 0 | 1 | 2;

export interface Hit {
  id: string;
  /** Kilometres as the crow flies between the middles of two municipalities; null where one of them is not known. */
  kilometres: number | null;
  near: Nearness;
}

export type Counts = Record<Facet, Map<string, number>>;

export interface OfferAnswer {
  hits: Hit[];
  total: number;
  page: number;
  pages: number;
  /**
   * How many units each value would give, together with everything chosen in the other facets. Every value that
   * occurs at all is there, if need be with 0.
   */
  counts: Counts;
  /** Units of which no more is known than the province or arrondissement (NIS code) they are in. */
  somewhere: Map<string, number>;
  /** Units that would be there too if what is not known were chosen as well. */
  notKnown: number;
  /** When the text is about a problem or kind of help: units that meet the rest, of which nobody said with what. */
  silent: number;
  /** Units online or in a whole region that would meet everything but the place. */
  elsewhere: number;
  /** Units that would be there too if nothing were left out for its old confirmation. */
  leftOut: number;
  /** What was looked for because the typed text gave little; null when it was taken as it is. */
  instead: string | null;
  /** How many units the typed text itself gives, before any filter; null without a text. */
  typed: number | null;
}

/** Addiction centres by the province of their seat (NIS code), and by status. */
export interface Seats {
  bySeat: Record<string, number>;
  byStatus: Record<string, number>;
}
