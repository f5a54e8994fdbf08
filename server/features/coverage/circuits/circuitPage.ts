import { createHash } from 'node:crypto';
import type { CircuitChangeRecord } from '../../../../models/CircuitChange.ts';
import type { CircuitTrace } from '../../../../models/circuitItem.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { itemReading } from '../../network/items/policy.ts';
import { agendasAbout } from '../../network/items/shown.ts';
import { gapReporting } from '../register/policy.ts';
import { gapsOf } from '../register/queries.ts';
import { tracesShown } from '../register/wording.ts';
import type { Contents } from './catalogue.ts';
import { partView, removedView, stateMarks, transitionView } from './itemViews.ts';
import { drawnFrom } from './picture/nodes.ts';
import { pictureOf } from './picture/picture.ts';
import { changesIn, contentsOfCircuit, requireCircuit, type SeenCircuit } from './queries.ts';
import { type Wording, wordingFor, wordsOfText } from './wording.ts';

/** What the page is made of. */
export interface Shown extends SeenCircuit {
  contents: Contents;
  /** Every gap of its platforms. */
  gaps: GapRecord[];
  wording: Wording;
  mayReport: boolean;
}

/** Icon and colour beside the word of a status. */
export const markOf = {
  draft: { icon: 'pencil', tone: 'tag--draft' },
  in_use: { icon: 'play', tone: 'is-info' },
  ended: { icon: 'stop', tone: 'is-none' },
} as const;

/** What a piece of the page says, so that one that is open is changed only where it says something else. */
const marked = <T extends object>(view: T): T & { mark: string } => ({
  ...view,
  mark: createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 12),
});

function headOf({ circuit, wording, rights }: Shown) {
  const { values } = circuit;
  const words = (field: keyof typeof values): string => wording.value('circuit', field, values[field]);
  return {
    name: wording.said(values.name),
    kind: words('kind'),
    status: values.status,
    statusMark: markOf[values.status],
    forWhom: [words('ages'), words('targetGroups')].filter((one) => one !== '').join(' · '),
    areas: words('areas'),
    platforms: words('platforms'),
    from: words('from'),
    until: words('until'),
    purpose: wording.said(values.purpose),
    definition: wording.said(values.definition),
    source: values.source,
    isFictional: circuit.fictional === true,
    edit: rights.write ? paths.circuitFields({ id: circuit._id }) : null,
  };
}

type Who = Awaited<ReturnType<typeof tracesShown>>;

/** What happened, the newest first; fields from what to what. */
const historyOf = (changes: CircuitChangeRecord[], { wording, contents }: Shown, who: Who) =>
  changes.map((one) => ({
    at: one.at,
    who: who(one),
    what: { kind: one.kind, way: one.way, of: ofWhat(one, contents, wording) },
    fields: one.changes.map(({ field, from, to }) => ({
      label: `circuits.fields.${one.kind}.${field}`,
      from: wordsOfText(wording, one.kind, field, from),
      to: wordsOfText(wording, one.kind, field, to),
    })),
  }));

/** What a change was about, by name. */
function ofWhat({ kind, item }: CircuitChangeRecord, contents: Contents, wording: Wording): string {
  if (kind === 'circuit') return '';
  if (kind === 'part') return wording.partWithId(item);
  const all = [...contents.shares, ...contents.transitions, ...contents.removed.map((one) => one.item)];
  const values = all.find((one) => one._id === item)?.values as Record<string, string> | undefined;
  if (!values) return '';
  if (kind === 'share') return wording.value('share', 'organisation', values.organisation!);
  return `${wording.value('transition', 'from', values.from!)} → ${wording.value('transition', 'to', values.to!)}`;
}

async function shownTo(visit: SignedInVisit<unknown>) {
  const seen = await requireCircuit(visit.person, visit.params.id);
  const { circuit, rights } = seen;
  const [contents, gaps, changes] = await Promise.all([
    contentsOfCircuit(circuit),
    gapsOf(circuit.values.platforms),
    changesIn(circuit._id),
  ]);
  const wording = await wordingFor(visit, { circuits: [circuit], contents: [contents], changes });
  const traces: Pick<CircuitTrace, 'by' | 'body'>[] = [circuit.added, ...changes];
  const who = await tracesShown(rights, wording, traces);
  return { ...seen, contents, gaps, wording, mayReport: gapReporting.permits(visit.person), changes, who };
}

/** What the page shows of the circuit, and its part that is fetched again when something changed. */
async function circuitParts(visit: SignedInVisit<unknown>) {
  const { changes, who, ...shown } = await shownTo(visit);
  const { circuit, contents, rights } = shown;
  const id = circuit._id;
  return {
    id,
    may: rights,
    head: marked(headOf(shown)),
    states: stateMarks,
    picture: marked(pictureOf(drawnFrom(shown, visit.t))),
    parts: contents.parts.map((one, at) => marked(partView(shown, one, at))),
    transitions: contents.transitions.map((one) => marked(transitionView(shown, one))),
    removed: marked({ all: rights.write ? contents.removed.map((one) => removedView(shown, one)) : [] }),
    agendas: marked({
      all: await agendasAbout(visit.house, visit.person, `circuit:${id}`, visit.language),
      bring: itemReading.permits(visit.person) ? paths.circuitAgenda({ id }) : null,
    }),
    history: marked({ all: historyOf(changes, shown, who) }),
    to: {
      modules: paths.circuitModules({ id }),
      newTransition: paths.newCircuitItem({ id, kind: 'transitions' }),
    },
  };
}

/** One circuit: what it is for, the picture of it, its parts and transitions, and what happened to it. */
export async function circuitPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const parts = await circuitParts(visit);
  return page('circuits/show', {
    title: parts.head.name.text,
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/circuits.css'],
    scripts: ['/build/gaps.js'],
    refused: visit.refused,
    liveHref: paths.circuitLive({ id: parts.id }),
    ...parts,
  });
}

/** Pages that are open fetch this again after a change. */
export async function livePart(visit: SignedInVisit<unknown>): Promise<Answer> {
  return fragment('circuits/_circuit', await circuitParts(visit));
}
