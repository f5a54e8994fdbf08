import { InventoryAnswerModel, type InventoryAnswerRecord } from '../../../../../models/InventoryAnswer.ts';
import {
  type InventoryAnswerValues,
  type InventoryQuestion,
  inventoryAnswerFields,
} from '../../../../../models/yearPlanFields.ts';
import { Conflict, Forbidden, Invalid } from '../../../../core/errors.ts';
import type { FieldCommand } from '../../../../core/fieldCommands.ts';
import type { Unit } from '../../../../core/unitOfWork.ts';
import { emptyValues } from '../../../../fields/values.ts';
import { decide, remember, traceOf, type Writer } from '../writing.ts';
import { answersBefore, answersOf, type Inventory, requireInventory } from './queries.ts';

export interface AnswerPlace {
  platform: string;
  /** As it stands in an address. */
  year: string;
  question: InventoryQuestion;
}

export const answerId = ({ platform, year, question }: AnswerPlace): string =>
  `${platform}-${year}-${question}`;

async function requireWritable(unit: Unit, person: Writer, place: AnswerPlace): Promise<Inventory> {
  const { platform, year } = place;
  const inventory = await requireInventory(person, { platform, year }, unit.session);
  if (!inventory.rights.write) throw new Forbidden();
  if (!inventory.mayWrite) throw new Conflict('yearPlans.errors.closed');
  return inventory;
}

const hasWords = (values: InventoryAnswerValues): boolean => Object.values(values.answer).some(Boolean);

/** A number says of what it is, by whose estimate, and on what basis. @throws Invalid */
function checkQuantity(values: InventoryAnswerValues): void {
  if (!hasWords(values)) throw new Invalid({ answer_nl: 'yearPlans.errors.noAnswer' });
  if (values.quantity === null) return;
  const lacking = (['unit', 'estimatedBy', 'basis'] as const).filter((field) => values[field] === '');
  if (lacking.length > 0)
    throw new Invalid(Object.fromEntries(lacking.map((field) => [field, 'yearPlans.errors.quantity'])));
}

/** An answer nobody wrote yet: the first to write it begins it. */
const firstOf = (unit: Unit, person: Writer, place: AnswerPlace): InventoryAnswerRecord => {
  const trace = traceOf(unit, person, place.platform);
  return {
    ...{ _id: answerId(place), platform: place.platform, year: Number(place.year) },
    ...{ question: place.question, fields: {}, added: trace, written: trace, version: 0, from: null },
    values: emptyValues(inventoryAnswerFields) as unknown as InventoryAnswerValues,
  };
};

/**
 * Answers a question, or changes the answer, each field against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed, NotFound, Forbidden, Invalid
 */
export async function writeAnswer(
  unit: Unit,
  person: Writer,
  place: AnswerPlace,
  commands: FieldCommand<string>[],
): Promise<void> {
  await requireWritable(unit, person, place);
  const { session } = unit;
  const there = (await answersOf(place.platform, Number(place.year), session)).get(place.question);
  const record = there ?? firstOf(unit, person, place);
  const decided = decide(inventoryAnswerFields, record, commands, { unit, person });
  const values = decided.values as unknown as InventoryAnswerValues;
  checkQuantity(values);
  if (decided.changed.length === 0) return;
  const written = traceOf(unit, person, place.platform);
  if (!there) await InventoryAnswerModel.create([record], { session });
  await InventoryAnswerModel.updateOne(
    { _id: record._id },
    { $set: { ...decided.set, written }, $inc: { version: 1 } },
    { session },
  );
  await remember(unit, record._id, decided, written);
}

/**
 * Takes over the last answer of an earlier year: still so.
 * @throws Conflict where there is an answer already, or none to take over; NotFound, Forbidden
 */
export async function takeOver(unit: Unit, person: Writer, place: AnswerPlace): Promise<void> {
  await requireWritable(unit, person, place);
  const { session } = unit;
  const [platform, year] = [place.platform, Number(place.year)];
  if ((await answersOf(platform, year, session)).has(place.question))
    throw new Conflict('yearPlans.errors.answered');
  const before = (await answersBefore(platform, year, session)).get(place.question);
  if (!before) throw new Conflict('yearPlans.errors.nothingBefore');
  const record = firstOf(unit, person, place);
  await InventoryAnswerModel.create([{ ...record, values: before.values, version: 1, from: before._id }], {
    session,
  });
  unit.note({ from: before._id });
}
