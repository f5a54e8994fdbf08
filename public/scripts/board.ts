import { follow, regionOf, speak } from './following.ts';

const board = document.querySelector<HTMLElement>('#board');
if (board) openBoard(board);

/** The board follows by itself, and says whose numbers changed. */
function openBoard(root: HTMLElement): void {
  let shown = marksIn(regionOf(root));
  follow(root, [`board:${root.dataset.platform}`], (region) => {
    const now = marksIn(region);
    const changed = [...now].filter(([name, mark]) => shown.get(name) !== mark).map(([name]) => name);
    shown = now;
    if (changed.length > 0)
      speak(root, (root.dataset.updated ?? '').replace('{{names}}', changed.join('; ')));
  });
}

/** What the numbers are, by the name of whose they are. */
function marksIn(region: HTMLElement): Map<string, string> {
  return new Map(
    [...region.querySelectorAll<HTMLElement>('[data-name]')].map((entry) => [
      entry.dataset.name ?? '',
      entry.querySelector<HTMLElement>('.board__numbers')?.dataset.mark ?? '',
    ]),
  );
}
