import type { Passage } from './anchors.ts';
import type { ListedRemark, Located } from './marks.ts';

/** The list of remarks beside the text, as the server shows it; read again after every change. */
export class RemarkList {
  readonly #region: HTMLElement;
  /** The last news of each remark, to tell what is new. */
  #known: Map<string, string> | null = null;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  get #heads(): HTMLElement[] {
    return [...this.#region.querySelectorAll<HTMLElement>('[data-remark][data-passage]')];
  }

  /** Everything in the list, with what the text says of it. */
  read(): ListedRemark[] {
    const { proposes = '', erases = '' } = this.#region.dataset;
    return this.#heads.map(({ dataset }) => {
      const proposal = dataset.proposal ?? null;
      const pattern = proposal === '' ? erases : proposes;
      return {
        id: dataset.remark ?? '',
        kind: dataset.kind as ListedRemark['kind'],
        passage: JSON.parse(dataset.passage ?? '{}') as Passage,
        proposal,
        label: pattern.replace('{who}', () => dataset.by ?? ''),
        isOpen: 'open' in dataset,
      };
    });
  }

  /** What happened since it was asked before, in words; nothing the first time. */
  news(): string[] {
    const known = this.#known;
    const now = new Map(
      this.#heads.map((head) => [head.dataset.remark ?? '', `${head.dataset.mark} ${head.dataset.news}`]),
    );
    this.#known = now;
    if (!known) return [];
    return this.#heads
      .filter(({ dataset }) => {
        const id = dataset.remark ?? '';
        return known.get(id) !== now.get(id) && known.get(id)?.replace(/^\d+ /, '') !== dataset.news;
      })
      .map(({ dataset }) => dataset.news ?? '');
  }

  /** Says beside each remark where its words are, and shows what only a script can do. */
  tell(located: Located[], reads: (remark: ListedRemark) => boolean): void {
    for (const part of this.#region.querySelectorAll<HTMLElement>('[data-script], [data-accept]'))
      part.hidden = false;
    for (const { remark, state } of located) {
      const head = this.head(remark.id);
      for (const line of head?.querySelectorAll<HTMLElement>('[data-when]') ?? [])
        line.hidden = !remark.isOpen || line.dataset.when !== state;
      const go = head?.querySelector<HTMLElement>('[data-go]')?.closest<HTMLElement>('[data-script]');
      if (go) go.hidden = state === 'deleted';
      const unapplied = head?.querySelector<HTMLElement>('[data-unapplied]');
      if (!unapplied) continue;
      const isAccepted = head?.dataset.accepted !== undefined;
      const wasHidden = unapplied.hidden;
      unapplied.hidden = !isAccepted || !reads(remark);
      // What was accepted and does not stand there is not left hidden among what is settled.
      const settled = unapplied.closest('details');
      if (wasHidden && !unapplied.hidden && settled) settled.open = true;
    }
  }

  head(id: string): HTMLElement | null {
    return this.#heads.find(({ dataset }) => dataset.remark === id) ?? null;
  }

  article(id: string): HTMLElement | null {
    return this.head(id)?.closest('article') ?? null;
  }

  /** Marks the remark whose words the caret stands in. */
  mark(id: string | null): void {
    for (const article of this.#region.querySelectorAll('article.is-here'))
      if (article.id !== `remark-${id}`) article.classList.remove('is-here');
    if (id) this.article(id)?.classList.add('is-here');
  }

  /** To a remark, by keyboard. */
  focus(id: string): void {
    const title = this.article(id)?.querySelector<HTMLElement>('[data-refocus]');
    title?.focus();
    title?.scrollIntoView({ block: 'nearest' });
  }

  focusTitle(): void {
    this.#region.querySelector<HTMLElement>('h3')?.focus();
  }
}
