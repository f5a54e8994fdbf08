import { model } from 'mongoose';
import { type Statement, statementSchema } from './statement.ts';
import { type MeaningValues, meaningFields } from './statementFields.ts';

/** What a body means by a word. */
export type WordMeaningRecord = Statement<MeaningValues>;

export const WordMeaningModel = model<WordMeaningRecord>(
  'WordMeaning',
  statementSchema('wordmeanings', meaningFields),
);
