import { deserialize } from 'bson';

/** Documents as the store holds them, one after another: what is handed to a thread without being taken apart here. */
export function joinedDocuments(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The documents of `joinedDocuments`. Each begins with its length. */
export function* documentsIn(bytes: Uint8Array): Generator<Record<string, unknown>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const size = view.getInt32(at, true);
    yield deserialize(bytes.subarray(at, at + size));
    at += size;
  }
}
