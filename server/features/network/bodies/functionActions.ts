import type { FunctionValues } from '../../../../models/bodyFields.ts';
import {
  CoordinatingFunctionModel,
  type CoordinatingFunctionRecord,
} from '../../../../models/CoordinatingFunction.ts';
import { NotFound } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Kept } from './catalogue.ts';
import { coordinates } from './policy.ts';
import { checkFunction } from './seatReferences.ts';
import { decide, remember, traceOf, type Writer } from './writing.ts';

export interface FunctionPlace {
  platform: string;
  id: string;
}

/** Says who has the coordinating function of a platform, or a share of it. @throws NotFound for another's platform, Invalid */
export async function addFunction(
  unit: Unit,
  person: Writer,
  { platform, id }: FunctionPlace,
  values: FunctionValues,
): Promise<{ function: string }> {
  if (!coordinates(person, [platform])) throw new NotFound();
  await checkFunction(platform, values, Object.keys(values), unit.session);
  const added = traceOf({ unit, person }, platform);
  const record: CoordinatingFunctionRecord = { _id: id, platform, values, fields: {}, added };
  await CoordinatingFunctionModel.create([record], { session: unit.session });
  await remember({ unit, person }, platform, { about: platform, kind: 'function', item: id, way: 'added' });
  return { function: id };
}

/** @throws Conflict with both values of every field somebody else changed, NotFound, Invalid */
export async function changeFunction(
  unit: Unit,
  person: Writer,
  { platform, id }: FunctionPlace,
  commands: readonly FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  if (!coordinates(person, [platform])) throw new NotFound();
  const found = await CoordinatingFunctionModel.findOne({ _id: id, platform })
    .session(unit.session)
    .lean<CoordinatingFunctionRecord | null>();
  if (!found) throw new NotFound();
  const decided = decide('function', found as unknown as Kept, commands, { unit, person });
  const { changed, changes, states, values } = decided;
  if (changed.length === 0) return { changed };
  await checkFunction(platform, values as unknown as FunctionValues, changed, unit.session);
  await CoordinatingFunctionModel.updateOne(
    { _id: id },
    { $set: { ...states, values } },
    { session: unit.session },
  );
  await remember({ unit, person }, platform, {
    about: platform,
    kind: 'function',
    item: id,
    way: 'changed',
    changes,
  });
  unit.note({ fields: changed });
  return { changed };
}
