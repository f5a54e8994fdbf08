import { findInsz } from '../../../../public/scripts/inszCheck.ts';
import { Invalid } from '../../../core/errors.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import type { Body } from '../upkeep/kinds.ts';

const isText = ({ kind }: OfferField): boolean => kind.input === 'line' || kind.input === 'localised';

/** Inputs of a form that hold free text: the named ones, and those of the fields that are text. */
export function textsIn(
  body: Body,
  names: string[],
  fields: readonly OfferField[] = [],
): Record<string, string> {
  const prefixes = fields.filter(isText).map((one) => one.name);
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      (names.includes(entry[0]) ||
        prefixes.some((prefix) => entry[0] === prefix || entry[0].startsWith(`${prefix}_`))),
  );
  return Object.fromEntries(texts);
}

/** Text with a valid national number is kept only after somebody said that it is none. @throws Invalid */
export function refuseInsz(texts: Record<string, string>, isKept: boolean): void {
  const found = Object.keys(texts).filter((input) => findInsz(texts[input]!).length > 0);
  if (isKept || found.length === 0) return;
  throw new Invalid(Object.fromEntries(found.map((input) => [input, 'suggestions.errors.insz'])));
}
