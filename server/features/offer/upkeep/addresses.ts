import { type OfferKind, offerKinds } from '../../../../models/OfferChange.ts';
import { NotFound } from '../../../core/errors.ts';
import { paths } from '../../../paths.ts';

/** The word for a kind in addresses. */
export const pluralOf = (kind: OfferKind): string => `${kind}s`;

/** @throws NotFound for another word. */
export function kindIn(params: Record<string, string>): OfferKind {
  const kind = offerKinds.find((one) => pluralOf(one) === params.kind);
  if (!kind) throw new NotFound();
  return kind;
}

export const entryAddress = (kind: OfferKind, id: string): string =>
  paths.upkeepEntry({ kind: pluralOf(kind), id });

/** The word in an address for entries of no organisation we know. */
export const nobody = 'none';

/** The overview an entry stands in. */
export const offerAddress = (organisationId: string | null, anchor = ''): string =>
  `${paths.upkeepOffer({ id: organisationId ?? nobody })}${anchor && `#${anchor}`}`;
