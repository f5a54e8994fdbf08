/** Several updates in one buffer: each with its length before it (four bytes, big-endian). */

const head = 4;

export function frame(updates: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(updates.reduce((sum, update) => sum + head + update.byteLength, 0));
  const view = new DataView(bytes.buffer);
  let position = 0;
  for (const update of updates) {
    view.setUint32(position, update.byteLength);
    bytes.set(update, position + head);
    position += head + update.byteLength;
  }
  return bytes;
}

export const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** @throws RangeError when the lengths do not add up. */
export function unframe(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const updates: Uint8Array[] = [];
  for (let position = 0; position < bytes.byteLength; ) {
    const end = position + head + view.getUint32(position);
    if (end > bytes.byteLength) throw new RangeError('a frame is longer than what holds it');
    updates.push(bytes.subarray(position + head, end));
    position = end;
  }
  return updates;
}
