import { follow } from './follow.ts';
import { RecordsView } from './plan/records.ts';

const circuit = document.querySelector<HTMLElement>('#circuit');
if (circuit) openCircuit(circuit);

/** The page of a circuit follows what others do in it, and says so to who does not see it change. */
function openCircuit(root: HTMLElement): void {
  const labels = root.dataset as Record<string, string>;
  const region = root.querySelector<HTMLElement>('[data-records-root]')!;
  const view = new RecordsView(region, labels.href ?? '');
  const marks = (): string =>
    [...region.querySelectorAll<HTMLElement>('[data-mark]')].map((one) => one.dataset.mark).join();
  const tell = (words: string | undefined): void =>
    root.querySelector('[data-told]')?.replaceChildren(words ?? '');
  let shown = marks();
  view.onSwap = () => {
    const now = marks();
    if (now !== shown) tell(labels.updated);
    shown = now;
  };
  follow({
    topic: `circuit:${labels.circuit}`,
    view,
    connected: () => {},
    gone: () => {
      const note = document.createElement('p');
      note.className = 'note is-wait';
      note.textContent = labels.gone ?? '';
      region.replaceChildren(note);
    },
  });
}
