import type { CircuitRecord } from '../../../../models/Circuit.ts';
import type { CircuitValues } from '../../../../models/circuitFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { Answer } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { emptyValues } from '../fieldValues.ts';
import { type AnyItem, type Contents, fieldsOf, type ItemKind, modelOf, wordOfKind } from './catalogue.ts';
import { type Form, formPage } from './formPage.ts';
import { bringsFor, type CircuitRights, circuitRights } from './policy.ts';
import { contentsOfCircuit, requireCircuit } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';
import { involvedIn } from './writing.ts';

type Asked = SignedInVisit<unknown>;

const nothing: Contents = { parts: [], shares: [], transitions: [], removed: [] };
const allOf = (kind: 'circuit' | ItemKind): string[] => Object.keys(fieldsOf[kind]);

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
    shown: allOf('circuit'),
    target: paths.circuits(),
    back: paths.circuits(),
    crumb: null,
  };
  return formPage(visit, form, wording);
}

/** What every form inside a circuit is made with. */
interface Inside {
  circuit: CircuitRecord;
  rights: CircuitRights;
  contents: Contents;
  wording: Wording;
  common: Pick<Form, 'platforms' | 'contents' | 'rights' | 'crumb' | 'back' | 'lead'>;
}

async function insideOf(visit: Asked, modules: string[] = []): Promise<Inside> {
  const { circuit, rights } = await requireCircuit(visit.person, visit.params.id);
  const contents = await contentsOfCircuit(circuit);
  const wording = await wordingFor(visit, { circuits: [circuit], contents: [contents], modules });
  const back = paths.circuit({ id: circuit._id });
  const crumb = { href: back, ...wording.said(circuit.values.name) };
  const { platforms } = circuit.values;
  const lead = visit.t('gaps.form.lead');
  return { circuit, rights, contents, wording, common: { platforms, contents, rights, crumb, back, lead } };
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
    shown: allOf('circuit'),
    target: paths.circuitFields({ id: circuit._id }),
  };
  return formPage(visit, form, wording);
}

/** The module of a part as its form shows it, with the way to another. */
function moduleView({ circuit, wording }: Inside, module: string, part: string | null): Form['module'] {
  if (module === '') return null;
  const found = wording.module(module);
  return {
    title: wording.part({ module, type: '' }),
    unit: found?.unit ?? '',
    href: found ? paths.offerEntry({ id: found.careUnitId }) : null,
    change: paths.circuitModules({ id: circuit._id }, part ? { part } : {}),
  };
}

/** Which fields a form of this kind asks. Who says what their own organisation brings does not say that it is agreed. */
function shownOf(kind: ItemKind, values: FieldValues, rights: CircuitRights): string[] {
  if (kind === 'part') return values.module === '' ? ['type', 'partner', 'note'] : ['partner', 'note'];
  if (kind === 'share' && !rights.write) return ['organisation', 'people', 'peopleUnit', 'means'];
  return allOf(kind);
}

const given = (visit: Asked, name: string): string => {
  const value = visit.refused ? visit.refused.values[name] : (visit.input as Record<string, unknown>)?.[name];
  return typeof value === 'string' ? value : '';
};

/** What a new part, share or transition begins with. @throws Forbidden, NotFound */
function beginning(visit: Asked, kind: ItemKind, inside: Inside): FieldValues {
  const { rights, contents } = inside;
  const values = emptyValues(fieldsOf[kind]);
  if (kind !== 'share' && !rights.write) throw new Forbidden();
  if (kind === 'part') {
    const module = given(visit, 'module');
    return { ...values, module, partner: inside.wording.module(module)?.organisation ?? '' };
  }
  const part = given(visit, 'part');
  if (kind === 'transition') {
    const after = contents.parts[contents.parts.findIndex((one) => one._id === part) + 1];
    return { ...values, from: part, to: part ? (after?._id ?? '') : '', works: 'unknown' };
  }
  const involved = involvedIn(contents, part);
  const own = rights.organisations.find((one) => bringsFor(rights, one, involved));
  if (!rights.write && !own) throw new Forbidden();
  return { ...values, organisation: rights.write ? involved.partner : own!, peopleUnit: 'fte' };
}

/** A new part, share or transition. @throws NotFound, Forbidden */
export async function newItemPage(visit: Asked, kind: ItemKind): Promise<Answer> {
  const module = given(visit, 'module');
  const inside = await insideOf(visit, [module]);
  const { rights, wording, circuit } = inside;
  const values = beginning(visit, kind, inside);
  const hidden: Record<string, string> =
    kind === 'part' ? { module } : kind === 'share' ? { part: given(visit, 'part') } : {};
  const form: Form = {
    ...inside.common,
    ...{ kind, values, fields: {}, hidden, takeOut: null },
    title: visit.t(`circuits.form.new.${kind}`),
    shown: shownOf(kind, values, rights),
    target: paths.circuitItems({ id: circuit._id, kind: wordOfKind[kind] }),
    module: moduleView(inside, module, null),
  };
  return formPage(visit, form, wording);
}

/** A part, share or transition that is there. @throws NotFound, Forbidden */
export async function itemPage(visit: Asked, kind: ItemKind): Promise<Answer> {
  const chosen = given(visit, 'module');
  const inside = await insideOf(visit, [chosen]);
  const { rights, wording, circuit, contents } = inside;
  const found = { _id: visit.params.item ?? '', circuit: circuit._id, removed: null };
  const item = await modelOf[kind].findOne(found).lean<(AnyItem & { part?: string }) | null>();
  if (!item) throw new NotFound();
  const may =
    kind === 'share'
      ? bringsFor(rights, item.values.organisation as string, involvedIn(contents, item.part ?? '')) !== null
      : rights.write;
  if (!may) throw new Forbidden();
  const values = chosen && kind === 'part' ? { ...item.values, module: chosen } : item.values;
  const shown = shownOf(kind, values, rights).filter((one) => rights.write || one !== 'organisation');
  // A refused form keeps the version that was seen.
  const base_module = given(visit, 'base_module') || String(item.fields.module?.version ?? 0);
  const hidden = { module: values.module as string, base_module };
  const address = { id: circuit._id, kind: wordOfKind[kind], item: item._id };
  const form: Form = {
    ...inside.common,
    ...{ kind, values, fields: item.fields, shown },
    hidden: kind === 'part' ? hidden : {},
    title: visit.t(`circuits.form.change.${kind}`),
    target: paths.circuitItem(address),
    takeOut: paths.circuitItemRemoval(address),
    module: kind === 'part' ? moduleView(inside, values.module as string, item._id) : null,
  };
  return formPage(visit, form, wording);
}
