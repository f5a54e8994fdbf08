import { randomUUID } from 'node:crypto';
import { CaseMemberModel } from '../../models/CaseMember.ts';
import { ConsentModel } from '../../models/Consent.ts';
import { FailedSearchModel } from '../../models/FailedSearch.ts';
import { GoalModel } from '../../models/Goal.ts';
import { LiveRemarkModel, type RemarkKind } from '../../models/LiveRemark.ts';
import { NarrativeVersionModel } from '../../models/NarrativeVersion.ts';
import { PlanActionModel } from '../../models/PlanAction.ts';
import type { Act } from '../../server/core/acts.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import type { TestApp } from './app.ts';
import type { Visitor } from './people.ts';

/** A case with the ids of one of each of its records. */
export interface KnownCase {
  id: string;
  goalId: string;
  actionId: string;
  consentId: string;
  /** The place of who was invited; empty when nobody was. */
  memberId: string;
  /** A named version of the shared text; empty when there is none. */
  versionId: string;
  /** What somebody said about the shared text, and proposed for it; empty when nobody did. */
  commentId: string;
  suggestionId: string;
  /** What was looked for and not found; empty when nothing was. */
  searchId: string;
}

export const goalWords = { ownWords: 'Ik wil weer fietsen', dimension: 'personal', lifeDomain: 'leisure' };
export const actionWords = { what: 'Een fiets zoeken', who: 'client', status: 'agreed' };

/** Looked for in a town, and not found. */
export const searchWords = {
  type: 'detox',
  place: '2300',
  age: 'adults',
  target: '',
  obstacle: 'waiting_list',
};

/** The ids of a case as the database has them. */
export async function knownCase(caseId: string): Promise<KnownCase> {
  const said = (kind: RemarkKind) =>
    LiveRemarkModel.findOne({ document: `plan:${caseId}`, kind })
      .sort({ at: 1 })
      .lean();
  const [goal, action, consent, member, version, comment, suggestion, search] = await Promise.all([
    GoalModel.findOne({ case: caseId }).sort({ createdAt: 1 }).lean(),
    PlanActionModel.findOne({ case: caseId }).sort({ createdAt: 1 }).lean(),
    ConsentModel.findOne({ case: caseId }).lean(),
    CaseMemberModel.findOne({ case: caseId, role: { $ne: 'owner' }, current: true }).lean(),
    NarrativeVersionModel.findOne({ case: caseId }).sort({ createdAt: 1 }).lean(),
    said('comment'),
    said('suggestion'),
    FailedSearchModel.findOne({ case: caseId, takenBackAt: { $exists: false } })
      .sort({ saidAt: 1 })
      .lean(),
  ]);
  return {
    id: caseId,
    goalId: goal?._id ?? '',
    actionId: action?._id ?? '',
    consentId: consent?._id ?? '',
    memberId: member?._id ?? '',
    versionId: version?._id ?? '',
    commentId: comment?._id ?? '',
    suggestionId: suggestion?._id ?? '',
    searchId: search?._id ?? '',
  };
}

/** The demo's case: hulpverlener.debrug opened it, hulpverlener.noordster takes part. */
export async function demoCase(): Promise<KnownCase> {
  const member = await CaseMemberModel.findOne({ role: 'owner', current: true }).sort({ since: 1 }).lean();
  return knownCase(member!.case);
}

/** Opens a case as this caregiver, with one goal and one action. */
export async function aCaseOf(visitor: Visitor, organisation: string): Promise<KnownCase> {
  const opened = await visitor.post(paths.cases(), { body: organisation });
  const id = /\/cases\/([0-9a-f-]{36})\//.exec(opened.headers.location ?? '')?.[1];
  if (!id) throw new Error(`no case was opened: ${opened.status}`);
  const goalId = await aGoal(visitor, id);
  await anAction(visitor, id, goalId);
  return knownCase(id);
}

/** Adds a goal as a script would; answers its id. */
export async function aGoal(visitor: Visitor, caseId: string, words: object = {}): Promise<string> {
  const body = { ...goalWords, ...words };
  const added = await visitor.post(paths.planGoals({ id: caseId }), body, { json: true });
  if (added.status !== 200) throw new Error(`no goal was added: ${added.status} ${added.text}`);
  return added.body.goalId as string;
}

export async function anAction(
  visitor: Visitor,
  caseId: string,
  goalId: string,
  words: object = {},
): Promise<string> {
  const body = { ...actionWords, ...words };
  const added = await visitor.post(paths.planActions({ id: caseId, goalId }), body, { json: true });
  if (added.status !== 200) throw new Error(`no action was added: ${added.status} ${added.text}`);
  return added.body.actionId as string;
}

/** What a consent form holds: everything right, from today for 90 days. */
export function consentFor(app: TestApp, informedBy: string, bodies: string[]) {
  const now = app.clock.now();
  return {
    bodies,
    scope: ['records', 'narrative'],
    purpose: 'jointPlan',
    language: 'nl',
    givenOn: brusselsDay(now),
    method: 'spoken',
    informedBy,
    until: brusselsDay(new Date(now.getTime() + 90 * 86_400_000)),
  };
}

/** The id of one of the demo's people. */
export async function personIdOf(app: TestApp, name: string): Promise<string> {
  const people = app.house.connection.db!.collection<{ _id: string; email: string }>('people');
  const found = await people.findOne({ email: `${name}@demo.example` });
  if (!found) throw new Error(`${name} is not there`);
  return found._id;
}

/** Every act, in the order they were written down. */
/** The first body somebody belongs to. */
export async function organisationIdOf(app: TestApp, name: string): Promise<string> {
  const memberships = app.house.connection.db!.collection<{ person: string; body: string }>('memberships');
  return (await memberships.findOne({ person: await personIdOf(app, name) }))?.body ?? '';
}

export const actsIn = (app: TestApp, filter: object = {}): Promise<Act[]> =>
  app.house.connection.db!.collection<Act>('acts').find(filter).sort({ at: 1, sequence: 1 }).toArray();

export const randomId = (): string => randomUUID();
