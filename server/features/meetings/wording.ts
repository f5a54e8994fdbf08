import type { Visit } from '../../core/route.ts';
import { dayInWords } from './wallClock.ts';

/** A value of a field in words. */
export function fieldWords(
  { t, language }: Pick<Visit, 't' | 'language'>,
  field: string,
  text: string,
): string {
  if (text === '') return '';
  if (field === 'day') return dayInWords(text, language);
  if (field === 'form') return t(`meetings.form.${text}`);
  if (field === 'clock') return t(`meetings.clock.${text}`);
  if (field === 'language') return t(`general.languages.${text}`);
  return text;
}
