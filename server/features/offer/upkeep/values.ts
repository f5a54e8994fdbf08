import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import { catalogue } from './catalogue.ts';
import type { Values } from './plain.ts';

/** What a new record of a kind says before anybody typed anything. */
export function emptyValues(kind: OfferKind): Values {
  const unknown = Object.fromEntries(catalogue[kind].map(({ name }) => [name, null as Plain]));
  if (kind === 'organisation') return { ...unknown, names: [] };
  if (kind === 'site') return { ...unknown, kind: 'building' };
  if (kind === 'unit')
    return { ...unknown, name: '', kind: 'addiction_centre', siteIds: [], status: 'active', listed: true };
  return { ...unknown, siteIds: [], status: 'active' };
}
