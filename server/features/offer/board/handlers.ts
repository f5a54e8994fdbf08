import { type Answer, fragment, page, redirect } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { BoardView } from './forms.ts';
import { boardParts } from './page.ts';
import { boardsVisibleTo, requireBoard } from './queries.ts';

/** Every board this person may see; who has only one goes straight there. */
export async function listBoards(visit: SignedInVisit): Promise<Answer> {
  const platforms = await boardsVisibleTo(visit.person);
  const [only] = platforms;
  if (only && platforms.length === 1) return redirect(paths.offerBoard({ platform: only._id }));
  return page('offer/board/index', {
    title: visit.t('board.title'),
    space: 'network',
    boards: platforms.map((one) => ({
      href: paths.offerBoard({ platform: one._id }),
      name: inLanguage(one.names, visit.language).text,
    })),
  });
}

export async function showBoard(visit: SignedInVisit<BoardView>): Promise<Answer> {
  const platform = visit.params.platform ?? '';
  const board = await requireBoard(visit.person, platform, visit.now);
  const isWall = visit.input.view === 'wall';
  return page('offer/board/show', {
    title: visit.t('board.titleOf', { name: inLanguage(board.platform.names, visit.language).text }),
    space: 'network',
    styles: ['/styles/offer.css'],
    scripts: ['/build/board.js'],
    wall: isWall,
    platform,
    otherView: paths.offerBoard({ platform }, isWall ? {} : { view: 'wall' }),
    entriesHref: paths.offerBoardEntries({ platform }),
    ...(await boardParts(board, visit)),
  });
}

/** Pages that are open fetch this again after a change. */
export async function showEntries(visit: SignedInVisit): Promise<Answer> {
  const board = await requireBoard(visit.person, visit.params.platform ?? '', visit.now);
  return fragment('offer/board/_entries', await boardParts(board, visit));
}
