import type { Answer } from '../../../core/answers.ts';
import { redirect } from '../../../core/answers.ts';
import { Conflict, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { kindIn, offerAddress, pluralOf } from '../upkeep/addresses.ts';
import { commandsIn, type OfferConflict } from '../upkeep/commands.ts';
import type { EntryInput } from '../upkeep/forms.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { reviewPage } from '../upkeep/reviewPage.ts';
import { confirmEntries, confirmReviewed } from './actions.ts';
import type { ListInput, SelectionInput } from './forms.ts';
import { listPage } from './listPage.ts';
import { type EntryKind, type EntryRef, entriesAtSite } from './queries.ts';
import { reviewedFields } from './review.ts';
import { fieldsPage } from './reviewPage.ts';

export const showList = (visit: SignedInVisit<ListInput>): Promise<Answer> => listPage(visit, visit.input);

/** The list again, when nothing was ticked: where it was. */
export function showListAgain(visit: SignedInVisit<unknown>): Promise<Answer> {
  const typed = (name: string): string => [visit.refused?.values[name] ?? ''].flat()[0] ?? '';
  return listPage(visit, { organisation: typed('organisation'), page: Number(typed('page')) || 1 });
}

/** Confirms entries under one act each, of which the first is that of the row. */
async function confirmAll(visit: SignedInVisit<unknown>, entries: readonly EntryRef[]): Promise<number> {
  const [first] = entries;
  if (!first) throw new NotFound();
  const { body } = await requireMaintained(visit.person, first.kind, first.id);
  const about = { record: { type: first.kind, id: first.id }, bodyId: body, name: `${first.kind}.confirmed` };
  const { confirmed } = await visit.act(about, (unit) => confirmEntries(unit, visit.person, entries));
  leaveNotice(visit, 'verification.confirmed', { count: confirmed });
  return confirmed;
}

export async function confirmSelection(visit: SignedInVisit<SelectionInput>): Promise<Answer> {
  const { entry, organisation } = visit.input;
  await confirmAll(visit, entry);
  return redirect(paths.upkeepDue({ organisation }));
}

export async function confirmSite(visit: SignedInVisit): Promise<Answer> {
  const { id } = visit.params;
  const { organisation } = await requireMaintained(visit.person, 'site', id);
  await confirmAll(visit, await entriesAtSite(visit.person, id, visit.now));
  return redirect(offerAddress(organisation?._id ?? null, `site-${id}`));
}

/** An organisation is not confirmed as a whole. @throws NotFound */
function confirmable(visit: SignedInVisit<unknown>): EntryKind {
  const kind = kindIn(visit.params);
  if (kind === 'organisation') throw new NotFound();
  return kind;
}

export const showReview = (visit: SignedInVisit<unknown>): Promise<Answer> =>
  fieldsPage(visit, confirmable(visit), visit.params.id);

export async function confirmFields(visit: SignedInVisit<EntryInput>): Promise<Answer> {
  const kind = confirmable(visit);
  const id = visit.params.id ?? '';
  const { body } = await requireMaintained(visit.person, kind, id);
  const { input, language, t } = visit;
  const said = {
    commands: commandsIn(kind, input, language),
    // A value chosen from two was looked at as well.
    ticked: new Set(
      reviewedFields(kind)
        .map((one) => one.name)
        .filter((name) => input[`ok_${name}`] === 'on' || input[`json_${name}`] !== undefined),
    ),
    openTold: (field: string) => ({
      key: 'verification.errors.unchecked',
      values: { field: t(`upkeep.fields.${field}`) },
    }),
  };
  try {
    const about = { record: { type: kind, id }, bodyId: body, name: `${kind}.confirmed` };
    const { fields } = await visit.act(about, (unit) =>
      confirmReviewed(unit, visit.person, { kind, id }, said),
    );
    const key = fields.length > 0 ? 'verification.reviewed' : 'upkeep.confirmed';
    leaveNotice(visit, key, { count: fields.length });
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return reviewPage(visit, kind, id, error.details.conflicts as OfferConflict[]);
  }
  // It may have gone to another organisation, or to one that this person does not look after.
  const after = await requireMaintained(visit.person, kind, id);
  return redirect(offerAddress(after.organisation?._id ?? null, `${kind}-${id}`));
}

/** The addresses forms are sent to, opened by hand. */
export const toList = (): Answer => redirect(paths.upkeepDue());

export const toSite = (visit: SignedInVisit): Answer =>
  redirect(paths.upkeepEntry({ kind: pluralOf('site'), id: visit.params.id ?? '' }));
