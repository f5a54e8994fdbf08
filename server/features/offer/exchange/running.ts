import {
  type ImportGroup,
  OfferImportModel,
  type OfferImportRecord,
} from '../../../../models/OfferImport.ts';
import { OfferImportRowModel } from '../../../../models/OfferImportRow.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { affiliationsOf } from '../../accounts/queries.ts';
import { type Import, type Placed, writeImported } from './actions.ts';
import { Failed } from './failures.ts';
import { partsOf } from './parts.ts';
import { undoImported } from './undoing.ts';

/** Another is at work on the import, or it was told to stop: whoever notices lets go. */
class LetGo extends Error {
  readonly why: 'taken' | 'cancelled';
  constructor(why: 'taken' | 'cancelled') {
    super(`the import was ${why}`);
    this.why = why;
  }
}

/** One import under way: by one worker at a time, whose every transaction says that it still is. */
export class Running {
  readonly #house: House;
  readonly #from: Import;
  readonly #body: string;
  readonly #worker: string;

  constructor(house: House, record: OfferImportRecord, person: Import['person'], worker: string) {
    this.#house = house;
    this.#from = { id: record._id, person, platform: record.platform };
    this.#body = record.body;
    this.#worker = worker;
  }

  /** Writes what waits, organisation by organisation. */
  run(): Promise<void> {
    return this.#each(['waiting', 'running'], (group, at) => this.#runGroup(group, at), 'done');
  }

  /** Takes back what was written, the last organisation first. */
  undo(): Promise<void> {
    return this.#each(['done', 'running'], (group, at) => this.#undoGroup(group, at, 'undone'), 'undone');
  }

  async #each(
    states: ImportGroup['state'][],
    work: (group: ImportGroup, at: number) => Promise<void>,
    end: 'done' | 'undone',
  ): Promise<void> {
    const { groups } = await this.#record();
    const order = [...groups.entries()].filter(([, one]) => states.includes(one.state));
    if (end === 'undone') order.reverse();
    try {
      for (const [at, group] of order) await work(group, at);
    } catch (error) {
      if (!(error instanceof LetGo)) throw error;
      if (error.why === 'taken') return;
    }
    await this.#finish(end);
  }

  #record(): Promise<OfferImportRecord> {
    return OfferImportModel.findById(this.#from.id).orFail().lean<OfferImportRecord>().exec();
  }

  #finish(state: 'done' | 'undone'): Promise<null> {
    return this.#act({ type: 'import', id: this.#from.id }, `import.${state}`, async (unit) => {
      const set = { state, worker: null, heard: null, finished: unit.now };
      await this.#mark(unit, set);
      return null;
    });
  }

  #act<T>(record: { type: string; id: string }, name: string, work: (unit: Unit) => Promise<T>): Promise<T> {
    const actor = { personId: this.#from.person.id, bodyId: this.#body };
    return this.#house.unitOfWork.do({ name, actor, record, details: { import: this.#from.id } }, work);
  }

  /** Says in the same transaction how far it is, and that it is still ours. @throws LetGo */
  async #mark(unit: Unit, set: Record<string, unknown>): Promise<void> {
    const still = await OfferImportModel.updateOne(
      { _id: this.#from.id, worker: this.#worker },
      { $set: { heard: unit.now, ...set } },
      { session: unit.session },
    );
    if (still.matchedCount !== 1) throw new LetGo('taken');
  }

  #markGroup(unit: Unit, at: number, set: Partial<Record<keyof ImportGroup, unknown>>): Promise<void> {
    const named = Object.entries(set).map(([name, value]) => [`groups.${at}.${name}`, value] as const);
    return this.#mark(unit, Object.fromEntries(named));
  }

  async #refuseCancelled({ session }: Unit): Promise<void> {
    const asked = await OfferImportModel.findOne({ _id: this.#from.id, cancelled: true }, { _id: 1 })
      .session(session)
      .lean();
    if (asked) throw new LetGo('cancelled');
  }

  /** An organisation goes in whole: where it needs several transactions and one fails, the others are taken back. */
  async #runGroup(group: ImportGroup, at: number): Promise<void> {
    let { written } = group;
    try {
      for await (const part of this.#parts(group, written)) {
        const until = written + part.length;
        const set = { written: until, state: until >= group.records ? 'done' : 'running' };
        const from = await this.#present();
        await this.#act(organisationOf(group), 'organisation.imported', async (unit) => {
          await this.#refuseCancelled(unit);
          await writeImported(unit, from, part);
          await this.#markGroup(unit, at, set);
          return null;
        });
        written = until;
      }
    } catch (error) {
      const isStopped = error instanceof LetGo && error.why === 'cancelled';
      if (!(error instanceof Failed) && !isStopped) throw error;
      const told = error instanceof Failed ? error.told : null;
      await this.#undoGroup({ ...group, written }, at, told ? 'failed' : 'waiting', told);
      if (isStopped) throw error;
    }
  }

  /**
   * Who writes, as they are now: an import goes on for minutes, and the right to it may end meanwhile. What was half in
   * by then is taken back with the right it was written with.
   */
  async #present(): Promise<Import> {
    const { id } = this.#from.person;
    const held = await affiliationsOf([id], 'nl', this.#house.clock.now());
    return { ...this.#from, person: { id, affiliations: held.get(id) ?? [] } };
  }

  /** Every part says how much is still in: whoever goes on after an interruption, forth or back, goes on there. */
  async #undoGroup(
    group: ImportGroup,
    at: number,
    state: ImportGroup['state'],
    told: ImportGroup['told'] = null,
  ): Promise<void> {
    let { written } = group;
    for await (const part of this.#parts(group, group.records - written, true)) {
      await this.#act(organisationOf(group), 'organisation.importUndone', async (unit) => {
        await this.#tellLeft(unit, await undoImported(unit, this.#from, part));
        await this.#markGroup(unit, at, { written: written - part.length });
        return null;
      });
      written -= part.length;
    }
    await this.#act(organisationOf(group), 'organisation.importUndone', async (unit) => {
      await this.#markGroup(unit, at, { state, written: 0, told });
      unit.note({ records: 0, changed: [] });
      return null;
    });
  }

  async #tellLeft({ session }: Unit, left: Placed[]): Promise<void> {
    if (left.length === 0) return;
    const rows = left.map((one) => `${this.#from.id}:${one.row}`);
    const { modifiedCount } = await OfferImportRowModel.updateMany(
      { _id: { $in: rows }, left: { $ne: true } },
      { $set: { left: true } },
      { session },
    );
    await OfferImportModel.updateOne({ _id: this.#from.id }, { $inc: { left: modifiedCount } }, { session });
  }

  #parts({ organisation }: ImportGroup, skip: number, isBackwards = false): AsyncGenerator<Placed[]> {
    return partsOf({ importId: this.#from.id, organisation, skip, isBackwards });
  }
}

const organisationOf = ({ organisation }: ImportGroup) => ({ type: 'organisation', id: organisation });
