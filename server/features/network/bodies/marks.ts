import { createHash } from 'node:crypto';

/** What a piece of a page says, so that one that is open is changed only where it says something else. */
export const marked = <T extends object>(view: T): T & { mark: string } => ({
  ...view,
  mark: createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 12),
});
