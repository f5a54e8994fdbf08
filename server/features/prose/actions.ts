import { Invalid, NotFound, Unavailable } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import type { Person } from '../../core/person.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { RestorationInput } from '../../live/history/forms.ts';
import type { RestoredPlace } from '../../live/history/questions.ts';
import type { Restored } from '../../live/live.ts';
import type { RedactionInput } from '../../live/redaction/forms.ts';
import type { RedactionMade } from '../../live/redaction/redacting.ts';
import { Unreadable } from '../../live/unreadable.ts';
import { sealReason } from './redaction/queries.ts';

/** A live document of a feature: `plan` and the id of its case, `minutes` and the id of its agenda item. */
export interface ProseDocument {
  kind: string;
  documentId: string;
}

/** Attempts at redacting while others write; each is a few hundredths of a second. */
const mostAttempts = 40;

type Refusal = Extract<Restored, { refused: unknown }>['refused'];

/** What the person is told when words could not be put back; nothing was changed. */
function refusalOf(refused: Refusal): Error {
  switch (refused) {
    case 'unknown':
      return new Invalid({ passage: 'plans.history.errors.passage' });
    case 'standing':
      return new Invalid({ passage: 'plans.history.errors.standing' });
    case 'document_full':
    case 'too_large':
      return new Invalid({ passage: 'plans.history.errors.full' });
    case 'not_found':
    case 'not_allowed':
    case 'signed_out':
      return new NotFound();
    case 'unreadable':
      return new Unreadable('asked while putting words back');
    default:
      return new Unavailable('plans.history.errors.later');
  }
}

/**
 * Puts words back as an edit of this person, through the live engine: asked about again at the write, and shown at once
 * to everyone who has the text open. The edit carries the id of the act, so that doing it again does nothing.
 * @throws Invalid, NotFound, Unavailable, Unreadable; nothing was changed then
 */
export async function restoreWords(
  house: House,
  unit: Unit,
  { kind, documentId }: ProseDocument,
  person: Person,
  input: RestorationInput,
): Promise<{ sequence: number; place: RestoredPlace }> {
  const restored = await house.live.restore(
    kind,
    documentId,
    {
      personId: person.id,
      sessionId: person.sessionId,
      name: person.name,
      organisationName: '',
      language: person.language,
    },
    { id: unit.actId, stretches: input.line ?? input.passage ?? [], asLine: input.line !== undefined },
  );
  if ('refused' in restored) throw refusalOf(restored.refused);
  unit.note({ sequence: restored.sequence });
  return { sequence: restored.sequence, place: restored.place ?? (input.line ? 'line' : 'same') };
}

/**
 * Runs a redaction while this server commits nothing to its document.
 * @param work one attempt; it is made again when another server wrote in between
 * @throws Unavailable when others write there without a pause
 */
export function redactQuietly<T>(
  house: House,
  { kind, documentId }: ProseDocument,
  act: (attempt: () => void) => Promise<T>,
): Promise<T> {
  let attempts = 0;
  return house.live.quietly(kind, documentId, () =>
    act(() => {
      attempts += 1;
      if (attempts > mostAttempts) throw new Unavailable('plans.redaction.errors.busy');
    }),
  );
}

/**
 * Takes words out of a live document and its history for good, in this unit's transaction. Checks no access: the caller has.
 * @throws Invalid when they stand nowhere
 */
export async function redactProse(
  house: House,
  unit: Unit,
  { kind, documentId }: ProseDocument,
  by: { personId: string; organisationId: string; cipher: Parameters<typeof sealReason>[0] },
  input: RedactionInput,
): Promise<RedactionMade> {
  const { personId, organisationId, cipher } = by;
  const made = await house.live.redact(
    kind,
    documentId,
    {
      ...{ id: unit.actId, at: unit.now, personId, organisationId, words: input.words },
      reason: sealReason(cipher, unit.actId, input.reason),
      within: input.where === 'here' ? (input.line ?? []) : null,
    },
    unit.session,
  );
  if ('refused' in made) throw new Invalid({ words: 'plans.redaction.errors.unknown' });
  return made;
}
