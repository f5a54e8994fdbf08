/** The stored document cannot be put together: a part is missing, or does not open or decode. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}
