import { rootName } from '../../../../public/scripts/live/protocol.ts';
import { type Passage, passageOf } from '../../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../../public/scripts/live/remarks/flat.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Desk } from '../../../live/remarks/desk.ts';
import { addComment, addSuggestion, answerRemark } from '../../../live/remarks/remarks.ts';
import { readStored } from '../../../live/stored.ts';
import { liveNarrative } from '../live.ts';

/** Does something once, as one of the two who write together, at their desk. */
type Step = <T>(
  word: string,
  name: string,
  who: 'owner' | 'colleague',
  work: (unit: Unit, desk: Desk) => Promise<T>,
) => Promise<T>;

/** What is said about the text of the demo; every word of it is made up. */
export async function loadDemoRemarks(house: House, caseId: string, step: Step): Promise<void> {
  const { doc } = await readStored(liveNarrative(house), caseId);
  const passage = (words: string): Passage | null => {
    const flat = flatten(doc.getXmlFragment(rootName));
    const from = flat.words.indexOf(words);
    return from < 0 ? null : passageOf(flat, from, from + words.length);
  };
  const fetching = passage('weer zelf van de turnles halen');
  const weeks = passage('Drie weken na elkaar');
  if (!fetching || !weeks) return; // a demo that was kept, whose text is another by now
  const { commentId } = await step('comment', 'comment.added', 'colleague', (unit, desk) =>
    addComment(desk, unit, {
      ...fetching,
      words: 'Tot hoe laat duurt die les? Dan houd ik die namiddag vrij.',
    }),
  );
  await step('comment answer', 'comment.answered', 'owner', (unit, desk) =>
    answerRemark(desk, unit, { kind: 'comment', id: commentId }, 'Tot vier uur, zei ze.'),
  );
  await step('suggestion', 'suggestion.added', 'colleague', (unit, desk) =>
    addSuggestion(desk, unit, {
      ...weeks,
      proposal: 'Vier weken na elkaar',
      reason: 'Gisteren waren het er vier.',
    }),
  );
}
