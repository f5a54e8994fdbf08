import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage, type LocalisedText } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { platformAsked } from '../candidates/queries.ts';
import { type Task, taskCandidateKey, taskCandidates, wordCandidateKey } from '../namesakes.ts';
import { withinPlatform } from '../pages/areas.ts';
import { gapReporting } from '../register/policy.ts';
import { registersVisibleTo } from '../register/queries.ts';
import { type AnyStatement, wordOfKind } from './catalogue.ts';
import { byKey, taskKeyOf, tasksAsEvidence, wordKeyOf } from './evidence.ts';
import { lists, type WordsInput } from './forms.ts';
import { listedNames } from './listed.ts';
import { meaningsOf, tasksOf } from './queries.ts';
import { isSaid, meaningClasses, splitByEnd } from './sameness.ts';
import { statementAnchor, statementView } from './statementViews.ts';
import { type Wording, wordingFor } from './wording.ts';

const any = (one: BodyTaskRecord | WordMeaningRecord): AnyStatement => one as unknown as AnyStatement;

const byName = (language: string) => (a: { name: string }, b: { name: string }) =>
  a.name.localeCompare(b.name, language);

/** Each task once, with the bodies that have it; what two have for the same people in one place is told. */
function taskGroups(all: readonly BodyTaskRecord[], evidence: readonly Task[], wording: Wording) {
  const names = listedNames();
  const shared = new Map(taskCandidates(evidence).map((one) => [one.key, one.reasons[0]!.values]));
  return [...byKey(all, (one) => taskKeyOf(one, names))].map(([key, some]) => {
    const candidate = taskCandidateKey(key);
    const twice = shared.get(candidate);
    return {
      id: statementAnchor(candidate),
      name: wording.name('task', any(some[0]!)),
      beside: some[0]!._id,
      twice: twice
        ? { bodies: String(twice.bodies).split(',').length, municipalities: Number(twice.municipalities) }
        : null,
      rows: some.map((one) => statementView('task', any(one), wording)),
    };
  });
}

/** Each word once, with what it means to whom: those who mean the same together, those nobody wrote down last. */
function wordGroups(all: readonly WordMeaningRecord[], wording: Wording) {
  const names = listedNames();
  return [...byKey(all, (one) => wordKeyOf(one, names))].map(([key, some]) => {
    const classes = meaningClasses(some).sort((a, b) => Number(isSaid(b)) - Number(isSaid(a)));
    return {
      id: statementAnchor(wordCandidateKey(key)),
      name: wording.name('meaning', any(some[0]!)),
      beside: some[0]!._id,
      different: classes.filter(isSaid).length,
      classes: classes.map((same) => ({
        said: wording.said(same[0]!.values.meaning as LocalisedText),
        rows: same.map((one) => statementView('meaning', any(one), wording)),
      })),
    };
  });
}

async function groupsOf(visit: SignedInVisit<WordsInput>, platform: PlatformRecord) {
  const { input, language, now } = visit;
  const today = brusselsDay(now);
  const [tasks, meanings] = await Promise.all([tasksOf([platform._id]), meaningsOf([platform._id])]);
  const shown = input.list === 'tasks' ? splitByEnd(tasks, today) : splitByEnd(meanings, today);
  const wording = await wordingFor(visit, [...tasks, ...meanings].map(any));
  const kind = input.list === 'tasks' ? 'task' : 'meaning';
  const territory = withinPlatform(platform).own;
  const evidence = tasksAsEvidence(tasks, listedNames(), territory, today);
  const standing = {
    tasks: splitByEnd(tasks, today).standing,
    meanings: splitByEnd(meanings, today).standing,
  };
  return {
    kind,
    counts: { tasks: standing.tasks.length, meanings: standing.meanings.length },
    tasks: input.list === 'tasks' ? taskGroups(standing.tasks, evidence, wording).sort(byName(language)) : [],
    words: input.list === 'meanings' ? wordGroups(standing.meanings, wording).sort(byName(language)) : [],
    over: shown.over.map((one) => ({
      name: wording.name(kind, any(one)),
      ...statementView(kind, any(one), wording),
    })),
  } as const;
}

/** Who has which task, and who means what by a word, around one platform. */
export async function listPage(visit: SignedInVisit<WordsInput>): Promise<Answer> {
  const { input, person, t, language } = visit;
  const head = { title: t('words.title'), space: 'platform' as const };
  // The menu leads here: an organisation that no platform admitted yet is told so.
  if (input.platform === '' && (await registersVisibleTo(person)).length === 0)
    return page('words/none', head);
  const { platforms, platform } = await platformAsked(person, input.platform);
  const { counts, kind, ...groups } = await groupsOf(visit, platform);
  const code = platform._id;
  const nameOf = (one: PlatformRecord): string => inLanguage(one.names, language).text;
  const isOwn = gapReporting.permits(person);
  return page('words/index', {
    ...head,
    styles: ['/styles/offer.css', '/styles/words.css'],
    list: input.list,
    platform: { code, name: nameOf(platform) },
    platforms: platforms.map((one) => ({ value: one._id, text: nameOf(one) })),
    tabs: lists.map((one) => ({
      href: paths.words({ platform: code, list: one }),
      text: t(`words.list.${one}`),
      count: counts[one],
      isHere: one === input.list,
    })),
    ...groups,
    candidates: paths.candidates({ platform: code, list: 'overlaps' }),
    add: isOwn
      ? (beside: string) => paths.newStatement({ kind: wordOfKind[kind] }, { platform: code, beside })
      : null,
  });
}
