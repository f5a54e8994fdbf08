import type { ClientSession } from 'mongodb';
import { ageGroups } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import type { GapField, GapValues } from '../../../../models/gapFields.ts';
import { Invalid } from '../../../core/errors.ts';
import { areaOf } from '../../../geography/geography.ts';
import { allPlatforms, functionsEver, partnersOf } from './queries.ts';

/** An end of a transition is a kind of help or an age group; both have codes, which never meet. */
export const isAge = (code: string): boolean => (ageGroups as readonly string[]).includes(code);

/**
 * Checks what only the store knows: functions, areas, platforms, partners, care units.
 * @param changed only these fields are looked at: what is there already may be of yesterday.
 * @throws Invalid beside the field that names what is not there
 */
export async function checkReferences(
  values: GapValues,
  changed: readonly GapField[],
  session: ClientSession | null,
): Promise<void> {
  const [functions, platforms, partners] = await Promise.all([
    functionsEver(),
    allPlatforms(session),
    partnersOf(values.platforms, session),
  ]);
  const units = await CareUnitModel.find({ _id: { $in: values.units } }, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  const idsOf = (records: { _id: string }[]) => new Set(records.map((one) => one._id));
  const [functionIds, platformIds, partnerIds] = [idsOf(functions), idsOf(platforms), idsOf(partners)];
  const isArea = (nis: string): boolean => areaOf(nis) !== undefined;
  const isEnd = (code: string): boolean => functionIds.has(code) || isAge(code);
  const isOwner = (id: string): boolean => values.platforms.includes(id) || partnerIds.has(id);
  const holds: Partial<Record<GapField, boolean>> = {
    functions: values.functions.every((one) => functionIds.has(one)),
    from: values.from === '' || isEnd(values.from),
    to: values.to === '' || isEnd(values.to),
    areas: values.areas.every(isArea),
    flowFrom: values.flowFrom === '' || isArea(values.flowFrom),
    flowTo: values.flowTo === '' || isArea(values.flowTo),
    owner: values.owner === '' || isOwner(values.owner),
    platforms: values.platforms.every((one) => platformIds.has(one)),
    organisations: values.organisations.every((one) => partnerIds.has(one)),
    units: values.units.every((one) => units.some(({ _id }) => _id === one)),
  };
  const wrong = changed.filter((field) => holds[field] === false);
  if (wrong.length > 0)
    throw new Invalid(Object.fromEntries(wrong.map((field) => [field, `gaps.errors.unknown.${field}`])));
}
