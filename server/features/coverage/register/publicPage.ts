import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { markOf } from './pageParts.ts';
import { publishingPlatforms, recognisedGaps } from './queries.ts';
import { summaryOf, wordingFor } from './wording.ts';

/** The platforms that say in public what is lacking. */
export async function publishersPage(visit: Visit<unknown>): Promise<Answer> {
  const platforms = await publishingPlatforms();
  return page('coverage/publishers', {
    title: visit.t('gaps.public.title'),
    publicPage: true,
    narrow: true,
    platforms: platforms.map((one) => ({
      href: paths.platformGaps({ platform: one._id }),
      name: inLanguage(one.names, visit.language).text,
    })),
  });
}

/** What a platform recognised, in plain words: no owner, no evidence, no person. */
export async function recognisedPage(visit: Visit<unknown>): Promise<Answer> {
  const { platform, gaps } = await recognisedGaps(visit.params.platform);
  const wording = await wordingFor(
    visit,
    gaps.map((one) => one.values),
  );
  return page('coverage/recognised', {
    title: visit.t('gaps.public.titleOf', { name: inLanguage(platform.names, visit.language).text }),
    publicPage: true,
    narrow: true,
    gaps: gaps.map((gap) => ({
      title: wording.said(gap.values.title),
      plain: wording.said(gap.values.plain),
      ...summaryOf(gap, wording),
      status: gap.status,
      mark: markOf[gap.status],
      at: gap.steps.at(-1)!.at,
    })),
  });
}
