import type { Answer } from '../../../core/answers.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { personNames } from '../../network/queries.ts';
import type { RecordKind } from './catalogue.ts';
import { type Wording, wordsOfText } from './wording.ts';

/** Both values of every field that changed meanwhile, for the one who came second. */
export const reviewPage = (
  visit: SignedInVisit<Record<string, unknown>>,
  { kind, title, target, back }: { kind: RecordKind; title: string; target: string; back: string },
  wording: Wording,
  conflicts: FieldConflict<string>[],
): Promise<Answer> =>
  conflictsPage(visit, conflicts, {
    ...{ title, target, back },
    label: (field) => visit.t(`circuits.fields.${kind}.${field}`),
    words: (field, text) => wordsOfText(wording, kind, field, text),
    names: personNames,
  });
