import type { Visit } from '../../../core/route.ts';

/** A form that comes back stands on what the entry says now, where that changed since it was opened. */
export function onNewGround(refused: Visit['refused']): Visit['refused'] {
  if (!refused) return null;
  const wrong = new Set(Object.keys(refused.errors).map((input) => `base_${input}`));
  const kept = Object.entries(refused.values).filter(([input]) => !wrong.has(input));
  return { errors: refused.errors, values: Object.fromEntries(kept) };
}

/** Whether a form was refused for what may be a national number: then it can be said that it is none. */
export const hasInsz = ({ refused, t }: Pick<Visit, 'refused' | 't'>): boolean =>
  Object.values(refused?.errors ?? {}).includes(t('suggestions.errors.insz'));
