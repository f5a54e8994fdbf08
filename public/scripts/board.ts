import { follow } from './follow.ts';
import { RecordsView } from './plan/records.ts';

const board = document.querySelector<HTMLElement>('#board');
if (board) openBoard(board);

/** The board follows by itself: told that something changed, it fetches its part again, and says whose numbers they are. */
function openBoard(root: HTMLElement): void {
  const labels = root.dataset as Record<string, string>;
  const region = root.querySelector<HTMLElement>('[data-records-root]')!;
  const entries = new RecordsView(region, labels.entries ?? '');
  let shown = marksIn(region);
  entries.onSwap = () => {
    const now = marksIn(region);
    const changed = [...now].filter(([name, mark]) => shown.get(name) !== mark).map(([name]) => name);
    shown = now;
    if (changed.length > 0) speak(root, (labels.updated ?? '').replace('{{names}}', changed.join('; ')));
  };
  const connection = (words: string | undefined): void => {
    root.querySelector('[data-connection-text]')?.replaceChildren(words ?? '');
  };
  follow({
    topic: `board:${labels.platform}`,
    view: entries,
    connected: (isHeard) => connection(isHeard ? labels.live : labels.away),
    gone: () => {
      connection(labels.gone);
      region.replaceChildren();
    },
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

/** A sentence for who does not see the page change. */
function speak(root: HTMLElement, words: string): void {
  root.querySelector('[data-told]')?.replaceChildren(document.createTextNode(words));
}
