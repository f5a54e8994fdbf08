import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import type { BodyValues } from '../../../../models/bodyFields.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Kept } from './catalogue.ts';
import { coordinates, mayKeepBody } from './policy.ts';
import { checkBody } from './references.ts';
import {
  decide,
  openToWrite,
  remember,
  requireGoingOn,
  requireKeeping,
  traceOf,
  type Writer,
} from './writing.ts';

/** The platform a coordinator writes for, of those that keep the body. */
const platformOf = ({ affiliations }: Writer, platforms: readonly string[]): string =>
  affiliations.find((one) => one.role === 'coordinator' && platforms.includes(one.bodyId))?.bodyId ?? '';

/**
 * Begins a body.
 * @param organisation the id of the one it is inside of, null for one of platforms
 * @throws Invalid, also for another's platform or organisation
 */
export async function addBody(
  unit: Unit,
  person: Writer,
  { id, organisation }: { id: string; organisation: string | null },
  values: BodyValues,
): Promise<{ body: string }> {
  const { platforms, openness } = values;
  if (!mayKeepBody(person, { organisation, platforms, openness }))
    throw new Invalid({ platforms: 'bodies.errors.own' });
  const own = organisation ?? platformOf(person, platforms);
  const added = traceOf({ unit, person }, own);
  const body: BodyRecord = { _id: id, values, fields: {}, organisation, revision: 0, added, ended: null };
  await checkBody(body, Object.keys(values), unit.session);
  await BodyModel.create([body], { session: unit.session });
  await remember({ unit, person }, own, { about: id, kind: 'body', item: id, way: 'added' });
  return { body: id };
}

/**
 * Changes fields, each against the version that was seen.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound,
 * Forbidden
 */
export async function changeBody(
  unit: Unit,
  person: Writer,
  id: string,
  commands: readonly FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const opened = await openToWrite(unit, person, id);
  const own = requireKeeping(opened);
  const { body } = opened;
  const decided = decide('body', body as unknown as Kept, commands, opened);
  const { changed, changes, states } = decided;
  if (changed.length === 0) return { changed };
  const values = decided.values as unknown as BodyValues;
  if (body.organisation === null && !coordinates(person, values.platforms))
    throw new Invalid({ platforms: 'bodies.errors.own' });
  await checkBody({ ...body, values }, changed, unit.session);
  await BodyModel.updateOne({ _id: id }, { $set: { ...states, values } }, { session: unit.session });
  await remember(opened, own, { about: id, kind: 'body', item: id, way: 'changed', changes });
  unit.note({ fields: changed });
  return { changed };
}

/** Ends a body on a day, with why; who sat there stays. @throws NotFound, Forbidden, Conflict, Invalid for a day to come */
export async function endBody(
  unit: Unit,
  person: Writer,
  id: string,
  { why, on }: { why: string; on: string },
): Promise<{ body: string }> {
  const opened = await openToWrite(unit, person, id);
  const own = requireKeeping(opened);
  requireGoingOn(opened);
  if (on > brusselsDay(unit.now)) throw new Invalid({ on: 'bodies.errors.endToCome' });
  if (opened.body.values.from !== '' && on < opened.body.values.from)
    throw new Invalid({ on: 'bodies.errors.untilBefore' });
  const ended = { ...traceOf(opened, own), why, on };
  await BodyModel.updateOne({ _id: id }, { $set: { ended } }, { session: unit.session });
  await remember(opened, own, { about: id, kind: 'body', item: id, way: 'ended', why });
  return { body: id };
}

/** Takes a body up again, with why. @throws NotFound, Forbidden, Conflict when it goes on already */
export async function resumeBody(
  unit: Unit,
  person: Writer,
  id: string,
  { why }: { why: string },
): Promise<{ body: string }> {
  const opened = await openToWrite(unit, person, id);
  const own = requireKeeping(opened);
  if (!opened.body.ended) throw new Conflict('bodies.errors.goesOn');
  await BodyModel.updateOne({ _id: id }, { $set: { ended: null } }, { session: unit.session });
  await remember(opened, own, { about: id, kind: 'body', item: id, way: 'resumed', why });
  return { body: id };
}
