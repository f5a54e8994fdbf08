import * as Y from 'yjs';
import type { Stretch } from '../history/entries.ts';
import { type Deletion, type Reading, readUpdate, type Struct } from '../reading.ts';

/** Characters that are to go, by the client that wrote them. */
export class Blackout {
  readonly #spans = new Map<number, { from: number; to: number }[]>();

  constructor(stretches: readonly Stretch[]) {
    for (const { client, clock, length } of stretches) {
      const spans = this.#spans.get(client) ?? [];
      spans.push({ from: clock, to: clock + length });
      this.#spans.set(client, spans);
    }
    for (const spans of this.#spans.values()) spans.sort((a, b) => a.from - b.from);
  }

  /** A struct's characters in parts that go and parts that stay, in order; one part when all of it has one fate. */
  partsOf({ id, length }: Struct): { from: number; to: number; goes: boolean }[] {
    const end = id.clock + length;
    const parts: { from: number; to: number; goes: boolean }[] = [];
    let at = id.clock;
    for (const { from, to } of this.#spans.get(id.client) ?? []) {
      if (to <= at || from >= end) continue;
      if (from > at) parts.push({ from: at, to: from, goes: false });
      parts.push({ from: Math.max(at, from), to: Math.min(to, end), goes: true });
      at = Math.min(to, end);
    }
    if (at < end) parts.push({ from: at, to: end, goes: false });
    return parts;
  }
}

/** Whether a struct holds something that somebody may have written: text, or a value of a mark or an attribute. */
const holdsWords = (struct: Struct): struct is Y.Item =>
  struct instanceof Y.Item &&
  !(struct.content instanceof Y.ContentDeleted) &&
  !(struct.content instanceof Y.ContentType);

/**
 * The same update without the characters that are to go. In their place it says that as many stood there and were
 * deleted, so that everything written around them keeps its place, its writer and its clock.
 * @returns null when it holds none of them.
 * @throws Malformed
 */
export function rewrite(update: Uint8Array, blackout: Blackout): Uint8Array | null {
  const reading = readUpdate(update);
  let isChanged = false;
  const structs = new Map<number, Struct[]>();
  for (const [client, list] of reading.structs) {
    const rewritten = list.flatMap((struct) => {
      const parts = holdsWords(struct) ? blackout.partsOf(struct) : [];
      if (!parts.some(({ goes }) => goes)) return [struct];
      isChanged = true;
      return parts.map((part) => partOf(struct as Y.Item, part));
    });
    structs.set(client, rewritten);
  }
  return isChanged ? writeUpdate({ ...reading, structs }) : null;
}

/** A part of an item as Yjs would have split it off. */
function partOf(item: Y.Item, { from, to, goes }: { from: number; to: number; goes: boolean }): Y.Item {
  const { id, origin, rightOrigin, parent, parentSub, content } = item;
  const start = from - id.clock;
  const isFirst = start === 0;
  // Only text has more than one character, so what stays of an item is text.
  const kept = content instanceof Y.ContentString ? content.str.slice(start, to - id.clock) : '';
  return new Y.Item(
    Y.createID(id.client, from),
    null,
    isFirst ? origin : Y.createID(id.client, from - 1),
    null,
    rightOrigin,
    isFirst ? parent : null,
    isFirst ? parentSub : null,
    goes ? new Y.ContentDeleted(to - from) : new Y.ContentString(kept),
  );
}

/** In Yjs's own encoding, version 1. */
function writeUpdate({ structs, deletions }: Reading): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(structs.size);
  for (const [client, list] of structs) {
    encoder.writeLen(list.length);
    encoder.writeClient(client);
    encoder.writeLen(list[0]!.id.clock);
    for (const struct of list) struct.write(encoder, 0);
  }
  const byClient = new Map<number, Deletion[]>();
  for (const one of deletions) byClient.set(one.client, [...(byClient.get(one.client) ?? []), one]);
  encoder.writeLen(byClient.size);
  for (const [client, list] of byClient) {
    encoder.resetDsCurVal();
    encoder.writeLen(client);
    encoder.writeLen(list.length);
    for (const { clock, length } of list) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(length);
    }
  }
  return encoder.toUint8Array();
}

/** An update that deletes these characters and does nothing else. */
export const deletionOf = (stretches: readonly Stretch[]): Uint8Array =>
  writeUpdate({
    structs: new Map(),
    deletions: stretches.map(({ client, clock, length }) => ({ client, clock, length })),
  });

/**
 * Where an update holds one of these words, whatever became of it: also what no page ever showed, as words that
 * arrived in a line that was gone, and values of marks and attributes.
 * @throws Malformed
 */
export function wordsIn(update: Uint8Array, words: readonly string[]): (Stretch & { offset: number })[] {
  const found: (Stretch & { offset: number })[] = [];
  for (const list of readUpdate(update).structs.values()) {
    for (const run of runsOf(list)) {
      const text = run.map(({ content }) => (content as Y.ContentString).str).join('');
      const { client, clock } = run[0]!.id;
      let offset = 0;
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
          found.push({ client, clock: clock + at, length: word.length, offset });
        offset += word.length;
      }
    }
    for (const struct of list) {
      if (!holdsWords(struct) || struct.content instanceof Y.ContentString) continue;
      const value = saidIn(struct);
      if (!words.some((word) => value.includes(word))) continue;
      found.push({ client: struct.id.client, clock: struct.id.clock, length: struct.length, offset: 0 });
    }
  }
  return found;
}

/** Everything a value says, in words as they are written. */
function saidIn({ content }: Y.Item): string {
  const said = content instanceof Y.ContentFormat ? content.value : content.getContent();
  const words: string[] = [];
  JSON.stringify(said, (_key, value: unknown) => {
    if (typeof value === 'string') words.push(value);
    return value;
  });
  return words.join('\n');
}

/** Text that one client wrote on, each part right behind the one before. */
function runsOf(structs: readonly Struct[]): Y.Item[][] {
  const runs: Y.Item[][] = [];
  let open: Y.Item[] | null = null;
  for (const struct of structs) {
    if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentString)) {
      open = null;
      continue;
    }
    const { origin, id } = struct;
    const goesOn = origin?.client === id.client && origin.clock === id.clock - 1;
    if (open && goesOn) open.push(struct);
    else {
      open = [struct];
      runs.push(open);
    }
  }
  return runs;
}
