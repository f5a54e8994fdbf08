import { follow, regionOf, speak } from './following.ts';

const root = document.querySelector<HTMLElement>('[data-topics]');
if (root) followGaps(root);

/** A gap, the list of them or a circuit follows by itself, and says so when something else is shown. */
function followGaps(root: HTMLElement): void {
  let shown = regionOf(root).textContent;
  follow(root, (root.dataset.topics ?? '').split(' '), (region) => {
    if (region.textContent === shown) return;
    shown = region.textContent;
    speak(root, root.dataset.updated ?? '');
  });
}
