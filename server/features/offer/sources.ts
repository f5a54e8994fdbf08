import { readReferenceFiles, type Source } from './referenceFiles.ts';

let sources: Map<string, Source> | undefined;

/** The document the first entries were taken from; null for a source this program does not carry. */
export function sourceWithId(id: string): Source | null {
  if (!sources) {
    const { source } = readReferenceFiles().careOffer;
    sources = new Map([[source.id, source]]);
  }
  return sources.get(id) ?? null;
}
