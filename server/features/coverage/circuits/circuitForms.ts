import type { CircuitValues } from '../../../../models/circuitFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { Answer } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { type Contents, fieldsOf } from './catalogue.ts';
import { type Form, formPage } from './formPage.ts';
import { insideOf } from './insideCircuit.ts';
import { circuitRights } from './policy.ts';
import { wordingFor } from './wording.ts';

type Asked = SignedInVisit<unknown>;

const nothing: Contents = { parts: [], shares: [], transitions: [], removed: [] };
const all: string[] = Object.keys(fieldsOf.circuit);

/** A circuit of the platforms this person coordinates. */
export async function newCircuitPage(visit: Asked): Promise<Answer> {
  const platforms = bodiesWithRole(visit.person, 'coordinator').map((one) => one.bodyId);
  if (platforms.length === 0) throw new NotFound();
  const values: FieldValues = {
    ...emptyValues(fieldsOf.circuit),
    kind: 'circuit',
    status: 'draft',
    platforms: platforms.slice(0, 1),
  };
  const wording = await wordingFor(visit, { circuits: [], contents: [] });
  const { t } = visit;
  const form: Form = {
    ...{
      kind: 'circuit',
      values,
      platforms,
      contents: nothing,
      fields: {},
      hidden: {},
      module: null,
      takeOut: null,
    },
    rights: circuitRights(visit.person, new Map(), platforms),
    title: t('circuits.new.title'),
    lead: t('circuits.new.lead'),
    shown: all,
    target: paths.circuits(),
    back: paths.circuits(),
    crumb: null,
  };
  return formPage(visit, form, wording);
}

/** Everything a circuit says of itself. @throws NotFound, Forbidden */
export async function circuitFieldsPage(visit: Asked): Promise<Answer> {
  const { circuit, rights, wording, common } = await insideOf(visit);
  if (!rights.write) throw new Forbidden();
  const form: Form = {
    ...common,
    ...{ kind: 'circuit', hidden: {}, module: null, takeOut: null, fields: circuit.fields },
    values: circuit.values as CircuitValues & FieldValues,
    title: visit.t('circuits.form.circuit'),
    shown: all,
    target: paths.circuitFields({ id: circuit._id }),
  };
  return formPage(visit, form, wording);
}
