import { type CareModuleRecord, statusOn } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import {
  OfferChangeModel,
  type OfferChangeRecord,
  type OfferKind,
  offerKinds,
} from '../../../../models/OfferChange.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { PlatformModel, type PlatformRecord } from '../../../../models/Platform.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import type { Act } from '../../../core/acts.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { boardsOf, mayFollowBoard } from '../policy.ts';
import { type Stored, valuesOf } from '../upkeep/plain.ts';
import { modelOf, offerOf } from '../upkeep/queries.ts';
import { monthsLater, monthsTrusted } from '../upkeep/standing.ts';
import { factsOf, pathOf, peopleWaiting, stretchesOf, type TrendFacts } from './trend.ts';

type Watcher = Pick<Person, 'affiliations'>;

const organisationsOf = (platform: string): Promise<OrganisationRecord[]> =>
  OrganisationModel.find({ 'admissions.platform': platform }).lean<OrganisationRecord[]>().exec();

/** Whether somebody may see this board, and be told that it changed. */
export async function mayWatchBoard(person: Watcher, platform: string): Promise<boolean> {
  const { own, through } = boardsOf(person);
  if (own.includes(platform)) return (await PlatformModel.exists({ _id: platform })) !== null;
  const admitted = { _id: { $in: through }, 'admissions.platform': platform };
  return through.length > 0 && (await OrganisationModel.exists(admitted)) !== null;
}

/** The platforms whose boards somebody may see: their own, and those that admitted their organisation. */
export async function boardsVisibleTo(person: Watcher): Promise<PlatformRecord[]> {
  const { own, through } = boardsOf(person);
  const organisations = await OrganisationModel.find({ _id: { $in: through } }).lean<OrganisationRecord[]>();
  const ids = [
    ...own,
    ...organisations.flatMap((one) => (one.admissions ?? []).map(({ platform }) => platform)),
  ];
  return PlatformModel.find({ _id: { $in: ids } })
    .sort({ order: 1 })
    .lean<PlatformRecord[]>()
    .exec();
}

/** A module as the board shows it, with what happened to it in the last year. */
export interface BoardEntry {
  module: CareModuleRecord;
  unit: CareUnitRecord;
  organisation: OrganisationRecord;
  sites: SiteRecord[];
  steps: Pick<OfferChangeRecord, 'at' | 'way' | 'changes'>[];
}

export interface Board {
  platform: PlatformRecord;
  entries: BoardEntry[];
}

/**
 * Listed modules of the platform's organisations that run today, in the order of lists.
 * @throws NotFound for a platform that is none, and for one whose board is not for this person, alike.
 */
export async function requireBoard(person: Watcher, id: string, now: Date): Promise<Board> {
  const platform = await PlatformModel.findById(id).lean<PlatformRecord | null>();
  if (!platform) throw new NotFound();
  const organisations = await organisationsOf(id);
  const admitted = organisations.map((one) => one._id);
  if (!mayFollowBoard(person, id, admitted)) throw new NotFound();
  const offer = await offerOf(admitted);
  const today = brusselsDay(now);
  const units = new Map(
    offer.units.filter((one) => one.listed && one.status === 'active').map((one) => [one._id, one]),
  );
  const modules = offer.modules.filter(
    (one) => units.has(one.careUnitId) && statusOn(one, today) === 'active',
  );
  const steps = await stepsOf(modules, today);
  const entries = modules.map((module): BoardEntry => {
    const unit = units.get(module.careUnitId)!;
    return {
      module,
      unit,
      organisation: organisations.find((one) => one._id === unit.organisationId)!,
      sites: offer.sites.filter((site) => module.siteIds.includes(site._id)),
      steps: steps.get(module._id) ?? [],
    };
  });
  return { platform, entries };
}

/** The history of a year, and of as long before as a number is trusted: what was known when the year began. */
async function stepsOf(
  modules: CareModuleRecord[],
  today: string,
): Promise<Map<string, OfferChangeRecord[]>> {
  const ids = modules.map((one) => one._id);
  const since = new Date(monthsLater(today, -12 - monthsTrusted));
  const found = await OfferChangeModel.find({ recordId: { $in: ids }, at: { $gte: since } })
    .sort({ recordId: 1, step: 1 })
    .lean<OfferChangeRecord[]>();
  const byModule = new Map<string, OfferChangeRecord[]>(ids.map((id) => [id, []]));
  for (const step of found) byModule.get(step.recordId)?.push(step);
  return byModule;
}

/** How many people waited over the last year: as a line of a size, and what it says. */
export interface WaitingTrend {
  path: string;
  facts: TrendFacts;
}

/** The course of the waiting lists of some modules, by id; those of which nobody ever counted are left out. */
export async function waitingTrends(
  modules: readonly CareModuleRecord[],
  now: Date,
  size: { width: number; height: number },
): Promise<Map<string, WaitingTrend>> {
  const today = brusselsDay(now);
  const window = { from: monthsLater(today, -12), to: today };
  const steps = await stepsOf([...modules], today);
  const found = modules.flatMap((module): [string, WaitingTrend][] => {
    const values = valuesOf('module', module as unknown as Stored);
    const counted = {
      value: values[peopleWaiting.value] ?? null,
      counted: values[peopleWaiting.counted] ?? null,
    };
    const own = (steps.get(module._id) ?? []).map(({ at, ...one }) => ({ day: brusselsDay(at), ...one }));
    const stretches = stretchesOf(own, peopleWaiting, counted, window);
    const facts = factsOf(stretches);
    return facts ? [[module._id, { path: pathOf(stretches, window, size), facts }]] : [];
  });
  return new Map(found);
}

/** Acts that change no entry of the care offer; whatever else happens is taken for a change of every board. */
const harmless =
  /^(account|session|device|case|caseMember|consent|goal|action|narrative|plan|comment|gap|circuit|candidate|signal|standard|statement|zone|search|person|membership|invitation|body|seat|meeting|series|calendarFeed|yearPlan|workPoint|activity|agendaItem|outcome|room|minutes)\./;

/**
 * The platforms whose boards show something else after an act: their ids, or 'all' when that cannot be told from the
 * record it is about.
 */
export async function boardsChangedBy(act: Act): Promise<string[] | 'all'> {
  const { name, record, details } = act;
  if (record.caseId || harmless.test(name)) return [];
  const kind = offerKinds.find((one) => one === record.type);
  const fields = Array.isArray(details.fields) ? details.fields : [];
  // Handed to another organisation, or another unit: it went from one board to another.
  if (!kind || fields.includes('organisationId') || fields.includes('careUnitId')) return 'all';
  return platformsOf(kind, record.id);
}

async function platformsOf(kind: OfferKind, id: string): Promise<string[] | 'all'> {
  const record = await modelOf[kind].findById(id).lean<Stored | null>();
  if (!record) return 'all';
  const unit =
    kind === 'module'
      ? await CareUnitModel.findById(record.careUnitId).lean<CareUnitRecord | null>()
      : record;
  const organisationId = kind === 'organisation' ? id : ((unit?.organisationId ?? null) as string | null);
  const organisation = await OrganisationModel.findById(
    organisationId ?? '',
  ).lean<OrganisationRecord | null>();
  return (organisation?.admissions ?? []).map((one) => one.platform);
}
