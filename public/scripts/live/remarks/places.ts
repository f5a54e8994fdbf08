import type { EditorState } from 'prosemirror-state';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror';
import * as Y from 'yjs';
import { rootName } from '../protocol.ts';
import { type Found, findIn, type Passage, passageOf } from './anchors.ts';
import { type Flat, flatten, indexOf, textAt } from './flat.ts';
import type { ListedRemark, Located } from './marks.ts';

type Mapping = Parameters<typeof absolutePositionToRelativePosition>[2];

/** The shared document and the editor's, side by side: where a place of one is in the other. Good until either changes. */
export class Places {
  readonly flat: Flat;
  readonly #doc: Y.Doc;
  readonly #root: Y.XmlFragment;
  readonly #mapping: Mapping;

  constructor(doc: Y.Doc, state: EditorState) {
    this.#doc = doc;
    this.#root = doc.getXmlFragment(rootName);
    this.flat = flatten(this.#root);
    this.#mapping = ySyncPluginKey.getState(state).binding.mapping as Mapping;
  }

  /** The passage between two places of the editor; null when there are no words. */
  passage(from: number, to: number): Passage | null {
    const [first, last] = [this.#index(from), this.#index(to)];
    return first === null || last === null ? null : passageOf(this.flat, first, last);
  }

  #index(position: number): number | null {
    const place = absolutePositionToRelativePosition(position, this.#root, this.#mapping);
    const found = Y.createAbsolutePositionFromRelativePosition(place, this.#doc, false);
    return found && indexOf(this.flat, found.type, found.index);
  }

  find(passage: Passage): Found {
    return findIn(this.flat, this.#doc, passage);
  }

  /** The same passage at the place where it was found. */
  passageAt(found: Found): Passage | null {
    return found.state === 'deleted' ? null : passageOf(this.flat, found.from, found.to);
  }

  /** The words that stand there now; empty for none. */
  words(found: Found): string {
    return found.state === 'deleted' ? '' : this.flat.words.slice(found.from, found.to);
  }

  /** Where it is in the editor; null when it is nowhere. */
  range(found: Found): { from: number; to: number } | null {
    if (found.state === 'deleted') return null;
    const from = this.#position(found.from, 'right');
    const to = this.#position(found.to, 'left');
    return from === null || to === null || from >= to ? null : { from, to };
  }

  #position(index: number, side: 'left' | 'right'): number | null {
    const at = textAt(this.flat, index, side);
    if (!at) return null;
    const place = Y.createRelativePositionFromTypeIndex(at.text, at.index, side === 'right' ? 0 : -1);
    return relativePositionToAbsolutePosition(this.#doc, this.#root, place, this.#mapping);
  }

  locate(remark: ListedRemark): Located {
    const found = this.find(remark.passage);
    const range = this.range(found);
    return range ? { remark, state: found.state, ...range } : { remark, state: 'deleted', from: 0, to: 0 };
  }
}
