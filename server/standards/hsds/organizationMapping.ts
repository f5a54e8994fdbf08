import {
  type OrganisationLine,
  type PublicOrganisation,
  publicId,
} from '../../features/offer/programs/queries.ts';
import { type Given, known, textOf } from './known.ts';
import type { Depth } from './serviceMapping.ts';
import { attributes, type Context } from './taxonomyMapping.ts';

/** Former names, so that who looks for the old one finds the new. */
function formerNames({ record, name }: PublicOrganisation): string | null {
  const others = record.names.map((one) => one.name).filter((one) => one !== name);
  return [...new Set(others)].join('; ') || null;
}

/**
 * An organisation. The standard demands a description: where nobody wrote one it is empty, never made up; one of the
 * demo says that it is fictional.
 */
export function organization(
  one: PublicOrganisation,
  context: Context,
  depth: Depth,
  line?: OrganisationLine,
): Given {
  const { record, name } = one;
  const { reader } = context;
  const id = publicId('organisation', record._id);
  const fictional = record.fictional ? reader.t('programs.alert.fictional') : null;
  const description = [fictional, textOf(record.description, reader)]
    .filter((part) => part !== null)
    .join('\n\n');
  const core = { id, name, description };
  if (depth === 'minimal') return core;
  const own = known({ ...core, alternate_name: formerNames(one) });
  if (depth === 'own') return own;
  const terms = [...(line?.terms ?? [])].filter((term) => term.startsWith('actorType:'));
  return known({ ...own, attributes: attributes(terms, 'organization', id, context) });
}
