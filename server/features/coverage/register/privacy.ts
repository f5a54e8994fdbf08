import { findInsz } from '../../../../public/scripts/inszCheck.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Body } from './values.ts';

/** A gap is about an offer, never about one person: a valid national number is kept only after somebody said it is none. @throws Invalid */
export function refuseInsz(body: Body): void {
  if (body.inszKept === true || body.inszKept === 'on') return;
  const found = Object.entries(body).filter(
    ([name, value]) => !name.startsWith('_') && typeof value === 'string' && findInsz(value).length > 0,
  );
  if (found.length > 0)
    throw new Invalid(Object.fromEntries(found.map(([name]) => [name, 'suggestions.errors.insz'])));
}
