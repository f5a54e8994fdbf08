import type { Message } from './errors.ts';
import type { Visit } from './route.ts';

/** Keeps a sentence for the next page, after a redirect. A key and counts, never what somebody typed. */
export function leaveNotice(visit: Visit, key: string, values?: NonNullable<Message['values']>): void {
  visit.request.session.notice = { key, ...(values ? { values } : {}) };
}
