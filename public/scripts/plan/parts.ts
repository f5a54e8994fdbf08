/** The lists of parts (`data-list`) that stand in no other list; parts go by `data-key` and `data-mark`. */
export const topLists = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('[data-list]')].filter(
    (list) => !list.parentElement?.closest('[data-list]'),
  );

const keyed = (list: ParentNode): HTMLElement[] =>
  [...list.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && 'key' in child.dataset,
  );

/** Somebody is in it: the focus, typed text that is not kept yet, a choice between two versions. */
function isHeld(part: HTMLElement): boolean {
  if (part.querySelector('[data-review], [data-refused]')) return true;
  // What must not move under who reads it by keyboard.
  if (part.dataset.still !== undefined && part.contains(document.activeElement)) return true;
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && part.contains(focused) && focused.matches('input, textarea, select'))
    return true;
  return [...part.querySelectorAll<HTMLElement>('input, textarea, select')].some(
    (field) => isTyped(field) || isChosen(field),
  );
}

/** A box that is ticked, or no longer, otherwise than the server said. */
const isChosen = (field: HTMLElement): boolean =>
  field instanceof HTMLInputElement &&
  (field.type === 'checkbox' || field.type === 'radio') &&
  field.checked !== field.defaultChecked;

/** A field whose value is not the one the server gave or took. */
export function isTyped(field: HTMLElement): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((one) => one.selected !== one.defaultSelected);
  if (field instanceof HTMLInputElement && field.type === 'hidden') return false;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    return field.value !== field.defaultValue;
  return false;
}

/** The first part from here on; what has no key belongs to the page, and stays where it is. */
function keyedFrom(one: Element | null): Element | null {
  for (let at = one; at; at = at.nextElementSibling)
    if (at instanceof HTMLElement && 'key' in at.dataset) return at;
  return null;
}

/** Puts what differs of a fresh list in place, in its order. */
export function syncList(here: HTMLElement, fresh: HTMLElement): void {
  const present = new Map(keyed(here).map((child) => [child.dataset.key, child]));
  const wanted = keyed(fresh);
  const keys = new Set(wanted.map((child) => child.dataset.key));
  for (const [key, child] of present) {
    if (keys.has(key)) continue;
    if (isHeld(child)) child.dataset.behind = 'removed';
    else child.remove();
  }
  let before: Element | null = null;
  for (const child of wanted) {
    const old = present.get(child.dataset.key);
    const now: HTMLElement = old ? syncPart(old, child) : (document.importNode(child, true) as HTMLElement);
    const after: Element | null = before ? before.nextElementSibling : here.firstElementChild;
    const place = keyedFrom(after);
    // What stands in its place is not moved: that would take the focus from who is in it.
    if (now !== place) here.insertBefore(now, place ?? after);
    before = now;
  }
}

/** Puts the fresh part in place of the old one, or catches up its inner parts; answers what stands there now. */
function syncPart(old: HTMLElement, fresh: HTMLElement): HTMLElement {
  if (fresh.dataset.mark !== undefined) return swapLeaf(old, fresh);
  for (const leaf of fresh.querySelectorAll<HTMLElement>('[data-key][data-mark]')) {
    if (leaf.closest('[data-list]') !== fresh.closest('[data-list]')) continue;
    const here = old.querySelector<HTMLElement>(`[data-key="${leaf.dataset.key}"]`);
    if (here) swapLeaf(here, leaf);
  }
  for (const list of fresh.querySelectorAll<HTMLElement>('[data-list]')) {
    const here = old.querySelector<HTMLElement>(`[data-list="${list.dataset.list}"]`);
    if (here) syncList(here, list);
  }
  delete old.dataset.behind;
  return old;
}

const nameOf = (fold: Element): string =>
  (fold as HTMLElement).dataset.key || fold.id || fold.querySelector('summary')?.textContent?.trim() || '';

/** What somebody opened stays open, also inside a part that is put in place anew. */
function keepOpen(old: HTMLElement, made: HTMLElement): void {
  if (old instanceof HTMLDetailsElement && made instanceof HTMLDetailsElement) made.open = old.open;
  const fresh = new Map([...made.querySelectorAll('details')].map((one) => [nameOf(one), one]));
  for (const fold of old.querySelectorAll<HTMLDetailsElement>('details[open]')) {
    const same = fresh.get(nameOf(fold));
    if (same) same.open = true;
  }
}

/** Where the focus goes when what it was in is put in place anew: the same fold, or what the part offers for it. */
function refocus(made: HTMLElement, fold: string | null): void {
  const same =
    fold === null ? null : [...made.querySelectorAll('details')].find((one) => nameOf(one) === fold);
  const target = same?.querySelector('summary') ?? made.querySelector<HTMLElement>('summary, [data-refocus]');
  target?.focus({ preventScroll: true });
}

function swapLeaf(old: HTMLElement, fresh: HTMLElement): HTMLElement {
  if (old.dataset.mark === fresh.dataset.mark) {
    delete old.dataset.behind;
    return old;
  }
  if (isHeld(old)) {
    old.dataset.behind = 'changed';
    return old;
  }
  const made = document.importNode(fresh, true) as HTMLElement;
  const focused = document.activeElement;
  const hadFocus = old.contains(focused);
  const fold = focused?.closest('summary')?.parentElement;
  const name = fold && fold !== old ? nameOf(fold) : null;
  keepOpen(old, made);
  old.replaceWith(made);
  if (hadFocus) refocus(made, name);
  return made;
}
