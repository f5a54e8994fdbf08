import { findInsz } from '../../public/scripts/inszCheck.ts';
import { Invalid } from '../core/errors.ts';
import type { Visit } from '../core/route.ts';
import type { Body } from './values.ts';

/** What the program itself numbers things by; its digits can pass for a national number, and nobody could reword it. */
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const holdsInsz = (value: unknown): boolean =>
  typeof value === 'string' && !id.test(value) && findInsz(value).length > 0;

/** What is written outside a case is never about one person: a valid national number is kept only after somebody said it is none. @throws Invalid */
export function refuseInsz(body: Body): void {
  if (body.inszKept === true || body.inszKept === 'on') return;
  const found = Object.entries(body).filter(([name, value]) => !name.startsWith('_') && holdsInsz(value));
  if (found.length > 0)
    throw new Invalid(Object.fromEntries(found.map(([name]) => [name, 'suggestions.errors.insz'])));
}

/** Whether a form was refused for what may be a national number: then it can be said that it is none. */
export const hasInsz = ({ refused, t }: Pick<Visit, 'refused' | 't'>): boolean =>
  Object.values(refused?.errors ?? {}).includes(t('suggestions.errors.insz'));
