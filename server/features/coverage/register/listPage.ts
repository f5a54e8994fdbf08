import { type GapRecord, type GapStatus, gapStatuses } from '../../../../models/Gap.ts';
import { gapKinds } from '../../../../models/gapFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { demandReading } from '../demand/policy.ts';
import { demandBeside } from './demand.ts';
import type { ListInput } from './forms.ts';
import { isClosed, lacksExperience } from './lifeCycle.ts';
import { fingerprint, markOf } from './pageParts.ts';
import { gapReporting } from './policy.ts';
import { gapsOf, registersVisibleTo } from './queries.ts';
import { summaryOf, type Wording, wordingFor } from './wording.ts';

const lies = (nis: string, within: string): boolean => Object.values(whereabouts(nis)).includes(within);

const hasStatus = (status: GapStatus, asked: ListInput['status']): boolean =>
  asked === 'all' || (asked === 'open' ? !isClosed(status) : status === asked);

/** Whether a gap is among what was asked for. An area is met by what lies in it, and by what it lies in. */
export function fits(gap: GapRecord, asked: ListInput): boolean {
  const { values, status } = gap;
  const isThere = (nis: string): boolean => lies(nis, asked.area) || lies(asked.area, nis);
  return (
    (asked.platform === '' || values.platforms.includes(asked.platform)) &&
    (asked.kind === '' || values.kind === asked.kind) &&
    hasStatus(status, asked.status) &&
    (asked.area === '' || values.areas.some(isThere)) &&
    (asked.owner === '' || values.owner === asked.owner) &&
    (asked.lacks !== 'owner' || values.owner === '') &&
    (asked.lacks !== 'experience' || lacksExperience(gap))
  );
}

type Demand = Awaited<ReturnType<typeof demandBeside>>;

function rowOf(gap: GapRecord, wording: Wording, demand: Demand) {
  const { values, status, reportedAt, _id } = gap;
  return {
    id: _id,
    href: paths.gap({ id: _id }),
    title: wording.said(values.title),
    kind: wording.value('kind', values.kind),
    ...summaryOf(gap, wording),
    status,
    mark: markOf[status],
    owner: wording.value('owner', values.owner),
    group: values.workingGroup,
    since: values.since || reportedAt,
    lacksExperience: lacksExperience(gap),
    demand: demand?.short(values) ?? null,
    platforms: values.platforms.length > 1 ? wording.value('platforms', values.platforms) : '',
  };
}

const ageOf = ({ values, reportedAt }: GapRecord): string =>
  values.since || reportedAt.toISOString().slice(0, 10);

/** What was asked for: the longest known first, or by who has taken it on, then in the order of platforms. */
async function foundFor(visit: SignedInVisit<ListInput>) {
  const { input, person, language } = visit;
  const platforms = await registersVisibleTo(person);
  const gaps = await gapsOf(platforms.map((one) => one._id));
  const demand = await demandBeside(visit);
  const wording = await wordingFor(
    visit,
    gaps.map((one) => one.values),
    platforms.map((one) => ({ body: one._id })),
  );
  const found = gaps.filter((gap) => fits(gap, input));
  const ownerOf = ({ values }: GapRecord): string => wording.value('owner', values.owner);
  const placeOf = ({ values }: GapRecord): number =>
    platforms.findIndex((one) => values.platforms.includes(one._id));
  const titleOf = ({ values }: GapRecord): string => wording.said(values.title).text;
  found.sort((a, b) => {
    // What nobody has taken on comes first: that is what the list is looked at for.
    const byOwner = input.sort === 'owner' ? ownerOf(a).localeCompare(ownerOf(b), language) : 0;
    const byAge = ageOf(a).localeCompare(ageOf(b));
    return byOwner || byAge || placeOf(a) - placeOf(b) || titleOf(a).localeCompare(titleOf(b), language);
  });
  const counted = (lacks: ListInput['lacks']) => ({
    count: gaps.filter((gap) => fits(gap, { ...input, lacks })).length,
    href: paths.gaps({ ...input, lacks }),
  });
  const lacking = { owner: counted('owner'), experience: counted('experience') };
  const rows = found.map((gap) => rowOf(gap, wording, demand));
  return {
    gaps,
    platforms,
    wording,
    parts: {
      asked: input,
      rows: rows.map((row) => ({ ...row, rowMark: fingerprint(row) })),
      lacking,
      lackingMark: fingerprint(lacking),
      toDemand: demandReading.permits(person) ? paths.demand() : null,
    },
  };
}

/** The rows as they are now, for a page that is open. */
export const listFragment = async (visit: SignedInVisit<ListInput>): Promise<Answer> =>
  fragment('coverage/_rows', (await foundFor(visit)).parts);

/** The register of every platform this person takes part in or reads. */
export async function listPage(visit: SignedInVisit<ListInput>): Promise<Answer> {
  const { input, person, t } = visit;
  const { gaps, platforms, wording, parts } = await foundFor(visit);
  const owners = [...new Set(gaps.map((one) => one.values.owner))].filter((one) => one !== '');
  const isRefined = Boolean(input.platform || input.kind || input.area || input.owner || input.lacks);
  return page('coverage/gaps', {
    title: t('gaps.title'),
    space: 'platform',
    styles: ['/styles/offer.css'],
    scripts: ['/build/gaps.js'],
    topics: platforms.map((one) => `gaps:${one._id}`).join(' '),
    entries: paths.gapRows(input),
    isRefined: isRefined || input.status !== 'open' || input.sort !== 'age',
    ...parts,
    mayReport: gapReporting.permits(person),
    platforms: platforms.map((one) => ({ value: one._id, text: wording.body(one._id) })),
    areas: areaChoices(visit, platforms),
    owners: owners.map((value) => ({ value, text: wording.body(value) })),
    kinds: gapKinds.map((value) => ({ value, text: wording.value('kind', value) })),
    statuses: gapStatuses.map((value) => ({ value, text: t(`gaps.status.${value}`) })),
    publications: bodiesWithRole(person, 'coordinator').flatMap(({ bodyId }) => {
      const platform = platforms.find((one) => one._id === bodyId);
      return platform
        ? [{ id: bodyId, name: wording.body(bodyId), publishes: platform.publishesGaps === true }]
        : [];
    }),
  });
}
