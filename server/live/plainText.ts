import type { Connection } from 'mongoose';
import type { LiveFeature } from './feature.ts';

export interface PlainBlock {
  kind: 'heading' | 'paragraph' | 'listItem';
  /** 3 or 4, for headings. */
  level?: number;
  /** For list items. */
  numbered?: boolean;
  text: string;
}

export interface PlainText {
  text: string;
  blocks: PlainBlock[];
  /** Number of the last change in it; 0 for a document nobody wrote in yet. */
  sequence: number;
}

/**
 * A document's words as committed, for print, export and pages without script.
 * Checks no access: the caller has.
 * @throws KeyUnavailable, or Unreadable when the stored document cannot be put together.
 */
export async function readPlainText(
  _feature: LiveFeature,
  _documentId: string,
  _connection?: Connection,
): Promise<PlainText> {
  throw new Error('not built yet');
}
