import { nameOn } from '../../../../models/Organisation.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { SeenItem } from './records.ts';
import { organisationsAround } from './references.ts';
import { namesFor } from './views.ts';

/** Values of an item in words, from their text as commands compare them: for the history, and where two people changed one. */
export async function wordsFor(
  { now, t }: Pick<SignedInVisit, 'now' | 't'>,
  place: Pick<SeenItem, 'body' | 'seats'>,
): Promise<(field: string, text: string) => string> {
  const names = await namesFor(
    place.seats.map((one) => `seat:${one.id}`),
    now,
  );
  const organisations = new Map((await organisationsAround(place)).map((one) => [one._id, nameOn(one, now)]));
  return (field, text) => {
    if (text === '') return '';
    if (field === 'purpose') return t(`agenda.purpose.${text}`);
    if (field === 'minutes') return t('agenda.minutes', { count: Number(text) });
    if (field === 'owner') return names.get(`seat:${text}`) ?? t('agenda.someone');
    if (field === 'organisations')
      return text
        .split(' ')
        .map((one) => organisations.get(one) ?? t('agenda.someone'))
        .join(', ');
    if (field !== 'about') return text;
    return text
      .split(' ')
      .map((one) => t(`agenda.about.${one.slice(0, one.indexOf(':'))}`))
      .join(', ');
  };
}
