import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { PartsInput } from './forms.ts';
import type { SeenSignal } from './queries.ts';
import { partsOf } from './signalParts.ts';

/** One signal: the letter as it is or as it was sent, where it stands, and its answer. */
export async function signalPage(visit: SignedInVisit<unknown>, seen: SeenSignal): Promise<Answer> {
  const { _id: id, values, revision } = seen.signal;
  return page('signals/show', {
    title: values.title || visit.t('signals.untitled'),
    space: 'platform',
    styles: ['/styles/signals.css'],
    scripts: ['/build/gaps.js'],
    topics: `signal:${id}`,
    entries: paths.signalParts({ id }, { seen: revision }),
    ...(await partsOf(visit, seen, revision)),
  });
}

/** Its parts as they are now, for a page that is open. */
export const signalFragment = async (visit: SignedInVisit<PartsInput>, seen: SeenSignal): Promise<Answer> =>
  fragment('signals/_parts', await partsOf(visit, seen, visit.input.seen ?? seen.signal.revision));
