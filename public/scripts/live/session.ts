import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { type Openers, toolsWith } from './commands.ts';
import { createEditor, type ProseEditor } from './editor.ts';
import type { Ending, SaveState } from './events.ts';
import { showFaces } from './faces.ts';
import { createHelp } from './helpDialog.ts';
import { openLinkPanel } from './linkPanel.ts';
import { openMentionPanel } from './mentionPanel.ts';
import { endedNote, type Labels, loadedLabels, numberNote } from './notes.ts';
import { People } from './people.ts';
import { LiveProvider } from './provider.ts';
import { createToolbar, type Toolbar } from './toolbar.ts';

export interface MountOptions {
  /** The page's own connection; a new one to the same server when absent. */
  socket?: Socket;
  /** Where to show who is here. */
  faces?: HTMLElement | null;
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
  #people: People | null = null;
  #editor: ProseEditor | null = null;
  #toolbar: Toolbar | null = null;
  #note: HTMLElement | null = null;
  #mayWrite = false;

  constructor(root: HTMLElement, options: MountOptions) {
    this.#root = root;
    this.#faces = options.faces ?? null;
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
    const people = new People(this.#socket, document);
    const nameOf = (person: string): string => people.nameOf(person) ?? '';
    const provider = new LiveProvider({ socket: this.#socket, document, doc: new Y.Doc(), nameOf });
    this.#provider = provider;
    this.#people = people;
    this.#root.setAttribute('aria-busy', 'true');
    provider.on('status', (status) => this.#tell('live:status', status));
    provider.on('synced', ({ write }) => this.#synced(write));
    provider.on('access', ({ write }) => this.#setAccess(write));
    provider.on('presence', ({ here }) => {
      if (this.#faces) showFaces(this.#faces, here, this.#labels.here);
    });
    provider.on('ended', (ending) => this.#ended(ending));
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
    const labels = this.#labels;
    const people = this.#people as People;
    const open: Openers = {
      toToolbar: () => toolbar.focus(),
      link: (view) => openLinkPanel(view, labels),
      mention: (view, typed) => openMentionPanel(view, people, labels, typed),
      help: () => help.open(),
    };
    const tools = toolsWith(open);
    const help = createHelp(tools, labels);
    const toolbar = createToolbar(() => (this.#editor as ProseEditor).view, tools, labels);
    toolbar.element.hidden = !write;
    const hint = document.createElement('p');
    hint.id = this.#hintId;
    hint.className = 'small soft prose__hint';
    hint.textContent = labels.hint;
    const place = document.createElement('div');
    place.className = 'prose';
    const earlier = [...this.#root.querySelectorAll('[data-prose-unsent]')];
    this.#root.replaceChildren(...earlier, toolbar.element, place, hint, help.element);
    this.#toolbar = toolbar;
    this.#editor = createEditor({
      place,
      provider,
      label: labels.editor,
      describedBy: this.#hintId,
      language: this.#root.dataset.language ?? document.documentElement.lang,
      isEditable: () => this.#mayWrite,
      open,
      people,
      left: labels.left,
      task: labels.task,
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
    this.#root.replaceChildren(endedNote(this.#labels, reason, text));
    if (this.#faces) this.#faces.replaceChildren();
    this.#tell('live:ended', { reason });
    if (startsOver.has(reason)) this.start();
  }
}
