import type { OfferChangeRecord, OfferKind } from '../../../../models/OfferChange.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import type { Person } from '../../../core/person.ts';
import { maintainsFor } from '../policy.ts';
import type { Stored } from '../upkeep/plain.ts';

export type KnownRecord = Stored & Upkeep;

/** What the database holds of what a file names, read once before the plan is made. */
export interface Known {
  records: Record<OfferKind, ReadonlyMap<string, KnownRecord>>;
  /** Later steps, newest first, of records that were changed since the file was exported. */
  steps: ReadonlyMap<string, Pick<OfferChangeRecord, 'step' | 'changes'>[]>;
  /** Codes of the types of module in use. */
  types: ReadonlySet<string>;
  /** Units that asked not to be listed, as `unlistedMark` writes them. */
  unlisted: ReadonlySet<string>;
}

/** Who imports, and what for. */
export interface Importer {
  person: Pick<Person, 'id' | 'affiliations'>;
  /** The platform new organisations are admitted to; null when none may be added. */
  platform: string | null;
  importId: string;
}

export const unlistedMark = (organisation: string, name: string): string =>
  `${organisation} ${name.toLocaleLowerCase('nl').replaceAll(/\s+/g, ' ').trim()}`;

/** Whether somebody keeps the entries of this organisation; null is what belongs to nobody. */
export function mayKeep(importer: Importer, organisation: KnownRecord | null): boolean {
  const admissions = (organisation?.admissions ?? []) as { platform: string }[];
  const owner = {
    organisationId: organisation?._id ?? null,
    admittedBy: admissions.map((one) => one.platform),
  };
  return maintainsFor(importer.person, owner) !== null;
}
