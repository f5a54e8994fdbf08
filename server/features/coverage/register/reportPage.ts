import { evidenceKinds } from '../../../../models/Gap.ts';
import { gapKinds } from '../../../../models/gapFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { areaChoices, functionChoices } from './choices.ts';
import { hasInsz } from './pageParts.ts';
import { registersOf } from './policy.ts';
import { admissionsOf, allPlatforms } from './queries.ts';

/** The platforms this person reports to, in the order of lists, and for which body. @throws NotFound when there is none */
export async function reportedTo({ person }: Pick<SignedInVisit, 'person'>) {
  const registers = registersOf(person, await admissionsOf(person));
  const found = (await allPlatforms()).flatMap((platform) => {
    const own = registers.find((one) => one.platform === platform._id);
    return own ? [{ platform, body: own.body }] : [];
  });
  if (found.length === 0) throw new NotFound();
  return found;
}

/** A report in a few taps: what kind, in own words, and where; the rest can wait. */
export async function newGapPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const platforms = (await reportedTo(visit)).map((one) => one.platform);
  const { t, language } = visit;
  return page('coverage/new', {
    title: t('gaps.new.title'),
    space: 'platform',
    narrow: true,
    refused: visit.refused,
    typed: visit.refused?.values ?? {},
    insz: hasInsz(visit),
    action: paths.gaps(),
    kinds: gapKinds.map((value) => ({
      value,
      text: t(`gaps.kind.${value}`),
      hint: t(`gaps.kindHint.${value}`),
    })),
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    functions: await functionChoices(visit),
    areas: areaChoices(visit, platforms),
    evidenceKinds: evidenceKinds.map((value) => ({ value, text: t(`gaps.evidence.kind.${value}`) })),
  });
}
