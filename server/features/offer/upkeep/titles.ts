import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { moduleTypesEver } from '../moduleTypes.ts';
import { moduleTitle, type Reader } from '../wording.ts';
import type { Stored } from './plain.ts';
import { siteName } from './words.ts';

/** What a record is called. */
export async function titleOf(kind: OfferKind, record: Stored, reader: Reader, now: Date): Promise<string> {
  if (kind === 'organisation') return nameOn(record as unknown as OrganisationRecord, now);
  if (kind === 'site') return siteName(record as unknown as SiteRecord, reader);
  if (kind === 'unit') return record.name as string;
  const moduleTypes = await moduleTypesEver();
  return moduleTitle(record as unknown as CareModuleRecord, { moduleTypes }, reader).text;
}
