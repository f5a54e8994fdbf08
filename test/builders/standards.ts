import { randomUUID } from 'node:crypto';
import { StandardModel } from '../../models/Standard.ts';
import { StandardVersionModel } from '../../models/StandardVersion.ts';
import type { Draft } from '../../server/features/coverage/standards/draft.ts';
import { inputsOf } from '../../server/features/coverage/standards/inputs.ts';
import { draftFrom } from '../../server/features/coverage/standards/queries.ts';
import { referenceFrames } from '../../server/features/coverage/standards/referenceFrames.ts';

/** Schakel's proposal under a name of a platform's own, to begin from. */
export const proposal = (): Draft => ({
  ...draftFrom(referenceFrames.get('own')!, 'nl'),
  names: { nl: 'Norm van het overleg' },
});

/** The same as the form sends it. */
export const proposalForm = inputsOf(proposal());

/** A standard of a platform in its first version, as nobody in particular made it. */
export async function aStandardOf(platform: string, draft = proposal()): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  await StandardModel.create({
    _id: id,
    platform,
    version: 1,
    isDefault: false,
    retiredAt: null,
    madeAt: at,
  });
  const begunFrom = { id: 'own', version: 1 };
  const version = { _id: `${id}:1`, standard: id, version: 1, ...draft, language: 'nl' as const, begunFrom };
  await StandardVersionModel.create({ ...version, at, by: 'nobody' });
  return id;
}
