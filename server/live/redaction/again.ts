import type { ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import { type LiveRedactionRecord, liveRedactionsOf } from '../../../models/LiveRedaction.ts';
import type { ActDraft } from '../../core/acts.ts';
import { KeyUnavailable } from '../../core/keys.ts';
import type { Logger } from '../../core/logger.ts';
import type { UnitOfWork } from '../../core/unitOfWork.ts';
import { type Compactor, createCompactor } from '../compactor.ts';
import type { LiveFeature } from '../feature.ts';
import { bytesOf } from '../log.ts';
import { partsOf } from '../messages.ts';
import { blotWaiting } from '../remarks/blottedRemarks.ts';
import { Unreadable } from '../unreadable.ts';
import { type Redaction, type RedactionMade, redactStored } from './redacting.ts';

interface Surroundings {
  connection: Connection;
  compactor: Compactor;
  feature: LiveFeature;
  session: ClientSession;
}

/** Redacts what is stored of a document, and tells the feature which of its named moments are not what they were. */
export async function redactDocument(
  { connection, compactor, feature, session }: Surroundings,
  {
    documentId,
    last,
    ...redaction
  }: Omit<Redaction, 'document'> & { documentId: string; last: number | null },
): Promise<RedactionMade> {
  const cipher = await feature.cipher(documentId);
  const moments = (await feature.kept?.moments(documentId, session)) ?? [];
  const document = `${feature.kind}:${documentId}`;
  const made = await redactStored(
    { connection, cipher, compactor, session },
    { ...redaction, document },
    { last, moments },
  );
  const { id, at } = redaction;
  if (made.buried.length > 0) await feature.kept?.bury(documentId, made.buried, { id, at }, session);
  return made;
}

/**
 * Redacts again what a restored backup brought back, each in a transaction with its act. Until then nobody can read
 * those documents: so it is done before anybody is let in. One whose key is not there stays closed, and waits.
 * @returns how many were made again, and how many wait
 */
export async function redactAgain(options: {
  connection: Connection;
  features: LiveFeature[];
  unitOfWork: UnitOfWork;
  logger: Logger;
  /** The act of it. Nobody signed in does this. */
  draftOf: (kind: string, documentId: string) => ActDraft;
}): Promise<{ made: number; waiting: number }> {
  const { connection, logger } = options;
  const records = await liveRedactionsOf(connection)
    .collection.find<LiveRedactionRecord>({ isWaiting: true }, { sort: { at: 1 }, promoteBuffers: true })
    .toArray();
  const compactor = createCompactor();
  let made = 0;
  try {
    for (const record of records) {
      try {
        await redactOneAgain({ ...options, compactor }, record);
        made += 1;
      } catch (err) {
        if (!(err instanceof KeyUnavailable || err instanceof Unreadable)) throw err;
        logger.error({ err }, 'live: words that a backup brought back could not be redacted again yet');
      }
    }
  } finally {
    await compactor.close();
  }
  return { made, waiting: records.length - made };
}

async function redactOneAgain(
  options: {
    connection: Connection;
    features: LiveFeature[];
    unitOfWork: UnitOfWork;
    compactor: Compactor;
    draftOf: (kind: string, documentId: string) => ActDraft;
  },
  record: LiveRedactionRecord,
): Promise<void> {
  const { connection, features, unitOfWork, compactor, draftOf } = options;
  const { kind, documentId } = partsOf(record.document);
  const feature = features.find((one) => one.kind === kind);
  if (!feature) throw new Unreadable(`no live documents of the kind ${kind}`);
  const { _id: id, at, personId, organisationId, stretches } = record;
  const redaction = {
    id,
    at,
    personId,
    organisationId,
    stretches,
    reason: bytesOf(record.reason),
    words: [],
  };
  await unitOfWork.do(draftOf(kind, documentId), async (unit) => {
    const { session } = unit;
    // Another server may have been first.
    const waits = await liveRedactionsOf(connection).collection.findOne(
      { _id: id as never, isWaiting: true },
      { session },
    );
    if (!waits) return null;
    const asked = { ...redaction, documentId, last: null };
    const { sequence } = await redactDocument({ connection, compactor, feature, session }, asked);
    await blotWaiting(await feature.cipher(documentId), record.document, session);
    await feature.kept?.blotWaiting(documentId, session);
    unit.note({ redaction: id, sequence });
    return { sequence };
  });
}
