import { type Answer, fragment, page } from '../../../core/answers.ts';
import { Invalid } from '../../../core/errors.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Shown, ShownSteps, Tally } from '../../../live/history/questions.ts';
import { Unreadable } from '../../../live/unreadable.ts';
import { paths } from '../../../paths.ts';
import { type CaseAccess, mayRedact } from '../../cases/policy.ts';
import { pseudonymOf } from '../../cases/queries.ts';
import { personNames } from '../../network/queries.ts';
import { namesInText } from '../mentions.ts';
import { redactionsShown } from '../redaction/shown.ts';
import type { HistoryInput } from './forms.ts';
import { historyOf, lastMoment, type Version, versionsOf } from './queries.ts';
import { handsIn, type Namer, namerFor, type PageStep, pageLines, pageSteps } from './shown.ts';

/** What is shown: the text at one moment, or what is different between two. */
type Chosen =
  | { kind: 'text'; sequence: number; slips: boolean; redact: boolean; part: number }
  | { kind: 'comparison'; from: number; to: number; part: number };

/** @throws Invalid when a moment does not exist, or the later one comes first. */
function choose(input: HistoryInput, last: number): Chosen {
  const part = input.part ?? 1;
  for (const field of ['at', 'from', 'to'] as const) {
    const asked = input[field];
    if (asked !== undefined && asked > last)
      throw new Invalid({ [field]: { key: 'plans.history.errors.unknown', values: { typed: asked } } });
  }
  const { at, from, to } = input;
  if (from === undefined && to === undefined)
    return { kind: 'text', sequence: at ?? last, slips: input.slips, redact: input.redact, part };
  const compared = { kind: 'comparison', from: from ?? 0, to: to ?? last, part } as const;
  if (compared.from > compared.to) throw new Invalid({ from: 'plans.history.errors.order' });
  return compared;
}

const momentOf = (chosen: Chosen): number => (chosen.kind === 'text' ? chosen.sequence : chosen.to);

/** Everything the text part shows, with everybody's names. */
async function textData(visit: SignedInVisit, access: CaseAccess, chosen: Chosen) {
  const { house, language, t } = visit;
  const shown: Shown & { tally?: Tally } = await historyOf(house, access, chosen);
  const { tally } = shown;
  const hands = [...handsIn(shown), ...Object.values(tally ?? {}).flat()];
  const namer = await namerFor(house, language, t, hands);
  const nameOf = await namesInText(house, access, language, t('plans.someoneLeft'));
  const isNow = momentOf(chosen) === shown.last;
  const isComparison = chosen.kind === 'comparison';
  const isRedacting = chosen.kind === 'text' && chosen.redact && mayRedact(access);
  const told = (list: Tally['added']) =>
    list.map((one) => ({ who: namer.who(one), passages: one.passages, at: namer.moment(one.at) }));
  return {
    caseId: access.caseId,
    chosen,
    isNow,
    isComparison,
    isEmpty: shown.last === 0,
    isRedacting,
    mayRedact: mayRedact(access),
    redactAddress: (redact: boolean) => addressOf(access.caseId, { ...chosen, redact } as Chosen),
    lines: pageLines(shown, { t, namer, nameOf, isNow, isComparison, isRedacting }),
    tally: tally && {
      added: told(tally.added),
      deleted: told(tally.deleted),
      ticked: told(tally.ticked),
      relinked: told(tally.relinked),
      shaped: told(tally.shaped),
    },
    part: shown.part,
    parts: shown.parts,
    partAddress: (part: number) => addressOf(access.caseId, { ...chosen, part }),
    slipsAddress: (slips: boolean) => addressOf(access.caseId, { ...chosen, part: 1, slips } as Chosen),
  };
}

function addressOf(id: string, chosen: Chosen): string {
  const part = chosen.part > 1 ? chosen.part : undefined;
  if (chosen.kind === 'comparison')
    return paths.planHistory({ id }, { from: chosen.from, to: chosen.to, part });
  const on = (is: boolean) => (is ? 'on' : undefined);
  return paths.planHistory(
    { id },
    { at: chosen.sequence, slips: on(chosen.slips), redact: on(chosen.redact), part },
  );
}

/** Steps around a moment, the names in them, and the words for the moment itself. */
async function stepsData(visit: SignedInVisit, access: CaseAccess, sequence: number) {
  const { house, language, t } = visit;
  const found: ShownSteps = await historyOf(house, access, { kind: 'steps', sequence });
  const namer: Namer = await namerFor(
    house,
    language,
    t,
    found.steps.flatMap((step) => step.hands),
  );
  const steps = pageSteps(found.steps, { t, namer, language });
  const index = steps.findIndex((step) => step.sequence >= sequence);
  const current = sequence > 0 ? steps[index] : undefined;
  const newer = found.start + steps.length < found.total;
  return {
    steps,
    /** Moments of other pages of the list. */
    earlier: found.start > 0 && steps[0] ? steps[0].before : null,
    later: newer ? steps.at(-1)!.sequence + 1 : null,
    currentStep: current ?? null,
    stepLabel: current ? stepWords(visit, current) : t('plans.history.beginning'),
    previous: current?.before ?? null,
    next:
      (sequence === 0 ? steps[0]?.sequence : steps[index + 1]?.sequence) ??
      (newer ? steps.at(-1)!.sequence + 1 : null),
  };
}

/** What a moment is called where there is place for a line only. */
async function labelOf(visit: SignedInVisit, access: CaseAccess, sequence: number): Promise<string> {
  return (await stepsData(visit, access, sequence)).stepLabel;
}

/** Moments to choose from: named ones, then the steps of this page of the list, the newest first. */
async function momentsData(
  visit: SignedInVisit,
  access: CaseAccess,
  known: { chosen: Chosen; steps: PageStep[]; versions: Version[]; last: number },
) {
  const { t } = visit;
  const { chosen, steps, versions, last } = known;
  const before = steps.find((step) => step.sequence >= momentOf(chosen))?.before ?? 0;
  const shown =
    chosen.kind === 'comparison'
      ? { from: chosen.from, to: chosen.to }
      : { from: before, to: chosen.sequence };
  const typed = visit.refused?.values ?? {};
  const compared = {
    from: String(typed.from ?? shown.from),
    to: String(typed.to ?? shown.to),
  };
  const ends = [
    { value: String(last), label: t('plans.history.now') },
    { value: '0', label: t('plans.history.beginning') },
  ];
  const groups = [
    {
      label: t('plans.history.versions.title'),
      options: versions.map(({ sequence, name }) => ({ value: String(sequence), label: name })),
    },
    {
      label: t('plans.history.steps.title'),
      options: steps
        .filter((step) => step.sequence !== last)
        .map((step) => ({ value: String(step.sequence), label: stepWords(visit, step) }))
        .reverse(),
    },
    { label: t('plans.history.ends'), options: ends },
  ].filter((group) => group.options.length > 0);
  const offered = new Set(groups.flatMap((group) => group.options.map(({ value }) => value)));
  const missing = [...new Set(Object.values(compared))].filter((value) => !offered.has(value));
  // A moment from an address, or what somebody typed into one, is kept as it is.
  const others = await Promise.all(
    missing.map(async (value) => ({
      value,
      label:
        Number(value) <= last && /^\d+$/.test(value)
          ? await labelOf(visit, access, Number(value))
          : value.slice(0, 40),
    })),
  );
  if (others.length > 0) groups.unshift({ label: t('plans.history.others'), options: others });
  return { compared, momentGroups: groups };
}

const stepWords = (visit: SignedInVisit, step: { day: string; time: string; who: string }): string =>
  visit.t('plans.history.steps.label', { day: step.day, time: step.time, who: step.who });

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
    const last = await lastMoment(house, access);
    const chosen = choose(visit.refused ? { slips: false, redact: false } : visit.input, last);
    const [text, steps, versions, redactions] = await Promise.all([
      textData(visit, access, chosen),
      stepsData(visit, access, momentOf(chosen)),
      versionsOf(house, access).then((found) => versionsData(visit, found)),
      redactionsShown(visit, access),
    ]);
    const moments = await momentsData(visit, access, { chosen, ...steps, ...versions, last });
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
      fromLabel: chosen.kind === 'comparison' ? await labelOf(visit, access, chosen.from) : '',
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
  const chosen = choose(visit.input, await lastMoment(visit.house, access));
  const [text, steps] = await Promise.all([
    textData(visit, access, chosen),
    stepsData(visit, access, momentOf(chosen)),
  ]);
  const fromLabel = chosen.kind === 'comparison' ? await labelOf(visit, access, chosen.from) : '';
  return fragment('plans/_historyText', { ...text, ...steps, fromLabel, named: null });
}
