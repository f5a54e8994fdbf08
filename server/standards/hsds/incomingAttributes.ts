import type { Taxonomy } from '../../features/offer/programs/queries.ts';
import type { IncomingRow } from './incomingRow.ts';
import type { IncomingAttribute } from './incomingShapes.ts';
import { termId } from './taxonomyMapping.ts';

/** Every word of our lists, by its id and by list and code. */
export type Terms = ReadonlyMap<string, { list: string; code: string }>;

export function termsIn(taxonomies: readonly Taxonomy[]): Terms {
  const all = taxonomies.flatMap((of) =>
    of.terms.flatMap(({ code }) => {
      const term = { list: of.code, code };
      return [[termId(of.code, code), term] as const, [`${of.code}:${code}`, term] as const];
    }),
  );
  return new Map(all);
}

/** The word an attribute means: by the id of one of ours, else by its list and code. */
function termOf({ link_type, taxonomy_term_id, taxonomy_term }: IncomingAttribute, terms: Terms) {
  const ids = [taxonomy_term_id, taxonomy_term?.id, `${link_type}:${taxonomy_term?.code}`];
  return ids.map((id) => terms.get(id ?? '')).find((found) => found !== undefined);
}

/**
 * Words of lists, each list to its field. A list of which the file holds nothing is not spoken of.
 * @param had the words the record has now; null for a new one.
 */
export function putAttributes(
  row: IncomingRow,
  attributes: readonly IncomingAttribute[],
  had: readonly string[] | null,
  terms: Terms,
  at = '.attributes',
): void {
  const lists = new Map<string, { codes: string[]; path: string }>();
  for (const [index, attribute] of attributes.entries()) {
    const path = `${at}[${index}]`;
    const term = termOf(attribute, terms);
    if (!term) {
      const typed = attribute.taxonomy_term?.code ?? attribute.taxonomy_term_id ?? '';
      row.refuse(`${path}.taxonomy_term`, 'exchange.hsds.termUnknown', { typed: typed.slice(0, 60) });
      continue;
    }
    const list = lists.get(term.list) ?? { codes: [], path };
    lists.set(term.list, list);
    list.codes.push(term.code);
  }
  for (const [list, { codes, path }] of lists) {
    const now = had?.filter((key) => key.startsWith(`${list}:`)).map((key) => key.slice(list.length + 1));
    if (now && now.toSorted().join() === codes.toSorted().join()) continue;
    row.put(`${list === 'actorType' ? 'organisation' : 'module'}.${list}`, codes.join('|'), path);
  }
}
