import { type Answer, page } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { personNames } from '../../network/queries.ts';
import type { RecordKind } from './catalogue.ts';
import { type Wording, wordsOfText } from './wording.ts';

/** Both values of every field that changed meanwhile, for the one who came second; the rest of the form goes along. */
export async function reviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  about: { kind: RecordKind; title: string; target: string; back: string },
  wording: Wording,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const { kind, title, target, back } = about;
  const names = await personNames(conflicts.map((one) => one.by));
  const isReviewed = (name: string): boolean =>
    conflicts.some(
      ({ field }) =>
        [field, `base_${field}`, `chosen_${field}`].includes(name) || name.startsWith(`${field}_`),
    );
  const kept = Object.entries(visit.input)
    .filter(([name]) => !name.startsWith('_') && !isReviewed(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one === true ? 'on' : one })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string');
  const answer = page('coverage/review', {
    title,
    space: 'platform',
    narrow: true,
    target,
    back,
    kept,
    conflicts: conflicts.map((one) => ({
      ...one,
      label: visit.t(`circuits.fields.${kind}.${one.field}`),
      byName: names.get(one.by) ?? '',
      currentWords: wordsOfText(wording, kind, one.field, one.current),
      yoursWords: wordsOfText(wording, kind, one.field, one.yours),
    })),
  });
  return { ...answer, status: 409 };
}
