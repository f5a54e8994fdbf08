import { liveRedactionsOf } from '../../../../models/LiveRedaction.ts';
import { NarrativeVersionModel, type NarrativeVersionRecord } from '../../../../models/NarrativeVersion.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { RedactionInput } from '../../../live/redaction/forms.ts';
import { blotRemarks } from '../../../live/remarks/blottedRemarks.ts';
import { blot, blotText } from '../../../live/remarks/blotting.ts';
import { type CaseAccess, mayRedact } from '../../cases/policy.ts';
import { redactProse } from '../../prose/actions.ts';
import { openVersion, sealVersionName } from '../history/queries.ts';

/**
 * Takes words out of the shared text and its history for good and, unless they are to go in one line only, out of the
 * names of versions and what was said about the text: everything that was kept of them is written anew in this unit's
 * transaction. Every page that has the text open loads it again.
 * @throws Invalid when they stand nowhere
 */
export async function redactWords(
  house: House,
  unit: Unit,
  access: CaseAccess,
  input: RedactionInput,
): Promise<{ sequence: number; characters: number }> {
  if (!mayRedact(access)) throw new NotFound();
  const { caseId, personId, body } = access;
  const cipher = await house.keys.cipher(caseId);
  const about = { kind: 'plan', documentId: caseId };
  const by = { personId, organisationId: body, cipher };
  const made = await redactProse(house, unit, about, by, input);
  const { sequence, characters, buried } = made;
  const blotting = { words: input.words, blot };
  if (input.where === 'everywhere') {
    await blotNames(house, unit, access, (text) => blotText(text, blotting));
    const remarks = await blotRemarks(cipher, `plan:${caseId}`, blotting, unit.session);
    // By the same id as the act: so a backup from before, if it is restored, can be told which ones they are.
    const made = liveRedactionsOf(house.connection);
    await made.updateOne({ _id: unit.actId }, { $set: { remarks } }, { session: unit.session });
  }
  unit.note({ sequence, characters, versions: buried.length });
  return { sequence, characters };
}

/** A name of a version that says the words keeps the rest of it. */
async function blotNames(
  house: House,
  unit: Unit,
  access: CaseAccess,
  blotted: (text: string) => string,
): Promise<void> {
  const cipher = await house.keys.cipher(access.caseId);
  const records = await NarrativeVersionModel.find({ case: access.caseId })
    .session(unit.session)
    .lean<NarrativeVersionRecord[]>();
  for (const version of records.map((record) => openVersion(cipher, record))) {
    const name = blotted(version.name);
    if (name === version.name) continue;
    const state = { version: version.fields.name.version + 1, by: access.personId, at: unit.now };
    const set = { name: sealVersionName(cipher, version.id, name), 'fields.name': state };
    await NarrativeVersionModel.updateOne({ _id: version.id }, { $set: set }, { session: unit.session });
  }
}
