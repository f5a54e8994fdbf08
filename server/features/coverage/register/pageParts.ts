import type { GapRecord, GapStatus } from '../../../../models/Gap.ts';
import type { Visit } from '../../../core/route.ts';
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

/** Whether a form was refused for what may be a national number: then it can be said that it is none. */
export const hasInsz = ({ refused, t }: Pick<Visit, 'refused' | 't'>): boolean =>
  Object.values(refused?.errors ?? {}).includes(t('suggestions.errors.insz'));
