import { createHash } from 'node:crypto';
import type { GapRecord, GapStatus } from '../../../../models/Gap.ts';
import { paths } from '../../../paths.ts';
import type { Wording } from './wording.ts';

/** Where a page about a gap stands. */
export const crumbOf = (gap: GapRecord, wording: Wording) => ({
  href: paths.gap({ id: gap._id }),
  ...wording.said(gap.values.title),
});

/** Icon and colour beside the word of a status. */
export const markOf: Readonly<Record<GapStatus, { icon: string; tone: string }>> = {
  reported: { icon: 'flag', tone: '' },
  verified: { icon: 'eye', tone: 'is-info' },
  prioritised: { icon: 'arrow-up', tone: 'is-info' },
  in_action: { icon: 'play', tone: 'is-info' },
  escalated: { icon: 'external', tone: 'is-info' },
  accepted: { icon: 'minus', tone: 'is-none' },
  solved: { icon: 'check-circle', tone: 'is-ok' },
};

/** The same for a part of a page that shows the same: what has not changed is left alone on pages that are open. */
export const fingerprint = (shown: unknown): string =>
  createHash('sha1').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);
