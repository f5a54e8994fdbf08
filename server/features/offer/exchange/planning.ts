import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import type { Language } from '../../../core/i18n.ts';
import { idOf } from '../ids.ts';
import { checkDraft } from './checking.ts';
import { type Draft, draftOf, faultIn, takeStatement } from './drafts.ts';
import { type Importer, type Known, mayKeep } from './known.ts';
import { type FieldCells, fieldCells, type RowStatement, type Statement, saysTheSame } from './statements.ts';

/** Word for what belongs to no organisation. */
export const nobody = 'none';
const newKey = /^new:/i;

/** A row after it was read: the records it speaks of. */
export interface RowDrafts {
  row: number;
  organisation: string;
  drafts: Draft[];
  /** Nothing of the row can be placed. */
  lost: { column: string; key: string }[];
}

/** Works out what the rows of a file would do. Reads only what it was given. */
export class Planning {
  readonly #drafts = new Map<string, Draft>();
  /** Records no row speaks of, as they are. */
  readonly #standing = new Map<string, Draft>();
  readonly #known: Known;
  readonly #importer: Importer;
  readonly #today: string;
  readonly #language: Language;

  constructor(known: Known, importer: Importer, options: { today: string; language: Language }) {
    this.#known = known;
    this.#importer = importer;
    this.#today = options.today;
    this.#language = options.language;
  }

  /** @returns each row with its records; what is wrong stands in the drafts. */
  plan(rows: readonly RowStatement[]): RowDrafts[] {
    const planned = rows.map((row) => this.#take(row));
    for (const draft of this.#drafts.values()) this.#check(draft);
    return planned;
  }

  /** A record by its id: as the file wants it, or as it is. */
  at(kind: OfferKind, id: Plain): Draft | null {
    if (typeof id !== 'string') return null;
    const draft = this.#drafts.get(`${kind} ${id}`);
    if (draft) return draft;
    const standing = this.#standing.get(`${kind} ${id}`);
    if (standing) return standing;
    const record = this.#known.records[kind].get(id);
    if (!record) return null;
    const made = draftOf(kind, id, record, 0);
    this.#standing.set(`${kind} ${id}`, made);
    return made;
  }

  #check(draft: Draft): void {
    checkDraft(draft, { planning: this, known: this.#known, importer: this.#importer, today: this.#today });
  }

  #take(row: RowStatement): RowDrafts {
    const planned: RowDrafts = { row: row.row, organisation: nobody, drafts: [], lost: [] };
    const take = (kind: OfferKind, under: Draft | null): Draft | null => {
      const said = row[kind];
      if (!said) return null;
      const draft = this.#place(said, under);
      if (typeof draft === 'string') {
        planned.lost.push({ column: `${kind}.id`, key: draft });
        return null;
      }
      planned.drafts.push(draft);
      this.#takeIn(draft, said);
      return draft;
    };
    const organisation = take('organisation', null);
    const unit = take('unit', organisation);
    const owner = organisation ?? this.at('organisation', unit?.after.organisationId ?? null);
    const site = take('site', owner);
    if (unit && !unit.record && site && (unit.after.siteIds as string[]).length === 0)
      unit.after.siteIds = [site.id];
    const module = take('module', unit);
    if (module && !module.record && site && (module.after.siteIds as string[]).length === 0)
      module.after.siteIds = [site.id];
    planned.organisation = this.#organisationOf(organisation, unit ?? this.#unitOf(module), site);
    return planned;
  }

  /** Nothing when the row says what another said: a unit stands beside each of its modules. */
  #takeIn(draft: Draft, said: Statement): void {
    if (!said.isFilled || (draft.said && saysTheSame(draft.said, said))) return;
    draft.said = said;
    takeStatement(draft, said, this.#withIds(fieldCells(said)), this.#known, this.#language);
  }

  #unitOf(module: Draft | null): Draft | null {
    return this.at('unit', module?.after.careUnitId ?? null);
  }

  #organisationOf(organisation: Draft | null, unit: Draft | null, site: Draft | null): string {
    const id = organisation?.id ?? unit?.after.organisationId ?? site?.after.organisationId ?? null;
    return (id as string | null) ?? nobody;
  }

  /** The record a row speaks of, or why there is none for this person. */
  #place(said: Statement, under: Draft | null): Draft | string {
    const isNew = said.id === '' || newKey.test(said.id);
    const id = isNew ? this.#idOfNew(said, under) : said.id;
    const earlier = this.#drafts.get(`${said.kind} ${id}`);
    const made = earlier ?? (isNew ? this.#begin(said, id, under) : this.#find(said, id));
    if (typeof made === 'string') return made;
    this.#drafts.set(`${said.kind} ${id}`, made);
    if (!isNew && under) moveTo(made, under, said.row);
    return made;
  }

  #find(said: Statement, id: string): Draft | string {
    const record = this.#known.records[said.kind].get(id);
    if (!record || !mayKeep(this.#importer, this.#ownerOf(said.kind, id)))
      return 'exchange.errors.recordUnknown';
    return draftOf(said.kind, id, record, said.row);
  }

  #ownerOf(kind: OfferKind, id: string) {
    const { records } = this.#known;
    const own = records[kind].get(id)!;
    if (kind === 'organisation') return own;
    const holder = kind === 'module' ? records.unit.get(own.careUnitId as string) : own;
    return records.organisation.get((holder?.organisationId as string | null) ?? '') ?? null;
  }

  #begin({ kind, row, isFilled }: Statement, id: string, under: Draft | null): Draft | string {
    if (!isFilled) return 'exchange.errors.newEmpty';
    if (kind === 'organisation' && this.#importer.platform === null) return 'exchange.errors.organisationNew';
    if (kind === 'module' && !under) return 'exchange.errors.unitMissing';
    if ((kind === 'unit' || kind === 'site') && !under) return 'exchange.errors.organisationMissing';
    const draft = draftOf(kind, id, null, row);
    if (kind === 'module') draft.after.careUnitId = under!.id;
    else if (kind !== 'organisation') draft.after.organisationId = under!.id;
    return draft;
  }

  /** The same for the same import: one that goes on after an interruption finds what it wrote. */
  #idOfNew(said: Statement, under: Draft | null): string {
    const { kind, id, row } = said;
    if (id !== '') return this.#newId(kind, id);
    if (kind === 'module') return this.#newId(kind, `row ${row}`);
    // Without a key, what says the same is the same: a unit that stands in five rows is one.
    const named = fieldCells(said).filter(({ field }) => kind === 'site' || /^names?$/.test(field.name));
    return this.#newId(kind, JSON.stringify([under?.id, named.map(({ cells }) => cells)]));
  }

  #newId = (kind: OfferKind, key: string): string =>
    idOf('import', `${this.#importer.importId}:${kind}:${key.toLowerCase()}`);

  /** A list of sites may name new ones by their key. */
  #withIds(fields: FieldCells[]): FieldCells[] {
    const idIn = (one: string): string => (newKey.test(one.trim()) ? this.#newId('site', one.trim()) : one);
    return fields.map(({ field, cells }) =>
      field.name === 'siteIds'
        ? { field, cells: { siteIds: cells.siteIds!.split('|').map(idIn).join('|') } }
        : { field, cells },
    );
  }
}

/** A row that names another unit or organisation than the record has moves it there. */
function moveTo(draft: Draft, under: Draft, row: number): void {
  const field = { module: 'careUnitId', unit: 'organisationId' }[draft.kind as string];
  if (!field || draft.after[field] === under.id || under.kind === draft.kind) return;
  const earlier = draft.changed.get(field);
  if (earlier) {
    faultIn(draft, row, `${draft.kind}.id`, { key: 'exchange.errors.twice', values: { row: earlier.row } });
    return;
  }
  if (draft.changed.size === 0) draft.row = row;
  draft.changed.set(field, { row, value: under.id });
  draft.after[field] = under.id;
}
