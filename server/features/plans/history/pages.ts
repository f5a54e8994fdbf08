import { type Answer, fragment, page } from '../../../core/answers.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { HistoryInput } from '../../../live/history/forms.ts';
import { Unreadable } from '../../../live/unreadable.ts';
import { paths } from '../../../paths.ts';
import { type CaseAccess, mayRedact } from '../../cases/policy.ts';
import { pseudonymOf } from '../../cases/queries.ts';
import { personNames } from '../../network/queries.ts';
import {
  choose,
  labelOf,
  momentOf,
  momentsData,
  type ProsePast,
  stepsData,
  textData,
} from '../../prose/queries.ts';
import { namesInText } from '../mentions.ts';
import { redactionsShown } from '../redaction/shown.ts';
import { historyOf, lastMoment, type Version, versionsOf } from './queries.ts';

/** The past of the shared text, as this person sees it. */
export async function pastOf({ house, language, t }: SignedInVisit, access: CaseAccess): Promise<ProsePast> {
  const id = { id: access.caseId };
  return {
    ask: (question) => historyOf(house, access, question),
    nameOf: await namesInText(house, access, language, t('plans.someoneLeft')),
    ...{ mayRestore: true, mayRedact: mayRedact(access) },
    address: (query = {}) => paths.planHistory(id, query),
    redaction: paths.planRedaction(id),
    old: t('plans.history.old'),
  };
}

/** The versions as the page lists them. */
async function versionsData(visit: SignedInVisit, versions: Version[]) {
  const names = await personNames(versions.map((version) => version.createdBy));
  const { day, time } = formats(visit.language);
  const shown = versions.map((version) => ({
    ...version,
    buried: version.tombstone
      ? visit.t('plans.history.versions.buried', {
          moment: visit.t('plans.history.moment', {
            day: day(version.tombstone.at),
            time: time(version.tombstone.at),
          }),
        })
      : null,
    by: visit.t('plans.history.versions.by', {
      name: names.get(version.createdBy) ?? visit.t('plans.someoneLeft'),
      moment: visit.t('plans.history.moment', { day: day(version.createdAt), time: time(version.createdAt) }),
    }),
  }));
  return {
    versions: shown.filter((version) => !version.removedAt),
    removedVersions: shown.filter((version) => version.removedAt),
  };
}

/** The history around a moment, or with what is wrong in what was asked. */
export async function historyPage(visit: SignedInVisit<HistoryInput>, access: CaseAccess): Promise<Answer> {
  const { house, t } = visit;
  const pseudonym = await pseudonymOf(house, access);
  const data = { caseId: access.caseId, pseudonym, space: 'case' as const, title: t('plans.history.title') };
  try {
    const past = await pastOf(visit, access);
    const last = await lastMoment(house, access);
    const chosen = choose(visit.refused ? { slips: false, redact: false } : visit.input, last);
    const [text, steps, versions, redactions] = await Promise.all([
      textData(visit, past, chosen),
      stepsData(visit, past, momentOf(chosen)),
      versionsOf(house, access).then((found) => versionsData(visit, found)),
      redactionsShown(visit, access),
    ]);
    const moments = await momentsData(visit, past, { chosen, ...steps, ...versions, last });
    const named = versions.versions.find((version) => version.sequence === momentOf(chosen));
    return page('plans/history', {
      ...data,
      ...text,
      ...steps,
      ...versions,
      ...moments,
      redactions,
      last,
      namedMoment: momentOf(chosen),
      fromLabel: chosen.kind === 'comparison' ? await labelOf(visit, past, chosen.from) : '',
      named: named?.name ?? null,
      refused: visit.refused,
      inszFound: Object.values(visit.refused?.errors ?? {}).includes(t('plans.inszFound')),
      scripts: ['/build/history.js'],
    });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...page('plans/historyUnreadable', { ...data, narrow: true }), status: 503 };
  }
}

/** The text alone, for a page that moves from moment to moment. */
export async function historyText(visit: SignedInVisit<HistoryInput>, access: CaseAccess): Promise<Answer> {
  const past = await pastOf(visit, access);
  const chosen = choose(visit.input, await lastMoment(visit.house, access));
  const [text, steps] = await Promise.all([
    textData(visit, past, chosen),
    stepsData(visit, past, momentOf(chosen)),
  ]);
  const fromLabel = chosen.kind === 'comparison' ? await labelOf(visit, past, chosen.from) : '';
  return fragment('prose/_text', { ...text, ...steps, fromLabel, named: null });
}
