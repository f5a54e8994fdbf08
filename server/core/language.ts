import type { Request } from 'express';
import { isLanguage, type Language, languages } from './i18n.ts';

export const languageCookie = 'schakel-language';

function cookieOf(request: Request): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [name, value] = part.split('=', 2);
    if (name?.trim() === languageCookie) return value?.trim();
  }
  return undefined;
}

/** The language chosen on this device, else the first the browser asks for that we speak, else Dutch. */
export function chooseLanguage(request: Request): Language {
  const chosen = cookieOf(request);
  if (isLanguage(chosen)) return chosen;
  const asked = request.acceptsLanguages([...languages]);
  return isLanguage(asked) ? asked : 'nl';
}
