import type { ClientSession } from 'mongodb';
import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { StatementChangeModel, type StatementChangeRecord } from '../../../../models/StatementChange.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { type Meaning, type Task, taskCandidateKey, wordCandidateKey } from '../namesakes.ts';
import { withinPlatform } from '../pages/areas.ts';
import { admissionsOf } from '../register/queries.ts';
import { type AnyStatement, kindOfWord, modelOf } from './catalogue.ts';
import { meaningsAsEvidence, taskKeyOf, tasksAsEvidence, wordKeyOf } from './evidence.ts';
import { listedNames } from './listed.ts';
import { type StatementRights, statementRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'>;

/** What is kept for any of these platforms, by the time it was added. */
const keptFor = (kind: StatementKind, platforms: readonly string[], session: Session = null) =>
  modelOf[kind]
    .find({ 'values.platforms': { $in: platforms } })
    .sort({ 'added.at': 1, _id: 1 })
    .session(session)
    .lean<AnyStatement[]>()
    .exec();

export const tasksOf = (platforms: readonly string[]): Promise<BodyTaskRecord[]> =>
  keptFor('task', platforms) as unknown as Promise<BodyTaskRecord[]>;

export const meaningsOf = (
  platforms: readonly string[],
  session: Session = null,
): Promise<WordMeaningRecord[]> =>
  keptFor('meaning', platforms, session) as unknown as Promise<WordMeaningRecord[]>;

/** What the computation is given of a platform on a day (YYYY-MM-DD). */
export async function namesakesOf(
  platform: PlatformRecord,
  day: string,
): Promise<{ tasks: Task[]; meanings: Meaning[] }> {
  const [tasks, meanings] = await Promise.all([tasksOf([platform._id]), meaningsOf([platform._id])]);
  const names = listedNames();
  return {
    tasks: tasksAsEvidence(tasks, names, withinPlatform(platform).own, day),
    meanings: meaningsAsEvidence(meanings, names, day),
  };
}

export interface SeenStatement {
  kind: StatementKind;
  statement: AnyStatement;
  rights: StatementRights;
}

/** A statement and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requireStatement(
  person: Asking,
  kind: StatementKind,
  id = '',
  session: Session = null,
): Promise<SeenStatement> {
  const [statement, admissions] = await Promise.all([
    modelOf[kind].findById(id).session(session).lean<AnyStatement | null>(),
    admissionsOf(person, session),
  ]);
  if (!statement) throw new NotFound();
  const { platforms, body } = statement.values as { platforms: string[]; body: string };
  const rights = statementRights(person, admissions, { platforms, body });
  if (!rights.read) throw new NotFound();
  return { kind, statement, rights };
}

/** The body for which this person would add what these values say. */
export async function bodyFor(
  person: Asking,
  { platforms, body }: { platforms: string[]; body: string },
): Promise<string> {
  return statementRights(person, await admissionsOf(person), { platforms, body }).body;
}

export const changesOfStatement = (statement: string): Promise<StatementChangeRecord[]> =>
  StatementChangeModel.find({ statement }).sort({ at: -1, _id: 1 }).lean<StatementChangeRecord[]>().exec();

/** How many are kept for a platform already. */
export const countOf = (kind: StatementKind, platform: string, session: Session): Promise<number> =>
  modelOf[kind].countDocuments({ 'values.platforms': platform }).session(session).exec();

/** The candidate a statement belongs to, were another body to say the same or something else. */
export const candidateOf = ({ kind, statement }: Pick<SeenStatement, 'kind' | 'statement'>): string =>
  kind === 'task'
    ? taskCandidateKey(taskKeyOf(statement as unknown as BodyTaskRecord, listedNames()))
    : wordCandidateKey(wordKeyOf(statement as unknown as WordMeaningRecord, listedNames()));

export const isKeptFor = ({ statement }: Pick<SeenStatement, 'statement'>, platform: string): boolean =>
  (statement.values.platforms as string[]).includes(platform);

/** A statement of either kind by its id; null for one this person may not read, whether there is one or not. */
export async function statementNamed(person: Asking, id: string): Promise<SeenStatement | null> {
  if (id === '') return null;
  for (const kind of Object.values(kindOfWord)) {
    if (!(await modelOf[kind].exists({ _id: id }))) continue;
    return requireStatement(person, kind, id).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
  }
  return null;
}
