import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { bodiesSeenBy } from '../bodies/queries.ts';
import { aboutLink } from './about.ts';
import { bodyName } from './agendaPage.ts';
import { placeFor } from './place.ts';
import { agendasAbout } from './shown.ts';

/**
 * The bodies to whose backlog this person can bring something: those in which they sit, or which they keep.
 * @param about `kind:id` of what is brought
 * @throws NotFound for what they may not read, whether it is there or not
 */
export async function choosingPage(visit: SignedInVisit<unknown>, about: string): Promise<Answer> {
  const { person, now, language, house, t } = visit;
  const of = await aboutLink(person, about, language);
  if (!of) throw new NotFound();
  const seen = await bodiesSeenBy(person, now);
  const places = await Promise.all(
    seen.filter(({ body }) => body.ended === null).map(({ body }) => placeFor(person, body._id, now)),
  );
  const bodies = places
    .filter((one) => one?.rights.propose === true)
    .map((one) => ({
      kind: one!.body.values.kind,
      name: bodyName(one!, language),
      href: paths.newBacklogItem({ id: one!.body._id }, { about }),
    }))
    .sort((a, b) => a.name.text.localeCompare(b.name.text, language));
  return page('agenda/choosing', {
    title: t('agenda.bring.title'),
    space: 'network',
    narrow: true,
    of: { href: of.href, said: { text: of.title, language: of.language } },
    bodies,
    agendas: await agendasAbout(house, person, about, language),
  });
}
