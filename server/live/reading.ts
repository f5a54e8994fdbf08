import * as Y from 'yjs';

/** An update was not built as Yjs builds them, or holds what no editor of ours makes. */
export class Malformed extends Error {
  override name = 'Malformed';
}

export type Struct = Y.Item | Y.GC | Y.Skip;

/** A stretch of characters that the update deletes. */
export interface Deletion {
  client: number;
  clock: number;
  length: number;
}

export interface Reading {
  /** By client, in the order of their clocks. */
  structs: Map<number, Struct[]>;
  deletions: Deletion[];
}

type LibDecoder = ConstructorParameters<typeof Y.UpdateDecoderV1>[0];

const largestClient = 2 ** 32 - 1;
const largestClock = 2 ** 31 - 1;

function isSane(client: number, clock: number, length: number): boolean {
  return client <= largestClient && length > 0 && clock + length <= largestClock;
}

/**
 * Takes an update apart without applying it.
 * @throws Malformed for anything that does not decode to the last byte, is empty, or overlaps itself.
 */
export function readUpdate(update: Uint8Array): Reading {
  let decoder: LibDecoder | undefined;
  class WatchedDecoder extends Y.UpdateDecoderV1 {
    constructor(inner: LibDecoder) {
      super(inner);
      decoder = inner;
    }
  }
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdateV2(update, WatchedDecoder as unknown as typeof Y.UpdateDecoderV2);
  } catch {
    throw new Malformed('does not decode');
  }
  if (decoder?.pos !== update.byteLength) throw new Malformed('bytes left over');
  const reading = { structs: structsByClient(decoded.structs), deletions: deletionsOf(decoded.ds.clients) };
  if (reading.structs.size === 0 && reading.deletions.length === 0) throw new Malformed('empty');
  return reading;
}

function structsByClient(structs: Struct[]): Map<number, Struct[]> {
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const known = byClient.get(client);
    const before = known?.at(-1);
    const follows = !before || before.id.clock + before.length === clock;
    // A gap would make everyone wait for what never comes, so a skip is as bad as an overlap.
    if (!follows || struct instanceof Y.Skip || !isSane(client, clock, struct.length)) {
      throw new Malformed('structs do not follow each other');
    }
    if (known) known.push(struct);
    else byClient.set(client, [struct]);
  }
  return byClient;
}

function deletionsOf(clients: Map<number, readonly { clock: number; len: number }[]>): Deletion[] {
  const deletions: Deletion[] = [];
  for (const [client, stretches] of clients) {
    for (const { clock, len } of stretches) {
      if (!isSane(client, clock, len)) throw new Malformed('a deletion of nothing or too much');
      deletions.push({ client, clock, length: len });
    }
  }
  return deletions;
}
