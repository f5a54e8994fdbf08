import { readFileSync } from 'node:fs';
import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel } from '../../../../models/CareUnit.ts';
import { CircuitModel, type CircuitRecord } from '../../../../models/Circuit.ts';
import { CircuitPartModel } from '../../../../models/CircuitPart.ts';
import { CircuitShareModel } from '../../../../models/CircuitShare.ts';
import { CircuitTransitionModel } from '../../../../models/CircuitTransition.ts';
import {
  type CircuitValues,
  circuitFields,
  type PartValues,
  partFields,
  type ShareValues,
  shareFields,
  type TransitionValues,
  transitionFields,
} from '../../../../models/circuitFields.ts';
import type { CircuitTrace } from '../../../../models/circuitItem.ts';
import type { Catalogue } from '../../../../models/fieldRule.ts';
import type { House } from '../../../core/house.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { emptyValues } from '../../../fields/values.ts';
import { idOf } from '../../offer/ids.ts';
import { example, sharesOf, steps, wanted, waysOf } from './demoExample.ts';

interface SourcedCircuit {
  key: string;
  platforms: string[];
  source: string;
  /** The report names the year alone; the first of it is the earliest it can be. */
  from: string;
  name: LocalisedText;
  purpose: LocalisedText;
}

const id = (key: string): string => idOf('circuit', key);
const partId = (key: string): string => id(`example-${key}`);

const filled = <Values>(catalogue: Catalogue, said: Partial<Values>): Values =>
  ({ ...emptyValues(catalogue), ...said }) as Values;

/** A circuit of which only what the report of 2010 says stands there. */
function lizom({ key, ...said }: SourcedCircuit): CircuitRecord {
  const added = { at: new Date('2010-12-31T12:00:00Z'), by: null, body: said.platforms[0]! };
  const values = filled<CircuitValues>(circuitFields, { ...said, kind: 'circuit', status: 'in_use' });
  return { _id: id(key), values, fields: {}, order: [], revision: 0, added };
}

/** The fictional module of an organisation that does this, by its first type. */
async function moduleOf(organisation: string, type: string): Promise<string> {
  const units = await CareUnitModel.find({ organisationId: organisation }, { _id: 1 }).lean<
    { _id: string }[]
  >();
  const found = await CareModuleModel.findOne({
    careUnitId: { $in: units.map((one) => one._id) },
    types: type,
  }).lean<CareModuleRecord | null>();
  return found?._id ?? '';
}

/** A circuit of the fictional organisations in Antwerpen, marked as an example. */
async function loadExample({ session, now }: Unit): Promise<void> {
  const added: CircuitTrace = { at: now, by: null, body: 'BE-VAN' };
  const circuit = id('example');
  const item = { circuit, fields: {}, added, removed: null };
  const said = filled<CircuitValues>(circuitFields, example);
  const order = steps.map((one) => partId(one.key));
  await CircuitModel.create(
    [{ _id: circuit, values: said, fields: {}, order, revision: 0, added, fictional: true as const }],
    { session },
  );
  for (const { key, type, partner } of steps) {
    const module = type === '' ? '' : await moduleOf(partner, type);
    const values = filled<PartValues>(partFields, {
      module,
      partner,
      type: module ? '' : type,
      ...(type ? {} : wanted),
    });
    await CircuitPartModel.create([{ ...item, _id: partId(key), values }], { session });
  }
  for (const [part, share] of sharesOf(now)) {
    const values = filled<ShareValues>(shareFields, share);
    const own = { _id: id(`example-${part}-${share.organisation}`), part: partId(part) };
    await CircuitShareModel.create([{ ...item, ...own, values }], { session });
  }
  for (const [at, way] of waysOf(now).entries()) {
    const { from = '', to = '' } = way;
    const ends = { from: partId(from), to: steps.some(({ key }) => key === to) ? partId(to) : to };
    const values = filled<TransitionValues>(transitionFields, { ...way, ...ends });
    await CircuitTransitionModel.create([{ ...item, _id: id(`example-way-${at}`), values }], { session });
  }
}

/** One sourced circuit of 2010, and a fictional one; safe to repeat. */
export async function loadDemoCircuits(house: House): Promise<void> {
  const file = readFileSync(new URL('reference/circuits2010.json', import.meta.url), 'utf8');
  const sourced = lizom(JSON.parse(file) as SourcedCircuit);
  const draftOf = (circuit: string) => ({
    name: 'circuit.added',
    actor: null,
    record: { type: 'circuit', id: circuit },
  });
  if (!(await CircuitModel.exists({ _id: sourced._id })))
    await house.unitOfWork.do(draftOf(sourced._id), async ({ session }) => {
      await CircuitModel.create([sourced], { session });
    });
  if (!(await CircuitModel.exists({ _id: id('example') })))
    await house.unitOfWork.do(draftOf(id('example')), loadExample);
}
