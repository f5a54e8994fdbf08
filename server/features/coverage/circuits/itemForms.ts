import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { Answer } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { type AnyItem, fieldsOf, type ItemKind, modelOf, wordOfKind } from './catalogue.ts';
import { type Form, formPage } from './formPage.ts';
import { type Inside, insideOf } from './insideCircuit.ts';
import { bringsFor, type CircuitRights } from './policy.ts';
import { involvedIn } from './writing.ts';

type Asked = SignedInVisit<unknown>;

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
  return Object.keys(fieldsOf[kind]);
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
