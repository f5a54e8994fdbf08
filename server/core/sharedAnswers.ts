/** Who was not asked about for so long is left out of the next question. Milliseconds. */
const forgottenAfter = 2000;

interface Reading<T> {
  at: number;
  of: ReadonlySet<string>;
  answer: Promise<Map<string, T>>;
}

/**
 * One question for many who ask about a few ids each: it is about all ids anybody asked about lately, and its answer
 * serves everyone for so many milliseconds.
 * @returns what to ask instead; the answer may hold more than was asked for
 */
export function sharedAnswers<T>(
  ask: (ids: string[]) => Promise<Map<string, T>>,
  milliseconds: number,
): (ids: string[]) => Promise<Map<string, T>> {
  const lately = new Map<string, number>();
  let reading: Reading<T> | null = null;

  return (ids) => {
    const now = performance.now();
    for (const id of ids) lately.set(id, now);
    const serves = reading && now - reading.at < milliseconds && ids.every((id) => reading?.of.has(id));
    if (reading && serves) return reading.answer;
    for (const [id, at] of lately) if (now - at > forgottenAfter) lately.delete(id);
    const of = new Set(lately.keys());
    const answer = ask([...of]);
    const made = { at: now, of, answer };
    reading = made;
    answer.catch(() => {
      if (reading === made) reading = null;
    });
    return answer;
  };
}
