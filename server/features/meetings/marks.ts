import { createHash } from 'node:crypto';
import type { MeetingState, Response } from '../../../models/meetingState.ts';

/** Icon and colour beside the word of a state. */
export const markOf: Readonly<Record<MeetingState, { icon: string; tone: string }>> = {
  draft: { icon: 'pencil', tone: 'tag--draft' },
  called: { icon: 'mail', tone: 'is-info' },
  open: { icon: 'play', tone: 'is-info' },
  closed: { icon: 'check', tone: 'is-wait' },
  approved: { icon: 'check-circle', tone: 'is-ok' },
  cancelled: { icon: 'close', tone: 'is-none' },
};

export const answerMark: Readonly<Record<Response, { icon: string; tone: string }>> = {
  '': { icon: 'clock', tone: '' },
  yes: { icon: 'check-circle', tone: 'is-ok' },
  maybe: { icon: 'comment', tone: 'is-wait' },
  no: { icon: 'minus', tone: 'is-none' },
};

/** The same for a part of a page that shows the same: what has not changed is left alone on pages that are open. */
export const fingerprint = (shown: unknown): string =>
  createHash('sha1').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);
