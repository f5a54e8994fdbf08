import type { ChosenLine, LineMark } from '../live/lineTools.ts';
import type { CommandQueue } from '../plan/commands.ts';
import { RecordsView } from '../plan/records.ts';

/** The decisions and actions beside the minutes: made of a line in one gesture, shown before it. */
export class OutcomeList {
  readonly #root: HTMLElement;
  readonly #showMade: (made: readonly LineMark[]) => void;
  #view: RecordsView | null = null;

  constructor(root: HTMLElement, showMade: (made: readonly LineMark[]) => void) {
    this.#root = root;
    this.#showMade = showMade;
  }

  get #region(): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>('[data-outcomes]');
  }

  /** The page shows another item: its list is a new one. */
  mounted(): void {
    const region = this.#region;
    this.#view = region && new RecordsView(region, region.dataset.outcomes ?? '');
    if (this.#view) this.#view.onSwap = () => this.#mark();
    this.#mark();
  }

  refreshSoon(delay?: number): void {
    this.#view?.refreshSoon(delay);
  }

  #mark(): void {
    const shown = this.#root.dataset.shown;
    const made = [...(this.#region?.querySelectorAll<HTMLElement>('[data-outcome]') ?? [])];
    this.#region
      ?.querySelector<HTMLElement>('[data-no-outcomes]')
      ?.toggleAttribute('hidden', made.length > 0);
    this.#showMade(
      made
        .filter(({ dataset }) => dataset.outcome === shown && dataset.line)
        .map(({ dataset }) => ({
          line: dataset.line ?? '',
          kind: dataset.kind === 'decision' ? 'decision' : 'action',
          label: dataset.tag ?? '',
        })),
    );
  }

  /** Opens the form with the words of a line in it. */
  make({ kind, text, line }: ChosenLine): void {
    const maker = this.#root.querySelector<HTMLDetailsElement>(`[data-maker="${kind}"]`);
    const form = maker?.querySelector('form');
    if (!maker || !form) return;
    maker.open = true;
    const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
    field('text').value = text;
    field('line').value = line;
    // Who says nothing more keeps it with one key; what is still to be said comes first.
    const next = kind === 'action' && text !== '' ? form.querySelector<HTMLElement>('select') : field('text');
    next?.focus();
  }

  record(form: HTMLFormElement, queue: CommandQueue, complain: (words: string) => void): void {
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    queue.add({
      ...{ lane: 'outcomes', url: form.action, words: fields.text ?? '', body: () => fields },
      settle: (result) => {
        if (result.kind !== 'done') {
          const told = 'fields' in result ? Object.values(result.fields) : [];
          return complain([result.message, ...told].join(' ').trim());
        }
        form.reset();
        const line = form.elements.namedItem('line') as HTMLInputElement;
        line.value = '';
        form.closest('details')?.removeAttribute('open');
        this.refreshSoon(0);
      },
    });
  }
}
