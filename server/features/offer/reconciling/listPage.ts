import { nameOn } from '../../../../models/Organisation.ts';
import type { ReconciliationRecord } from '../../../../models/Reconciliation.ts';
import { type Answer, page, redirect } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { readerOf } from '../directoryPage.ts';
import { offerAddress } from '../upkeep/addresses.ts';
import type { GroupInput } from './forms.ts';
import { requireReconciliation, standingLines } from './queries.ts';
import { type Group, groups, type StandingLine } from './standing.ts';
import { placeText, reasonViews } from './words.ts';

/** Lines on one page. */
const aPage = 50;

type Standing = Awaited<ReturnType<typeof standingLines>>;

const nameOf = ({ ours }: Standing, id: string, now: Date): string => {
  const found = ours.organisations.get(id);
  return found ? nameOn(found as never, now) : '';
};

function lineView(one: StandingLine, standing: Standing, id: string, visit: SignedInVisit<unknown>) {
  const { line, decision, group, proposals, differences } = one;
  const organisation = decision?.organisation ?? proposals[0]?.organisation ?? null;
  return {
    row: line.row,
    name: line.values.name,
    place: placeText(line.values),
    href: paths.listLine({ id, row: String(line.row) }),
    organisation: organisation && nameOf(standing, organisation, visit.now),
    tick: group === 'sure' ? `${line.row}:${organisation}` : null,
    others: group === 'perhaps' ? proposals.length - 1 : 0,
    reasons: decision ? [] : reasonViews(proposals[0]?.reasons ?? [], readerOf(visit)),
    fields: differences.map(({ field }) => visit.t(`upkeep.fields.${field}`)),
    aside: group === 'aside' ? decision?.reason : null,
  };
}

const oursView = (one: Standing['oursOnly'][number], now: Date) => ({
  name: nameOn(one, now),
  actorType: one.actorType,
  href: offerAddress(one._id),
});

function countsOf({ standing, oursOnly }: Standing): Record<Group, number> {
  const counts = Object.fromEntries(groups.map((one) => [one, 0])) as Record<Group, number>;
  for (const { group } of standing) counts[group] += 1;
  return { ...counts, oursOnly: oursOnly.length };
}

/** A list by where its lines stand: what is still to be decided first. @throws NotFound */
export async function listPage(visit: SignedInVisit<unknown>, asked: GroupInput): Promise<Answer> {
  const { person, params, t, now, refused } = visit;
  const record = await requireReconciliation(person, params.id);
  const { _id: id } = record;
  if (record.lines === null) return redirect(paths.reconciliationColumns({ id }));
  const standing = await standingLines(record);
  const counts = countsOf(standing);
  const group = asked.group ?? groups.find((one) => counts[one] > 0) ?? 'done';
  const lines = standing.standing.filter((one) => one.group === group);
  const pages = Math.max(1, Math.ceil(counts[group] / aPage));
  const at = Math.min(asked.page, pages);
  const part = <One>(all: One[]): One[] => all.slice((at - 1) * aPage, at * aPage);
  const open = counts.differences + counts.sure + counts.perhaps + counts.listOnly;
  return page('offer/reconciling/list', {
    ...headOf(record, visit),
    ...{ refused, group, counts, open, total: record.lines },
    tabs: groups.map((one) => ({
      text: t(`reconciling.group.${one}`),
      count: counts[one],
      href: paths.reconciliation({ id }, { group: one }),
      isCurrent: one === group,
    })),
    about: t(`reconciling.about.${group}`),
    lines: part(lines).map((one) => lineView(one, standing, id, visit)),
    ours: group === 'oursOnly' ? part(standing.oursOnly).map((one) => oursView(one, now)) : [],
    confirmAction: group === 'sure' ? paths.reconciliationConfirmation({ id }) : null,
    matchAction: paths.reconciliationMatching({ id }),
    ...pagesOf(id, group, at, pages),
  });
}

function headOf({ source, date, matchedAt }: ReconciliationRecord, visit: SignedInVisit<unknown>) {
  const { day } = readerOf(visit);
  return {
    title: visit.t('reconciling.listOf', { source, day: day(new Date(date)) }),
    ...{ space: 'network' as const, styles: ['/styles/offer.css'], matchedAt },
  };
}

const pagesOf = (id: string, group: Group, at: number, pages: number) => ({
  ...{ page: at, pages },
  previous: at > 1 ? paths.reconciliation({ id }, { group, page: at - 1 }) : null,
  next: at < pages ? paths.reconciliation({ id }, { group, page: at + 1 }) : null,
});
