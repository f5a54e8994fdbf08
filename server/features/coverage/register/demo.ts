import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type EvidenceKind, GapModel, type GapRecord, type GapStatus } from '../../../../models/Gap.ts';
import { emptyGap, type GapValues } from '../../../../models/gapFields.ts';
import { PlatformModel } from '../../../../models/Platform.ts';
import type { House } from '../../../core/house.ts';
import { type LocalisedText, languages } from '../../../core/i18n.ts';
import { idOf } from '../../offer/ids.ts';
import { functionsEver } from './queries.ts';

type Texts = Pick<GapValues, 'title' | 'plain'>;

interface GivenGap extends Texts {
  platforms: string[];
  values: Partial<GapValues>;
  evidence: { kind: EvidenceKind; source: string; says: string }[];
  steps: { status: GapStatus; on: string; why: string }[];
  /** Key of the candidate it was made of, where it is about a task or a word. */
  candidate?: string;
}

interface GapFile {
  /** With the day of each. */
  sources: Record<string, { name: string; on: string }>;
  gaps: (GivenGap & { key: string; kind: GapValues['kind']; description: LocalisedText })[];
  missingInWestFlanders: GivenGap & { functions: string[] };
}

/** The report is of 2010 and names no day: the last of the year is the latest it can be. */
const reportedOn = '2010-12-31';

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);

function recordOf(
  file: GapFile,
  id: string,
  given: GivenGap,
  values: Pick<GapValues, 'kind' | 'description'>,
) {
  const body = given.platforms[0]!;
  const trace = (day: string) => ({ at: at(day), by: null, body });
  const { owner } = given.values;
  const steps = [{ status: 'reported' as const, on: reportedOn, why: '' }, ...given.steps];
  return {
    _id: id,
    values: {
      ...emptyGap,
      ...given.values,
      ...(owner ? { owner: idOf('organisation', owner) } : {}),
      ...values,
      title: given.title,
      plain: given.plain,
      platforms: given.platforms,
      since: reportedOn,
    },
    fields: {},
    status: steps.at(-1)!.status,
    steps: steps.map(({ status, on, why }) => ({ status, why, solvedBy: '', modules: [], ...trace(on) })),
    pictures: [],
    evidence: given.evidence.map((one) => {
      const { name, on } = file.sources[one.source]!;
      return { ...{ id: randomUUID(), ...one, source: name }, ...trace(on) };
    }),
    reportedAt: at(reportedOn),
    ...(given.candidate ? { candidate: given.candidate } : {}),
  } satisfies GapRecord;
}

/** The same gap for each kind of help that is lacking, by its name. */
async function missingOnes(file: GapFile): Promise<GapRecord[]> {
  const { functions, title, ...given } = file.missingInWestFlanders;
  const names = new Map((await functionsEver()).map((one) => [one._id, one.names]));
  return functions.map((code) => {
    const said = languages.map((one) => [
      one,
      title[one]!.replace('{{function}}', names.get(code)?.[one] ?? code),
    ]);
    const own = { ...given, title: Object.fromEntries(said), values: { ...given.values, functions: [code] } };
    return recordOf(file, idOf('gap', `west-flanders-${code}`), own, { kind: 'missing', description: {} });
  });
}

/** What the platforms wrote in 2010 about gaps and overlaps, carried over with its sources; safe to repeat. */
export async function loadDemoGaps(house: House): Promise<void> {
  const file = JSON.parse(
    readFileSync(new URL('reference/gaps2010.json', import.meta.url), 'utf8'),
  ) as GapFile;
  const gaps = [
    ...file.gaps.map(({ key, kind, description, ...given }) =>
      recordOf(file, idOf('gap', key), given, { kind, description }),
    ),
    ...(await missingOnes(file)),
  ];
  for (const gap of gaps) {
    if (await GapModel.exists({ _id: gap._id })) continue;
    const draft = { name: 'gap.reported', actor: null, record: { type: 'gap', id: gap._id } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      await GapModel.create([gap], { session });
    });
  }
  const publishing = {
    name: 'gap.publicationChanged',
    actor: null,
    record: { type: 'platform', id: 'BE-VWV' },
  };
  await house.unitOfWork.do(publishing, async ({ session }) => {
    await PlatformModel.updateOne({ _id: 'BE-VWV' }, { $set: { publishesGaps: true } }, { session });
  });
}
