import { Unavailable } from '../core/errors.ts';

/**
 * The stored document cannot be put together: a part is missing, or does not open or decode. Whoever asks for it is
 * told so; nothing is erased, and nothing is shown in its place.
 */
export class Unreadable extends Unavailable {
  override name = 'Unreadable';
  /** @param reason for the log */
  constructor(reason: string) {
    super('live.unreadable');
    this.message = reason;
  }
}
