import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { Contents } from './catalogue.ts';
import type { Form } from './formPage.ts';
import type { CircuitRights } from './policy.ts';
import { contentsOfCircuit, requireCircuit } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

/** What every form inside a circuit is made with. */
export interface Inside {
  circuit: CircuitRecord;
  rights: CircuitRights;
  contents: Contents;
  wording: Wording;
  common: Pick<Form, 'platforms' | 'contents' | 'rights' | 'crumb' | 'back' | 'lead'>;
}

/** @param modules that are about to be chosen. @throws NotFound */
export async function insideOf(visit: SignedInVisit<unknown>, modules: string[] = []): Promise<Inside> {
  const { circuit, rights } = await requireCircuit(visit.person, visit.params.id);
  const contents = await contentsOfCircuit(circuit);
  const wording = await wordingFor(visit, { circuits: [circuit], contents: [contents], modules });
  const back = paths.circuit({ id: circuit._id });
  const crumb = { href: back, ...wording.said(circuit.values.name) };
  const { platforms } = circuit.values;
  const lead = visit.t('gaps.form.lead');
  return { circuit, rights, contents, wording, common: { platforms, contents, rights, crumb, back, lead } };
}
