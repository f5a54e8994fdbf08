import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { choicesFor } from './fieldsPage.ts';
import type { BeginInput } from './forms.ts';

/** Which gaps, for which authority, in which language: the rest is filled in from the register. */
export async function newSignalPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { t, language, refused } = visit;
  const { gap } = (refused ? { gap: '' } : visit.input) as BeginInput;
  const choices = await choicesFor(visit, []);
  const typed = refused?.values ?? { gaps: [gap], language };
  const chosen = [typed.gaps ?? []].flat();
  return page('signals/new', {
    title: t('signals.new.title'),
    space: 'platform',
    narrow: true,
    refused,
    typed,
    action: paths.signals(),
    authorities: [{ value: '', text: t('gaps.form.choose') }, ...choices.authority!],
    tongues: choices.language!,
    gaps: choices.gaps!.map((one) => ({ ...one, isChosen: chosen.includes(one.value) })),
  });
}
