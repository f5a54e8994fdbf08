import { indexFrom, type OfferIndex } from './offerIndex.ts';
import type { Segment } from './segment.ts';
import { valuesFrom } from './values.ts';
import type { Label } from './vocabulary.ts';

/** What a kept index was made from: when any of it is otherwise now, the index is made anew. */
export interface SnapshotMark {
  /** Every act up to this one, by its place, is in it. */
  sequence: number;
  /** Hash of that act: tells this history from another one, such as that of a restored backup. */
  hash: string;
  /** Version of the reference data. */
  reference: string;
  /** Fingerprint of the program that made it. */
  program: string;
}

type Arrays = Omit<Segment, 'ids' | 'words'>;

const kinds: {
  [Name in keyof Arrays]: new (
    buffer: ArrayBuffer,
    at: number,
    length: number,
  ) => Arrays[Name];
} = {
  orders: Float64Array,
  due: Int32Array,
  rowStarts: Uint32Array,
  lastDays: Int32Array,
  valueStarts: Uint32Array,
  values: Uint32Array,
  madeFromStarts: Uint32Array,
  madeFrom: Uint32Array,
  postingStarts: Uint32Array,
  postingUnits: Uint32Array,
  postingFields: Uint8Array,
};

interface Header {
  mark: SnapshotMark;
  values: readonly string[];
  /** Bytes of each part, in their order. */
  sizes: Record<string, number>;
}

const names = Object.keys(kinds) as (keyof Arrays)[];
/** Parts begin where every kind of number may begin. */
const aligned = (size: number): number => Math.ceil(size / 8) * 8;

/** An index without changes beside it (see `settled`) as bytes. */
export function bytesOf({ base, values }: OfferIndex, mark: SnapshotMark): Uint8Array {
  const text = new TextEncoder();
  const parts: [string, Uint8Array][] = [
    ['ids', text.encode(base.ids.join('\n'))],
    ['words', text.encode(base.words.join('\n'))],
    ...names.map((name): [string, Uint8Array] => {
      const { buffer, byteOffset, byteLength } = base[name];
      return [name, new Uint8Array(buffer, byteOffset, byteLength)];
    }),
  ];
  const sizes = Object.fromEntries(parts.map(([name, bytes]) => [name, bytes.length]));
  const header = text.encode(JSON.stringify({ mark, values: values.keys(), sizes } satisfies Header));
  const whole = parts.reduce((sum, [, bytes]) => sum + aligned(bytes.length), aligned(4 + header.length));
  const all = new Uint8Array(whole);
  new DataView(all.buffer).setUint32(0, header.length);
  all.set(header, 4);
  let at = aligned(4 + header.length);
  for (const [, bytes] of parts) {
    all.set(bytes, at);
    at += aligned(bytes.length);
  }
  return all;
}

const lines = (bytes: Uint8Array): string[] => {
  const text = new TextDecoder().decode(bytes);
  return text === '' ? [] : text.split('\n');
};

/**
 * The index again, over the given bytes, which are not copied.
 * @throws when they are not what `bytesOf` made
 */
export function fromBytes(
  bytes: Uint8Array,
  labels: readonly Label[],
): { index: OfferIndex; mark: SnapshotMark } {
  const buffer = bytes.buffer as ArrayBuffer;
  if (bytes.byteOffset % 8 !== 0) return fromBytes(bytes.slice(), labels);
  const headerSize = new DataView(buffer, bytes.byteOffset).getUint32(0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerSize))) as Header;
  let at = aligned(4 + headerSize);
  const take = (name: string): number => {
    const begins = at;
    at += aligned(header.sizes[name]!);
    if (!(at <= bytes.length)) throw new RangeError('a kept index that is cut off');
    return begins;
  };
  const textOf = (name: string): string[] => {
    const begins = take(name);
    return lines(bytes.subarray(begins, begins + header.sizes[name]!));
  };
  const [ids, words] = [textOf('ids'), textOf('words')];
  const arrays = names.map((name) => {
    const begins = bytes.byteOffset + take(name);
    const width = (kinds[name] as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
    return [name, new kinds[name](buffer, begins, header.sizes[name]! / width)];
  });
  const base = { ids, words, ...(Object.fromEntries(arrays) as Arrays) };
  return { index: indexFrom(base, valuesFrom(header.values), labels), mark: header.mark };
}
