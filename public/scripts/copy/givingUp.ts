import * as Y from 'yjs';
import type { Upon } from '../live/keep.ts';
import { looseWords } from '../live/looseWords.ts';
import { unsentText } from '../live/unsentText.ts';
import type { Copies, KeptUnsent } from './copies.ts';
import { isLeft } from './livePages.ts';

/** What the server lets a person keep of shared texts. */
export interface Keepable {
  /** The cases whose text they may read, by id. */
  readable: string[];
  /**
   * Of those in which words were redacted, the commit from which on a copy no longer holds them, counted within
   * `restoration`. Absent from a server of before.
   */
  redacted?: Record<string, number>;
  restoration?: string;
}

const documentOf = (caseId: string): string => `plan:${caseId}`;

/** Whether what is kept may be of before words were redacted; of another restoration nothing says that it is not. */
export const isOfBefore = ({ sequence, restoration }: Upon, from: number | undefined, now: string): boolean =>
  from !== undefined && (restoration !== now || sequence < from);

/** Takes off this device what its person may not keep (any more); the words they did not get sent stay theirs. */
export async function keepOnly(
  copies: Copies,
  { readable, redacted = {}, restoration = '' }: Keepable,
): Promise<void> {
  const may = new Set(readable.map(documentOf));
  const unsent = await copies.unsent();
  const documents = new Set([...(await copies.documents()), ...unsent.map((one) => one.document)]);
  for (const document of documents) {
    const its = unsent.filter((one) => one.document === document);
    if (!may.has(document)) await copies.giveUp(document, await wordsLeft(copies, document, its));
  }
  for (const [caseId, from] of Object.entries(redacted)) {
    const document = documentOf(caseId);
    const text = await copies.text(document);
    const kept = unsent.filter((one) => one.document === document).map(({ upon }) => upon);
    if (text) kept.push(text);
    if (kept.some((one) => isOfBefore(one, from, restoration))) await giveUpText(copies, document);
  }
}

/**
 * A text goes from this device. What pages that are gone did not get sent is given back as words, with those of the page
 * that asks; pages that live say themselves what they have. `own`: whose rows are behind `words`.
 */
export async function giveUpText(
  copies: Copies,
  document: string,
  { words, own }: { words: string; own: readonly string[] } = { words: '', own: [] },
): Promise<void> {
  const others = (await copies.unsent(document)).filter((row) => !own.includes(row.page));
  const gone = await Promise.all(others.map((row) => isLeft(row.page)));
  const left = await wordsLeft(
    copies,
    document,
    others.filter((_, index) => gone[index]),
  );
  const alive = others.filter((_, index) => !gone[index]).map((row) => row.page);
  await copies.giveUp(document, [words, left].filter((one) => one !== '').join('\n\n'), alive);
}

/** The words in what pages did not get sent of a document. */
async function wordsLeft(copies: Copies, document: string, unsent: KeptUnsent[]): Promise<string> {
  const updates = unsent.flatMap(({ parcels, waiting }) => [...parcels.map((one) => one.update), ...waiting]);
  if (updates.length === 0) return '';
  const text = await copies.text(document);
  return text ? wordsOf(text.state, updates) : looseWords(updates);
}

function wordsOf(state: Uint8Array, updates: Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of [state, ...updates]) Y.applyUpdate(doc, update);
  return unsentText(doc, updates);
}
