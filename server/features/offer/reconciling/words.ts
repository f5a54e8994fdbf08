import type { ListValues } from '../../../../models/Reconciliation.ts';
import type { MatchReason } from '../../../../models/ReconciliationPart.ts';
import { areaName } from '../../../geography/geography.ts';
import type { Reader } from '../wording.ts';

/** Where a line says that it is. */
export const placeText = ({
  street,
  postcode,
  area,
}: Pick<ListValues, 'street' | 'postcode' | 'area'>): string =>
  [street, [postcode, area].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/** Why a line may be an organisation, in words; what speaks against it is told apart. */
export const reasonViews = (reasons: readonly MatchReason[], { t, language }: Reader) =>
  reasons.map(({ kind, points, text }) => ({
    text: t(`reconciling.reason.${kind}`, {
      text: kind === 'area' || kind === 'elsewhere' ? areaName(text, language) : text,
    }),
    isAgainst: points < 0,
  }));
