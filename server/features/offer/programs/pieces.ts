import { createHash } from 'node:crypto';
import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { type Entry, entriesOf, inOrder } from '../entries.ts';
import { moduleTypesEver } from '../moduleTypes.ts';
import { recordsOfUnits, unitsOfRecords } from '../records.ts';
import type { OfferRecordId } from '../touched.ts';
import {
  organisationLine,
  type PlaceLine,
  placeLine,
  type ServiceLine,
  serviceLine,
  siteLine,
} from './lines.ts';

/** What one listed unit gives to programs. */
export interface Piece {
  _id: string;
  order: number;
  services: ServiceLine[];
  places: PlaceLine[];
  /** Ids of all records it was made from. */
  from: Set<string>;
  /** Another one whenever one of them changes. */
  digest: Buffer;
}

/** So many units are made anew at once: a page is answered in between. */
const portion = 100;

type Noted = { _id: string; steps?: number; verified?: { at: Date } | null };

/** A record said by what changes with it: its steps, and when it was confirmed. */
const noted = (one: Noted): string => `${one._id} ${one.steps ?? 0} ${one.verified?.at.getTime() ?? ''}\n`;

/** Pieces of the offer by unit: read once, and then piece by piece as records change. */
export class Pieces {
  readonly #isDemo: boolean;
  readonly #pieces = new Map<string, Piece>();
  readonly moduleTypes: ModuleTypeRecord[];
  readonly #sum = Buffer.alloc(32);

  private constructor(isDemo: boolean, types: ModuleTypeRecord[]) {
    this.#isDemo = isDemo;
    this.moduleTypes = types;
  }

  /** Reads everything, the modules one after another. */
  static async read(isDemo: boolean): Promise<Pieces> {
    const pieces = new Pieces(isDemo, await moduleTypesEver());
    const [careUnits, organisations, sites] = await Promise.all([
      CareUnitModel.find({ listed: true }).lean<CareUnitRecord[]>(),
      OrganisationModel.find().lean<OrganisationRecord[]>(),
      SiteModel.find().lean<SiteRecord[]>(),
    ]);
    const careModules: CareModuleRecord[] = [];
    for await (const one of CareModuleModel.find().lean<CareModuleRecord>().cursor()) careModules.push(one);
    for (const entry of entriesOf({ careUnits, organisations, sites, careModules })) pieces.#put(entry);
    return pieces;
  }

  /** Makes anew what stands on these records, and nothing else; also where they stood before. */
  async renew(records: readonly OfferRecordId[]): Promise<void> {
    if (records.length === 0) return;
    const changed = new Set(records.map(({ id }) => id));
    const before = [...this.#pieces.values()].filter((piece) =>
      [...piece.from].some((id) => changed.has(id)),
    );
    const ids = [...new Set([...before.map((one) => one._id), ...(await unitsOfRecords(records))])];
    for (let at = 0; at < ids.length; at += portion) {
      const some = ids.slice(at, at + portion);
      const entries = entriesOf(await recordsOfUnits(some));
      for (const id of some) this.#remove(id);
      for (const entry of entries) this.#put(entry);
    }
  }

  /** In the order of lists. */
  inOrder(): Piece[] {
    return [...this.#pieces.values()].sort(inOrder);
  }

  /** The same as long as every piece is, whatever the order they were read in; in hex. */
  get mark(): string {
    return this.#sum.toString('hex');
  }

  #put(entry: Entry): void {
    const { unit, organisation, sites, modules } = entry;
    if (organisation?.fictional && !this.#isDemo) return;
    const records: Noted[] = [unit, ...modules, ...sites, ...(organisation ? [organisation] : [])];
    const services = servicesOf(entry);
    const digest = createHash('sha256').update(records.map(noted).join('')).digest();
    this.#pieces.set(unit._id, {
      ...{ _id: unit._id, order: unit.order, services, digest },
      places: services.flatMap((one) =>
        one.sites.filter((site) => !site.isVisited).map((site) => placeLine(one, site)),
      ),
      from: new Set(records.map((one) => one._id)),
    });
    this.#add(digest);
  }

  #remove(id: string): void {
    const piece = this.#pieces.get(id);
    if (!piece) return;
    this.#add(piece.digest);
    this.#pieces.delete(id);
  }

  /** By exclusive or, so that taking one out is adding it again. */
  #add(digest: Buffer): void {
    for (let at = 0; at < this.#sum.length; at += 1) this.#sum[at]! ^= digest[at]!;
  }
}

function servicesOf({ unit, organisation, sites, modules }: Entry): ServiceLine[] {
  const around = {
    organisation: organisation && organisationLine(organisation),
    sites: new Map(sites.map((one) => [one._id, siteLine(one)])),
  };
  if (modules.length === 0) return [serviceLine(unit, null, around)];
  return modules.map((module) => serviceLine(unit, module, around));
}
