import { type Place, rootName } from '../../../public/scripts/live/protocol.ts';
import {
  findIn,
  longestQuote,
  type Passage,
  passageOf,
} from '../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import { Conflict, Invalid } from '../../core/errors.ts';
import { readStored } from '../stored.ts';
import type { Desk } from './desk.ts';

/** What the document itself says about the passage: nobody is quoted with words that do not stand there. */
export async function readPassage(desk: Desk, ends: { start: Place; end: Place }): Promise<Passage | null> {
  const { doc } = await readStored(desk.feature, desk.documentId);
  const flat = flatten(doc.getXmlFragment(rootName));
  const found = findIn(flat, doc, { ...ends, quote: '', before: '', after: '' });
  return found.state === 'deleted' ? null : passageOf(flat, found.from, found.to);
}

/** @throws Conflict when the words are not there (any more); Invalid when they are too many. */
export async function mustPassage(desk: Desk, ends: { start: Place; end: Place }): Promise<Passage> {
  const passage = await readPassage(desk, ends);
  if (!passage) throw new Conflict('live.remarks.errors.gone');
  if (passage.quote.length > longestQuote) throw new Invalid({ quote: 'live.remarks.errors.long' });
  return passage;
}
