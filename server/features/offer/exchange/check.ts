import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { type ImportGroup, rowOutcomes } from '../../../../models/OfferImport.ts';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import { readFile } from './fileRows.ts';
import type { CheckJob, PlannedRows, Summary } from './jobs.ts';
import type { Known } from './known.ts';
import { outcomeOf, type PlannedRow } from './outcomes.ts';
import { nobody, Planning, type RowDrafts } from './planning.ts';
import { knownFor } from './reading.ts';

/** Rows sent at once: the main thread writes them without anybody noticing. */
const atOnce = 100;

/** What a file would do, row by row, and then in sum. Unchanged rows are only counted. @throws Broken */
export async function check(job: CheckJob, send: (rows: PlannedRows) => Promise<void>): Promise<Summary> {
  const file = await readFile(job);
  const { rows } = file;
  const known = await knownFor(rows);
  const planning = new Planning(known, job.importer, {
    today: brusselsDay(job.now),
    language: job.language,
  });
  const drafted = planning.plan(rows);
  const titles = await titlesIn(job, planning);
  const summary = new Sum(known, planning, job.now);
  let batch: PlannedRows = [];
  for (const one of drafted) {
    const planned = file.placed(outcomeOf(file.refused(one)));
    summary.add(planned);
    if (planned.outcome === 'unchanged') continue;
    batch.push({ ...planned, title: titles(one) });
    if (batch.length < atOnce) continue;
    await send(batch);
    batch = [];
  }
  if (batch.length > 0) await send(batch);
  return summary.done();
}

/** What a row is called: its unit and its module, by its name or its types. */
async function titlesIn({ language }: CheckJob, planning: Planning) {
  const types = await ModuleTypeModel.find().lean<ModuleTypeRecord[]>();
  const typeNames = new Map(types.map((one) => [one._id, inLanguage(one.names, language).text]));
  return ({ drafts }: RowDrafts): string => {
    const module = drafts.find(({ kind }) => kind === 'module');
    const unit =
      drafts.find(({ kind }) => kind === 'unit') ?? planning.at('unit', module?.after.careUnitId ?? null);
    const named = (draft: { after: Record<string, unknown> } | undefined): string =>
      Object.values((draft?.after.name as Record<string, string> | null) ?? {})[0] ?? '';
    const kinds = ((module?.after.types as string[] | null) ?? []).map((id) => typeNames.get(id) ?? id);
    const own = module
      ? named(module) || kinds.join(', ')
      : named(drafts.find(({ kind }) => kind === 'site'));
    return [unit?.after.name, own].filter(Boolean).join(': ').slice(0, 300);
  };
}

/** Counts rows and gathers them by organisation: one wrong row keeps the others of its organisation back. */
class Sum {
  readonly #counts = Object.fromEntries(rowOutcomes.map((one) => [one, 0])) as Summary['counts'];
  readonly #groups = new Map<string, ImportGroup>();
  readonly #known: Known;
  readonly #planning: Planning;
  readonly #now: Date;

  constructor(known: Known, planning: Planning, now: Date) {
    this.#known = known;
    this.#planning = planning;
    this.#now = now;
  }

  add({ organisation, outcome, records }: PlannedRow): void {
    this.#counts[outcome] += 1;
    if (outcome === 'unchanged') return;
    const group = this.#groups.get(organisation) ?? {
      ...{ organisation, name: this.#nameOf(organisation), records: 0, written: 0 },
      ...{ state: 'waiting' as const, told: null },
    };
    this.#groups.set(organisation, group);
    group.records += records.length;
    if (outcome === 'refused' || outcome === 'conflict') group.state = 'kept';
  }

  #nameOf(organisation: string): string {
    if (organisation === nobody) return '';
    const known = this.#known.records.organisation.get(organisation);
    if (known) return nameOn(known as unknown as OrganisationRecord, this.#now);
    const names = this.#planning.at('organisation', organisation)?.after.names as
      | { name: string }[]
      | undefined;
    return names?.at(-1)?.name ?? '';
  }

  done(): Summary {
    return { counts: this.#counts, groups: [...this.#groups.values()] };
  }
}
