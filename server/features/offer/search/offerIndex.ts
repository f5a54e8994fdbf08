import type { Language } from '../../../core/i18n.ts';
import type { UnitDocument } from './document.ts';
import { merged } from './merging.ts';
import { type Segment, segmentOf } from './segment.ts';
import { type Values, valuesFrom } from './values.ts';
import { type Label, type Vocabulary, vocabularyOf } from './vocabulary.ts';

/**
 * Everything a search looks at: one large segment that stays as it is, a small one of what changed since, made again
 * at every change, and which units of the large one are therefore gone.
 */
export interface OfferIndex {
  values: Values;
  base: Segment;
  /** 1 for units of the base that were changed or removed since. */
  gone: Uint8Array;
  changed: Segment;
  /** What the segment of changes was made from. */
  documents: ReadonlyMap<string, UnitDocument>;
  vocabularyIn(language: Language): Vocabulary;
}

/** As many changed units are kept beside the base; with one more they become part of it. */
const mostChanged = 1000;

export function indexFrom(base: Segment, values: Values, labels: readonly Label[]): OfferIndex {
  const made = new Map<Language, Vocabulary>();
  return {
    ...{ values, base },
    gone: new Uint8Array(base.ids.length),
    changed: segmentOf([]),
    documents: new Map(),
    vocabularyIn: (language) => {
      const vocabulary =
        made.get(language) ?? vocabularyOf(labels, language === 'nl' ? ['nl'] : [language, 'nl']);
      made.set(language, vocabulary);
      return vocabulary;
    },
  };
}

/** Makes the index of documents. Their values were numbered in `values`. */
export const indexOf = (
  documents: Iterable<UnitDocument>,
  values: Values = valuesFrom(),
  labels: readonly Label[] = [],
): OfferIndex => indexFrom(segmentOf(documents), values, labels);

/** A unit as it is now; null when it is not there, or not to be found. */
export type Change = { id: string; document: UnitDocument | null };

/** The index after some changes. The given one goes on answering as before. */
export function withChanges(index: OfferIndex, changes: Iterable<Change>): OfferIndex {
  const documents = new Map(index.documents);
  const ids = new Set<string>();
  for (const { id, document } of changes) {
    ids.add(id);
    if (document) documents.set(id, document);
    else documents.delete(id);
  }
  const gone = index.gone.slice();
  for (const [unit, id] of index.base.ids.entries()) if (ids.has(id)) gone[unit] = 1;
  const changed = segmentOf(documents.values());
  if (documents.size <= mostChanged) return { ...index, gone, changed, documents };
  return settled({ ...index, gone, changed, documents });
}

/** The same index as one segment: what is kept on disk. */
export function settled(index: OfferIndex): OfferIndex {
  const base = merged(index.base, index.gone, index.changed);
  return {
    ...index,
    ...{ base, gone: new Uint8Array(base.ids.length), changed: segmentOf([]), documents: new Map() },
  };
}

/** Ids of the units that were made from a record, as the index has them; now and then one too many. */
export function unitsMadeFrom(index: OfferIndex, hashes: ReadonlySet<number>): string[] {
  const found = new Set<string>();
  for (const { ids, madeFrom, madeFromStarts } of [index.base, index.changed]) {
    for (let unit = 0; unit < ids.length; unit++) {
      for (let at = madeFromStarts[unit]!; at < madeFromStarts[unit + 1]!; at++)
        if (hashes.has(madeFrom[at]!)) found.add(ids[unit]!);
    }
  }
  return [...found];
}
