import type { GovernmentSignalRecord, SignalSignature } from '../../../../models/GovernmentSignal.ts';
import type { GovernmentSignalChangeRecord } from '../../../../models/GovernmentSignalChange.ts';
import type { SignalField } from '../../../../models/signalFields.ts';
import { formats, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { senderOf } from './letterActions.ts';
import { gapsNamed, type SeenSignal } from './queries.ts';
import { type Obstacle, obstaclesTo, unsigned } from './sending.ts';

type Visit = SignedInVisit<unknown>;

/** Why it cannot be sent yet, each in a sentence. */
function obstacleWords(
  obstacles: readonly Obstacle[],
  { t }: Visit,
  nameOf: (id: string) => string,
): string[] {
  return obstacles.map((one) => {
    if (one.code === 'empty') return t('signals.obstacle.empty', { field: t(`signals.fields.${one.field}`) });
    if (one.code === 'unsigned') return t('signals.obstacle.unsigned', { platform: nameOf(one.platform) });
    return t(`signals.obstacle.${one.code}`, { gap: nameOf(one.gap) });
  });
}

/** What changed since the page that is open was opened: other words than those that were read are not signed. */
function changedSince(
  changes: readonly GovernmentSignalChangeRecord[],
  seenRevision: number,
  { t }: Visit,
): string[] {
  const fields: SignalField[] = changes
    .filter(({ revision }) => revision > seenRevision)
    .flatMap((one) => one.changes.map(({ field }) => field));
  return [...new Set(fields)].map((field) => t(`signals.fields.${field}`));
}

/** Who signed which version and when, each in a line. */
export const signatureWords = (
  signatures: readonly SignalSignature[],
  { t, language }: Pick<Visit, 't' | 'language'>,
  bodyName: (id: string) => string,
): string[] =>
  signatures.map(({ platform, revision, at }) =>
    t('signals.withdrawal.signed', {
      platform: bodyName(platform),
      number: revision,
      day: formats(language).day(at),
    }),
  );

/**
 * What can be done with a draft: sign it, send it, what stands in between, and throw it away.
 * @param seenRevision the words that the page showed when it was opened
 */
export async function draftView(
  visit: Visit,
  { signal, rights }: SeenSignal,
  bodyName: (id: string) => string,
  known: { changes: readonly GovernmentSignalChangeRecord[]; seenRevision: number },
) {
  if (!rights.write) return null;
  const { values, signatures, revision }: GovernmentSignalRecord = signal;
  const gaps = await gapsNamed(values.gaps);
  const titles = new Map(gaps.map((one) => [one._id, inLanguage(one.values.title, visit.language).text]));
  const sender = senderOf(signal, rights);
  const open = unsigned(signal);
  return {
    revision: known.seenRevision,
    changed: revision === known.seenRevision ? [] : changedSince(known.changes, known.seenRevision, visit),
    sender: bodyName(sender),
    signed: signatureWords(signatures, visit, bodyName),
    toSign: rights.signsFor
      .filter((one) => open.includes(one) && values.platforms.length > 1)
      .map((id) => ({ id, name: bodyName(id) })),
    obstacles: obstacleWords(
      obstaclesTo(signal, gaps, sender),
      visit,
      (id) => titles.get(id) ?? bodyName(id),
    ),
  };
}
