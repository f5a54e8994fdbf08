import { noChoices } from '../../server/features/offer/facets.ts';
import { readReferenceFiles } from '../../server/features/offer/referenceFiles.ts';
import type { OfferQuery } from '../../server/features/offer/search/query.ts';
import type { Draws } from './draws.ts';

/** Kinds of searches, as people make them. */
export const KINDS = [
  'prefix and three filters',
  'prefix',
  'a typing error',
  'a place',
  'everything',
] as const;
export type Kind = (typeof KINDS)[number];

const { moduleTypes } = readReferenceFiles();
const types = moduleTypes.types.map((type) => type.code);
const typed =
  'jongeren alcohol begeleiding gezin opvang crisis huis dagcentrum verslaving ouders therapie veld linde straathoekwerk zelfhulp drugs cannabis gokken ambulant residentieel'.split(
    ' ',
  );

const misspelt = (draws: Draws): string => {
  const word = draws.pick(typed.filter((one) => one.length > 5));
  const at = 1 + draws.below(word.length - 2);
  return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
};
const beginning = (draws: Draws): string => {
  const word = draws.pick(typed);
  return word.slice(0, 2 + draws.below(word.length - 1));
};

/** A search of a kind; the next one of the same draws is another. */
export function aQuestion(kind: Kind, draws: Draws): OfferQuery {
  const all: OfferQuery = {
    ...{ text: '', language: 'nl', exactly: false, choices: noChoices(), places: [], sort: 'best' },
    ...{ today: '2026-11-22', page: 1 + draws.below(3), pageSize: 50 },
  };
  switch (kind) {
    case 'prefix and three filters': {
      const choices = {
        ...noChoices(),
        type: [draws.pick(types), draws.pick(types)],
        setting: [draws.pick(['ambulatory', 'residential', 'mobile'])],
        age: [draws.pick(['children_youth', 'adults'])],
      };
      return { ...all, text: beginning(draws), choices };
    }
    case 'prefix':
      return { ...all, text: beginning(draws) };
    case 'a typing error':
      return { ...all, text: misspelt(draws) };
    case 'a place':
      return {
        ...all,
        text: draws.chance(0.5) ? beginning(draws) : '',
        places: [draws.pick(['44021', '11002', '31005', '71022', '24062'])],
      };
    case 'everything':
      return { ...all, page: 1 + draws.below(200) };
  }
}
