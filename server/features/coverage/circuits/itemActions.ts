import { CircuitModel } from '../../../../models/Circuit.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { type AnyItem, type ItemKind, modelOf } from './catalogue.ts';
import { checkCircuitReferences } from './references.ts';
import {
  itemIn,
  type Opened,
  openToWrite,
  remember,
  requireBringing,
  requireWrite,
  traceOf,
  type Writer,
} from './writing.ts';

/** Most of each kind in one circuit: more is no circuit that anybody keeps in their head. */
const most: Readonly<Record<ItemKind, number>> = { part: 60, share: 300, transition: 200 };

/** Where something is added; a share has a part. */
export interface Place {
  circuit: string;
  kind: ItemKind;
  id: string;
  part?: string;
}

/** For which body this person adds or takes out. @throws Forbidden, NotFound */
function bodyFor(opened: Opened, kind: ItemKind, values: FieldValues, part = ''): string {
  if (kind !== 'share') return requireWrite(opened);
  return requireBringing(opened, values.organisation as string, part);
}

/**
 * Adds a part at the end, a share or a transition. What an organisation's own people say they bring is a proposal.
 * @throws NotFound, Forbidden, Invalid, Conflict when it is full
 */
export async function addItem(
  unit: Unit,
  person: Writer,
  place: Place,
  values: FieldValues,
): Promise<{ item: string }> {
  const { kind, id, part } = place;
  const opened = await openToWrite(unit, person, place.circuit);
  const { session } = unit;
  const body = bodyFor(opened, kind, values, part);
  if (kind === 'share' && !opened.rights.write && values.agreedOn !== '') throw new Forbidden();
  const circuit = opened.circuit._id;
  if ((await modelOf[kind].countDocuments({ circuit }).session(session)) >= most[kind])
    throw new Conflict('circuits.errors.full');
  const { platforms } = opened.circuit.values;
  const around = { platforms, contents: opened.contents, id, session, ...(part ? { part } : {}) };
  await checkCircuitReferences(kind, values, Object.keys(values), around);
  const added = traceOf(opened, body);
  const item: AnyItem = { _id: id, circuit, values, fields: {}, added, removed: null };
  await modelOf[kind].create([part ? Object.assign(item, { part }) : item], { session });
  if (kind === 'part') await CircuitModel.updateOne({ _id: circuit }, { $push: { order: id } }, { session });
  await remember(opened, body, { kind, item: id, way: 'added' });
  return { item: id };
}

/** Takes something out; it stays in the history and can be put back. @throws NotFound, Forbidden, Conflict when it is out */
export async function takeOut(unit: Unit, person: Writer, place: Place): Promise<void> {
  const { kind, id } = place;
  const opened = await openToWrite(unit, person, place.circuit);
  if (kind !== 'share' && !opened.rights.write) throw new Forbidden();
  const item = (await itemIn(opened, kind, id)) as AnyItem & { part?: string };
  const body = bodyFor(opened, kind, item.values, item.part);
  const removed = traceOf(opened, body);
  await modelOf[kind].updateOne({ _id: id }, { $set: { removed } }, { session: unit.session });
  await remember(opened, body, { kind, item: id, way: 'removed' });
}

/** Puts back what was taken out, as it was. @throws NotFound, Forbidden; Invalid when something else took its place */
export async function restoreItem(unit: Unit, person: Writer, place: Place): Promise<void> {
  const { kind, id } = place;
  const opened = await openToWrite(unit, person, place.circuit);
  const { session } = unit;
  const body = requireWrite(opened);
  const found = { _id: id, circuit: opened.circuit._id };
  const item = await modelOf[kind]
    .findOne(found)
    .session(session)
    .lean<(AnyItem & { part?: string }) | null>();
  if (!item) throw new NotFound();
  if (!item.removed) return;
  const { platforms } = opened.circuit.values;
  const around = {
    platforms,
    contents: opened.contents,
    id,
    session,
    ...(item.part ? { part: item.part } : {}),
  };
  const looked = { part: [], share: ['organisation'], transition: ['from'] }[kind];
  await checkCircuitReferences(kind, item.values, looked, around);
  await modelOf[kind].updateOne({ _id: id }, { $set: { removed: null } }, { session });
  await remember(opened, body, { kind, item: id, way: 'restored' });
}

/**
 * Puts a part right before or right after another. It says beside which one and not at which place, so that what
 * somebody else moved or added meanwhile stays where they put it.
 * @throws NotFound, Forbidden, Invalid when the other one is no longer there
 */
export async function movePart(
  unit: Unit,
  person: Writer,
  circuit: string,
  part: string,
  beside: { before: string } | { after: string },
): Promise<void> {
  const opened = await openToWrite(unit, person, circuit);
  const body = requireWrite(opened);
  await itemIn(opened, 'part', part);
  const { parts } = opened.contents;
  const other = 'before' in beside ? beside.before : beside.after;
  if (other === part || !parts.some((one) => one._id === other))
    throw new Invalid({ place: 'circuits.errors.place' });
  const rest = opened.circuit.order.filter((id) => id !== part);
  const at = rest.indexOf(other) + ('before' in beside ? 0 : 1);
  const order = [...rest.slice(0, at), part, ...rest.slice(at)];
  await CircuitModel.updateOne({ _id: circuit }, { $set: { order } }, { session: unit.session });
  await remember(opened, body, { kind: 'part', item: part, way: 'moved' });
}
