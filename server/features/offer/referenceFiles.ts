import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../models/CareUnit.ts';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import type { PlatformRecord } from '../../../models/Platform.ts';
import type { SiteRecord } from '../../../models/Site.ts';
import type { LocalisedText } from '../../core/i18n.ts';

/** A document the first entries were carried over from. */
export interface Source {
  id: string;
  /** The day it speaks of, YYYY-MM-DD. */
  on: string;
  title: LocalisedText;
}

/** Fields of a record as a file gives them: what it leaves out is not known, days are YYYY-MM-DD. */
type Given<T> = { [Field in keyof T]?: unknown };

export interface GivenUnit extends Given<Omit<CareUnitRecord, '_id'>> {
  key: string;
  organisation?: string;
  status: CareUnitRecord['status'];
  sites: (Given<Omit<SiteRecord, '_id'>> & { key: string })[];
  modules: (Given<Omit<CareModuleRecord, '_id'>> & { key: string; sites?: string[] })[];
}

export interface CareOfferFile {
  source: Source;
  organisations: { key: string; name: string; actorType?: string }[];
  units: GivenUnit[];
}

interface ModuleTypeFile {
  version: number;
  types: (Pick<ModuleTypeRecord, 'names' | 'descriptions' | 'searchWords'> & {
    code: string;
    linkOnly?: boolean;
  })[];
}

interface PlatformFile {
  platforms: (Given<Omit<PlatformRecord, '_id'>> & { code: string })[];
}

export interface ReferenceFiles {
  careOffer: CareOfferFile;
  moduleTypes: ModuleTypeFile;
  platforms: PlatformFile;
  /** SHA-256 of all files: another value says that there is something new to load. */
  version: string;
}

/** Reads the reference data that comes with the program. */
export function readReferenceFiles(): ReferenceFiles {
  const version = createHash('sha256');
  const read = <T>(file: string): T => {
    const text = readFileSync(new URL(`reference/${file}`, import.meta.url), 'utf8');
    version.update(text);
    return JSON.parse(text) as T;
  };
  const careOffer = read<CareOfferFile>('careOffer2022.json');
  const moduleTypes = read<ModuleTypeFile>('moduleTypes.json');
  const platforms = read<PlatformFile>('platforms.json');
  return { careOffer, moduleTypes, platforms, version: version.digest('hex') };
}
