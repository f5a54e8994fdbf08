import type { GapRecord } from '../../../../models/Gap.ts';
import type { GovernmentSignalRecord, SentContent } from '../../../../models/GovernmentSignal.ts';
import type { SignalField } from '../../../../models/signalFields.ts';
import type { House } from '../../../core/house.ts';
import { formats, inLanguage, type Language, translator } from '../../../core/i18n.ts';
import { cellHistories, picturesNow } from '../register/pictures.ts';
import { historyView, picturesIn, standardsOf } from '../register/pictureViews.ts';
import { wordingFor } from '../register/wording.ts';
import type { LetterReader } from './beginnings.ts';
import { allAuthorities, gapsNamed } from './queries.ts';

/** How a letter about these gaps speaks: in the language it is written in. */
export async function letterReader(
  house: House,
  language: Language,
  gaps: readonly GapRecord[],
  bodies: readonly string[] = [],
): Promise<LetterReader> {
  const t = translator(language);
  const values = gaps.map((one) => one.values);
  const wording = await wordingFor(
    { house, language, t },
    values,
    bodies.map((body) => ({ body })),
  );
  return { t, language, wording };
}

/** What a letter names, as it is called now: what is kept when it is sent, and shown as long as it is a draft. */
export async function contentNow(house: House, { values }: GovernmentSignalRecord): Promise<SentContent> {
  const [gaps, authorities] = await Promise.all([gapsNamed(values.gaps), allAuthorities()]);
  const language = values.language as Language;
  const reader = await letterReader(house, language, gaps, values.platforms);
  const authority = authorities.find((one) => one._id === values.authority);
  const cells = await Promise.all(
    gaps.map(async (gap) => {
      const histories = cellHistories(gap, await picturesNow(house, gap.values));
      const standards = await standardsOf(picturesIn(histories), language);
      return historyView(histories, gap.values, { ...reader, standards }, 'signals.letter.now');
    }),
  );
  return {
    authority: authority ? inLanguage(authority.names, language).text : values.authority,
    platforms: values.platforms.map((one) => reader.wording.body(one)),
    gaps: gaps.map((gap) => ({ id: gap._id, title: reader.wording.said(gap.values.title).text })),
    cells: cells.flat().map(({ kind, place, moments }) => ({
      ...{ kind, place },
      moments: moments.map(({ title, word, why, modules, places, waiting, day, standard }) => ({
        ...{ title, word, why, modules, places, waiting, day, standard },
      })),
    })),
  };
}

/** The parts of a letter in their order; the three sources of knowledge stand together. */
const parts: readonly SignalField[] = ['missing', 'concerned', 'size'];
const sources: readonly SignalField[] = ['scientific', 'practice', 'experience'];
const ending: readonly SignalField[] = ['demand', 'tried', 'asked'];

const paragraphs = (text: string): string[] => text.split(/\n{2,}/).filter((one) => one !== '');

/** The letter in its own language, for the screen and for paper. */
export function letterView(
  { values, sent, made, signatures, revision, status, fictional }: GovernmentSignalRecord,
  content: SentContent,
) {
  const language = values.language as Language;
  const t = translator(language);
  const { day } = formats(language);
  const partOf = (field: SignalField) => ({
    field,
    title: t(`signals.letter.${field}`),
    paragraphs: paragraphs(String(values[field])),
    none: t('signals.letter.none'),
  });
  const isSaid = ({ paragraphs: said }: { paragraphs: string[] }): boolean => said.length > 0;
  const signedOn = (platform: string): string | null => {
    const found = signatures.find((one) => one.platform === platform && one.revision === revision);
    return found ? t('signals.letter.signedOn', { day: day(found.at) }) : null;
  };
  return {
    language,
    /** On paper nothing else tells it from a letter that was sent. */
    marks: [
      ...(fictional ? [t('signals.letter.example')] : []),
      ...(status === 'draft' || status === 'withdrawn' ? [t(`signals.letter.${status}`)] : []),
    ],
    from: content.platforms,
    to: content.authority,
    toWord: t('signals.letter.to'),
    date: day(sent?.at ?? made.at),
    subjectWord: t('signals.letter.subject'),
    subject: values.title || t('signals.untitled'),
    opening: t('signals.letter.opening'),
    parts: parts.map(partOf).filter(isSaid),
    sourcesTitle: t('signals.letter.sources'),
    sources: sources.map(partOf),
    inventoryTitle: t('signals.letter.inventory'),
    caveat: t('gaps.picture.caveat'),
    headings: (['moment', 'state', 'modules', 'waiting'] as const).map((one) =>
      t(`signals.letter.column.${one}`),
    ),
    cells: content.cells.map((cell) => ({
      title: t('gaps.picture.cell', { kind: cell.kind, place: cell.place }),
      moments: cell.moments.map((one) => ({
        ...one,
        on: t('gaps.picture.on', { day: one.day, standard: one.standard }),
      })),
    })),
    ending: ending.map(partOf).filter(isSaid),
    closing: t('signals.letter.closing'),
    signatures: values.platforms.map((platform, at) => ({
      name: t('signals.letter.onBehalf', { name: content.platforms[at] ?? platform }),
      on: signedOn(platform),
    })),
  };
}
