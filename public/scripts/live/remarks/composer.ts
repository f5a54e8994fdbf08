import type { Passage } from './anchors.ts';
import type { Post, PostResult } from './post.ts';

export interface ComposerParts {
  form: HTMLFormElement;
  kind: 'comment' | 'suggestion';
  labels: DOMStringMap;
  post: Post;
  /** Resolves once everything that is written in the text is stored: the server knows no other words. */
  saved(): Promise<void>;
  /** Whether the passage still has words. */
  stands(passage: Passage): boolean;
  /** It is open on a passage, or closed (null). */
  changed(passage: Passage | null): void;
  /** Back to the text. */
  leave(): void;
  tell(words: string): void;
}

/** The form in which somebody says something about chosen words, or proposes others. Typed words stay until they are stored. */
export class Composer {
  readonly #parts: ComposerParts;
  readonly #field: HTMLTextAreaElement;
  #passage: Passage | null = null;
  #isSending = false;
  #isStopped = false;

  constructor(parts: ComposerParts) {
    this.#parts = parts;
    this.#field = parts.form.querySelector('textarea') as HTMLTextAreaElement;
    const { form } = parts;
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    form.onkeydown = (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      if (this.#isTyped) parts.leave();
      else this.close();
    };
    (form.querySelector('[data-cancel]') as HTMLButtonElement).onclick = () => this.close();
  }

  get #isTyped(): boolean {
    return [...this.#areas].some(({ value, defaultValue }) => value !== defaultValue);
  }

  get #areas(): NodeListOf<HTMLTextAreaElement> {
    return this.#parts.form.querySelectorAll('textarea');
  }

  /** What was typed here and nobody has. */
  get typed(): string {
    if (!this.#passage || !this.#isTyped) return '';
    return [...this.#areas]
      .map(({ value }) => value)
      .join('\n')
      .trim();
  }

  open(passage: Passage): void {
    const { form, kind, changed } = this.#parts;
    // What is being written about other words is not taken for these.
    if (this.#isSending || (this.#passage && this.#isTyped)) {
      this.#field.focus();
      return;
    }
    // The words that stand there are nobody's typing.
    if (kind === 'suggestion') this.#field.defaultValue = passage.quote;
    form.reset();
    this.#say('');
    this.#passage = passage;
    (form.querySelector('[data-quote]') as HTMLElement).textContent = passage.quote;
    form.hidden = false;
    changed(passage);
    this.#field.focus();
    form.scrollIntoView({ block: 'nearest' });
  }

  close(): void {
    const { form, changed, leave } = this.#parts;
    const hadFocus = form.contains(document.activeElement) || document.activeElement === document.body;
    this.#passage = null;
    form.hidden = true;
    this.#field.defaultValue = '';
    form.reset();
    changed(null);
    if (hadFocus) leave();
  }

  stop(): void {
    this.#isStopped = true;
    this.#parts.form.hidden = true;
  }

  #say(message: string): void {
    const { form, labels } = this.#parts;
    const error = form.querySelector('[data-error]') as HTMLElement;
    error.textContent = message;
    error.hidden = message === '';
    const choice = form.querySelector('[data-insz-choice]') as HTMLElement;
    choice.hidden = message !== labels.insz;
    if (message === '') this.#field.removeAttribute('aria-invalid');
    else this.#field.setAttribute('aria-invalid', 'true');
    if (message !== '') this.#field.focus();
  }

  #submit(): void {
    const { form, post, labels, saved, stands, tell } = this.#parts;
    const passage = this.#passage;
    if (!passage || this.#isSending) return;
    if (!stands(passage)) {
      this.#say(labels.deleted ?? '');
      return;
    }
    const typed = Object.fromEntries(
      [...new FormData(form)].filter(([, value]) => typeof value === 'string'),
    ) as Record<string, string>;
    const { start, end, quote } = passage;
    const body = { ...typed, start: JSON.stringify(start), end: JSON.stringify(end), quote };
    const url = form.action;
    this.#isSending = true;
    form.setAttribute('aria-busy', 'true');
    tell(labels.waiting ?? '');
    void saved().then(() => {
      if (this.#isStopped) return;
      post({
        lane: `add:${url}`,
        url,
        body: () => body,
        words: '', // they stay in the form until they are stored
        settle: (result) => this.#settle(result),
      });
    });
  }

  #settle(result: PostResult): void {
    const { form, labels, tell } = this.#parts;
    this.#isSending = false;
    form.removeAttribute('aria-busy');
    if (this.#isStopped) return;
    if (result.kind === 'done') {
      this.close();
      tell(labels.placed ?? '');
      return;
    }
    const [told] = Object.values(result.fields ?? {});
    this.#say(told ?? result.message);
  }
}
