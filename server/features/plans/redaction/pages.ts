import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { FoundWords } from '../../../live/history/questions.ts';
import type { SearchInput } from '../../../live/redaction/forms.ts';
import { paths } from '../../../paths.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { pseudonymOf } from '../../cases/queries.ts';
import { searchData, stoodIn } from '../../prose/redaction/queries.ts';
import { pastOf } from '../history/pages.ts';
import { versionsOf } from '../history/queries.ts';
import { elsewhere } from './queries.ts';

/** Words to look for, and where they are: with all that goes and all that stays, when they were found. */
export async function searchPage(
  visit: SignedInVisit,
  access: CaseAccess,
  input: SearchInput | null,
): Promise<Answer> {
  const { house, t } = visit;
  const data = await searchData(visit, await pastOf(visit, access), input);
  const { found, asked, where } = data;
  const id = { id: access.caseId };
  return page('plans/redaction', {
    title: t('plans.redaction.title'),
    space: 'case',
    caseId: access.caseId,
    pseudonym: await pseudonymOf(house, access),
    ...data,
    ...(found ? await consequences(visit, access, { found, words: asked, where }) : {}),
    to: {
      search: paths.planRedaction(id),
      redact: paths.planRedactions(id),
      back: paths.planHistory(id),
    },
    reasonHint: t('plans.redaction.reasonHint'),
    narrow: true,
  });
}

/** What will go and what stays besides the words of the text themselves. */
async function consequences(
  { house, t }: SignedInVisit,
  access: CaseAccess,
  { found, words, where }: { found: FoundWords; words: string[]; where: string },
) {
  const versions = (await versionsOf(house, access)).filter(
    ({ sequence, tombstone }) => !tombstone && found.places.some((place) => stoodIn(place, sequence)),
  );
  const { goals, actions, names, remarks } = await elsewhere(house, access, words);
  const told = (key: string, count: number): string[] =>
    count > 0 ? [t(`plans.redaction.${key}`, { count })] : [];
  const named = versions.map(({ name }) => name).join('; ');
  const isEverywhere = where === 'everywhere';
  return {
    goes: [
      ...told('goesVersions', versions.length).map((one) => `${one} ${named}`),
      ...(isEverywhere ? told('goesNames', names) : []),
      ...(isEverywhere ? told('goesRemarks', remarks) : []),
    ],
    stays: [
      ...told('staysRecords', goals + actions),
      ...(isEverywhere ? [] : told('staysNames', names)),
      ...(isEverywhere ? [] : told('staysRemarks', remarks)),
    ],
  };
}
