import type { GapRecord } from '../../../../models/Gap.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodiesSeenBy } from '../bodies/queries.ts';
import { bodyName } from './agendaPage.ts';
import { placeFor } from './place.ts';
import { agendasAbout } from './queries.ts';

/** The bodies to whose backlog this person can bring a gap: those in which they sit, or which they keep. */
export async function bodiesForGapPage(visit: SignedInVisit<unknown>, gap: GapRecord): Promise<Answer> {
  const { person, now, language, house, t } = visit;
  const seen = await bodiesSeenBy(person, now);
  const places = await Promise.all(
    seen.filter(({ body }) => body.ended === null).map(({ body }) => placeFor(person, body._id, now)),
  );
  const about = `gap:${gap._id}`;
  const bodies = places
    .filter((one) => one?.rights.propose === true)
    .map((one) => ({
      kind: one!.body.values.kind,
      name: bodyName(one!, language),
      href: paths.newBacklogItem({ id: one!.body._id }, { about }),
    }))
    .sort((a, b) => a.name.text.localeCompare(b.name.text, language));
  const said = inLanguage(gap.values.title, language);
  return page('agenda/forGap', {
    title: t('agenda.gap.title'),
    space: 'network',
    narrow: true,
    gap: {
      href: paths.gap({ id: gap._id }),
      said: { text: said.text, language: said.language === language ? null : said.language },
    },
    bodies,
    agendas: await agendasAbout(house, person, about, language),
  });
}
