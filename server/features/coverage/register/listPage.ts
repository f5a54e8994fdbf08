import { type GapRecord, type GapStatus, gapStatuses } from '../../../../models/Gap.ts';
import { gapKinds } from '../../../../models/gapFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { areaChoices } from './choices.ts';
import type { ListInput } from './forms.ts';
import { isClosed } from './lifeCycle.ts';
import { markOf } from './pageParts.ts';
import { gapReporting } from './policy.ts';
import { gapsOf, registersVisibleTo } from './queries.ts';
import { summaryOf, type Wording, wordingFor } from './wording.ts';

const lies = (nis: string, within: string): boolean => Object.values(whereabouts(nis)).includes(within);

const lacksExperience = (gap: GapRecord): boolean => !gap.evidence.some((one) => one.kind === 'experience');

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

function rowOf(gap: GapRecord, wording: Wording) {
  const { values, status, evidence, reportedAt, _id } = gap;
  return {
    href: paths.gap({ id: _id }),
    title: wording.said(values.title),
    kind: wording.value('kind', values.kind),
    ...summaryOf(gap, wording),
    status,
    mark: markOf[status],
    owner: wording.value('owner', values.owner),
    group: values.workingGroup,
    since: values.since || reportedAt,
    evidence: new Set(evidence.map((one) => one.kind)).size,
    lacksExperience: lacksExperience(gap),
    platforms: values.platforms.length > 1 ? wording.value('platforms', values.platforms) : '',
  };
}

const ageOf = ({ values, reportedAt }: GapRecord): string =>
  values.since || reportedAt.toISOString().slice(0, 10);

/** The register: what is open, the longest known first, or by who has taken it on. */
export async function listPage(visit: SignedInVisit<ListInput>): Promise<Answer> {
  const { input, person, t, language } = visit;
  const platforms = await registersVisibleTo(person);
  const gaps = await gapsOf(platforms.map((one) => one._id));
  const wording = await wordingFor(
    visit,
    gaps.map((one) => one.values),
    platforms.map((one) => ({ body: one._id })),
  );
  const found = gaps.filter((gap) => fits(gap, input));
  const ownerOf = ({ values }: GapRecord): string => wording.value('owner', values.owner);
  found.sort((a, b) => {
    // What nobody has taken on comes first: that is what the list is looked at for.
    const byOwner = input.sort === 'owner' ? ownerOf(a).localeCompare(ownerOf(b), language) : 0;
    return byOwner || ageOf(a).localeCompare(ageOf(b));
  });
  const owners = [...new Set(gaps.map((one) => one.values.owner))].filter((one) => one !== '');
  const counted = (lacks: ListInput['lacks']) => ({
    count: gaps.filter((gap) => fits(gap, { ...input, lacks })).length,
    href: paths.gaps({ ...input, lacks }),
  });
  return page('coverage/gaps', {
    title: t('gaps.title'),
    space: 'platform',
    asked: input,
    rows: found.map((gap) => rowOf(gap, wording)),
    lacking: { owner: counted('owner'), experience: counted('experience') },
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
