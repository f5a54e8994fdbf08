import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { brusselsDay, type LocalisedText } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { registersVisibleTo } from '../register/queries.ts';
import type { Said } from '../register/wording.ts';
import { type AnyStatement, wordOfKind } from './catalogue.ts';
import { byKey } from './evidence.ts';
import { candidateOf, meaningsOf, statementNamed, tasksOf } from './queries.ts';
import { bodyKey, holdsOn } from './sameness.ts';
import { sideBySide } from './statementViews.ts';
import { type Wording, wordingFor } from './wording.ts';

/** What a candidate about a task or a word stands on. */
interface NamedCandidate {
  /** Of the task or the word. */
  name: string;
  /** Where it stands on the list, all side by side. */
  href: string;
  /** Id of one of the statements. */
  statement: string;
  /** Who says what; `instead` where nobody wrote it down. */
  said: { who: string; href: string; words: Said; instead: string }[];
}

export interface Shown {
  candidates: Map<string, NamedCandidate>;
  /** Names of bodies, by the key the computation knows them by. */
  bodies: Map<string, string>;
}

type Visit = Pick<SignedInVisit<unknown>, 'house' | 'language' | 't'>;

function saidOf(kind: StatementKind, one: AnyStatement, wording: Wording, { t }: Visit) {
  const { note, meaning, sameAs } = one.values;
  const same = wording.value('sameAs', sameAs ?? '');
  return {
    who: wording.who(one.values),
    href: paths.statement({ kind: wordOfKind[kind], id: one._id }),
    words: wording.said((kind === 'task' ? note : meaning) as LocalisedText),
    instead:
      kind === 'task'
        ? wording.grounds(one.values)
        : same === ''
          ? t('words.notWritten')
          : t('words.sameAs', { body: same }),
  };
}

const any = (one: BodyTaskRecord | WordMeaningRecord): AnyStatement => one as unknown as AnyStatement;

/** What the candidates of a platform about tasks and words stand on, on a day (YYYY-MM-DD). */
export async function namesakesShown(visit: Visit, platform: string, day: string): Promise<Shown> {
  const [tasks, meanings] = await Promise.all([tasksOf([platform]), meaningsOf([platform])]);
  const wording = await wordingFor(visit, [...tasks, ...meanings].map(any));
  const shown: Shown = { candidates: new Map(), bodies: new Map() };
  for (const [kind, all] of [['task', tasks] as const, ['meaning', meanings] as const]) {
    const standing = all.filter((one) => holdsOn(one, day));
    for (const one of standing) shown.bodies.set(bodyKey(one.values), wording.who(any(one).values));
    for (const [key, some] of byKey(standing.map(any), (statement) => candidateOf({ kind, statement })))
      shown.candidates.set(key, {
        name: wording.name(kind, some[0]!),
        href: sideBySide(key, platform),
        statement: some[0]!._id,
        said: some.map((one) => saidOf(kind, one, wording, visit)),
      });
  }
  return shown;
}

/** The name of what a statement is about; null for one this person may not read. */
export async function namedIn(
  visit: SignedInVisit<unknown>,
  id: string,
): Promise<{ kind: StatementKind; name: string } | null> {
  const found = await statementNamed(visit.person, id);
  if (!found) return null;
  const wording = await wordingFor(visit, [found.statement]);
  return { kind: found.kind, name: wording.name(found.kind, found.statement) };
}

/** Where the task or word that a gap is about stands, for somebody who reads one of its platforms. */
export async function besideGap(
  person: Pick<Person, 'affiliations'>,
  { candidate, values }: Pick<GapRecord, 'candidate' | 'values'>,
): Promise<string | null> {
  if (!candidate) return null;
  const read = await registersVisibleTo(person);
  const platform = read.find((one) => values.platforms.includes(one._id));
  return platform ? sideBySide(candidate, platform._id) : null;
}

/** What a body means by a word, as it is kept, with who says the same. */
export interface KeptMeaning {
  id: string;
  word: string;
  who: string;
  words: Said;
  href: string;
  supporters: string[];
}

/** The meanings of care circuit and care network kept for these platforms that this person reads. */
export async function circuitMeanings(
  visit: SignedInVisit<unknown>,
  platforms: readonly string[],
): Promise<KeptMeaning[]> {
  const read = (await registersVisibleTo(visit.person)).map((one) => one._id);
  const day = brusselsDay(visit.now);
  const all = (await meaningsOf(platforms.filter((one) => read.includes(one)))).filter((one) =>
    holdsOn(one, day),
  );
  const wording = await wordingFor(visit, all.map(any));
  return all
    .filter(({ values }) => values.word === 'care_circuit' || values.word === 'care_network')
    .map((meaning) => ({
      ...{ id: meaning._id, word: meaning.values.word, who: wording.who(any(meaning).values) },
      words: wording.said(meaning.values.meaning),
      href: paths.statement({ kind: wordOfKind.meaning, id: meaning._id }),
      supporters: all
        .filter((one) => one.values.sameAs === meaning._id)
        .map((one) => wording.who(any(one).values)),
    }));
}
