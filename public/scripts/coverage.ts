import { follow, regionOf, speak } from './following.ts';

const page = document.querySelector<HTMLElement>('#coverage');
if (page) openCoverage(page);

/** The parts of the page that are open now: the address of the page asks for the same. */
const partsOf = (root: HTMLElement): string => (root.dataset.entries ?? '') + location.search;

/** The matrix follows by itself and says what changed; a cell opens beside it without losing the place. */
function openCoverage(root: HTMLElement): void {
  const region = regionOf(root);
  let shown = cellsIn(region);
  const swapped = (): void => {
    const now = cellsIn(region);
    const changed = [...now].filter(([key, cell]) => shown.get(key)?.mark !== cell.mark);
    shown = now;
    const told = changed.map(([, cell]) => cell.told);
    if (told.length > 0) speak(root, sentenceOf(told, root.dataset));
  };
  follow(root, ['coverage:all'], swapped, () => partsOf(root));
  root.addEventListener('click', (event) => void openOnClick(event, root, region));
  root.addEventListener('keydown', moveBetweenCells);
  addEventListener('popstate', () => void showOpened(root, region, false));
}

/** What each cell says, by its row and column. */
function cellsIn(region: HTMLElement): Map<string, { mark: string; told: string }> {
  return new Map(
    [...region.querySelectorAll<HTMLElement>('[data-cell]')].map((cell) => [
      cell.dataset.cell ?? '',
      { mark: cell.dataset.mark ?? '', told: cell.querySelector('[data-told-cell]')?.textContent ?? '' },
    ]),
  );
}

const mostTold = 3;

/** What changed, for who sees it and for who does not. */
function sentenceOf(cells: string[], { updated = '', more = '' }: DOMStringMap): string {
  const words = updated.replace('{{cells}}', cells.slice(0, mostTold).join('; '));
  const rest = cells.length - mostTold;
  return rest > 0 ? `${words} ${more.replace('{{number}}', String(rest))}` : words;
}

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** A cell opens, and closes, where one is: the page stays, only the panel is fetched. */
async function openOnClick(event: MouseEvent, root: HTMLElement, region: HTMLElement): Promise<void> {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-open], a[data-close]');
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const cell = new URL(location.href).searchParams.get('cell');
  history.pushState(null, '', link.href);
  await showOpened(root, region, true);
  if (link.dataset.close !== undefined) cellLink(region, cell)?.focus();
}

const cellLink = (region: HTMLElement, cell: string | null): HTMLAnchorElement | null =>
  cell ? region.querySelector<HTMLAnchorElement>(`[data-cell="${CSS.escape(cell)}"] a`) : null;

/** Fetches the panel of the cell that the address opens. Where that fails, the page itself is asked for. */
async function showOpened(root: HTMLElement, region: HTMLElement, moves: boolean): Promise<void> {
  const cell = new URL(location.href).searchParams.get('cell');
  const panel = region.querySelector<HTMLElement>('[data-list="cell"]')!;
  panel.setAttribute('aria-busy', 'true');
  const response = await fetch(partsOf(root), { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!response?.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  panel.replaceChildren(...(fresh.querySelector('[data-list="cell"]')?.childNodes ?? []));
  panel.removeAttribute('aria-busy');
  for (const one of region.querySelectorAll('[data-cell] a[aria-current]'))
    one.removeAttribute('aria-current');
  cellLink(region, cell)?.setAttribute('aria-current', 'true');
  if (moves && cell) panel.querySelector<HTMLElement>('[data-panel-title]')?.focus();
}

const steps: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** From cell to cell by the arrows, as in any table of numbers: by Tab alone the way through it is long. */
function moveBetweenCells(event: KeyboardEvent): void {
  const step = steps[event.key];
  const from = (event.target as Element).closest('td[data-cell]');
  if (!step || !from || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const table = from.closest('table')!;
  const rows = [...table.querySelectorAll('tr')].filter((row) => row.querySelector('td[data-cell]'));
  const row = rows.findIndex((one) => one.contains(from));
  const column = [...rows[row]!.querySelectorAll('td[data-cell]')].indexOf(from);
  const to = rows[row + step[0]]?.querySelectorAll('td[data-cell]')[column + step[1]];
  if (!to) return;
  event.preventDefault();
  to.querySelector('a')?.focus();
}
