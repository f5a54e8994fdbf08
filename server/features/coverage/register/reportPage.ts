import { evidenceKinds } from '../../../../models/Gap.ts';
import { emptyGap, type GapValues, gapKinds } from '../../../../models/gapFields.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { NotFound } from '../../../core/errors.ts';
import { inLanguage, type Language } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { areaName, areaOf } from '../../../geography/geography.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { recommendationNamed } from '../../network/activities/queries.ts';
import { namedIn } from '../wordsAndTasks/shown.ts';
import { functionChoices } from './choices.ts';
import type { BeginningInput } from './forms.ts';
import { picturesNow } from './pictures.ts';
import { pictureView, standardsOf } from './pictureViews.ts';
import { registersOf } from './policy.ts';
import { admissionsOf, allPlatforms } from './queries.ts';
import { isAge } from './references.ts';
import { type Wording, wordingFor } from './wording.ts';

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

/** A word within a sentence; German keeps its capitals. */
const inSentence = (words: string, language: Language): string =>
  language === 'de' ? words : words.charAt(0).toLocaleLowerCase(language) + words.slice(1);

/** What was typed, or else what the page one comes from knows; a name for it is made of the codes. */
async function typedIn(visit: SignedInVisit<unknown>, wording: Wording, known: GapValues): Promise<Typed> {
  if (visit.refused) return visit.refused.values;
  const { t } = visit;
  const { cell: _cell, ...said } = visit.input as BeginningInput;
  const namesake = said.statement === '' ? null : await namedIn(visit, said.statement);
  const recommended = await recommendationNamed(visit.person, said.recommendation);
  if (recommended) return { ...said, ...recommendedGap(recommended) };
  if (namesake)
    return { ...said, title: t(`gaps.new.ofStatement.${namesake.kind}`, { what: namesake.name }) };
  const words = (field: 'functions' | 'from' | 'to'): string => wording.value(field, known[field]);
  if (known.from !== '') {
    const name = known.to === '' ? 'gaps.new.wayOut' : 'gaps.new.way';
    return { ...said, title: t(name, { from: words('from'), to: words('to') }) };
  }
  if (known.functions.length === 0) return said;
  const place = wording.value('areas', known.areas);
  const title =
    place === '' || said.kind === ''
      ? t('gaps.new.lacking', { what: words('functions') })
      : t(`gaps.new.ofCell.${said.kind}`, { what: inSentence(words('functions'), visit.language), place });
  return { ...said, title };
}

type Typed = Record<string, string | string[]>;

/** What an activity recommends, as the beginning of a report: its words, and the activity as what it stands on. */
function recommendedGap({ recommendation, activity }: Recommended): Typed {
  const { text } = recommendation;
  const { title, day, year } = activity.values;
  return {
    title: text.split('\n')[0]!.slice(0, 150),
    description: text,
    evidenceKind: 'practice',
    evidenceSource: [title, day || year].filter(Boolean).join(', '),
  };
}

type Recommended = NonNullable<Awaited<ReturnType<typeof recommendationNamed>>>;

/** The codes that are known already, as values of a gap; kinds of help that do not exist are left out. */
function knownIn(visit: SignedInVisit<unknown>, functions: Choice[]): GapValues {
  const said = (visit.refused?.values ?? visit.input) as Partial<Typed>;
  const isCode = (code: string): boolean => isAge(code) || functions.some((one) => one.value === code);
  const one = (name: string): string => [said[name] ?? ''].flat().find(isCode) ?? '';
  const several = (name: string): string[] => [said[name] ?? []].flat();
  return {
    ...emptyGap,
    ...{ kind: 'missing', title: {}, platforms: [], from: one('from'), to: one('to') },
    functions: one('function') === '' ? [] : [one('function')],
    areas: several('area')
      .filter((nis) => areaOf(nis) !== undefined)
      .slice(0, 1),
    ages: several('ages'),
    targetGroups: several('targetGroups'),
    settings: several('settings'),
    problems: several('problems'),
  };
}

/** What goes along without a field of its own: shown in words, sent as codes. */
function carriedOf(known: GapValues, wording: Wording) {
  const fields = ['from', 'to', 'ages', 'targetGroups', 'settings', 'problems'] as const;
  return fields.flatMap((field) => {
    const values = [known[field]].flat().filter((value) => value !== '');
    return values.length === 0 ? [] : [{ field, values, words: wording.value(field, known[field]) }];
  });
}

/** What the matrix says now, for a report that begins at one of its cells. */
async function cellsShown(visit: SignedInVisit<unknown>, known: GapValues, wording: Wording) {
  const { cell } = (visit.refused?.values ?? visit.input) as { cell?: unknown };
  const { t, language } = visit;
  const now = cell ? await picturesNow(visit.house, known) : [];
  const pictures = now.map(({ picture }) => picture);
  const standards = await standardsOf(pictures, language);
  return pictures.map((one) => pictureView(one, { t, language, wording, standards }));
}

/** The area one comes from may be a municipality, or of a neighbour. */
function areasFor(visit: SignedInVisit<unknown>, platforms: PlatformRecord[], { areas }: GapValues) {
  const own = areaChoices(visit, platforms);
  const others = areas.filter((nis) => !own.some((one) => one.value === nis));
  return [...own, ...others.map((value) => ({ value, text: areaName(value, visit.language) }))];
}

/** A report in a few taps: what kind, in own words, and where; the rest can wait. */
export async function newGapPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const platforms = (await reportedTo(visit)).map((one) => one.platform);
  const { t, language } = visit;
  const functions = await functionChoices(visit);
  const known = knownIn(visit, functions);
  const wording = await wordingFor(visit, [known]);
  return page('coverage/new', {
    title: t('gaps.new.title'),
    space: 'platform',
    narrow: true,
    refused: visit.refused,
    typed: await typedIn(visit, wording, known),
    carried: carriedOf(known, wording),
    insz: hasInsz(visit),
    action: paths.gaps(),
    kinds: gapKinds.map((value) => ({
      value,
      text: t(`gaps.kind.${value}`),
      hint: t(`gaps.kindHint.${value}`),
    })),
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    functions,
    areas: areasFor(visit, platforms, known),
    pictures: await cellsShown(visit, known, wording),
    evidenceKinds: evidenceKinds.map((value) => ({ value, text: t(`gaps.evidence.kind.${value}`) })),
  });
}
