import type { PublicOffer, Taxonomy } from '../../features/offer/programs/queries.ts';
import { termKey } from '../../features/offer/programs/queries.ts';
import type { Reader } from '../../features/offer/programs/shown.ts';
import { type Given, partId, textOf } from './known.ts';

/** What the mapping needs beside the records. */
export interface Context {
  reader: Reader;
  /** Address of the interface, without a slash at its end. */
  base: string;
  taxonomies: readonly Taxonomy[];
  moduleTypes: PublicOffer['moduleTypes'];
}

export const taxonomyId = (code: string): string => partId('taxonomy', code);

export const termId = (taxonomy: string, code: string): string => partId('term', termKey(taxonomy, code));

export const taxonomy = ({ code }: Taxonomy, { reader, base }: Context): Given => ({
  id: taxonomyId(code),
  name: reader.t(`programs.taxonomy.${code}.name`),
  description: reader.t(`programs.taxonomy.${code}.about`),
  uri: `${base}/taxonomies/${taxonomyId(code)}`,
});

export function term(of: Taxonomy, one: Taxonomy['terms'][number], context: Context): Given {
  const { reader, base } = context;
  const name = one.name(reader.language, reader.t);
  const id = termId(of.code, one.code);
  return {
    id,
    code: one.code,
    name,
    // Words that explain themselves: the list they are of says what they are about.
    description: textOf(one.about, reader) ?? `${reader.t(`programs.taxonomy.${of.code}.name`)}: ${name}`,
    taxonomy: reader.t(`programs.taxonomy.${of.code}.name`),
    taxonomy_id: taxonomyId(of.code),
    taxonomy_detail: taxonomy(of, context),
    language: reader.language,
    term_uri: `${base}/taxonomy_terms/${id}`,
  };
}

/** The words a record carries, each with what it means. */
export function attributes(terms: Iterable<string>, entity: string, id: string, context: Context): Given[] {
  return [...terms].flatMap((key) => {
    const [list = '', code = ''] = key.split(':');
    const of = context.taxonomies.find((one) => one.code === list);
    const found = of?.terms.find((one) => one.code === code);
    if (!of || !found) return [];
    return {
      id: partId('attribute', id, key),
      link_id: id,
      link_entity: entity,
      link_type: list,
      taxonomy_term_id: termId(list, code),
      taxonomy_term: term(of, found, context),
    };
  });
}
