import { type IdentityKind, identitiesIn } from '../../../../public/scripts/identity.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Visit } from '../../../core/route.ts';
import type { Body } from '../../../fields/values.ts';

/** What the program itself numbers things by; its digits can pass for a number of somebody. */
const isId = (text: string): boolean => /(^|:)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const isTicked = (value: unknown): boolean => value === true || value === 'on';

const keyOf = (kind: IdentityKind): string =>
  kind === 'insz' ? 'suggestions.errors.insz' : `activities.errors.identity.${kind}`;

/**
 * What is written of an activity is about no client: a valid national number, and what may be a telephone number, a mailbox
 * or a day of birth of a person, is kept only after somebody said that it is none. Nothing that was typed is lost.
 * @throws Invalid beside each text
 */
export function refuseIdentities(body: Body): void {
  const faults = Object.entries(body).flatMap(([name, value]) => {
    if (name.startsWith('_') || typeof value !== 'string' || isId(value)) return [];
    const asked = identitiesIn(value).find((kind) =>
      kind === 'insz' ? !isTicked(body.inszKept) : !isTicked(body.identityKept),
    );
    return asked ? [[name, keyOf(asked)] as const] : [];
  });
  if (faults.length > 0) throw new Invalid(Object.fromEntries(faults));
}

/** Whether a form was refused for what may point at a person: then it can be said that it does not. */
export function identityAsked({ refused, t }: Pick<Visit, 'refused' | 't'>): boolean {
  const told = Object.values(refused?.errors ?? {});
  const words = (['phone', 'email', 'birth'] as const).map((kind) => t(keyOf(kind)));
  return words.some((one) => told.includes(one));
}
