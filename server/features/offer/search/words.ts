import { words } from '../../../geography/fold.ts';

/**
 * Folds texts word by word and remembers what each came to: a hundred thousand descriptions use the same words, and
 * taking a word apart costs a hundred times what looking it up does.
 */
export function wordReader(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const found: string[] = [];
    for (const raw of text.split(/[\s,.;:()/"]+/)) {
      if (raw === '') continue;
      let folded = known.get(raw);
      if (folded === undefined) {
        folded = words(raw);
        known.set(raw, folded);
      }
      for (const word of folded) found.push(word);
    }
    return found;
  };
}

/** Small words that say nothing about help; looked for only when somebody types nothing else. */
const smallWords = new Set(
  words(
    `de het een en of in bij van met voor te op om naar ik mijn aan is
     le la les l un une du des d et ou a au aux en pour avec chez mon ma mes je
     der die das und oder im fur zu von am ein eine mein meine ich mit bei
     the an and or at with for of to my i hulp help aide hilfe`,
  ),
);

/** Words somebody typed in a search, folded, each once, without those that say nothing beside the others. */
export function tellingWords(text: string): string[] {
  const typed = [...new Set(words(text))];
  const telling = typed.filter((word) => !smallWords.has(word));
  return telling.length > 0 ? telling : typed;
}
