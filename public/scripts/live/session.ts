import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { createEditor, type ProseEditor } from './editor.ts';
import type { Ending, SaveState } from './events.ts';
import { showFaces } from './faces.ts';
import type { Kept, Shelf } from './keep.ts';
import type { Passage } from './meanwhile.ts';
import { endedNote, keptNote, type Labels, loadedLabels, numberNote } from './notes.ts';
import { LiveProvider } from './provider.ts';
import { ReturnPanel } from './returnPanel.ts';
import { createToolbar, type Toolbar } from './toolbar.ts';

export interface MountOptions {
  /** The page's own connection; a new one to the same server when absent. */
  socket?: Socket;
  /** Where to show who is here. */
  faces?: HTMLElement | null;
  /** What this device keeps of the text. */
  copy?: SessionCopy | null;
  /** With nobody signed in the text stays, and is not sent: for pages without a network. */
  staysSignedOut?: boolean;
}

export interface SessionCopy {
  shelf: Shelf;
  kept: Kept | null;
  /** What was still to be looked at. */
  passages: Passage[];
  keepReview(passages: readonly Passage[]): Promise<void>;
  giveUp(words: string): Promise<void>;
}

/** Refusals after which the document itself is still this person's to read: it starts over without what was refused. */
const startsOver = new Set<Ending['reason']>([
  'malformed',
  'too_large',
  'forged',
  'out_of_order',
  'document_full',
]);
let mounted = 0;

/** One document on one page, through every time it starts over. */
export class Session {
  readonly #root: HTMLElement;
  readonly #faces: HTMLElement | null;
  readonly #socket: Socket;
  readonly #ownsSocket: boolean;
  readonly #labels: Labels;
  readonly #hintId: string;
  #provider: LiveProvider | null = null;
  #editor: ProseEditor | null = null;
  #toolbar: Toolbar | null = null;
  #note: HTMLElement | null = null;
  #mayWrite = false;
  readonly #copy: SessionCopy | null;
  readonly #staysSignedOut: boolean;
  #kept: Kept | null;
  #panel: ReturnPanel | null = null;

  constructor(root: HTMLElement, options: MountOptions) {
    this.#root = root;
    this.#faces = options.faces ?? null;
    this.#copy = options.copy ?? null;
    this.#kept = this.#copy?.kept ?? null;
    this.#staysSignedOut = options.staysSignedOut ?? false;
    this.#ownsSocket = !options.socket;
    this.#socket = options.socket ?? io();
    this.#labels = loadedLabels(root);
    mounted += 1;
    this.#hintId = `prose-hint-${mounted}`;
  }

  get status(): SaveState {
    return this.#provider?.status ?? { state: 'offline', unsaved: 0 };
  }

  start(): void {
    const document = this.#root.dataset.live ?? '';
    const kept = this.#kept;
    this.#kept = null; // it goes on once: starting over is without what was refused
    const provider = new LiveProvider({
      ...{ socket: this.#socket, document, doc: new Y.Doc(), kept },
      shelf: this.#copy?.shelf ?? null,
      staysSignedOut: this.#staysSignedOut,
    });
    this.#provider = provider;
    this.#root.setAttribute('aria-busy', 'true');
    provider.on('status', (status) => this.#tell('live:status', status));
    provider.on('synced', ({ write }) => this.#synced(write));
    provider.on('access', ({ write }) => this.#setAccess(write));
    provider.on('presence', ({ here }) => {
      if (this.#faces) showFaces(this.#faces, here, this.#labels.here);
    });
    provider.on('waiting', () => this.#tell('live:waiting', null));
    provider.on('returned', ({ passages }) => this.#review(passages));
    provider.on('ended', (ending) => this.#ended(ending));
    if (kept?.isText) this.#synced(kept.mayWrite);
    if (kept?.isText && this.#copy && this.#copy.passages.length > 0) this.#review(this.#copy.passages);
  }

  /** Writes everything down on this device, where it keeps a copy. */
  keepNow(): void {
    void this.#provider?.keepNow();
  }

  stop(): void {
    this.#clear();
    this.#provider?.destroy();
    this.#provider = null;
    if (this.#ownsSocket) this.#socket.disconnect();
  }

  #tell(name: string, detail: unknown): void {
    this.#root.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #clear(): void {
    this.#editor?.destroy();
    this.#editor = null;
    this.#toolbar = null;
    this.#note = null;
    this.#panel = null;
  }

  /** What others changed meanwhile in lines that were changed here, above the text. */
  #review(passages: Passage[]): void {
    const provider = this.#provider as LiveProvider;
    if (this.#panel?.element.isConnected) this.#panel.add(passages);
    else {
      this.#panel = new ReturnPanel({
        ...{ doc: provider.doc, labels: this.#labels, passages },
        changed: (left) => void this.#copy?.keepReview(left),
        done: () => this.#editor?.view.focus(),
      });
      this.#root.prepend(this.#panel.element);
    }
    void this.#copy?.keepReview(this.#panel.passages);
  }

  #synced(write: boolean): void {
    this.#root.removeAttribute('aria-busy');
    if (this.#editor) this.#setAccess(write);
    else this.#build(write);
  }

  #setAccess(write: boolean): void {
    this.#mayWrite = write;
    const view = this.#editor?.view;
    view?.setProps({ editable: () => this.#mayWrite });
    if (this.#toolbar) this.#toolbar.element.hidden = !write;
  }

  #build(write: boolean): void {
    const provider = this.#provider as LiveProvider;
    this.#mayWrite = write;
    const toolbar = createToolbar(() => (this.#editor as ProseEditor).view, this.#labels);
    toolbar.element.hidden = !write;
    const hint = document.createElement('p');
    hint.id = this.#hintId;
    hint.className = 'small soft prose__hint';
    hint.textContent = this.#labels.hint;
    const place = document.createElement('div');
    place.className = 'prose';
    const earlier = [...this.#root.querySelectorAll('[data-prose-unsent]')];
    this.#root.replaceChildren(...earlier, toolbar.element, place, hint);
    this.#toolbar = toolbar;
    this.#editor = createEditor({
      place,
      provider,
      label: this.#labels.editor,
      describedBy: this.#hintId,
      language: this.#root.dataset.language ?? document.documentElement.lang,
      isEditable: () => this.#mayWrite,
      toToolbar: () => toolbar.focus(),
      changed: (view) => toolbar.refresh(view),
      askAboutNumber: (isOpen) => this.#askAboutNumber(place, isOpen),
    });
  }

  #askAboutNumber(place: HTMLElement, isOpen: boolean): void {
    this.#note?.remove();
    this.#note = null;
    if (!isOpen) return;
    this.#note = numberNote(this.#labels, {
      remove: () => this.#editor?.removeNumbers(),
      keep: () => this.#editor?.keepNumbers(),
    });
    place.before(this.#note);
  }

  #ended({ reason, text }: Ending): void {
    this.#clear();
    this.#root.removeAttribute('aria-busy');
    const isKept = reason === 'signed_out' && this.#provider?.isKept === true;
    this.#root.replaceChildren(isKept ? keptNote(this.#labels) : endedNote(this.#labels, reason, text));
    if (reason !== 'signed_out') void this.#copy?.giveUp(text);
    if (this.#faces) this.#faces.replaceChildren();
    this.#tell('live:ended', { reason });
    if (startsOver.has(reason)) this.start();
  }
}
