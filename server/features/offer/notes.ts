import { areaName, areaOf } from '../../geography/geography.ts';
import type { Address } from './directoryPage.ts';
import type { Found } from './queries.ts';
import { listed, type Reader } from './wording.ts';

/** What became of the typed place: where is looked, which one is meant, or that we do not know it. */
export function placeNote(
  { place, typedPlace }: Pick<Found, 'place' | 'typedPlace'>,
  address: (change: { place: string }) => string,
  reader: Reader,
) {
  if (place === null) return null;
  const { t, language } = reader;
  if (place.kind === 'none')
    return { wrong: true, text: t('offer.placeNote.none', { typed: typedPlace }), links: [] };
  if (place.kind === 'several') {
    const links = place.areas.map((nis) => ({
      href: address({ place: nis }),
      text: `${areaName(nis, language)} (${t(`offer.level.${areaOf(nis)?.level}`)} ${nis})`,
    }));
    return { wrong: true, text: t('offer.placeNote.several', { typed: typedPlace }), links };
  }
  const names = listed(
    place.areas.map((nis) => areaName(nis, language)),
    reader,
  );
  const key = isMunicipality(place.areas) ? 'found' : 'province';
  return { wrong: false, text: t(`offer.placeNote.${key}`, { names }), links: [] };
}

const isMunicipality = (areas: readonly string[]): boolean =>
  areas.some((nis) => areaOf(nis)?.level === 'municipality');

/** Which words were looked for because those that were typed gave little, and the way to take them as they are. */
export function insteadNote({ answer, query }: Found, address: Address, { t }: Reader) {
  if (query.exactly)
    return {
      text: t('offer.instead.exactly', { typed: query.text }),
      link: t('offer.instead.alike'),
      href: address({ exact: [] }),
    };
  if (answer.instead === null) return null;
  const key = answer.typed === 0 ? 'none' : 'few';
  return {
    text: t(`offer.instead.${key}`, { typed: query.text, instead: answer.instead }),
    link: t('offer.instead.link', { typed: query.text }),
    href: address({ exact: '1' }),
  };
}

/** With a text and a municipality, the order is for the reader to choose: what fits best, or what is nearest. */
export function orderLinks({ query, answer }: Found, address: Address, { t }: Reader) {
  if (query.text === '' || !isMunicipality(query.places) || answer.total < 2) return null;
  return (['best', 'near'] as const).map((sort) => ({
    text: t(`offer.order.${sort}`),
    href: address({ sort: sort === 'best' ? [] : sort }),
    isCurrent: query.sort === sort,
  }));
}
