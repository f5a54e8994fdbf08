import {
  type ImportGroup,
  OfferImportModel,
  type OfferImportRecord,
} from '../../../../models/OfferImport.ts';
import {
  OfferImportRowModel,
  type OfferImportRowRecord,
  type PlannedRecord,
} from '../../../../models/OfferImportRow.ts';
import { Conflict, Forbidden, Invalid, type Message, NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { affiliationsOf } from '../../accounts/queries.ts';
import { type Import, undoImported, writeImported } from './actions.ts';
import { columnOfInput } from './columns.ts';

/** Records of one transaction: what the store writes in a second or two (docs/decisions/0013). */
export const partSize = 200;

/** Another is at work on the import, or it was told to stop: whoever notices lets go. */
class LetGo extends Error {
  readonly why: 'taken' | 'cancelled';
  constructor(why: 'taken' | 'cancelled') {
    super(`the import was ${why}`);
    this.why = why;
  }
}

/** A record that could not be written, in which row. */
class Failed extends Error {
  readonly told: ImportGroup['told'];
  constructor(told: Message & { row: number }) {
    super(told.key);
    this.told = told;
  }
}

type Placed = PlannedRecord & { row: number };

/** What has to be there before what points to it. A unit leaves a site only after its modules did. */
function turnOf({ kind, does, changes }: PlannedRecord): number {
  const sites = changes.find(({ field }) => field === 'siteIds');
  const left = ((sites?.from as string[] | null) ?? []).some((id) => !(sites!.to as string[]).includes(id));
  if (kind === 'unit' && does === 'change' && left) return 4;
  return { organisation: 0, site: 1, unit: 2, module: 3 }[kind];
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
      for await (const part of this.#parts(group.organisation, written)) {
        written += part.length;
        const state = written >= group.records ? 'done' : 'running';
        const from = await this.#present();
        await this.#act(organisationOf(group), 'organisation.imported', async (unit) => {
          await this.#refuseCancelled(unit);
          for (const one of part) await this.#write(unit, from, one);
          await this.#mark(unit, { [`groups.${at}.written`]: written, [`groups.${at}.state`]: state });
          unit.note({ records: part.length });
          return null;
        });
      }
    } catch (error) {
      const isStopped = error instanceof LetGo && error.why === 'cancelled';
      if (!(error instanceof Failed) && !isStopped) throw error;
      const told = error instanceof Failed ? error.told : null;
      await this.#undoGroup(group, at, told ? 'failed' : 'waiting', told);
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

  async #write(unit: Unit, from: Import, { row, ...planned }: Placed): Promise<void> {
    try {
      await writeImported(unit, from, planned);
    } catch (error) {
      throw failureIn(error, planned, row);
    }
  }

  async #undoGroup(
    group: ImportGroup,
    at: number,
    state: ImportGroup['state'],
    told: ImportGroup['told'] = null,
  ): Promise<void> {
    for await (const part of this.#parts(group.organisation, 0, true)) {
      await this.#act(organisationOf(group), 'organisation.importUndone', async (unit) => {
        const left: Placed[] = [];
        for (const one of part) if (await undoImported(unit, this.#from, one)) left.push(one);
        await this.#tellLeft(unit, left);
        await this.#mark(unit, {});
        return null;
      });
    }
    await this.#act(organisationOf(group), 'organisation.importUndone', async (unit) => {
      const set = { state, written: 0, told };
      await this.#mark(
        unit,
        Object.fromEntries(Object.entries(set).map(([name, value]) => [`groups.${at}.${name}`, value])),
      );
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

  /** The records of an organisation in the order of writing, or back, in parts; without the first so many. */
  async *#parts(organisation: string, skip: number, isBackwards = false): AsyncGenerator<Placed[]> {
    const turns = [0, 1, 2, 3, 4];
    if (isBackwards) turns.reverse();
    let part: Placed[] = [];
    let left = skip;
    for (const turn of turns) {
      const rows = OfferImportRowModel.find({ import: this.#from.id, organisation })
        .sort({ row: isBackwards ? -1 : 1 })
        .lean<OfferImportRowRecord[]>()
        .cursor({ batchSize: 100 });
      for await (const { row, records } of rows)
        for (const one of records as PlannedRecord[]) {
          if (turnOf(one) !== turn) continue;
          if (left > 0) {
            left -= 1;
            continue;
          }
          part.push({ ...one, row });
          if (part.length < partSize) continue;
          yield part;
          part = [];
        }
    }
    if (part.length > 0) yield part;
  }
}

const organisationOf = ({ organisation }: ImportGroup) => ({ type: 'organisation', id: organisation });

/** What a person is told of a record that could not be written; anything else is a fault of ours. */
function failureIn(error: unknown, { kind }: PlannedRecord, row: number): unknown {
  if (error instanceof Invalid) {
    const [[input, told] = ['', { key: 'forms.invalid' }]] = Object.entries(error.fields);
    const column = columnOfInput(kind, input);
    return new Failed({ key: told.key, values: { ...told.values, column }, row });
  }
  if (error instanceof Conflict) return new Failed({ key: 'exchange.errors.changedMeanwhile', row });
  if (error instanceof NotFound || error instanceof Forbidden)
    return new Failed({ key: 'exchange.errors.recordUnknown', row });
  return error;
}
