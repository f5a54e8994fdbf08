import { type EvidenceKind, evidenceKinds, type GapRecord } from '../../../../models/Gap.ts';
import type { GapField } from '../../../../models/gapFields.ts';
import { type SignalValues, signalFields } from '../../../../models/signalFields.ts';
import { formats, type Language, type Translate } from '../../../core/i18n.ts';
import type { Wording } from '../register/wording.ts';
import { type DemandNow, demandIntro, demandWordsOf } from './demand.ts';

/** How a letter speaks: its own language, not that of whoever looks at it. */
export interface LetterReader {
  t: Translate;
  language: Language;
  wording: Wording;
}

const concerning: readonly GapField[] = [
  'functions',
  'from',
  'to',
  'ages',
  'targetGroups',
  'problems',
  'settings',
  'areas',
];

const titleOf = (gap: GapRecord, { wording }: LetterReader): string => wording.said(gap.values.title).text;

/** What of several gaps goes under one heading: with their titles where there are several. */
function ofEach(gaps: readonly GapRecord[], reader: LetterReader, words: (gap: GapRecord) => string): string {
  const said = gaps.map((gap) => ({ title: titleOf(gap, reader), text: words(gap) }));
  const full = said.filter(({ text }) => text !== '');
  return gaps.length === 1
    ? (full[0]?.text ?? '')
    : full.map(({ title, text }) => `${title}\n${text}`).join('\n\n');
}

const missingIn = ({ values }: GapRecord, { wording }: LetterReader): string =>
  wording.said(values.plain).text || wording.said(values.description).text || wording.said(values.title).text;

const concernedIn = ({ values }: GapRecord, { t, wording }: LetterReader): string =>
  concerning
    .map((field) => ({ label: t(`gaps.fields.${field}`), words: wording.value(field, values[field]) }))
    .filter(({ words }) => words !== '')
    .map((one) => t('signals.begin.line', one))
    .join('\n');

function sizeIn({ values }: GapRecord, { t, wording }: LetterReader): string {
  const { sizeQuantity, sizeUnit, sizeBy, sizeBasis, flowShare, flowSource } = values;
  const amount = [wording.value('sizeQuantity', sizeQuantity), sizeUnit].filter(Boolean).join(' ');
  const basis = [sizeBy, sizeBasis].filter(Boolean).join(', ');
  const flow =
    flowShare === null
      ? ''
      : t('signals.begin.flow', {
          share: wording.value('flowShare', flowShare),
          from: wording.value('flowFrom', values.flowFrom),
          to: wording.value('flowTo', values.flowTo),
        }) + (flowSource === '' ? '' : ` (${flowSource})`);
  return [basis === '' || amount === '' ? amount : `${amount} (${basis})`, flow].filter(Boolean).join('\n');
}

const evidenceIn = ({ evidence }: GapRecord, kind: EvidenceKind): string =>
  evidence
    .filter((one) => one.kind === kind)
    .map(({ says, source }) => (says === '' ? source : `${says} (${source})`))
    .join('\n');

/** The steps since it was verified, with why. */
const triedIn = ({ steps }: GapRecord, { t, language }: LetterReader): string =>
  steps
    .filter(({ status, why }) => status !== 'reported' && status !== 'verified' && why !== '')
    .map(({ status, at, why }) =>
      t('signals.begin.line', {
        label: `${formats(language).day(at)}, ${t(`gaps.status.${status}`)}`,
        words: why,
      }),
    )
    .join('\n');

type Texts = Omit<SignalValues, 'authority' | 'language' | 'platforms' | 'gaps'>;

/** How often help was looked for in vain, for each gap that says what and where; where from stands first. */
function demandOf(gaps: readonly GapRecord[], reader: LetterReader, now: DemandNow | null): string {
  const said = now ? ofEach(gaps, reader, (gap) => demandWordsOf(now, gap, reader)) : '';
  return said === '' ? '' : `${demandIntro(now!, reader)}\n\n${said}`;
}

/**
 * The words a signal begins with: all the register knows of its gaps; what is asked is for people to say.
 * @param demand what may be said of searches in vain; null while it cannot be read
 */
export function beginningOf(
  gaps: readonly GapRecord[],
  reader: LetterReader,
  demand: DemandNow | null,
): Texts {
  const each = (words: (gap: GapRecord, reader: LetterReader) => string): string =>
    ofEach(gaps, reader, (gap) => words(gap, reader));
  const evidence = Object.fromEntries(
    evidenceKinds.map((kind) => [kind, ofEach(gaps, reader, (gap) => evidenceIn(gap, kind))]),
  ) as Record<EvidenceKind, string>;
  const texts = {
    title: gaps.map((gap) => titleOf(gap, reader)).join('; '),
    missing: each(missingIn),
    concerned: each(concernedIn),
    size: each(sizeIn),
    ...evidence,
    demand: demandOf(gaps, reader, demand),
    tried: each(triedIn),
    asked: '',
  };
  const cut = Object.entries(texts).map(([field, text]) => {
    const { maximum = 0 } = signalFields[field as keyof Texts];
    return [field, text.length <= maximum ? text : `${text.slice(0, maximum - 1)}…`];
  });
  return Object.fromEntries(cut) as Texts;
}
