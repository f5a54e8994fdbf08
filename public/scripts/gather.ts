/**
 * What is ticked for a brochure stands in the address, so that it goes along to the next page of results and can be
 * sent to somebody. Without script the form of the search takes it along.
 */
const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox][name=pick]')];
const carried = [...document.querySelectorAll<HTMLInputElement>('input[type=hidden][name=pick]')];
const told = document.querySelector<HTMLElement>('[data-picked]');

const picked = (): string[] => [
  ...carried.map((input) => input.value),
  ...boxes.filter((box) => box.checked).map((box) => box.value),
];

function withPicks(address: string, picks: string[]): string {
  const url = new URL(address, location.href);
  url.searchParams.delete('pick');
  for (const id of picks) url.searchParams.append('pick', id);
  return url.pathname + url.search + url.hash;
}

function follow(): void {
  const picks = picked();
  if (told) told.textContent = String(picks.length);
  history.replaceState(history.state, '', withPicks(location.href, picks));
  for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href]')) {
    if (link.origin === location.origin && link.pathname === location.pathname)
      link.href = withPicks(link.href, picks);
  }
}

for (const box of boxes) box.addEventListener('change', follow);
// A browser that comes back to this page ticks what was ticked when it was left.
window.addEventListener('pageshow', follow);
