import { type Answer, page } from '../../../core/answers.ts';
import { formats } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { FoundWords, WordsPlace } from '../../../live/history/questions.ts';
import { blot } from '../../../live/remarks/blotting.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { pseudonymOf } from '../../cases/queries.ts';
import { historyOf, versionsOf } from '../history/queries.ts';
import { encodeStretches, namerFor } from '../history/shown.ts';
import { type SearchInput, searchForm } from './forms.ts';
import { elsewhere } from './queries.ts';

/** Fillers of words that were redacted before, as a reader sees them. */
const readable = (text: string): string => text.replaceAll(/[\ue000-\uf8ff]+/gu, blot);

/** Words to look for, and where they are: with all that goes and all that stays, when they were found. */
export async function searchPage(
  visit: SignedInVisit,
  access: CaseAccess,
  input: SearchInput | null,
): Promise<Answer> {
  const { house, t, refused } = visit;
  const typed = (name: string): string => {
    const value = refused?.values[name];
    return typeof value === 'string' ? value : '';
  };
  // A reason that is refused is typed again below what was found, so that is looked for once more.
  const again = refused && Object.keys(refused.errors).every((field) => field === 'reason');
  const parsed = again ? searchForm.safeParse(refused.values) : null;
  const asked = input ?? (parsed?.success ? parsed.data : null);
  const found = asked ? await lookFor(visit, access, asked) : null;
  const line = asked?.line ? encodeStretches(asked.line) : typed('line');
  const isFound = found !== null && found.count > 0;
  return page('plans/redaction', {
    title: t('plans.redaction.title'),
    space: 'case',
    caseId: access.caseId,
    pseudonym: await pseudonymOf(house, access),
    words: asked ? asked.words.join('\n') || (found?.text ?? '') : typed('words'),
    reason: typed('reason'),
    where: asked?.where ?? (typed('where') || 'everywhere'),
    line,
    found: isFound ? { ...found, ...(await consequences(visit, access, found, asked?.words ?? [])) } : null,
    isMissing: asked !== null && asked.words.length > 0 && !isFound,
    narrow: true,
    refused,
  });
}

function lookFor({ house }: SignedInVisit, access: CaseAccess, { words, where, line }: SearchInput) {
  // A line without words yet is only read, to choose them from.
  const within = line && (where === 'here' || words.length === 0) ? line : null;
  return historyOf(house, access, { kind: 'words', words, within });
}

/** What will go and what stays, in words. */
async function consequences(visit: SignedInVisit, access: CaseAccess, found: FoundWords, words: string[]) {
  const { house, language, t } = visit;
  const namer = await namerFor(
    house,
    language,
    t,
    found.places.map((place) => place.writer),
  );
  const { day, time } = formats(language);
  const shown = (place: WordsPlace) => ({
    before: readable(place.before),
    words: place.words,
    after: readable(place.after),
    note: t(`plans.redaction.place.${place.isStanding ? 'standing' : 'gone'}`, {
      who: namer.who(place.writer),
      moment: t('plans.history.moment', { day: day(place.writer.at), time: time(place.writer.at) }),
    }),
  });
  const stoodIn = ({ from, to }: WordsPlace, sequence: number): boolean =>
    from <= sequence && (to === null || sequence < to);
  const versions = (await versionsOf(house, access)).filter(
    ({ sequence, tombstone }) => !tombstone && found.places.some((place) => stoodIn(place, sequence)),
  );
  return {
    shown: found.places.map(shown),
    versions: versions.map(({ name }) => name),
    elsewhere: await elsewhere(house, access, words),
  };
}
