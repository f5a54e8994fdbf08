import type { PlatformRecord } from '../../../../models/Platform.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { bodyNames, personNames } from '../../network/queries.ts';
import { moduleTypesInUse } from '../../offer/upkeep/queries.ts';
import { type Reader, readerOf } from '../pages/reader.ts';
import { standardView } from '../pages/standards.ts';
import { markOf } from '../register/pageParts.ts';
import { gapReporting } from '../register/policy.ts';
import { defaultFrameOf } from '../standards/queries.ts';
import { saidIn } from '../standards/wording.ts';
import { freshFrom } from '../weighing.ts';
import { namesakesShown, type Shown } from '../wordsAndTasks/shown.ts';
import { latestDay } from './actions.ts';
import { type CandidatesInput, candidateLists, type DismissalInput, portion } from './forms.ts';
import { markOfCandidate } from './kinds.ts';
import { mayDismissFor } from './policy.ts';
import { platformAsked, sortedFor } from './queries.ts';
import type { Sorted } from './sorting.ts';
import { cellAddress, reportAddress, sentencesOf, type Telling, titleOf } from './words.ts';

/** Somebody looks again after half a year, unless they say otherwise: as often as the offer itself is looked through. */
export const inHalfAYear = (today: string): string => freshFrom(today, -6);

/** What was said of it before: by whom, until when, why. */
function dismissalView({ dismissal, gotWorse }: Sorted, reader: Reader, people: ReadonlyMap<string, string>) {
  if (!dismissal) return null;
  const { t, day } = reader;
  return {
    who: people.get(dismissal.by) ?? t('candidates.someone'),
    at: day(dismissal.at),
    until: day(dismissal.until),
    why: dismissal.why,
    gotWorse,
  };
}

const noNamesakes: Shown = { candidates: new Map(), bodies: new Map() };

interface Naming {
  telling: Telling;
  people: Map<string, string>;
  /** What those about tasks and words stand on, by key. */
  namesakes: Shown['candidates'];
}

function candidateView(one: Sorted, platform: PlatformRecord, { telling, people, namesakes }: Naming) {
  const { candidate, gaps } = one;
  const { reader } = telling;
  const namesake = namesakes.get(candidate.key);
  return {
    key: candidate.key,
    ...titleOf(candidate, reader, namesake?.name),
    namesake: namesake ?? null,
    kind: reader.t(`candidates.kind.${candidate.kind}`),
    mark: markOfCandidate[candidate.kind],
    reasons: sentencesOf(candidate, telling),
    cell: cellAddress(candidate, platform._id),
    report: reportAddress(candidate, platform._id, namesake?.statement),
    dismissal: dismissalView(one, reader, people),
    gaps: gaps.map(({ _id, values, status, reportedAt }) => {
      const said = inLanguage(values.title, reader.language);
      return {
        href: paths.gap({ id: _id }),
        text: said.text,
        lang: said.language === reader.language ? null : said.language,
        mark: markOf[status],
        status: reader.t(`gaps.status.${status}`),
        since: reader.day(values.since || reportedAt),
      };
    }),
  };
}

/** What was typed for one candidate and refused. */
type Refused = Partial<DismissalInput>;

/** What the computation brings forward for a platform: to look at, in the register, looked at. */
export async function candidatesPage(
  visit: SignedInVisit<unknown>,
  { platform: code, list, shown }: CandidatesInput,
): Promise<Answer> {
  const { person, language, t, now } = visit;
  const { platforms, platform } = await platformAsked(person, code);
  const named = await defaultFrameOf(platform._id);
  const { frame } = named;
  const today = brusselsDay(now);
  const [found, types] = await Promise.all([
    sortedFor(visit.house, platform, { list, frame, today }),
    moduleTypesInUse(),
  ]);
  const all = [...found.open, ...found.inRegister, ...found.lookedAt];
  const bodies = all.flatMap(({ candidate }) =>
    candidate.reasons.flatMap(({ values }) => String(values.bodies ?? '').split(',')),
  );
  const [people, names, shownNamesakes] = await Promise.all([
    personNames([...new Set(all.flatMap(({ dismissal }) => dismissal?.by ?? []))]),
    bodyNames(visit.house, [...new Set(bodies.filter((one) => one !== ''))], language),
    list === 'overlaps' ? namesakesShown(visit, platform._id, today) : noNamesakes,
  ]);
  const reader = readerOf(visit, { types });
  const naming: Naming = {
    telling: {
      reader,
      standard: saidIn(named.names, reader).text,
      bodies: new Map([...names, ...shownNamesakes.bodies]),
    },
    people,
    namesakes: shownNamesakes.candidates,
  };
  const view = (one: Sorted) => candidateView(one, platform, naming);
  const address = (change: Partial<CandidatesInput>) =>
    paths.candidates({ platform: platform._id, list, ...change });
  const refused = visit.refused;
  return page('coverage/candidates', {
    title: t('candidates.title.page'),
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/coverage.css'],
    refused,
    toWords: paths.words({ platform: platform._id }),
    typed: (refused?.values ?? {}) as Refused,
    insz: hasInsz(visit),
    list,
    platform: { code: platform._id, name: inLanguage(platform.names, language).text },
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    tabs: candidateLists.map((one) => ({
      href: paths.candidates({ platform: platform._id, list: one }),
      text: t(`candidates.list.${one}`),
      isHere: one === list,
    })),
    standard: standardView(named, reader),
    standardName: naming.telling.standard,
    version: frame.version,
    today: reader.day(today),
    open: found.open.slice(0, shown).map(view),
    openCount: found.open.length,
    more: found.open.length > shown ? address({ shown: shown + portion }) : null,
    inRegister: found.inRegister.map(view),
    lookedAt: found.lookedAt.map(view),
    mayDismiss: mayDismissFor(person, platform._id),
    mayReport: gapReporting.permits(person),
    until: { first: today, usual: inHalfAYear(today), last: latestDay(today) },
  });
}
