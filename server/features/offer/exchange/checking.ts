import { type OfferKind, offerKinds } from '../../../../models/OfferChange.ts';
import type { Message } from '../../../core/errors.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';
import { samePlain } from '../upkeep/plain.ts';
import { following, wrongIn } from '../upkeep/rules.ts';
import { columnOfInput } from './columns.ts';
import { type Draft, faultIn } from './drafts.ts';
import { type Importer, type Known, unlistedMark } from './known.ts';
import type { Planning } from './planning.ts';

export interface Checking {
  planning: Planning;
  known: Known;
  importer: Importer;
  /** YYYY-MM-DD */
  today: string;
}

/** What the form would refuse of a record taken together, and what an import may not do. */
export function checkDraft(draft: Draft, checking: Checking): void {
  const isTouched = draft.record === null || draft.changed.size > 0;
  if (!isTouched || draft.faults.length > 0) return;
  if (draft.record === null) checkNeeded(draft);
  if (draft.faults.length > 0) return;
  const after = { ...draft.after, ...following(draft.kind, draft.before, draft.after, checking.today) };
  for (const [input, key] of Object.entries(wrongIn(draft.kind, after, checking.today)))
    fault(draft, input, { key });
  checkListing(draft, checking);
  if (draft.kind === 'unit') checkUnit(draft, checking);
  if (draft.kind === 'module') checkModule(draft, checking);
}

/** In the row that said it, else where the record stands. */
function fault(draft: Draft, input: string, told: Message): void {
  const column = columnOfInput(draft.kind, input);
  const said = [...draft.changed].find(([field]) => column.startsWith(`${draft.kind}.${field}`));
  faultIn(draft, said?.[1].row ?? draft.row, column, told);
}

/** Fields a record cannot be without; each other one may be not known, and what a file says of it was read already. */
const needed = Object.fromEntries(
  offerKinds.map((kind) => [
    kind,
    catalogue[kind].filter((one) => !one.isFollowing && !one.kind.schema.safeParse(null).success),
  ]),
) as Record<OfferKind, OfferField[]>;

/** A new record says what it cannot be without. */
function checkNeeded(draft: Draft): void {
  for (const { name, kind } of needed[draft.kind]) {
    if (kind.schema.safeParse(draft.after[name] ?? null).success) continue;
    fault(draft, name === 'names' ? 'names_0_name' : name, { key: 'forms.required' });
  }
}

/** "Do not list" was asked by people: no file asks it back. */
function checkListing(draft: Draft, { known }: Checking): void {
  if (draft.kind !== 'unit') return;
  const { after, before, record } = draft;
  if (record) {
    if (before.listed === false && after.listed !== false)
      fault(draft, 'listed', { key: 'exchange.errors.notListed' });
    return;
  }
  const mark = unlistedMark(String(after.organisationId), String(after.name));
  if (after.listed && known.unlisted.has(mark)) fault(draft, 'name', { key: 'exchange.errors.notListed' });
}

function checkUnit(draft: Draft, { planning, importer }: Checking): void {
  const { after, before } = draft;
  const owners = [after.organisationId ?? null, before.organisationId ?? null];
  const kept = new Set(before.siteIds as string[]);
  const isOpen = (id: string): boolean => {
    if (kept.has(id)) return true;
    const site = planning.at('site', id);
    return site !== null && owners.includes(site.after.organisationId ?? null);
  };
  if (!(after.siteIds as string[]).every(isOpen))
    fault(draft, 'siteIds', { key: 'upkeep.errors.siteUnknown' });
  const isMoved = draft.record && !samePlain(owners[0]!, owners[1]!);
  if (
    isMoved &&
    !importer.person.affiliations.some((one) => one.kind === 'platform' || one.bodyId === owners[0])
  )
    fault(draft, 'organisationId', { key: 'upkeep.errors.organisationUnknown' });
}

function checkModule(draft: Draft, { planning, known }: Checking): void {
  const { after, before, record } = draft;
  const unit = planning.at('unit', after.careUnitId ?? null);
  const open = new Set((unit?.after.siteIds as string[] | undefined) ?? []);
  const isMoved = record !== null && after.careUnitId !== before.careUnitId;
  if (!isMoved && !(after.siteIds as string[]).every((id) => open.has(id)))
    fault(draft, 'siteIds', { key: 'upkeep.errors.siteUnknown' });
  const had = new Set((before.types as string[] | null) ?? []);
  const types = (after.types as string[] | null) ?? [];
  if (!types.every((code) => known.types.has(code) || had.has(code)))
    fault(draft, 'types', { key: 'upkeep.errors.typeUnknown' });
}
