import { lifeDomains, recoveryDimensions } from '../../../models/Goal.ts';
import { actionStatuses, environmentRoles } from '../../../models/PlanAction.ts';
import { type Answer, fragment, page } from '../../core/answers.ts';
import type { FieldConflict } from '../../core/fieldCommands.ts';
import { brusselsDay, formats } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { plainTextOf } from '../../live/plainText.ts';
import { readStored } from '../../live/stored.ts';
import { paths } from '../../paths.ts';
import { browserOf } from '../accounts/session.ts';
import { type CaseAccess, mayManageCase, mayWriteNarrative, mayWriteRecords } from '../cases/policy.ts';
import { pseudonymOf } from '../cases/queries.ts';
import { consentsShown, membersShown } from '../cases/shown.ts';
import { isOwnDevice } from '../devices/queries.ts';
import { personNames } from '../network/queries.ts';
import type { PrintInput } from './forms.ts';
import { versionsOf } from './history/queries.ts';
import { newsFor } from './history/visits.ts';
import { liveNarrative } from './live.ts';
import { namesInText, takeMention } from './mentions.ts';
import { recordsOf } from './queries.ts';
import { redactionsShown } from './redaction/shown.ts';
import { remarksData } from './remarks/pages.ts';

const choices = { dimensions: recoveryDimensions, lifeDomains, statuses: actionStatuses, environmentRoles };

type Members = Awaited<ReturnType<typeof membersShown>>;

/** Who does it, as people read it: a name, the pseudonym, or a role word. */
export function assigneeWords(
  visit: SignedInVisit,
  who: string,
  members: Pick<Members[number], 'person' | 'name'>[],
  pseudonym: string,
  names: Map<string, string>,
): string {
  const [kind, rest = ''] = who.split(':', 2);
  if (kind === 'client') return pseudonym;
  if (kind === 'environment') return visit.t(`plans.environment.${rest}`);
  return (
    members.find((member) => member.person === rest)?.name ?? names.get(rest) ?? visit.t('plans.someoneLeft')
  );
}

/** Everything the records part of a plan shows. */
async function recordsData(visit: SignedInVisit, access: CaseAccess) {
  const { house } = visit;
  const [records, members, pseudonym] = await Promise.all([
    recordsOf(house, access),
    membersShown(house, access, visit.language),
    pseudonymOf(house, access),
  ]);
  const mentioned = [...records.goals.flatMap((goal) => goal.actions), ...records.removedActions].map(
    (one) => one.values.who,
  );
  const left = mentioned
    .filter((who) => who.startsWith('caregiver:'))
    .map((who) => who.slice('caregiver:'.length));
  const names = await personNames(left);
  const who = (value: string): string => assigneeWords(visit, value, members, pseudonym, names);
  const mark = (fields: Record<string, { version: number }>): string =>
    Object.values(fields)
      .map((one) => one.version)
      .join('.');
  return {
    caseId: access.caseId,
    pseudonym,
    members,
    mayWrite: mayWriteRecords(access),
    choices,
    /** Forms that offer people change when the people do. */
    formMark: members.length,
    goals: records.goals.map((goal) => ({
      ...goal,
      mark: mark(goal.fields),
      actions: goal.actions.map((action) => ({
        ...action,
        mark: `${mark(action.fields)}`,
        whoWords: who(action.values.who),
      })),
    })),
    removedGoals: records.removedGoals,
    removedActions: records.removedActions.filter((action) =>
      records.goals.some((goal) => goal.id === action.goalId),
    ),
    today: brusselsDay(visit.now),
  };
}

export async function recordsFragment(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  return fragment('plans/_records', await recordsData(visit, access));
}

/**
 * The shared text for reading, with what is said about it: null when the client did not agree to share it.
 * @throws Unreadable
 */
async function narrativeOf(visit: SignedInVisit, access: CaseAccess) {
  if (!mayWriteNarrative(access)) return null;
  const nameOf = await namesInText(visit.house, access, visit.language, visit.t('plans.someoneLeft'));
  const stored = await readStored(liveNarrative(visit.house), access.caseId);
  return { ...plainTextOf(stored, nameOf), remarks: await remarksData(visit, access, stored.doc) };
}

/** What others changed in the text since this person's last visit, in words. */
async function newsShown(visit: SignedInVisit, access: CaseAccess) {
  const { house, t, language } = visit;
  const news = await newsFor(house, access);
  if (!news) return null;
  const { day, time } = formats(language);
  const names = await personNames(news.people);
  const moment = (at: Date): string => t('plans.history.moment', { day: day(at), time: time(at) });
  const who = new Intl.ListFormat(language).format(
    news.people.map((person) => names.get(person) ?? t('plans.someoneLeft')),
  );
  const values = { who, since: moment(news.since), at: moment(news.at) };
  const text =
    news.passages === null
      ? t('plans.news.uncounted', values)
      : t('plans.news.counted', { ...values, count: news.passages });
  return { from: news.from, to: news.to, text };
}

/** That this person was mentioned in the text since they last looked, in words: by whom and when, not what. */
async function mentionShown(visit: SignedInVisit, access: CaseAccess): Promise<string | null> {
  const { house, t, language } = visit;
  const notice = await takeMention(house, access);
  if (!notice) return null;
  const { day, time } = formats(language);
  const names = await personNames([notice.by]);
  const at = t('plans.history.moment', { day: day(notice.at), time: time(notice.at) });
  return t('plans.mentioned.by', { who: names.get(notice.by) ?? t('plans.someoneLeft'), at });
}

export async function planPage(visit: SignedInVisit, access: CaseAccess): Promise<Answer> {
  const { house } = visit;
  const browser = await browserOf(visit.request, house);
  const [isOwn, data, consents, narrative, news, mention] = await Promise.all([
    isOwnDevice(access.personId, browser),
    recordsData(visit, access),
    consentsShown(house, access, visit.language),
    narrativeOf(visit, access).catch(() => 'unreadable' as const),
    newsShown(visit, access),
    mentionShown(visit, access),
  ]);
  const { t } = visit;
  return page('plans/show', {
    ...data,
    title: t('plans.show.title', { pseudonym: data.pseudonym }),
    space: 'case',
    spaceText: t('plans.show.space', { count: data.members.filter((member) => member.inside).length }),
    spaceLink: { href: paths.caseViews({ id: access.caseId }), text: t('cases.views.link') },
    consents,
    mayManage: mayManageCase(access),
    mayNarrate: mayWriteNarrative(access),
    narrative,
    remarks: narrative === 'unreadable' ? null : (narrative?.remarks ?? null),
    news,
    isOwnDevice: isOwn,
    offlineDays: mayWriteNarrative(access) ? house.offlineDays : 0,
    mention,
    scripts: ['/build/plan.js'],
    styles: ['/styles/live.css'],
  });
}

/** In plain language, for on paper and for the client. */
export async function printPage(visit: SignedInVisit<PrintInput>, access: CaseAccess): Promise<Answer> {
  const [data, narrative, versions, redactions] = await Promise.all([
    recordsData(visit, access),
    narrativeOf(visit, access),
    mayWriteNarrative(access) ? versionsOf(visit.house, access) : [],
    mayWriteNarrative(access) ? redactionsShown(visit, access) : [],
  ]);
  return page('plans/print', {
    ...data,
    title: visit.t('plans.show.title', { pseudonym: data.pseudonym }),
    space: 'case',
    narrative,
    /** Only asked for: most paper is for who was not in the discussion. */
    withRemarks: visit.input.remarks,
    remarks: narrative?.remarks ?? null,
    versions: versions.filter((version) => !version.removedAt),
    redactions,
    printedOn: visit.now,
  });
}

/** One form on its own page, refused or for people without script. */
export async function formPage(
  visit: SignedInVisit,
  access: CaseAccess,
  kind: 'goal' | 'action',
): Promise<Answer> {
  const data = await recordsData(visit, access);
  // No field of these forms has several values; one sent so is shown empty.
  const typed = Object.entries(visit.refused?.values ?? {});
  const values = Object.fromEntries(typed.filter(([, value]) => typeof value === 'string'));
  const bases = Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('base_')));
  return page('plans/form', {
    ...data,
    title: visit.t(`plans.form.${kind}`),
    space: 'case',
    narrow: true,
    kind,
    values,
    bases,
    target: visit.request.originalUrl,
    refused: visit.refused,
    inszFound: Object.values(visit.refused?.errors ?? {}).includes(visit.t('plans.inszFound')),
  });
}

/** Both values of every field that changed meanwhile, for the one who came second. */
export async function reviewPage(
  visit: SignedInVisit<unknown>,
  access: CaseAccess,
  kind: 'goal' | 'action',
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const mentioned = conflicts.flatMap((one) => [one.yours, one.current]);
  const [data, names] = await Promise.all([
    recordsData(visit, access),
    personNames([
      ...conflicts.map((one) => one.by),
      ...mentioned.map((value) => value.replace('caregiver:', '')),
    ]),
  ]);
  const words = ({ field }: { field: string }, value: string): string => {
    if (field === 'who') return assigneeWords(visit, value, data.members, data.pseudonym, names);
    const list = { dimension: 'dimensions', lifeDomain: 'lifeDomains', status: 'statuses' }[field];
    return list ? visit.t(`plans.${list}.${value}`) : value;
  };
  const reviewed = new Set(conflicts.flatMap(({ field }) => [field, `base_${field}`]));
  const answer = page('plans/review', {
    ...data,
    title: visit.t('plans.review.title'),
    space: 'case',
    narrow: true,
    kind,
    target: visit.request.originalUrl,
    /** What else the form held: nothing of it was written, so it goes with the choice. */
    kept: Object.entries(visit.input as object).filter(
      ([name, value]) => value !== undefined && value !== false && !reviewed.has(name),
    ),
    conflicts: conflicts.map((one) => ({
      ...one,
      byName: names.get(one.by) ?? '',
      currentWords: words(one, one.current),
      yoursWords: words(one, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
