import { randomUUID } from 'node:crypto';
import { CircuitModel, type CircuitRecord } from '../../../../models/Circuit.ts';
import { CircuitChangeModel, type CircuitChangeRecord } from '../../../../models/CircuitChange.ts';
import type { CircuitTrace } from '../../../../models/circuitItem.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { type AnyItem, type Contents, type ItemKind, modelOf } from './catalogue.ts';
import { bringsFor, type CircuitRights, type Involved } from './policy.ts';
import { contentsOfCircuit, requireCircuit } from './queries.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

/** A circuit as one transaction sees it. */
export interface Opened {
  unit: Unit;
  person: Writer;
  circuit: CircuitRecord;
  rights: CircuitRights;
  contents: Contents;
}

/**
 * Opens a circuit to write in it. Every write counts its revision up, so of two at one moment the second starts again
 * and sees what the first left. @throws NotFound
 */
export async function openToWrite(unit: Unit, person: Writer, id: string): Promise<Opened> {
  const { circuit, rights } = await requireCircuit(person, id, unit.session);
  await CircuitModel.updateOne({ _id: id }, { $inc: { revision: 1 } }, { session: unit.session });
  return { unit, person, circuit, rights, contents: await contentsOfCircuit(circuit, unit.session) };
}

/** An item that stands in the circuit. @throws NotFound, or Conflict for one that was taken out */
export async function itemIn({ unit, circuit }: Opened, kind: ItemKind, id: string): Promise<AnyItem> {
  const item = await modelOf[kind]
    .findOne({ _id: id, circuit: circuit._id })
    .session(unit.session)
    .lean<AnyItem | null>();
  if (!item) throw new NotFound();
  if (item.removed) throw new Conflict('circuits.errors.takenOut');
  return item;
}

export const requireWrite = ({ rights }: Pick<Opened, 'rights'>): string => {
  if (!rights.write) throw new Forbidden();
  return rights.body;
};

/** Who has to do with a part. @throws NotFound when it does not stand in the circuit */
export function involvedIn({ parts, shares }: Contents, part: string): Involved {
  const found = parts.find((one) => one._id === part);
  if (!found) throw new NotFound();
  const bringing = shares.filter((one) => one.part === part).map((one) => one.values.organisation);
  return { partner: found.values.partner, bringing };
}

/** The body for which this person says what an organisation brings to a part. @throws Forbidden, NotFound */
export function requireBringing(
  { rights, contents }: Pick<Opened, 'rights' | 'contents'>,
  organisation: string,
  part: string,
): string {
  const body = bringsFor(rights, organisation, involvedIn(contents, part));
  if (body === null) throw new Forbidden();
  return body;
}

export const traceOf = ({ unit, person }: Opened, body: string): CircuitTrace => ({
  at: unit.now,
  by: person.id,
  body,
});

/** Puts what was done in the history of the circuit. */
export async function remember(
  opened: Opened,
  body: string,
  done: Pick<CircuitChangeRecord, 'kind' | 'item' | 'way'> & Partial<Pick<CircuitChangeRecord, 'changes'>>,
): Promise<void> {
  const { unit, person, circuit } = opened;
  const who = { at: unit.now, by: person.id, body };
  const entry = { _id: randomUUID(), circuit: circuit._id, changes: [], ...done, ...who };
  await CircuitChangeModel.create([entry], { session: unit.session });
  unit.note({ kind: done.kind, item: done.item });
}
