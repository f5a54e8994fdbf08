import type { Model } from 'mongoose';
import { BodyTaskModel } from '../../../../models/BodyTask.ts';
import type { Catalogue, FieldValues } from '../../../../models/fieldRule.ts';
import type { Statement } from '../../../../models/statement.ts';
import { meaningFields, type StatementKind, taskFields } from '../../../../models/statementFields.ts';
import { WordMeaningModel } from '../../../../models/WordMeaning.ts';

/** A statement of either kind. */
export type AnyStatement = Statement<FieldValues>;

/** As they stand in addresses, which are also the two lists of the page. */
export const wordOfKind = { task: 'tasks', meaning: 'meanings' } as const;
export const kindOfWord: Readonly<Record<string, StatementKind>> = { tasks: 'task', meanings: 'meaning' };

export const fieldsOf: Readonly<Record<StatementKind, Catalogue>> = {
  task: taskFields,
  meaning: meaningFields,
};

export const modelOf = { task: BodyTaskModel, meaning: WordMeaningModel } as unknown as Readonly<
  Record<StatementKind, Model<AnyStatement>>
>;
