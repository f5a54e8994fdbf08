import type { ClientSession } from 'mongodb';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../models/ModuleType.ts';

/** The whole taxonomy in its order, with what is no longer in use: what is there says it by these names. */
export const moduleTypesEver = (): Promise<ModuleTypeRecord[]> =>
  ModuleTypeModel.find().sort({ order: 1 }).lean<ModuleTypeRecord[]>().exec();

/** What a module can be given as its type today. */
export const moduleTypesInUse = (session: ClientSession | null = null): Promise<ModuleTypeRecord[]> =>
  ModuleTypeModel.find({ until: null, linkOnly: false })
    .sort({ order: 1 })
    .session(session)
    .lean<ModuleTypeRecord[]>()
    .exec();
