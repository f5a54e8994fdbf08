import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type EvidenceKind,
  GapModel,
  type GapRecord,
  type GapStatus,
  type GapTrace,
} from '../../../../models/Gap.ts';
import {
  GovernmentSignalModel,
  type GovernmentSignalRecord,
  type SentContent,
  type SignalFollowUp,
} from '../../../../models/GovernmentSignal.ts';
import { emptyGap, type GapValues } from '../../../../models/gapFields.ts';
import type { SignalValues } from '../../../../models/signalFields.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { idOf } from '../../offer/ids.ts';
import { disclose } from '../demand/disclosure.ts';
import { monthOf } from '../demand/queries.ts';
import { everyCount } from '../demand/tally.ts';
import { beginningOf } from './beginnings.ts';
import { contentNow, letterReader } from './letter.ts';
import { gapsNamed } from './queries.ts';

interface GivenLetter {
  key: string;
  authority: string;
  asked: string;
  reference: string;
  answer?: { text: string; follows: SignalFollowUp };
}

interface Examples {
  gap: {
    key: string;
    platforms: string[];
    title: GapValues['title'];
    plain: GapValues['plain'];
    values: Partial<GapValues>;
    evidence: { kind: EvidenceKind; source: string; says: string }[];
    verified: string;
  };
  letter: Pick<SignalValues, 'title' | 'missing' | 'tried'>;
  letters: GivenLetter[];
  draft: { key: string; gap: string; authority: string; signed: string; asked: string };
}

/** Days before the demo was filled. */
const ago = {
  reported: 190,
  verified: 160,
  made: 62,
  signed: 51,
  sent: 48,
  acknowledged: 44,
  answered: 19,
  draft: 4,
};
type Moment = keyof typeof ago;

const at = (now: Date, moment: Moment): Date => new Date(now.getTime() - ago[moment] * 86_400_000);
const trace = (now: Date, moment: Moment, body: string): GapTrace => ({
  at: at(now, moment),
  by: null,
  body,
});

/** A gap that is made up, and says so: a sourced one gets no step that nobody took. */
function gapRecord({ gap }: Examples, now: Date): GapRecord {
  const { key, platforms, title, plain, values, evidence, verified } = gap;
  const body = platforms[0]!;
  const step = (status: GapStatus, moment: Moment, why: string) => ({
    ...{ status, why, solvedBy: '', modules: [] },
    ...trace(now, moment, body),
  });
  const since = brusselsDay(at(now, 'reported'));
  return {
    ...{ _id: idOf('gap', key), fields: {}, status: 'escalated', pictures: [] },
    values: { ...emptyGap, kind: 'missing', ...values, title, plain, platforms, since },
    steps: [
      step('reported', 'reported', ''),
      step('verified', 'verified', verified),
      step('escalated', 'sent', 'Brief aan beide overheden.'),
    ],
    evidence: evidence.map((one) => ({ id: randomUUID(), ...one, ...trace(now, 'reported', body) })),
    reportedAt: at(now, 'reported'),
  };
}

type Words = Pick<SignalValues, 'authority' | 'asked'> & Partial<SignalValues>;

/** What such a letter says: begun from the register as any other, and written on. */
async function valuesOf(house: House, gaps: GapRecord[], begun: Date, words: Words): Promise<SignalValues> {
  const reader = await letterReader(house, 'nl', gaps);
  const found = disclose(await everyCount(house.keys), monthOf(begun));
  const texts = beginningOf(gaps, reader, { found, now: begun, isExample: true });
  const platforms = [...new Set(gaps.flatMap((one) => one.values.platforms))];
  return { language: 'nl', platforms, gaps: gaps.map((one) => one._id), ...texts, ...words };
}

async function letterRecord(
  house: House,
  file: Examples,
  given: GivenLetter,
): Promise<GovernmentSignalRecord> {
  const now = house.clock.now();
  const gaps = await gapsNamed([idOf('gap', file.gap.key)]);
  const { key, authority, asked, reference, answer } = given;
  const values = await valuesOf(house, gaps, at(now, 'made'), { ...file.letter, authority, asked });
  const [sender, other] = file.gap.platforms as [string, string];
  const signature = (platform: string, moment: Moment) => ({
    ...{ platform, revision: 1, by: '', at: at(now, moment) },
  });
  const dayOf = (moment: Moment): string => brusselsDay(at(now, moment));
  const draft = { ...blank(now, key, 'made', sender), values };
  // What the inventory says today is not what it said then.
  const content: SentContent = { ...(await contentNow(house, draft)), cells: [] };
  return {
    ...draft,
    status: answer ? 'answered' : 'acknowledged',
    signatures: [signature(other, 'signed'), signature(sender, 'sent')],
    sent: { ...trace(now, 'sent', sender), content },
    acknowledged: { ...trace(now, 'acknowledged', authority), day: dayOf('acknowledged'), reference },
    answers: answer ? [{ ...answer, ...trace(now, 'answered', authority), day: dayOf('answered') }] : [],
  };
}

const blank = (now: Date, key: string, moment: Moment, body: string) => ({
  ...{ _id: idOf('signal', key), fields: {}, revision: 1, status: 'draft' as const, signatures: [] },
  ...{ withdrawals: [], made: trace(now, moment, body), sent: null, acknowledged: null, answers: [] },
  fictional: true as const,
});

/** A draft about a gap that has its sources: its words are what those say, what it asks is made up. */
async function draftRecord(house: House, { draft }: Examples): Promise<GovernmentSignalRecord> {
  const now = house.clock.now();
  const { key, gap, authority, asked, signed } = draft;
  const gaps = await gapsNamed([idOf('gap', gap)]);
  const made = at(now, 'draft');
  return {
    ...blank(now, key, 'draft', gaps[0]!.values.platforms[0]!),
    values: await valuesOf(house, gaps, made, { authority, asked }),
    signatures: [{ platform: signed, revision: 1, by: '', at: made }],
  };
}

/** Letters and a draft to look at, marked as examples; safe to repeat. The register and its counts are there already. */
export async function loadDemoSignals(house: House): Promise<void> {
  const url = new URL('reference/examples.json', import.meta.url);
  const file = JSON.parse(readFileSync(url, 'utf8')) as Examples;
  const gap = gapRecord(file, house.clock.now());
  if (!(await GapModel.exists({ _id: gap._id })))
    await house.unitOfWork.do(
      { name: 'gap.reported', actor: null, record: { type: 'gap', id: gap._id } },
      async ({ session }) => void (await GapModel.create([gap], { session })),
    );
  const makers: [key: string, make: () => Promise<GovernmentSignalRecord>][] = [
    ...file.letters.map(
      (one) =>
        [one.key, () => letterRecord(house, file, one)] as [string, () => Promise<GovernmentSignalRecord>],
    ),
    [file.draft.key, () => draftRecord(house, file)],
  ];
  for (const [key, make] of makers) {
    const id = idOf('signal', key);
    if (await GovernmentSignalModel.exists({ _id: id })) continue;
    const record = await make();
    await house.unitOfWork.do(
      { name: 'signal.made', actor: null, record: { type: 'signal', id } },
      async ({ session }) => void (await GovernmentSignalModel.create([record], { session })),
    );
  }
}
