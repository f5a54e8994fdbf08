import { Invalid } from '../../core/errors.ts';
import type { SignedInVisit } from '../../core/route.ts';
import type { HistoryInput } from '../../live/history/forms.ts';
import type { AnswerTo, Question, Shown, ShownSteps, Tally } from '../../live/history/questions.ts';
import type { NameOf } from '../../live/plainText.ts';
import { handsIn, type Namer, namerFor, type PageStep, pageLines, pageSteps } from './shown.ts';

/** The past of a live text, for a page of its feature: that decided who reads it, and keeps the act. */
export interface ProsePast {
  /** @throws NotFound, KeyUnavailable, Unreadable */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
  /** What a mention in it is read as. */
  nameOf: NameOf;
  mayRestore: boolean;
  mayRedact: boolean;
  /** Where the text at one moment, or two moments compared, is shown. */
  address(query?: Record<string, string | number | undefined>): string;
  /** Where words that are to go are chosen. */
  redaction: string;
  /** What is told of a moment that is over. */
  old: string;
}

/** What is shown: the text at one moment, or what is different between two. */
export type Chosen =
  | { kind: 'text'; sequence: number; slips: boolean; redact: boolean; part: number }
  | { kind: 'comparison'; from: number; to: number; part: number };

/** @throws Invalid when a moment does not exist, or the later one comes first. */
export function choose(input: HistoryInput, last: number): Chosen {
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

export const momentOf = (chosen: Chosen): number => (chosen.kind === 'text' ? chosen.sequence : chosen.to);

/** Everything the text part shows, with everybody's names. */
export async function textData(visit: SignedInVisit<unknown>, past: ProsePast, chosen: Chosen) {
  const { house, language, t } = visit;
  const shown: Shown & { tally?: Tally } = await past.ask(chosen);
  const { tally } = shown;
  const hands = [...handsIn(shown), ...Object.values(tally ?? {}).flat()];
  const namer = await namerFor(house, language, t, hands);
  const { nameOf, mayRedact, mayRestore } = past;
  const isNow = momentOf(chosen) === shown.last;
  const isComparison = chosen.kind === 'comparison';
  const isRedacting = chosen.kind === 'text' && chosen.redact && mayRedact;
  const told = (list: Tally['added']) =>
    list.map((one) => ({ who: namer.who(one), passages: one.passages, at: namer.moment(one.at) }));
  return {
    past,
    chosen,
    isNow,
    isComparison,
    isEmpty: shown.last === 0,
    isRedacting,
    mayRedact,
    redactAddress: (redact: boolean) => addressOf(past, { ...chosen, redact } as Chosen),
    lines: pageLines(shown, { t, namer, nameOf, isNow, isComparison, isRedacting, mayRestore }),
    tally: tally && {
      added: told(tally.added),
      deleted: told(tally.deleted),
      ticked: told(tally.ticked),
      relinked: told(tally.relinked),
      shaped: told(tally.shaped),
    },
    part: shown.part,
    parts: shown.parts,
    partAddress: (part: number) => addressOf(past, { ...chosen, part }),
    slipsAddress: (slips: boolean) => addressOf(past, { ...chosen, part: 1, slips } as Chosen),
  };
}

function addressOf({ address }: ProsePast, chosen: Chosen): string {
  const part = chosen.part > 1 ? chosen.part : undefined;
  if (chosen.kind === 'comparison') return address({ from: chosen.from, to: chosen.to, part });
  const on = (is: boolean) => (is ? 'on' : undefined);
  return address({ at: chosen.sequence, slips: on(chosen.slips), redact: on(chosen.redact), part });
}

/** Steps around a moment, the names in them, and the words for the moment itself. */
export async function stepsData(visit: SignedInVisit<unknown>, past: ProsePast, sequence: number) {
  const { house, language, t } = visit;
  const found: ShownSteps = await past.ask({ kind: 'steps', sequence });
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
export async function labelOf(
  visit: SignedInVisit<unknown>,
  past: ProsePast,
  sequence: number,
): Promise<string> {
  return (await stepsData(visit, past, sequence)).stepLabel;
}

/** Moments to choose from: named ones, then the steps of this page of the list, the newest first. */
export async function momentsData(
  visit: SignedInVisit<unknown>,
  past: ProsePast,
  known: {
    chosen: Chosen;
    steps: PageStep[];
    versions: readonly { sequence: number; name: string }[];
    last: number;
  },
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
          ? await labelOf(visit, past, Number(value))
          : value.slice(0, 40),
    })),
  );
  if (others.length > 0) groups.unshift({ label: t('plans.history.others'), options: others });
  return { compared, momentGroups: groups };
}

const stepWords = (visit: SignedInVisit<unknown>, step: { day: string; time: string; who: string }): string =>
  visit.t('plans.history.steps.label', { day: step.day, time: step.time, who: step.who });
