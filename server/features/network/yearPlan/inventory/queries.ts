import type { ClientSession } from 'mongodb';
import { InventoryAnswerModel, type InventoryAnswerRecord } from '../../../../../models/InventoryAnswer.ts';
import { type InventoryQuestion, inventoryQuestions } from '../../../../../models/yearPlanFields.ts';
import { NotFound } from '../../../../core/errors.ts';
import type { Person } from '../../../../core/person.ts';
import { admissionsOf } from '../../../coverage/register/queries.ts';
import { type PlanRights, planRights } from '../policy.ts';
import { planId, planPlatforms, requirePlan } from '../queries.ts';

type Asking = Pick<Person, 'affiliations'>;
type Session = ClientSession | null;

/** The answers of one platform in one year. */
export interface Inventory {
  platform: string;
  year: number;
  rights: PlanRights;
  /** Writes answers: coordinators, until the plan of that year is closed. */
  mayWrite: boolean;
}

/** Answers belong to the plan of their year, and are read with it; a year without one is read as a draft. @throws NotFound */
export async function requireInventory(
  person: Asking,
  { platform = '', year = '' }: Record<string, string>,
  session: Session = null,
): Promise<Inventory> {
  const isThere = (await planPlatforms(person)).some((one) => one._id === platform);
  if (!isThere || !/^20\d\d$/.test(year)) throw new NotFound();
  const seen = await requirePlan(person, planId(platform, year), session).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  const asked = { platform, state: 'draft' as const, authorities: [] };
  const rights = seen?.rights ?? planRights(person, await admissionsOf(person, session), asked);
  if (!rights.read) throw new NotFound();
  return { platform, year: Number(year), rights, mayWrite: rights.write && seen?.plan.state !== 'closed' };
}

/** Which of the eight an address names. @throws NotFound for any other */
export function questionIn({ question }: Record<string, string>): InventoryQuestion {
  const found = inventoryQuestions.find((one) => String(one) === question);
  if (!found) throw new NotFound();
  return found;
}

/** Answers of a year, by question. */
export async function answersOf(
  platform: string,
  year: number,
  session: Session = null,
): Promise<Map<InventoryQuestion, InventoryAnswerRecord>> {
  const found = await InventoryAnswerModel.find({ platform, year })
    .session(session)
    .lean<InventoryAnswerRecord[]>();
  return new Map(found.map((one) => [one.question, one]));
}

/** The last answer to each question of years before, by question. */
export async function answersBefore(
  platform: string,
  year: number,
  session: Session = null,
): Promise<Map<InventoryQuestion, InventoryAnswerRecord>> {
  const found = await InventoryAnswerModel.find({ platform, year: { $lt: year } })
    .sort({ year: 1 })
    .session(session)
    .lean<InventoryAnswerRecord[]>();
  return new Map(found.map((one) => [one.question, one]));
}
