import { AgendaItemModel, type AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { paths } from '../../../paths.ts';
import { outcomesOf } from './queries.ts';
import { requireItem } from './records.ts';
import type { OutcomeView } from './views.ts';

/** Where something stands on an agenda or waits for one, as far as this person is told of it; the newest first. */
export interface AgendaAbout {
  item: string;
  href: string;
  bodyName: { text: string; language: Language | null };
  title: string;
  state: AgendaItemRecord['state'];
  /** The meeting's day, YYYY-MM-DD; null while it waits. */
  day: string | null;
  /** What came of it, by when it was recorded. */
  outcomes: (Pick<OutcomeView, 'kind' | 'text' | 'state'> & { href: string })[];
}

/** @param about `kind:id`, as an item names it */
export async function agendasAbout(
  house: House,
  person: Person,
  about: string,
  language: Language,
): Promise<AgendaAbout[]> {
  const now = house.clock.now();
  const found = await AgendaItemModel.find({
    'values.about': about,
    state: { $nin: ['withdrawn', 'standing'] },
  })
    .sort({ 'added.at': -1 })
    .lean<AgendaItemRecord[]>();
  const told: AgendaAbout[] = [];
  for (const one of found) {
    const seen = await requireItem(person, one._id, now).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!seen) continue;
    const said = inLanguage(seen.body.values.name, language);
    const outcomes = await outcomesOf(house, person, { item: one._id }, language);
    told.push({
      ...{
        item: one._id,
        href: paths.agendaItem({ id: one._id }),
        title: one.values.title,
        state: one.state,
      },
      bodyName: { text: said.text, language: said.language === language ? null : said.language },
      day: seen.meeting?.day ?? null,
      outcomes: outcomes.map(({ id, kind, text, state }) => ({
        ...{ kind, text, state, href: paths.outcome({ id }) },
      })),
    });
  }
  return told;
}
