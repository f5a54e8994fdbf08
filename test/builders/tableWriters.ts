import { expect } from 'chai';
import { type Command, TextSelection } from 'prosemirror-state';
import { yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror';
import * as Y from 'yjs';
import { leavesOf } from '../../public/scripts/live/leaves.ts';
import { rootName } from '../../public/scripts/live/protocol.ts';
import { schema } from '../../public/scripts/live/schema.ts';
import { type CellAt, cellAt, clearedAcross, clearWords } from '../../public/scripts/live/tables/caret.ts';
import * as commands from '../../public/scripts/live/tables/commands.ts';
import { Content } from '../../server/live/content.ts';
import type { Entry } from '../../server/live/history/entries.ts';
import { readUpdate } from '../../server/live/reading.ts';
import { writeLine } from '../live/prose.ts';
import { HeadlessEditor } from './headlessEditor.ts';

/** Something that a person does; numbers choose among what there is. */
export interface TableStep {
  who: number;
  what: number;
  where: number;
  length: number;
  /** So many of what others wrote, and of what they themselves wrote, is not there yet. */
  lag: number;
  held: number;
}

export interface TableWriter {
  personId: string;
  doc: Y.Doc;
  editor: HeadlessEditor;
  known: number;
  /** Written here, and not sent yet. */
  waiting: { update: Uint8Array; id: number }[];
  /** Whether an update comes of what this person does. */
  isAtWork: boolean;
}

const keyOf = (element: Y.XmlElement): string => `${element._item?.id.client}.${element._item?.id.clock}`;

const wordsIn = (texts: readonly Y.XmlText[]): string =>
  texts.flatMap((text) => text.toDelta().map(({ insert }: { insert: string }) => insert)).join('');

/** Several pages with the real editor binding, and the gate of the server, which puts what they write in an order. */
export class TableRoom {
  readonly writers: TableWriter[];
  readonly log: { entry: Entry; update: Uint8Array; writer: TableWriter }[] = [];
  readonly content = new Content({ checkpoint: null, commits: [] });
  readonly author = new Map<string, string>();
  /** Letters that somebody took away, and lines, tables, rows and cells that somebody did. */
  readonly takenLetters = new Set<string>();
  readonly takenElements = new Set<string>();
  /** Where each letter was written: the cell, its row and its table, or the line. */
  readonly homes = new Map<string, string[]>();
  #letters = 0x4e00;
  #updates = 0;
  counts = { structure: 0, words: 0 };

  /** Whether deleting over several lines joins them: then the editor writes words anew, and the history may not know them. */
  readonly #joins: boolean;

  constructor(people: number, { joins = true }: { joins?: boolean } = {}) {
    this.#joins = joins;
    this.writers = Array.from({ length: people }, (_, index) => {
      const doc = new Y.Doc();
      doc.clientID = index + 1;
      const writer: TableWriter = {
        personId: `person-${index}`,
        doc,
        editor: new HeadlessEditor(doc),
        known: 0,
        waiting: [],
        isAtWork: false,
      };
      this.content.reserve(writer.personId, [doc.clientID]);
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'arrived') return;
        expect(writer.isAtWork, 'a page writes by itself').to.equal(true);
        this.#updates += 1;
        writer.waiting.push({ update, id: this.#updates });
      });
      return writer;
    });
  }

  #fresh(personId: string, length: number): string {
    return Array.from({ length }, () => {
      const letter = String.fromCharCode(this.#letters++);
      this.author.set(letter, personId);
      return letter;
    }).join('');
  }

  bring(writer: TableWriter, upTo = this.log.length): void {
    for (; writer.known < upTo; writer.known++) {
      const { update, writer: other } = this.log[writer.known]!;
      if (other !== writer) Y.applyUpdate(writer.doc, update, 'arrived');
    }
  }

  /** What a person wrote reaches the server, which takes all of it. */
  send(writer: TableWriter, keep = 0): void {
    while (writer.waiting.length > keep) {
      const { update, id } = writer.waiting.shift()!;
      const { personId } = writer;
      const offer = { id: String(id), personId, update, reading: readUpdate(update) };
      expect(this.content.admit(offer, 1e9), 'the server takes what a page makes').to.equal(null);
      const sequence = this.log.length + 1;
      const at = new Date(Date.UTC(2026, 10, 3) + sequence * 61_000);
      this.log.push({
        entry: { sequence, at, personId, organisationId: `org-${personId}` },
        update,
        writer,
      });
    }
  }

  leaves(writer: TableWriter): Map<string, string> {
    return new Map(
      leavesOf(writer.doc.getXmlFragment(rootName)).map(({ element, texts }) => [
        keyOf(element),
        wordsIn(texts),
      ]),
    );
  }

  does(writer: TableWriter, work: () => void): { before: Map<string, string>; after: Map<string, string> } {
    const before = this.leaves(writer);
    const elements = this.#elementsOf(writer);
    writer.isAtWork = true;
    work();
    writer.isAtWork = false;
    const after = this.leaves(writer);
    const left = this.#elementsOf(writer);
    for (const key of elements) if (!left.has(key)) this.takenElements.add(key);
    const there = new Set([...after.values()].join(''));
    for (const words of before.values())
      for (const letter of words) if (!there.has(letter)) this.takenLetters.add(letter);
    // Words that the editor moves with a line are written anew in another one.
    for (const { element, row, block, texts } of leavesOf(writer.doc.getXmlFragment(rootName)))
      for (const letter of wordsIn(texts))
        this.homes.set(letter, [element, row ?? element, block].map(keyOf));
    return { before, after };
  }

  #elementsOf(writer: TableWriter): Set<string> {
    const all = leavesOf(writer.doc.getXmlFragment(rootName));
    return new Set(all.flatMap(({ element, row, block }) => [element, row ?? element, block].map(keyOf)));
  }

  act({ who, what, where, length, lag, held }: TableStep, kinds: number): void {
    const writer = this.writers[who % this.writers.length]!;
    this.bring(writer, Math.max(writer.known, this.log.length - lag));
    const { editor } = writer;
    const places: number[] = [];
    editor.state.doc.descendants((node, place) => {
      if (node.isTextblock) for (let at = 0; at <= node.content.size; at++) places.push(place + 1 + at);
      return !node.isTextblock;
    });
    const place = places[where % Math.max(1, places.length)];
    // In a text without a line, putting the caret somewhere makes the line it stands in.
    const select = (): void =>
      editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, place!)));
    if (place !== undefined && writer.doc.getXmlFragment(rootName).length > 0) select();
    else if (place !== undefined) this.does(writer, select);
    this.#one(writer, what % kinds, place, { where, length, places });
    this.send(writer, held);
  }

  #one(
    writer: TableWriter,
    what: number,
    place: number | undefined,
    { where, length, places }: { where: number; length: number; places: number[] },
  ): void {
    const { editor, personId, doc } = writer;
    const { state } = editor;
    if (place === undefined || what === 0) {
      this.does(writer, () => writeLine(doc, this.#fresh(personId, length)));
      return;
    }
    const at = cellAt(state.selection.$head);
    if (what <= 4) {
      // Words that others have too, so that cells read alike.
      const words = where % 3 === 0 ? 'ja' : this.#fresh(personId, length);
      this.#words(writer, () => editor.dispatch(state.tr.insertText(words, place)));
    } else if (what <= 6) {
      // A selection from one place to another, whatever is between them.
      const other = places[(where * 7 + length) % places.length]!;
      const selected = state.apply(
        state.tr.setSelection(
          TextSelection.create(state.doc, Math.min(place, other), Math.max(place, other)),
        ),
      );
      const { from, to } = selected.selection;
      const crossing = clearedAcross(selected) ?? (this.#joins ? null : clearWords(selected.tr, from, to));
      this.#words(writer, () => {
        const tr = crossing ?? selected.tr.deleteSelection();
        editor.dispatch(editor.state.tr.setSelection(selected.selection));
        editor.dispatch(crossing ? tr : editor.state.tr.deleteSelection());
      });
    } else if (what === 7) {
      this.#structure(
        writer,
        commands.insertTable({ rows: 1 + (length % 3), columns: 1 + (where % 3), head: where % 2 === 0 }),
        [],
      );
    } else if (what === 8 || what === 9) {
      const add = [
        commands.addRowBefore,
        commands.addRowAfter,
        commands.addColumnBefore,
        commands.addColumnAfter,
      ];
      this.#structure(writer, add[where % 4]!, []);
    } else if (what === 10) this.#structure(writer, commands.deleteRow, at ? this.#rowOf(writer, at) : []);
    else if (what === 11)
      this.#structure(writer, commands.deleteColumn, at ? this.#columnOf(writer, at) : []);
    else if (what === 12 && where % 3 === 0)
      this.#structure(writer, commands.deleteTable, at ? this.#tableOf(writer, at) : []);
    else if (what === 12) this.#structure(writer, commands.toggleHead, []);
    else if (what === 13) this.does(writer, () => editor.undo.undo());
    else if (what === 14) this.does(writer, () => editor.undo.redo());
  }

  /** Writing and deleting words takes no cell of a table that stays. */
  #words(writer: TableWriter, work: () => void): void {
    const cells = (): Map<Y.XmlElement, number> =>
      new Map(
        leavesOf(writer.doc.getXmlFragment(rootName))
          .filter(({ row }) => row !== null)
          .map(({ block }, _index, all) => [block, all.filter((one) => one.block === block).length]),
      );
    const before = cells();
    this.does(writer, work);
    for (const [table, count] of cells())
      if (before.has(table)) expect(count, 'cells of a table that stays').to.equal(before.get(table));
    this.counts.words += 1;
  }

  /** A command takes exactly the cells it is to take: `gone`, as the tree names them. */
  #structure(writer: TableWriter, command: Command, gone: string[]): void {
    let isDone = false;
    const { before, after } = this.does(writer, () => {
      isDone = writer.editor.run(command);
    });
    const missing = [...before.keys()].filter((one) => !after.has(one));
    expect(missing.sort()).to.deep.equal(isDone ? gone.sort() : []);
    for (const [key, words] of after) if (before.has(key)) expect(words).to.equal(before.get(key));
    if (isDone) this.counts.structure += 1;
  }

  #elements(writer: TableWriter, block: number): Y.XmlElement[][] {
    const table = writer.doc.getXmlFragment(rootName).get(block) as Y.XmlElement;
    return table.toArray().map((row) => (row as Y.XmlElement).toArray() as Y.XmlElement[]);
  }

  #tableOf(writer: TableWriter, { block }: CellAt): string[] {
    return this.#elements(writer, block).flat().map(keyOf);
  }

  #rowOf(writer: TableWriter, { block, row }: CellAt): string[] {
    return this.#elements(writer, block)[row]!.map(keyOf);
  }

  #columnOf(writer: TableWriter, { block, column }: CellAt): string[] {
    return this.#elements(writer, block).flatMap((cells) => (cells[column] ? [keyOf(cells[column])] : []));
  }

  /** Everything is sent and read by everyone. */
  settle(): void {
    for (const writer of this.writers) this.send(writer);
    for (const writer of this.writers) this.bring(writer);
  }

  /** Everyone has the same tree, and every editor shows it as it is. */
  check(): string {
    const trees = this.writers.map(({ doc }) => doc.getXmlFragment(rootName).toJSON());
    for (const tree of trees) expect(tree).to.equal(trees[0]);
    for (const { doc, editor } of this.writers) {
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      const before = Y.encodeStateVector(copy);
      const shown = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment(rootName), schema);
      expect(Y.encodeStateVector(copy), 'showing it writes nothing').to.deep.equal(before);
      if (doc.getXmlFragment(rootName).length > 0)
        expect(editor.state.doc.toJSON()).to.deep.equal(shown.toJSON());
    }
    return trees[0]!;
  }

  end(): void {
    for (const { editor, doc } of this.writers) {
      editor.destroy();
      doc.destroy();
    }
  }
}
