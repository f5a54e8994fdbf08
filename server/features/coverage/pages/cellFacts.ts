import { areaName } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import type { Named, NamedModule } from '../entries/queries.ts';
import type { CellAnswer } from '../service/asked.ts';
import { moduleName } from './entriesView.ts';
import type { kindAt, Question } from './question.ts';
import type { Reader } from './reader.ts';
import { kilometresAllowed } from './reasonWords.ts';

/** What a cell comes to in numbers, beside its verdict. */
export function factsView(
  answer: CellAnswer,
  { kind, area }: ReturnType<typeof kindAt>,
  { look }: Question,
  reader: Reader,
) {
  const { t, number, tenths, percent } = reader;
  const { population, places, wanted, share, ground } = answer;
  const per10000 = population > 0 ? (places * 10_000) / population : 0;
  const isCounted = ['covering', 'fewReached', 'tooFewPlaces', 'placesUnknown'].includes(ground);
  const allowed = kilometresAllowed(look.frame, { area, type: kind.type });
  const told = { count: places, number: number(places), per: tenths(per10000) };
  return [
    { name: t('coverage.facts.population'), text: number(population) },
    ...(isCounted
      ? [
          {
            name: t('coverage.facts.reached'),
            text: t('coverage.facts.reachedText', {
              share: percent(share),
              kilometres: allowed,
              wanted: percent(look.frame.travel.share),
            }),
          },
          {
            name: t('coverage.facts.places'),
            text: places > 0 ? t('coverage.facts.placesText', told) : t('coverage.facts.placesNone'),
          },
        ]
      : []),
    ...(wanted === null
      ? []
      : [
          {
            name: t('coverage.facts.wanted'),
            text: t('coverage.facts.wantedText', { number: tenths(wanted) }),
          },
        ]),
  ];
}

/** Where else it is to be had, with how far it is and how long one waits there. */
export function nearestView({ nearest }: CellAnswer, named: Named<NamedModule>, reader: Reader) {
  const found = nearest && named.get(nearest.id);
  if (!nearest || !found) return null;
  const { t } = reader;
  const list = found.module.waitingList;
  const waiting =
    list && list.weeks !== null && list.countedOn !== null
      ? t('coverage.nearest.waiting', { count: list.weeks, day: reader.day(list.countedOn) })
      : t('coverage.nearest.waitingUnknown');
  return {
    name: moduleName(found, reader),
    organisation: found.unit.name,
    href: found.unit.listed ? paths.offerEntry({ id: found.unit._id }) : null,
    text: t('coverage.nearest.text', {
      place: areaName(nearest.municipality, reader.language),
      kilometres: reader.number(Math.round(nearest.kilometres)),
      waiting,
    }),
  };
}
