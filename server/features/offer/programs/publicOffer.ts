import { createHash } from 'node:crypto';
import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { type ActWatch, watchActs } from '../../../core/actWatch.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import {
  type Around,
  type OrganisationLine,
  organisationLine,
  type PlaceLine,
  placeLine,
  type ServiceLine,
  serviceLine,
  siteLine,
} from './lines.ts';

/** Everything listed that programs may read, by what they find it by; the records themselves stay in the database. */
export interface PublicOffer {
  services: ServiceLine[];
  places: PlaceLine[];
  organisations: OrganisationLine[];
  moduleTypes: ModuleTypeRecord[];
  /** The same as long as nothing of it changed, on whichever server; another one each day, as modules start and end. */
  mark: string;
  /** When this server first saw it as it is now. */
  since: Date;
}

/** Acts that change nothing here. Whatever else happens is taken for a change. */
const harmless = /^(account|session|device|case|caseMember|consent|goal|action|narrative|comment|person)\./;

interface Kept {
  watch: ActWatch;
  word: number | null;
  day: string;
  offer: PublicOffer | null;
  next: Promise<PublicOffer> | null;
  last: Promise<unknown>;
}

const kept = new WeakMap<House, Kept>();

/** The public offer as it stands now: read anew when something may have changed, once for all who ask meanwhile. */
export function publicOffer(house: House, now: Date): Promise<PublicOffer> {
  const known = kept.get(house) ?? {
    watch: watchActs(house.connection, harmless),
    word: null,
    day: '',
    offer: null,
    next: null,
    last: Promise.resolve(),
  };
  kept.set(house, known);
  // Who asks while one is being read waits for the next: that one may have begun before the change.
  known.next ??= known.last
    .catch(() => {})
    .then(() => {
      known.next = null;
      const looking = renew(known, house, now);
      known.last = looking;
      return looking;
    });
  return known.next;
}

async function renew(known: Kept, house: House, now: Date): Promise<PublicOffer> {
  const word = await known.watch.word();
  const day = brusselsDay(now);
  if (known.offer && word !== null && word === known.word && day === known.day) return known.offer;
  const read = await readPublicOffer(house.demo, day);
  const isSame = known.offer?.mark === read.mark;
  known.offer = { ...read, since: isSame ? known.offer!.since : now };
  known.word = word;
  known.day = day;
  return known.offer;
}

type Digest = { update(text: string): unknown };

/** A record said by what changes with it: its steps, and when it was confirmed. */
const noted = (mark: Digest, one: { _id: string; steps?: number; verified?: { at: Date } | null }): void =>
  void mark.update(`${one._id} ${one.steps ?? 0} ${one.verified?.at.getTime() ?? ''}\n`);

async function readPublicOffer(isDemo: boolean, day: string): Promise<Omit<PublicOffer, 'since'>> {
  const mark = createHash('sha256').update(day);
  const moduleTypes = await ModuleTypeModel.find().sort({ order: 1 }).lean<ModuleTypeRecord[]>();
  const around = { ...(await readAround(mark)), types: new Map(moduleTypes.map((one) => [one._id, one])) };
  const units = await CareUnitModel.find({ listed: true }).sort({ order: 1 }).lean<CareUnitRecord[]>();
  const shown = units.filter((unit) => isDemo || !around.fictional.has(unit.organisationId ?? ''));
  const modules = new Map<string, CareModuleRecord[]>(shown.map((unit) => [unit._id, []]));
  for await (const module of CareModuleModel.find().lean<CareModuleRecord>().cursor())
    modules.get(module.careUnitId)?.push(module);
  const services: ServiceLine[] = [];
  for (const unit of shown) {
    const own = modules.get(unit._id)!.sort((a, b) => a.order - b.order);
    for (const one of [unit, ...own]) noted(mark, one);
    if (own.length === 0) services.push(serviceLine(unit, null, around));
    for (const module of own) services.push(serviceLine(unit, module, around));
  }
  return {
    services,
    places: services.flatMap((one) =>
      one.sites.filter((site) => !site.isVisited).map((site) => placeLine(one, site)),
    ),
    organisations: [...new Set(services.flatMap(({ organisation }) => organisation ?? []))],
    moduleTypes,
    mark: mark.digest('hex').slice(0, 32),
  };
}

async function readAround(mark: Digest): Promise<Omit<Around, 'types'> & { fictional: Set<string> }> {
  const organisations = new Map<string, OrganisationLine>();
  const fictional = new Set<string>();
  for (const one of await OrganisationModel.find().sort({ _id: 1 }).lean<OrganisationRecord[]>()) {
    if (one.fictional) fictional.add(one._id);
    organisations.set(one._id, organisationLine(one));
    noted(mark, one);
  }
  const sites: Around['sites'] = new Map(
    (await SiteModel.find().sort({ _id: 1 }).lean<SiteRecord[]>()).map((one) => {
      noted(mark, one);
      return [one._id, siteLine(one)] as const;
    }),
  );
  return { organisations, sites, fictional };
}
