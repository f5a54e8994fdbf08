import { expect } from 'chai';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { CircuitModel, type CircuitRecord } from '../../models/Circuit.ts';
import type { Contents } from '../../server/features/coverage/circuits/catalogue.ts';
import { contentsOf } from '../../server/features/coverage/circuits/queries.ts';
import { paths } from '../../server/paths.ts';
import type { Visitor } from './people.ts';

/** What stands in a circuit now. */
export async function standing(id: string): Promise<{ circuit: CircuitRecord; contents: Contents }> {
  const circuit = await CircuitModel.findById(id).lean<CircuitRecord>().orFail();
  return { circuit, contents: (await contentsOf([circuit])).get(id)! };
}

/** A new circuit of Antwerpen, made by its coordinator from the form. */
export async function aCircuit(coordinator: Visitor, more: object = {}): Promise<string> {
  const said = { kind: 'circuit', name_nl: 'Nazorg', status: 'in_use', platforms: 'BE-VAN' };
  const answer = await coordinator.post(paths.circuits(), { ...said, ...more });
  expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
  return /\/circuits\/([^/?#]+)/.exec(answer.headers.location ?? '')![1]!;
}

/** Something added to it from its form; answers its id. */
export async function anItem(
  visitor: Visitor,
  circuit: string,
  kind: 'parts' | 'shares' | 'transitions',
  values: object,
): Promise<string> {
  const answer = await visitor.post(paths.circuitItems({ id: circuit, kind }), values);
  expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
  return /#[a-z]+-(.+)$/.exec(answer.headers.location ?? '')![1]!;
}

/** A module of an organisation of the demo that does this. */
export async function aModule(organisation: string, type: string): Promise<string> {
  const units = await CareUnitModel.find({ organisationId: organisation }, { _id: 1 }).lean();
  const found = await CareModuleModel.findOne({
    careUnitId: { $in: units.map((one) => one._id) },
    types: type,
  });
  return String(found!._id);
}
