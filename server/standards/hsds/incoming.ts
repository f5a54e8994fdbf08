import type { Language } from '../../core/i18n.ts';
import type { PublicService } from '../../features/offer/programs/queries.ts';
import type { Terms } from './incomingAttributes.ts';
import type { IncomingService } from './incomingShapes.ts';
import type { Given } from './known.ts';

/** A service the file and we both know: its records, and what we would give out of it in the file's language. */
export interface KnownService {
  public: PublicService;
  given: Given;
}

/** What the mapping needs beside the file. */
export interface Incoming {
  language: Language;
  terms: Terms;
  /** Ids of our records by the id programs know them by. */
  organisations: ReadonlyMap<string, string>;
  sites: ReadonlySet<string>;
}

/** A field of the service, where it differs from what we would give; else null. */
export type Changed = <Name extends keyof IncomingService>(name: Name) => IncomingService[Name] | null;
