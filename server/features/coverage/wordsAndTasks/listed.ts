import { listedWords, tasks } from '../../../../models/statementFields.ts';
import { languages, translator } from '../../../core/i18n.ts';
import type { ListedNames } from './evidence.ts';
import { type Listed, squash } from './sameness.ts';

function namesOf(codes: readonly string[], keys: string): Listed {
  const named = codes.filter((one) => one !== 'other');
  return new Map(
    languages.flatMap((language) =>
      named.map((code) => [squash(translator(language)(`${keys}${code}`)), code] as const),
    ),
  );
}

let made: ListedNames | undefined;

/** What is on the lists, by its name in each language: who writes it in words of their own means the same. */
export function listedNames(): ListedNames {
  made ??= { tasks: namesOf(tasks, 'words.task.'), words: namesOf(listedWords, 'words.word.') };
  return made;
}
