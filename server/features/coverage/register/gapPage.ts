import { evidenceKinds, type GapRecord } from '../../../../models/Gap.ts';
import { type GapField, type GapFieldRule, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { nextStatuses, obstacleTo } from './lifeCycle.ts';
import { hasInsz, markOf } from './pageParts.ts';
import { changesOf, contributionsTo, type SeenGap } from './queries.ts';
import { summaryOf, tracesShown, type Wording, wordingFor, wordsOfText } from './wording.ts';

/** Shown at the head of the page, or with the others of their kind. */
const apart: readonly GapField[] = [
  'kind',
  'title',
  'description',
  'plain',
  'functions',
  'areas',
  'from',
  'to',
];

/** The facts of one part of the catalogue, those that are known; links lead to where they are kept. */
function factsOf(gap: GapRecord, section: GapFieldRule['section'], wording: Wording) {
  return gapFieldNames
    .filter((field) => gapFields[field].section === section && !apart.includes(field))
    .map((field) => ({
      field,
      words: wording.value(field, gap.values[field]),
      links:
        field === 'units'
          ? gap.values.units.map((id) => ({
              href: paths.offerEntry({ id }),
              text: wording.value('units', [id]),
            }))
          : [],
    }))
    .filter((one) => one.words !== '');
}

/** What of the three kinds of knowledge stands behind a gap, and what does not. */
const evidenceOf = (gap: GapRecord) =>
  evidenceKinds.map((kind) => ({ kind, all: gap.evidence.filter((one) => one.kind === kind) }));

type Traces = Awaited<ReturnType<typeof tracesShown>>;

/** Which fields changed, from what to what, the newest first. */
const changesShown = (changes: Awaited<ReturnType<typeof changesOf>>, wording: Wording, who: Traces) =>
  changes.map((one) => ({
    at: one.at,
    who: who(one),
    fields: one.changes.map(({ field, from, to }) => ({
      field,
      from: wordsOfText(wording, field, from),
      to: wordsOfText(wording, field, to),
    })),
  }));

/** The steps that are open now, each with why it is not, where that is so. */
const stepsFrom = (gap: GapRecord) =>
  nextStatuses[gap.status].map((status) => ({ status, obstacle: obstacleTo(status, gap) }));

/** One gap: its facts, its evidence, where it stands, what people say about it, and what happened. */
export async function gapPage(visit: SignedInVisit<unknown>, { gap, rights }: SeenGap): Promise<Answer> {
  const [contributions, changes] = await Promise.all([contributionsTo(gap._id), changesOf(gap._id)]);
  const traces = [...gap.steps, ...gap.evidence, ...contributions, ...changes];
  const wording = await wordingFor(visit, [gap.values], traces);
  const who = await tracesShown(rights, wording, traces);
  const { values, status } = gap;
  const id = { id: gap._id };
  return page('coverage/gap', {
    title: wording.said(values.title).text,
    space: 'platform',
    styles: ['/styles/offer.css'],
    heading: wording.said(values.title),
    kind: wording.value('kind', values.kind),
    ...summaryOf(gap, wording),
    status,
    mark: markOf[status],
    since: values.since || gap.reportedAt,
    reported: { at: gap.reportedAt, who: who(gap.steps[0]!) },
    description: wording.said(values.description),
    plain: wording.said(values.plain),
    facts: (['where', 'size', 'flow', 'care', 'links'] as const)
      .map((section) => ({ section, all: factsOf(gap, section, wording) }))
      .filter((one) => one.all.length > 0),
    evidence: evidenceOf(gap).map((one) => ({ ...one, all: one.all.map((of) => ({ ...of, who: who(of) })) })),
    steps: gap.steps.map((one) => ({ ...one, who: who(one), mark: markOf[one.status] })),
    next: rights.write ? stepsFrom(gap) : [],
    seen: gap.steps.length,
    contributions: contributions.map((one) => ({ ...one, who: who(one) })),
    changes: changesShown(changes, wording, who),
    rights,
    refused: visit.refused,
    insz: hasInsz(visit),
    /** Which of its forms was refused. */
    part: visit.refused ? visit.request.path.split('/').at(-1) : null,
    to: {
      fields: paths.gapFields(id),
      steps: paths.gapSteps(id),
      evidence: paths.gapEvidence(id),
      contributions: paths.gapContributions(id),
    },
  });
}
