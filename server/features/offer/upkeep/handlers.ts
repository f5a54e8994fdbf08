import type { OfferKind } from '../../../../models/OfferChange.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { addEntry, changeEntry, confirmEntry, copyModule, restoreValue, type Under } from './actions.ts';
import { entryAddress, kindIn, offerAddress, pluralOf } from './addresses.ts';
import { commandsIn, type OfferConflict } from './commands.ts';
import { entryPage, newPage, numbersPage } from './entryPages.ts';
import type { EntryInput, HistoryInput, RestorationInput } from './forms.ts';
import { historyPage } from './historyPage.ts';
import { offerPage, organisationsPage } from './overviewPages.ts';
import { requireMaintained } from './queries.ts';
import { reviewPage } from './reviewPage.ts';

/** Runs a write on an entry under the name of its kind; the directory follows its act. */
async function write<T>(
  visit: SignedInVisit<unknown>,
  about: { kind: OfferKind; id: string; verb: string },
  work: (unit: Unit) => Promise<T>,
): Promise<{ outcome: T; organisationId: string | null }> {
  const { kind, id, verb } = about;
  const { body } = await requireMaintained(visit.person, kind, id);
  const record = { type: kind, id };
  const outcome = await visit.act({ record, bodyId: body, name: `${kind}.${verb}` }, work);
  const after = await requireMaintained(visit.person, kind, id);
  return { outcome, organisationId: after.organisation?._id ?? null };
}

export const showOrganisations = (visit: SignedInVisit): Promise<Answer> => organisationsPage(visit);

export const showOffer = (visit: SignedInVisit): Promise<Answer> => offerPage(visit);

export const showEntry = (visit: SignedInVisit): Promise<Answer> =>
  entryPage(visit, kindIn(visit.params), visit.params.id);

export const showNumbers = (visit: SignedInVisit): Promise<Answer> => numbersPage(visit, visit.params.id);

export const showNew =
  (kind: Under['kind']) =>
  (visit: SignedInVisit): Promise<Answer> =>
    newPage(visit, kind, visit.params.id);

/** A change that came too late: both values on a page to decide on, and nothing of the form is lost. */
async function orReview(
  visit: SignedInVisit<EntryInput>,
  kind: OfferKind,
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return reviewPage(visit, kind, visit.params.id, error.details.conflicts as OfferConflict[]);
  }
}

function changeOf(visit: SignedInVisit<EntryInput>, kind: OfferKind): Promise<Answer> {
  const id = visit.params.id ?? '';
  return orReview(visit, kind, async () => {
    await requireMaintained(visit.person, kind, id);
    const commands = commandsIn(kind, visit.input, visit.language);
    const { outcome, organisationId } = await write(visit, { kind, id, verb: 'changed' }, (unit) =>
      changeEntry(unit, visit.person, kind, id, commands),
    );
    leaveNotice(visit, outcome.fields.length > 0 ? 'upkeep.saved' : 'upkeep.nothingChanged');
    return redirect(offerAddress(organisationId, `${kind}-${id}`));
  });
}

export const change = (visit: SignedInVisit<EntryInput>): Promise<Answer> =>
  changeOf(visit, kindIn(visit.params));

export const changeNumbers = (visit: SignedInVisit<EntryInput>): Promise<Answer> => changeOf(visit, 'module');

export const create =
  (kind: Under['kind']) =>
  async (visit: SignedInVisit<EntryInput>): Promise<Answer> => {
    const id = visit.params.id ?? '';
    const parentKind = kind === 'module' ? 'unit' : 'organisation';
    const { body, organisation } = await requireMaintained(visit.person, parentKind, id);
    const commands = commandsIn(kind, visit.input, visit.language);
    const under: Under = kind === 'module' ? { kind, unit: id } : { kind, organisation: id };
    const made = await visit.act({ record: { type: parentKind, id }, bodyId: body }, (unit) =>
      addEntry(unit, visit.person, under, commands),
    );
    leaveNotice(visit, `upkeep.created.${kind}`);
    return redirect(offerAddress(organisation?._id ?? null, `${kind}-${made.id}`));
  };

export async function copy(visit: SignedInVisit): Promise<Answer> {
  const id = visit.params.id ?? '';
  const { outcome } = await write(visit, { kind: 'module', id, verb: 'copied' }, (unit) =>
    copyModule(unit, visit.person, id),
  );
  leaveNotice(visit, 'upkeep.copied');
  return redirect(entryAddress('module', outcome.id));
}

/** What can be confirmed as a whole; an organisation's names are not looked after every half year. */
function confirmable(visit: SignedInVisit): 'site' | 'unit' | 'module' {
  const kind = kindIn(visit.params);
  if (kind === 'organisation') throw new NotFound();
  return kind;
}

export async function confirm(visit: SignedInVisit): Promise<Answer> {
  const kind = confirmable(visit);
  const id = visit.params.id ?? '';
  const { organisationId } = await write(visit, { kind, id, verb: 'confirmed' }, (unit) =>
    confirmEntry(unit, visit.person, kind, id),
  );
  leaveNotice(visit, 'upkeep.confirmed');
  return redirect(offerAddress(organisationId, `${kind}-${id}`));
}

export const showHistory = (visit: SignedInVisit<HistoryInput>): Promise<Answer> =>
  historyPage(visit, kindIn(visit.params), visit.input);

export const showHistoryAgain = (visit: SignedInVisit<HistoryInput>): Promise<Answer> =>
  historyPage(visit, kindIn(visit.params), { from: '', to: '' });

export async function restore(visit: SignedInVisit<RestorationInput>): Promise<Answer> {
  const kind = kindIn(visit.params);
  const id = visit.params.id ?? '';
  await write(visit, { kind, id, verb: 'restored' }, (unit) =>
    restoreValue(unit, visit.person, kind, id, visit.input),
  ).catch((error: unknown) => {
    if (error instanceof Conflict) throw new Conflict('upkeep.errors.changedSince');
    throw error;
  });
  leaveNotice(visit, 'upkeep.restored');
  return redirect(paths.upkeepHistory({ kind: pluralOf(kind), id }));
}

/** The addresses forms are sent to, opened by hand. */
export const toEntry =
  (kind?: OfferKind) =>
  (visit: SignedInVisit): Answer =>
    redirect(entryAddress(kind ?? kindIn(visit.params), visit.params.id ?? ''));

export const toHistory = (visit: SignedInVisit): Answer =>
  redirect(paths.upkeepHistory({ kind: pluralOf(kindIn(visit.params)), id: visit.params.id ?? '' }));
