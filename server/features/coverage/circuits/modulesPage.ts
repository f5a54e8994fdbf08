import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { unitsFound } from '../../offer/queries.ts';
import type { ModuleInput } from './forms.ts';
import { requireCircuit } from './queries.ts';
import { wordingFor } from './wording.ts';

/** As many care units as one looks through; more words make it fewer. */
const most = 20;

/** Choosing a module of the inventory for a part, or saying that the help is not there yet. */
export async function modulesPage(visit: SignedInVisit<ModuleInput>): Promise<Answer> {
  const { q, part } = visit.input;
  const { circuit, rights } = await requireCircuit(visit.person, visit.params.id);
  if (!rights.write) throw new Forbidden();
  const id = circuit._id;
  const entries = q === '' ? [] : await unitsFound(visit.house, q, visit.language, visit.now, most);
  const modules = entries.flatMap((entry) => entry.modules.map((one) => one._id));
  const wording = await wordingFor(visit, { circuits: [circuit], contents: [], modules });
  const taking = (module: string): string =>
    part
      ? paths.circuitItem({ id, kind: 'parts', item: part }, { module })
      : paths.newCircuitItem({ id, kind: 'parts' }, { module });
  return page('circuits/modules', {
    title: visit.t(part ? 'circuits.modules.titleOther' : 'circuits.modules.title'),
    space: 'platform',
    narrow: true,
    crumb: { href: paths.circuit({ id }), ...wording.said(circuit.values.name) },
    action: paths.circuitModules({ id }),
    asked: { q, part },
    units: entries.map((entry) => ({
      name: entry.unit.name,
      href: paths.offerEntry({ id: entry.unit._id }),
      modules: entry.modules.map((one) => ({
        title: wording.part({ module: one._id, type: '' }),
        href: taking(one._id),
      })),
    })),
    wanted: part ? null : paths.newCircuitItem({ id, kind: 'parts' }),
  });
}
