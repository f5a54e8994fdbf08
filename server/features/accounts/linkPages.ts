import { type Answer, page } from '../../core/answers.ts';
import type { Visit } from '../../core/route.ts';

/** What the pages of accounts add to the parts of the design. */
export const accountStyles = ['/styles/accounts.css'];

/** One page for a link that is unknown, used, withdrawn or expired. */
export const linkGone = ({ t }: Visit): Answer => ({
  ...page('accounts/linkGone', { title: t('accounts.link.goneTitle'), narrow: true }),
  status: 404,
});

/**
 * What became of a link: mailed, or shown once to hand over. `link` is null when the page is asked for again:
 * the token is kept nowhere, so it cannot be shown twice.
 */
export function linkMade(
  { t }: Visit,
  made: {
    kind: 'invitation' | 'passwordReset';
    name: string;
    email: string;
    link: string | null;
    mailed?: boolean;
    back?: string;
  },
): Answer {
  return page('accounts/linkMade', {
    title: t(`accounts.linkMade.${made.kind}`),
    narrow: true,
    mailed: false,
    back: null,
    ...made,
  });
}
