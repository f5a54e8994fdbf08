import type { GapRecord } from '../../../../models/Gap.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { signalsAbout } from '../signals/queries.ts';
import { cellHistories, type PicturedCell, picturesNow } from './pictures.ts';
import { historyView, moduleLinks, picturesIn, standardsOf } from './pictureViews.ts';
import type { SeenGap } from './queries.ts';
import type { Wording } from './wording.ts';

/** Modules that may have solved it, of those in its cells: some at most, the best first. */
const mostSolvers = 20;

/** What the inventory says of a gap's cells, and the modules that solve it or may. */
export async function inventoryOf(visit: SignedInVisit<unknown>, { gap, rights }: SeenGap, wording: Wording) {
  const { t, language, house, person } = visit;
  const now: PicturedCell[] = await picturesNow(house, gap.values);
  const histories = cellHistories(gap, now);
  const reader = { t, language, wording, standards: await standardsOf(picturesIn(histories), language) };
  const modules = [...new Set(now.flatMap((one) => one.modules))].slice(0, mostSolvers);
  return {
    cells: historyView(histories, gap.values, reader),
    solvers: rights.write
      ? (await moduleLinks(person, modules, reader)).filter(({ isNamed }) => isNamed)
      : [],
    solved: new Map(
      (
        await moduleLinks(
          person,
          gap.steps.flatMap((one) => one.modules ?? []),
          reader,
        )
      ).map((one) => [one.id, one]),
    ),
  };
}

/** What was put before a government about a gap, as far as this person may read it. */
export async function signalsOf({ person, t }: SignedInVisit<unknown>, gap: GapRecord) {
  const found = await signalsAbout(person, gap._id);
  return found.map(({ _id, values, status, answers }) => ({
    href: paths.signal({ id: _id }),
    title: values.title || t('signals.untitled'),
    status,
    answer: answers.at(-1) ?? null,
  }));
}
