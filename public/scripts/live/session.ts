import type { EditorView } from 'prosemirror-view';
import { io, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { type Openers, type Tool, toolGroups, toolsWith } from './commands.ts';
import { createEditor, type ProseEditor } from './editor.ts';
import type { Ending, SaveState } from './events.ts';
import { showFaces } from './faces.ts';
import { createHelp } from './helpDialog.ts';
import type { Kept, Shelf } from './keep.ts';
import { type ChosenLine, type LineMark, lineMarks, lineTools, showLineMarks } from './lineTools.ts';
import { openLinkPanel } from './linkPanel.ts';
import type { Passage } from './meanwhile.ts';
import { openMentionPanel } from './mentionPanel.ts';
import { endedNote, keptNote, type Labels, loadedLabels, numberNote } from './notes.ts';
import { People } from './people.ts';
import type { Rights } from './protocol.ts';
import { LiveProvider } from './provider.ts';
import { remarkKeys } from './remarks/keys.ts';
import { remarkMarks } from './remarks/marks.ts';
import { type RemarksOptions, RemarksPanel } from './remarks/panel.ts';
import { ReturnPanel } from './returnPanel.ts';
import { cellAt } from './tables/caret.ts';
import { openTablePanel } from './tables/panel.ts';
import { createToolbar, type Toolbar } from './toolbar.ts';

export interface MountOptions {
  /** The page's own connection; a new one to the same server when absent. */
  socket?: Socket;
  /** Where to show who is here. */
  faces?: HTMLElement | null;
  /** What is said about the text, beside it; absent where nothing can be said. */
  remarks?: RemarksOptions | null;
  /** What this device keeps of the text. */
  copy?: SessionCopy | null;
  /** Makes a decision or an action of the line the caret is in; absent where there are none. */
  make?: ((line: ChosenLine) => void) | null;
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
  'redacted',
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
  readonly #copy: SessionCopy | null;
  readonly #staysSignedOut: boolean;
  #kept: Kept | null;
  #panel: ReturnPanel | null = null;
  #rights: Rights = { write: false, comment: false, suggest: false };
  #remarks: RemarksPanel | null = null;
  readonly #remarksOptions: RemarksOptions | null;
  readonly #lineTools: Tool[];
  #made: readonly LineMark[] = [];

  constructor(root: HTMLElement, options: MountOptions) {
    this.#root = root;
    this.#faces = options.faces ?? null;
    this.#copy = options.copy ?? null;
    this.#kept = this.#copy?.kept ?? null;
    this.#staysSignedOut = options.staysSignedOut ?? false;
    this.#remarksOptions = options.remarks ?? null;
    this.#lineTools = options.make ? lineTools(options.make) : [];
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
    const kept = this.#kept;
    this.#kept = null; // it goes on once: starting over is without what was refused
    const provider = new LiveProvider({
      ...{ socket: this.#socket, document, doc: new Y.Doc(), kept },
      nameOf: (person) => people.nameOf(person) ?? '',
      shelf: this.#copy?.shelf ?? null,
      staysSignedOut: this.#staysSignedOut,
    });
    this.#provider = provider;
    this.#people = people;
    this.#root.setAttribute('aria-busy', 'true');
    provider.on('status', (status) => this.#tell('live:status', status));
    provider.on('synced', (rights) => this.#synced(rights));
    provider.on('access', (rights) => this.#setAccess(rights));
    provider.on('remarks', () => this.#tell('live:remarks', undefined));
    provider.on('presence', ({ here }) => {
      if (this.#faces) showFaces(this.#faces, here, this.#labels.here);
    });
    provider.on('waiting', () => this.#tell('live:waiting', null));
    provider.on('returned', ({ passages }) => this.#review(passages));
    provider.on('ended', (ending) => this.#ended(ending));
    if (kept?.isText) this.#synced({ write: kept.mayWrite, comment: false, suggest: false });
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

  /** The list of remarks was shown anew. */
  remarksShown(): void {
    this.#remarks?.refresh();
  }

  #clear(isOver = false): void {
    this.#remarks?.stop(isOver);
    this.#remarks = null;
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
        done: () => this.focus(),
      });
      this.#root.prepend(this.#panel.element);
    }
    void this.#copy?.keepReview(this.#panel.passages);
  }

  #synced(rights: Rights): void {
    this.#root.removeAttribute('aria-busy');
    if (this.#editor) this.#setAccess(rights);
    else this.#build(rights);
    this.#tell('live:remarks', undefined); // what was said while away
  }

  #setAccess(rights: Rights): void {
    this.#rights = rights;
    this.#remarks?.allow(rights);
    const view = this.#editor?.view;
    view?.setProps({ editable: () => this.#hasCaret });
    if (this.#toolbar) this.#toolbar.element.hidden = !this.#hasCaret;
    if (view) this.#toolbar?.refresh(view);
  }

  get #hasCaret(): boolean {
    return this.#rights.write || this.#rights.comment || this.#rights.suggest;
  }

  #build(rights: Rights): void {
    const provider = this.#provider as LiveProvider;
    this.#rights = rights;
    const labels = this.#labels;
    const people = this.#people as People;
    const view = (): EditorView => (this.#editor as ProseEditor).view;
    const remarks = this.#remarksOptions && new RemarksPanel(this.#remarksOptions, provider, view);
    const more = [...(remarks?.tools() ?? []), ...this.#lineTools];
    const open: Openers = {
      toToolbar: () => toolbar.focus(),
      link: (view) => openLinkPanel(view, labels),
      mention: (view, typed) => openMentionPanel(view, people, labels, typed),
      table: (view) => openTablePanel(view, labels),
      help: () => help.open(),
    };
    const all = [...toolsWith(open), ...more];
    // In the order in which they stand, for the arrow keys.
    const tools = toolGroups.flatMap((name) => all.filter(({ group }) => group === name));
    const help = createHelp(tools, labels);
    const voice = document.createElement('p');
    voice.className = 'vh';
    voice.setAttribute('role', 'status');
    const say = (words: string): void => {
      voice.textContent = words;
    };
    const toolbar = createToolbar(view, tools, labels, (right) => this.#rights[right], say);
    toolbar.element.hidden = !this.#hasCaret;
    let wasInTable = false;
    const hint = document.createElement('p');
    hint.id = this.#hintId;
    hint.className = 'small soft prose__hint';
    hint.textContent = labels.hint;
    const place = document.createElement('div');
    place.className = 'prose';
    const earlier = [...this.#root.querySelectorAll('[data-prose-unsent]')];
    this.#root.replaceChildren(...earlier, toolbar.element, place, hint, voice, help.element);
    this.#toolbar = toolbar;
    this.#editor = createEditor({
      place,
      provider,
      label: labels.editor,
      describedBy: this.#hintId,
      language: this.#root.dataset.language ?? document.documentElement.lang,
      isEditable: () => this.#hasCaret,
      mayWrite: () => this.#rights.write,
      plugins: [
        ...(remarks ? [remarkMarks()] : []),
        ...(this.#lineTools.length > 0 ? [lineMarks()] : []),
        ...(more.length > 0 ? [remarkKeys(more)] : []),
      ],
      open,
      people,
      left: labels.left,
      task: labels.task,
      table: labels.table,
      changed: (view, isText) => {
        const isInTable = cellAt(view.state.selection.$head) !== null;
        // Tab does something else here than everywhere on the page: who hears the page is told how to go on.
        if (isInTable !== wasInTable) {
          hint.textContent = isInTable ? labels.tableEntered : labels.hint;
          say(isInTable ? labels.tableEntered : '');
        }
        wasInTable = isInTable;
        toolbar.refresh(view);
        if (this.#editor) this.#remarks?.changed(view, isText);
      },
      askAboutNumber: (isOpen) => this.#askAboutNumber(place, isOpen),
    });
    this.#remarks = remarks;
    remarks?.allow(rights);
    remarks?.refresh();
    this.showMade(this.#made);
  }

  /** What was made of which lines. */
  showMade(made: readonly LineMark[]): void {
    this.#made = made;
    const view = this.#editor?.view;
    if (view && this.#lineTools.length > 0) view.dispatch(showLineMarks(view.state.tr, made));
  }

  /** Puts the keyboard back in the text, where its caret was. */
  focus(): void {
    this.#editor?.view.focus();
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
    const isOver = !startsOver.has(reason);
    const typed = this.#remarks?.typed(isOver) ?? [];
    this.#clear(isOver);
    this.#root.removeAttribute('aria-busy');
    // What this device keeps goes in after signing in; what was typed beside the text is nowhere else.
    const isKept = reason === 'signed_out' && this.#provider?.isKept === true;
    const words = [isKept ? '' : text, ...typed].filter((one) => one !== '').join('\n\n');
    const notes = isKept ? [keptNote(this.#labels)] : [];
    if (!isKept || words !== '') notes.push(endedNote(this.#labels, reason, words));
    this.#root.replaceChildren(...notes);
    if (reason !== 'signed_out') void this.#copy?.giveUp(text);
    if (this.#faces) this.#faces.replaceChildren();
    this.#tell('live:ended', { reason });
    if (!isOver) this.start();
  }
}
