/**
 * Questions of one moment become one: `ask` is told all ids that anybody asked about, and everyone hears all of its
 * answer.
 */
export function together<T>(
  ask: (ids: string[]) => Promise<Map<string, T>>,
): (ids: string[]) => Promise<Map<string, T>> {
  let next: { ids: Set<string>; answer: Promise<Map<string, T>> } | null = null;
  const begin = (): NonNullable<typeof next> => {
    const ids = new Set<string>();
    const answer = new Promise(setImmediate).then(() => {
      next = null;
      return ask([...ids]);
    });
    return { ids, answer };
  };
  return (ids) => {
    next ??= begin();
    for (const id of ids) next.ids.add(id);
    return next.answer;
  };
}
