/** The first day (YYYY-MM-DD) of a seat of an organisation; '' where it is not known. */
export interface Beginning {
  organisation: string;
  from: string;
}

/**
 * Organisations whose first seat began after one day and no later than another, the earliest first. Known only where every
 * first day of theirs is: a seat of which it is not known may be the oldest. Who was there from the first day on came to
 * nobody's table.
 * @param beginnings of every seat they ever had there, also those that ended
 */
export function newPartnersIn(
  beginnings: readonly Beginning[],
  { after, until }: { after: string; until: string },
): Beginning[] {
  const first = new Map<string, string>();
  for (const { organisation, from } of beginnings) {
    const earlier = first.get(organisation);
    if (earlier === undefined || from < earlier) first.set(organisation, from);
  }
  const opening = [...first.values()].sort()[0] ?? '';
  return [...first]
    .map(([organisation, from]) => ({ organisation, from }))
    .filter(({ from }) => from > opening && from > after && from <= until)
    .sort((a, b) => a.from.localeCompare(b.from) || a.organisation.localeCompare(b.organisation));
}
