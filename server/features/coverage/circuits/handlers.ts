import { randomUUID } from 'node:crypto';
import type { CircuitValues } from '../../../../models/circuitFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { commandsIn, valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { addCircuit, changeCircuit } from './actions.ts';
import { fieldsOf, type RecordKind } from './catalogue.ts';
import { circuitFieldsPage, newCircuitPage } from './circuitForms.ts';
import { circuitPage, livePart } from './circuitPage.ts';
import type { ChangeInput, ListInput, ModuleInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { modulesPage } from './modulesPage.ts';
import { contentsOfCircuit, requireCircuit } from './queries.ts';
import { reviewPage } from './reviewPage.ts';
import { wordingFor } from './wording.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showCircuits = (visit: SignedInVisit<ListInput>): Promise<Answer> => listPage(visit);
export const showNewCircuit = (visit: SignedInVisit<unknown>): Promise<Answer> => newCircuitPage(visit);
export const showCircuit = (visit: SignedInVisit<unknown>): Promise<Answer> => circuitPage(visit);
export const showLivePart = (visit: SignedInVisit<unknown>): Promise<Answer> => livePart(visit);
export const showFields = (visit: SignedInVisit<unknown>): Promise<Answer> => circuitFieldsPage(visit);
export const showModules = (visit: SignedInVisit<ModuleInput>): Promise<Answer> => modulesPage(visit);

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toCircuit = (visit: SignedInVisit<undefined>): Answer =>
  redirect(paths.circuit({ id: idOf(visit) }));

/** The address is known before the circuit is: a repeat of the request leads to the same one. */
export async function add(visit: SignedInVisit<ChangeInput>): Promise<Answer> {
  const values = valuesIn(fieldsOf.circuit, visit.input) as unknown as CircuitValues;
  const id = randomUUID();
  const about = { record: { type: 'circuit', id }, bodyId: values.platforms[0] ?? '' };
  const { circuit } = await visit.act(about, (unit) => addCircuit(unit, visit.person, id, values));
  leaveNotice(visit, 'circuits.notice.added');
  return redirect(paths.circuit({ id: circuit }));
}

/** Changes fields of a circuit or of something in it; a stale one comes back with both values. */
export async function changeRecord(
  visit: SignedInVisit<ChangeInput>,
  about: { kind: RecordKind; id: string; title: string; target: string; back: string; body: string },
): Promise<Answer> {
  const { kind, id, back, body } = about;
  const circuit = idOf(visit);
  const commands = commandsIn(fieldsOf[kind], visit.input);
  try {
    await visit.act({ record: { type: 'circuit', id: circuit }, bodyId: body }, (unit) =>
      changeCircuit(unit, visit.person, { circuit, kind, id }, commands),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const seen = await requireCircuit(visit.person, circuit);
    const contents = await contentsOfCircuit(seen.circuit);
    const wording = await wordingFor(visit, { circuits: [seen.circuit], contents: [contents] });
    return reviewPage(visit, about, wording, error.details.conflicts as FieldConflict<string>[]);
  }
  leaveNotice(visit, 'circuits.notice.changed');
  return redirect(back);
}

export async function change(visit: SignedInVisit<ChangeInput>): Promise<Answer> {
  const id = idOf(visit);
  const { rights } = await requireCircuit(visit.person, id);
  const addresses = { target: paths.circuitFields({ id }), back: paths.circuit({ id }) };
  const title = visit.t('circuits.form.circuit');
  return changeRecord(visit, { kind: 'circuit', id, title, ...addresses, body: rights.body });
}
