import type { Answer } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../../network/queries.ts';
import type { Draft } from './draft.ts';
import { formPage } from './formPage.ts';
import { merged, partsOf } from './parts.ts';
import { draftFrom, frameNamed, versionsOf } from './queries.ts';
import { saidIn, standardWords } from './wording.ts';

/**
 * For who came second: the form again, with what they typed and what the first changed in one. It tells what was taken
 * over, and where both wanted something else; sent again, it becomes the version after the first one's.
 */
export async function meetingPage(visit: SignedInVisit<unknown>, base: Draft, yours: Draft): Promise<Answer> {
  const id = visit.params.id ?? '';
  const newest = await frameNamed(id);
  const theirs = draftFrom(newest, visit.language);
  const { draft, taken, disputed } = merged(base, theirs, yours);
  const words = await standardWords(visit);
  const [first] = await versionsOf(id);
  const names = await personNames([first!.by]);
  const [them, you] = [partsOf(theirs), partsOf(yours)];
  const saying = (key: string, value: string | undefined): string =>
    value === undefined ? visit.t('standards.nothing') : words.saying(key, value);
  const answer = await formPage(visit, {
    title: visit.t('standards.change.title'),
    target: paths.standardVersions({ id }),
    back: { href: paths.standard({ id }), said: saidIn(newest.names, visit) },
    draft,
    platforms: [newest.platform!],
    hidden: { base: newest.frame.version },
    meeting: {
      by: names.get(first!.by) ?? '',
      at: first!.at,
      taken: taken.map((key) => ({ about: words.about(key), to: saying(key, them.get(key)) })),
      disputed: disputed.map((key) => ({
        about: words.about(key),
        theirs: saying(key, them.get(key)),
        yours: saying(key, you.get(key)),
      })),
    },
  });
  return { ...answer, status: 409 };
}
