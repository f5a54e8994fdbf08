import type { House } from '../../../core/house.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Understood } from '../choices.ts';
import type { Entry } from '../entries.ts';
import { understoodFor } from '../queries.ts';
import type { Catalogue } from '../wording.ts';
import type { AskedBrochure } from './forms.ts';

/** Most sheets of one brochure: a sheet of paper each. */
export const mostSheets = 200;

/** What goes into a brochure. */
export interface Gathered extends Understood {
  of: AskedBrochure['of'];
  entries: Entry[];
  /** How many more the search gives than there is room for. */
  leftOut: number;
  /** How many gathered entries are no longer in the list. */
  gone: number;
}

export async function gatheredFor(
  house: House,
  asked: AskedBrochure,
  catalogue: Catalogue,
  language: Language,
  now: Date,
): Promise<Gathered> {
  const understood = understoodFor(house, asked, catalogue, language, now);
  const { offerSearch } = house;
  const { of, picks } = asked;
  if (of === 'picks') {
    const entries = await offerSearch.entries(picks);
    return { ...understood, of, entries, leftOut: 0, gone: picks.length - entries.length };
  }
  const answer = await offerSearch.find({ ...understood.query, page: 1, pageSize: mostSheets });
  const entries = await offerSearch.entries(answer.hits.map(({ id }) => id));
  return { ...understood, of, entries, leftOut: answer.total - answer.hits.length, gone: 0 };
}
