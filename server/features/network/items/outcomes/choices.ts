import { nameOn } from '../../../../../models/Organisation.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import type { Place } from '../place.ts';
import { organisationsAround } from '../references.ts';
import { namesFor } from '../views.ts';

/** Who can promise something: who sits there, and the organisations around. */
export async function whoChoices(
  { now, language, t }: Pick<SignedInVisit, 'now' | 'language' | 't'>,
  place: Pick<Place, 'body' | 'seats'>,
): Promise<{ value: string; text: string }[]> {
  const codes = place.seats.map((one) => `seat:${one.id}`);
  const names = await namesFor(codes, now);
  const byText = (a: { text: string }, b: { text: string }): number => a.text.localeCompare(b.text, language);
  const seats = codes
    .map((value) => ({ value, text: names.get(value) || t('agenda.form.seatToBeNamed') }))
    .sort(byText);
  const organisations = (await organisationsAround(place))
    .map((one) => ({
      value: `organisation:${one._id}`,
      text: t('agenda.form.wholeOrganisation', { name: nameOn(one, now) }),
    }))
    .sort(byText);
  return [{ value: '', text: t('agenda.form.nobodyYet') }, ...seats, ...organisations];
}
