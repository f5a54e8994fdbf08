import { randomUUID } from 'node:crypto';
import { CareModuleModel, type CareModuleRecord } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferLinkModel } from '../../../models/OfferLink.ts';
import type { Proposal } from '../../../models/OfferSuggestion.ts';
import type { House } from '../../core/house.ts';
import { newToken, tokenHash } from '../../core/tokens.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { daysBefore } from './demoCourse.ts';
import { makeSuggestion } from './suggestions/actions.ts';
import { versionOf } from './upkeep/commands.ts';
import { type Stored, valuesOf } from './upkeep/plain.ts';
import type { Maintainer } from './upkeep/queries.ts';

/** Days ago: a link was given to somebody who works with De Brug, who used it and proposed something. */
const [made, used] = [9, 2];

const proposed = {
  hours: { nl: 'Elke werkdag van 9 tot 21 uur, zaterdag van 10 tot 17 uur' },
  languages: ['nl', 'fr', 'ar'],
} as const;

/** A fictional link that was used, and the suggestion that came by it and waits; once. */
export async function loadDemoSuggestion(house: House, by: Maintainer, organisation: string): Promise<void> {
  const units = await CareUnitModel.find({ organisationId: organisation }, { _id: 1 }).lean();
  const careUnitId = { $in: units.map((one) => one._id) };
  const module = await CareModuleModel.findOne({ careUnitId, types: 'crisis' }).lean<CareModuleRecord>();
  if (!module || (await OfferLinkModel.exists({ recordId: module._id }))) return;
  const record = { type: 'module', id: module._id };
  const draft = { name: 'module.demoSuggested', actor: null, record };
  await house.unitOfWork.do(draft, (unit) => suggest(unit, by, module));
}

async function suggest(unit: Unit, by: Maintainer, module: CareModuleRecord): Promise<null> {
  const about = { kind: 'module' as const, recordId: module._id };
  const link = {
    ...{ _id: randomUUID(), ...about, name: 'Sam Okafor, straathoekwerk', madeBy: by.id },
    tokenHash: tokenHash(newToken()),
    createdAt: daysBefore(unit, made).now,
    usedAt: daysBefore(unit, used).now,
    expiresAt: daysBefore(unit, made - 30).now,
  };
  await OfferLinkModel.create([link], { session: unit.session });
  const stored = module as unknown as Stored;
  const values = valuesOf('module', stored);
  const proposals = Object.entries(proposed).map(
    ([field, value]): Proposal => ({
      ...{ field, seen: values[field] ?? null, base: versionOf(module, field), state: 'open', reason: '' },
      value: Array.isArray(value) ? [...value] : { ...(value as { nl: string }) },
    }),
  );
  const words = 'Sinds de zomer staan jullie ook op zaterdag aan het station. Dat weet bijna niemand.';
  const draft = { ...about, linkId: link._id, words, proposals, language: 'nl' as const };
  await makeSuggestion(daysBefore(unit, used), draft, '');
  return null;
}
