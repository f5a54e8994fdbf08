import { evidenceKinds, type GapRecord } from '../../../../models/Gap.ts';
import { type GapField, type GapFieldRule, gapFieldNames, gapFields } from '../../../../models/gapFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { itemReading } from '../../network/items/policy.ts';
import { agendasAbout } from '../../network/items/shown.ts';
import { workPointsOfGap } from '../../network/yearPlan/shown.ts';
import { circuitsAbout } from '../circuits/queries.ts';
import { demandReading } from '../demand/policy.ts';
import { besideGap } from '../wordsAndTasks/shown.ts';
import { demandBeside } from './demand.ts';
import { inventoryOf, signalsOf } from './gapParts.ts';
import { isClosed, nextStatuses, obstacleTo } from './lifeCycle.ts';
import { fingerprint, markOf } from './pageParts.ts';
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
      links: field === 'units' ? gap.values.units.map((id) => wording.unit(id)) : [],
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

/** What the page of a gap shows: facts, evidence, where it stands, what people say about it, and what happened. */
async function partsOf(visit: SignedInVisit<unknown>, { gap, rights }: SeenGap) {
  const [contributions, changes, demand, circuits] = await Promise.all([
    contributionsTo(gap._id),
    changesOf(gap._id),
    demandBeside(visit),
    circuitsAbout(visit.person, gap),
  ]);
  const traces = [...gap.steps, ...gap.evidence, ...contributions, ...changes];
  const wording = await wordingFor(visit, [gap.values], traces);
  const who = await tracesShown(rights, wording, traces);
  const { values, status } = gap;
  const inventory = await inventoryOf(visit, { gap, rights }, wording);
  const id = { id: gap._id };
  const head = {
    heading: wording.said(values.title),
    kind: wording.value('kind', values.kind),
    ...summaryOf(gap, wording),
    status,
    mark: markOf[status],
    since: values.since || gap.reportedAt,
    reported: { at: gap.reportedAt, who: who(gap.steps[0]!) },
    description: wording.said(values.description),
    plain: wording.said(values.plain),
  };
  const agendas = await agendasAbout(visit.house, visit.person, `gap:${gap._id}`, visit.language);
  const shown = {
    agendas,
    facts: (['where', 'size', 'flow', 'care', 'links'] as const)
      .map((section) => ({ section, all: factsOf(gap, section, wording) }))
      .filter((one) => one.all.length > 0),
    circuits: circuits.map((one) => ({
      href: paths.circuit({ id: one._id }),
      name: wording.said(one.values.name),
    })),
    namesake: await besideGap(visit.person, gap),
    evidence: evidenceOf(gap).map((one) => ({ ...one, all: one.all.map((of) => ({ ...of, who: who(of) })) })),
    demand: {
      words: demand?.words(values) ?? null,
      isExample: visit.house.demo,
      table: demandReading.permits(visit.person) ? paths.demand() : null,
    },
    cells: inventory.cells,
    solvers: inventory.solvers,
    signals: await signalsOf(visit, gap),
    workPoints: await workPointsOfGap(visit, gap, rights.write),
    newSignal: rights.write && !isClosed(status) ? paths.newSignal({ gap: gap._id }) : null,
    steps: gap.steps.map((one) => ({
      ...one,
      who: who(one),
      mark: markOf[one.status],
      modules: (one.modules ?? []).flatMap((module) => inventory.solved.get(module) ?? []),
    })),
    next: rights.write ? stepsFrom(gap) : [],
    contributions: contributions.map((one) => ({ ...one, who: who(one) })),
    changes: changesShown(changes, wording, who),
  };
  const marks = Object.fromEntries(Object.entries(shown).map(([part, of]) => [part, fingerprint(of)]));
  return {
    ...head,
    ...shown,
    marks: { ...marks, head: fingerprint(head) },
    seen: gap.steps.length,
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
      agenda: itemReading.permits(visit.person) && rights.contribute ? paths.gapAgenda(id) : null,
    },
  };
}

/** One gap. */
export async function gapPage(visit: SignedInVisit<unknown>, seen: SeenGap): Promise<Answer> {
  const parts = await partsOf(visit, seen);
  const { _id: id } = seen.gap;
  return page('coverage/gap', {
    title: parts.heading.text,
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/gaps.css', '/styles/yearPlan.css'],
    scripts: ['/build/gaps.js'],
    topics: `gap:${id}`,
    entries: paths.gapParts({ id }),
    ...parts,
  });
}

/** Its parts as they are now, for a page that is open. */
export const gapFragment = async (visit: SignedInVisit<unknown>, seen: SeenGap): Promise<Answer> =>
  fragment('coverage/_gapParts', await partsOf(visit, seen));
