import type { ClientSession } from 'mongodb';
import { CircuitModel, type CircuitRecord } from '../../../../models/Circuit.ts';
import { CircuitChangeModel, type CircuitChangeRecord } from '../../../../models/CircuitChange.ts';
import { CircuitPartModel, type CircuitPartRecord } from '../../../../models/CircuitPart.ts';
import { CircuitShareModel, type CircuitShareRecord } from '../../../../models/CircuitShare.ts';
import {
  CircuitTransitionModel,
  type CircuitTransitionRecord,
} from '../../../../models/CircuitTransition.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { admissionsOf, registersVisibleTo } from '../register/queries.ts';
import type { AnyItem, Contents, ItemKind } from './catalogue.ts';
import { concerns } from './concerns.ts';
import { type ModuleKinds, modulesWithIds } from './modules.ts';
import { type KindTransition, type Passage, passagesAmong } from './passages.ts';
import { type CircuitRights, circuitRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'>;

/** Every circuit of those platforms, by the time it was added. */
export const circuitsOf = (platforms: readonly string[]): Promise<CircuitRecord[]> =>
  CircuitModel.find({ 'values.platforms': { $in: platforms } })
    .sort({ 'added.at': 1, _id: 1 })
    .lean<CircuitRecord[]>()
    .exec();

export async function circuitsVisibleTo(person: Asking): Promise<CircuitRecord[]> {
  return circuitsOf((await registersVisibleTo(person)).map((one) => one._id));
}

export interface SeenCircuit {
  circuit: CircuitRecord;
  rights: CircuitRights;
}

/** A circuit and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requireCircuit(person: Asking, id = '', session: Session = null): Promise<SeenCircuit> {
  const [circuit, admissions] = await Promise.all([
    CircuitModel.findById(id).session(session).lean<CircuitRecord | null>(),
    admissionsOf(person, session),
  ]);
  if (!circuit) throw new NotFound();
  const rights = circuitRights(person, admissions, circuit.values.platforms);
  if (!rights.read) throw new NotFound();
  return { circuit, rights };
}

/** Whether somebody may be told that this circuit changed. */
export const mayWatchCircuit = (person: Asking, id: string): Promise<boolean> =>
  requireCircuit(person, id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

const byAdded = { 'added.at': 1, _id: 1 } as const;

/** What stands in some circuits, by circuit. What belongs to a part that was taken out went with it. */
export async function contentsOf(
  circuits: readonly CircuitRecord[],
  session: Session = null,
): Promise<Map<string, Contents>> {
  const ids = { circuit: { $in: circuits.map((one) => one._id) } };
  const [parts, shares, transitions] = await Promise.all([
    CircuitPartModel.find(ids).session(session).lean<CircuitPartRecord[]>(),
    CircuitShareModel.find(ids).sort(byAdded).session(session).lean<CircuitShareRecord[]>(),
    CircuitTransitionModel.find(ids).sort(byAdded).session(session).lean<CircuitTransitionRecord[]>(),
  ]);
  const all = { parts, shares, transitions };
  return new Map(circuits.map((one) => [one._id, contentsOfOne(one, all)]));
}

function contentsOfOne(circuit: CircuitRecord, all: Omit<Contents, 'removed'>): Contents {
  const own = <T extends { circuit: string }>(items: T[]): T[] =>
    items.filter((one) => one.circuit === circuit._id);
  const [parts, shares, transitions] = [own(all.parts), own(all.shares), own(all.transitions)];
  const place = new Map(circuit.order.map((id, at) => [id, at]));
  const at = (part: string): number => place.get(part) ?? circuit.order.length;
  const there = parts.filter((one) => one.removed === null);
  const ids = new Set(there.map((one) => one._id));
  const out = new Set(parts.filter((one) => one.removed !== null).map((one) => one._id));
  const hangs = (id: string): boolean => out.has(id);
  const removed = (kind: ItemKind, items: object[]) =>
    (items as AnyItem[]).filter((one) => one.removed !== null).map((item) => ({ kind, item }));
  return {
    parts: there.sort((a, b) => at(a._id) - at(b._id)),
    shares: shares.filter((one) => one.removed === null && ids.has(one.part)),
    transitions: transitions
      .filter(({ removed, values }) => removed === null && ids.has(values.from) && !hangs(values.to))
      .sort((a, b) => at(a.values.from) - at(b.values.from) || at(a.values.to) - at(b.values.to)),
    removed: [
      ...removed('part', parts),
      ...removed(
        'share',
        shares.filter((one) => ids.has(one.part)),
      ),
      ...removed(
        'transition',
        transitions.filter(({ values }) => ids.has(values.from) && !hangs(values.to)),
      ),
    ],
  };
}

export const contentsOfCircuit = async (circuit: CircuitRecord, session: Session = null): Promise<Contents> =>
  (await contentsOf([circuit], session)).get(circuit._id)!;

/** What happened in a circuit, the newest first. */
export const changesIn = (circuit: string): Promise<CircuitChangeRecord[]> =>
  CircuitChangeModel.find({ circuit }).sort({ at: -1, _id: 1 }).lean<CircuitChangeRecord[]>().exec();

/** The modules that stand in these parts, by id. */
export const modulesIn = (parts: readonly CircuitPartRecord[]): Promise<Map<string, ModuleKinds>> =>
  modulesWithIds(parts.flatMap(({ values }) => (values.module ? [values.module] : [])));

/** The circuits this person reads that have to do with a gap. */
export async function circuitsAbout(person: Asking, gap: GapRecord): Promise<CircuitRecord[]> {
  const circuits = (await circuitsVisibleTo(person)).filter((one) => one.values.status !== 'ended');
  const contents = await contentsOf(circuits);
  const modules = await modulesIn([...contents.values()].flatMap((one) => one.parts));
  return circuits.filter((one) => concerns(gap, one, contents.get(one._id)!, (id) => modules.get(id)));
}

/**
 * The ways on that circuits in use say people do find, well or with difficulty, between the organisations of two modules.
 * @param transitions those of a reference frame: each a code with the kinds of help it leads from and to
 */
export async function passagesOf(
  platforms: readonly string[],
  transitions: readonly KindTransition[],
): Promise<Passage[]> {
  const circuits = (await circuitsOf(platforms)).filter((one) => one.values.status === 'in_use');
  const contents = [...(await contentsOf(circuits)).values()];
  const modules = await modulesIn(contents.flatMap((one) => one.parts));
  return passagesAmong(contents, modules, transitions);
}
