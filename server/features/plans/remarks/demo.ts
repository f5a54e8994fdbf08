import { rootName } from '../../../../public/scripts/live/protocol.ts';
import { type Passage, passageOf } from '../../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../../public/scripts/live/remarks/flat.ts';
import { Conflict, Unavailable } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { WritingDesk } from '../../../live/remarks/desk.ts';
import { addComment, addSuggestion, answerRemark } from '../../../live/remarks/remarks.ts';
import { readStored } from '../../../live/stored.ts';
import { liveNarrative } from '../live.ts';

/** Does something once, as one of the two who write together, at their desk. */
type Step = <T>(
  word: string,
  name: string,
  who: 'owner' | 'colleague',
  work: (unit: Unit, desk: WritingDesk) => Promise<T>,
) => Promise<T>;

/** The passage with these words. @throws Conflict when the text is another by now */
async function passageWith(house: House, caseId: string, words: string): Promise<Passage> {
  const { doc } = await readStored(liveNarrative(house), caseId);
  const flat = flatten(doc.getXmlFragment(rootName));
  const from = flat.words.indexOf(words);
  const passage = from < 0 ? null : passageOf(flat, from, from + words.length);
  if (!passage) throw new Conflict('live.remarks.errors.gone');
  return passage;
}

async function say(house: House, caseId: string, step: Step): Promise<void> {
  const { commentId } = await step('comment', 'comment.added', 'colleague', async (unit, desk) =>
    addComment(desk, unit, {
      ...(await passageWith(house, caseId, 'weer zelf van de turnles halen')),
      words: 'Tot hoe laat duurt die les? Dan houd ik die namiddag vrij.',
    }),
  );
  await step('comment answer', 'comment.answered', 'owner', (unit, desk) =>
    answerRemark(desk, unit, { kind: 'comment', id: commentId }, 'Tot vier uur, zei ze.'),
  );
  await step('suggestion', 'suggestion.added', 'colleague', async (unit, desk) =>
    addSuggestion(desk, unit, {
      ...(await passageWith(house, caseId, 'Drie weken na elkaar')),
      proposal: 'Vier weken na elkaar',
      reason: 'Gisteren waren het er vier.',
    }),
  );
}

/**
 * What is said about the text of the demo, once; every word of it is made up. A demo that was kept from before, with
 * another text or one that cannot be opened, goes without.
 */
export async function loadDemoRemarks(house: House, caseId: string, step: Step): Promise<void> {
  try {
    await say(house, caseId, step);
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof Unavailable)) throw error;
  }
}
