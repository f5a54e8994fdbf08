import type { SaveState } from '../live/mount.ts';

/** Words and looks of the states; a state is told by icon, word and colour together. */
const looks: Record<SaveState['state'], { tone: string; icon: string }> = {
  saved: { tone: 'is-ok', icon: 'saved' },
  saving: { tone: 'is-info', icon: 'refresh' },
  kept: { tone: 'is-info', icon: 'offline' },
  offline: { tone: 'is-wait', icon: 'offline' },
  not_allowed: { tone: 'is-stop', icon: 'lock' },
  unreadable: { tone: 'is-stop', icon: 'warning' },
};

/** The worst of several states is the state of the page. */
const order: SaveState['state'][] = ['saved', 'saving', 'kept', 'offline', 'unreadable', 'not_allowed'];

/** Says at all times whether what was typed on this page is safe, for records and shared text together. */
export class SaveIndicator {
  readonly #element: HTMLElement;
  readonly #labels: Record<string, string>;
  readonly #parts = new Map<string, SaveState>();
  #shown = '';

  constructor(element: HTMLElement, labels: Record<string, string>) {
    this.#element = element;
    this.#labels = labels;
  }

  set(part: string, state: SaveState): void {
    this.#parts.set(part, state);
    this.#show();
  }

  #common(): SaveState {
    let state: SaveState['state'] = 'saved';
    let unsaved = 0;
    for (const part of this.#parts.values()) {
      unsaved += part.unsaved;
      if (order.indexOf(part.state) > order.indexOf(state)) state = part.state;
    }
    return { state, unsaved };
  }

  #show(): void {
    const { state, unsaved } = this.#common();
    const words = this.#words(state, unsaved);
    // Saved again within the minute says nothing new: a screen reader would repeat it at every keystroke.
    if (words === this.#shown) return;
    this.#shown = words;
    const { tone, icon } = looks[state];
    this.#element.className = `saved ${tone}`;
    this.#element.dataset.state = state;
    this.#element.dataset.unsaved = String(unsaved);
    const use = this.#element.querySelector('use');
    use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icon}`));
    this.#element.querySelector('span')!.textContent = words;
  }

  #words(state: SaveState['state'], unsaved: number): string {
    const labels = this.#labels;
    if (state === 'saving') return labels.saving ?? '';
    const counted = (one = '', other = ''): string =>
      (unsaved === 1 ? one : other).replace('{{count}}', String(unsaved));
    if (state === 'kept')
      return unsaved === 0 ? (labels.keptNone ?? '') : counted(labels.keptOne, labels.keptOther);
    if (state === 'offline')
      return unsaved === 0 ? (labels.reconnecting ?? '') : counted(labels.offlineOne, labels.offlineOther);
    if (state === 'unreadable') return labels.unreadable ?? '';
    if (state === 'not_allowed') return labels.notAllowed ?? '';
    return (labels.saved ?? '').replace('{{time}}', clock(labels.clock ?? ''));
  }
}

/** The time of day as the pages write it: the label says how, such as `{{time}} uur`. */
function clock(pattern: string): string {
  const language = document.documentElement.lang;
  const time = new Intl.DateTimeFormat(`${language}-BE`, {
    timeStyle: 'short',
    timeZone: 'Europe/Brussels',
  }).format(new Date());
  return pattern.replace('{{time}}', language === 'nl' ? time.replace(':', '.') : time);
}
