/** One entry of the key space. */
export interface Entry {
  key: Buffer;
  value: Buffer;
}

/**
 * The ordered key space as one reader sees it: the committed state, a snapshot, the running write batch or a
 * transaction's own version of it. The rest of the engine only knows this.
 */
export interface View {
  get(key: Buffer): Buffer | undefined;
  /** At most `limit` entries of [low, high), from the high end when `reverse`. */
  range(low: Buffer, high: Buffer, limit: number, reverse: boolean): Entry[];
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
  /** Sequence number of the newest commit this view may see: an index made later is of no use to it. */
  readonly sequence: number;
}

/** Entries per read: few at first, because most queries want few, then more. */
const FIRST_READ = 16;
const LARGEST_READ = 1024;

/**
 * All entries of [low, high), read in pieces, so that the state may move on between two pieces.
 * @param expected how many the reader probably wants, if it knows
 */
export function* entries(
  view: View,
  low: Buffer,
  high: Buffer,
  reverse: boolean,
  expected = FIRST_READ,
): Generator<Entry, void> {
  let [from, to] = [low, high];
  for (let size = Math.min(expected, LARGEST_READ); ; size = Math.min(size * 4, LARGEST_READ)) {
    const piece = view.range(from, to, size, reverse);
    for (const entry of piece) yield entry;
    if (piece.length < size) return;
    const last = piece.at(-1)!.key;
    if (reverse) to = last;
    else from = Buffer.concat([last, Buffer.of(0)]);
  }
}
