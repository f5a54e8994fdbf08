import { AmendmentModel, type AmendmentRecord } from '../../../../../models/Amendment.ts';
import { type BlottedRemark, liveRedactionsOf } from '../../../../../models/LiveRedaction.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import type { House } from '../../../../core/house.ts';
import type { Person } from '../../../../core/person.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import type { RestorationInput } from '../../../../live/history/forms.ts';
import type { RestoredPlace } from '../../../../live/history/questions.ts';
import type { RedactionInput } from '../../../../live/redaction/forms.ts';
import { blot, blotText } from '../../../../live/remarks/blotting.ts';
import { redactProse, restoreWords } from '../../../prose/actions.ts';
import { minutesCipher } from '../live.ts';
import { requireMinutes } from './queries.ts';

interface About {
  meeting: string;
  item: string;
}

/** Puts words back into minutes, as an edit of this person. @throws NotFound, Forbidden, Conflict once they are locked, Invalid */
export async function restoreInMinutes(
  house: House,
  unit: Unit,
  person: Person,
  about: About,
  input: RestorationInput,
): Promise<{ sequence: number; place: RestoredPlace }> {
  const { room, mayRestore } = await requireMinutes(person, about, unit.now, unit.session);
  if (room.meeting.state === 'approved') throw new Conflict('room.errors.locked');
  if (!mayRestore) throw new Forbidden();
  return restoreWords(house, unit, { kind: 'minutes', documentId: about.item }, person, input);
}

/**
 * Takes words out of minutes and their history for good and, unless they are to go in one line only, out of the remarks on
 * them. Every page that has the minutes open loads them again.
 * @throws NotFound, Forbidden for who does not keep the agenda, Invalid when they stand nowhere
 */
export async function redactMinutes(
  house: House,
  unit: Unit,
  person: Person,
  about: About,
  input: RedactionInput,
): Promise<{ sequence: number; characters: number }> {
  const { room, mayRedact } = await requireMinutes(person, about, unit.now, unit.session);
  if (!mayRedact) throw new Forbidden();
  const by = {
    ...{ personId: person.id, organisationId: room.access.body },
    cipher: await minutesCipher(house),
  };
  const made = await redactProse(house, unit, { kind: 'minutes', documentId: about.item }, by, input);
  if (input.where === 'everywhere') {
    const remarks = await blotAmendments(unit, about.item, input.words);
    // By the same id as the act: so a backup from before, if it is restored, can be told which ones they are.
    const kept = liveRedactionsOf(house.connection);
    await kept.updateOne({ _id: unit.actId }, { $set: { remarks } }, { session: unit.session });
  }
  const { sequence, characters } = made;
  unit.note({ sequence, characters, meeting: about.meeting });
  return { sequence, characters };
}

/**
 * A remark that says the words keeps the rest of it.
 * @returns which texts of which remarks said them
 */
async function blotAmendments({ session }: Unit, item: string, words: string[]): Promise<BlottedRemark[]> {
  const found = await AmendmentModel.find({ item }).session(session).lean<AmendmentRecord[]>();
  const blotted: BlottedRemark[] = [];
  for (const { _id: id, ...said } of found) {
    const set = {
      text: blotText(said.text, { words, blot }),
      answer: blotText(said.answer, { words, blot }),
    };
    const texts = (['text', 'answer'] as const).filter((one) => set[one] !== said[one]);
    if (texts.length === 0) continue;
    await AmendmentModel.updateOne({ _id: id }, { $set: set }, { session });
    blotted.push({ id, texts });
  }
  return blotted;
}
