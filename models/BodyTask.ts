import { model } from 'mongoose';
import { type Statement, statementSchema } from './statement.ts';
import { type TaskValues, taskFields } from './statementFields.ts';

/** A task a body has, in an area, as a decree, a project or an agreement gave it. */
export type BodyTaskRecord = Statement<TaskValues>;

export const BodyTaskModel = model<BodyTaskRecord>('BodyTask', statementSchema('bodytasks', taskFields));
