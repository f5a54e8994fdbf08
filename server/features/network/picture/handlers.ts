import { type Answer, page, redirect } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { pictureFile } from './file.ts';
import type { PictureInput } from './forms.ts';
import { picturePage } from './page.ts';
import { networksSeenBy } from './queries.ts';

type Visit = SignedInVisit<PictureInput>;

export const showPicture = (visit: Visit): Promise<Answer> => picturePage(visit);
export const sendFile = (visit: Visit): Promise<Answer> => pictureFile(visit);

/** The network of one's own platform, or a choice where there are several. */
export async function showNetworks(visit: SignedInVisit<undefined>): Promise<Answer> {
  const { person, t, language } = visit;
  const all = await networksSeenBy(person);
  const links = all.map((one) => ({
    href: paths.platformNetwork({ platform: one._id }),
    text: inLanguage(one.names, language).text,
  }));
  if (links.length === 1) return redirect(links[0]!.href);
  return page('network/index', { title: t('network.menu'), space: 'network', links });
}
