import { randomUUID } from 'node:crypto';
import {
  OfferSuggestionModel,
  type OfferSuggestionRecord,
  type Proposal,
  type ProposalState,
} from '../../../../models/OfferSuggestion.ts';
import { SuggestionAddressModel } from '../../../../models/SuggestionAddress.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { changeEntry } from '../upkeep/actions.ts';
import type { Maintainer } from '../upkeep/queries.ts';
import { requireSuggestion } from './queries.ts';

/** Suggestions about one entry that may wait at once: more say nothing new, and nobody fills the store. */
const mostWaiting = 100;

/** An address nobody used by then is removed. Milliseconds. */
const addressKept = 90 * 24 * 60 * 60_000;

export type SuggestionDraft = Pick<
  OfferSuggestionRecord,
  'kind' | 'recordId' | 'linkId' | 'words' | 'proposals' | 'language'
>;

/**
 * Keeps what somebody suggests; the entry stays as it is.
 * @throws Invalid when it says nothing, Conflict when too many wait already.
 */
export async function makeSuggestion(
  unit: Unit,
  draft: SuggestionDraft,
  email: string,
): Promise<{ suggestion: string }> {
  const { session } = unit;
  if (draft.words === '' && draft.proposals.length === 0)
    throw new Invalid({ words: 'suggestions.errors.empty' });
  const waiting = { recordId: draft.recordId, decidedAt: null };
  if ((await OfferSuggestionModel.countDocuments(waiting).session(session)) >= mostWaiting)
    throw new Conflict('suggestions.errors.tooManyWaiting');
  const _id = randomUUID();
  const open = { answer: 'open' as const, reason: '', decidedAt: null, decidedBy: null, body: null };
  await OfferSuggestionModel.create([{ _id, ...draft, madeAt: unit.now, ...open }], { session });
  if (email !== '') {
    const until = new Date(unit.now.getTime() + addressKept);
    await SuggestionAddressModel.create([{ _id, email, until }], { session });
  }
  unit.note({ fields: draft.proposals.map((one) => one.field), words: draft.words !== '' });
  return { suggestion: _id };
}

/** What whoever keeps the entry decides about one field, having seen the version `base` of it. */
export interface Decision {
  field: string;
  state: Exclude<ProposalState, 'open'>;
  reason: string;
  base: number;
}

/** What is decided about a suggestion. The words stay open with `answer` open. */
export interface Decided {
  decisions: Decision[];
  answer: ProposalState;
  reason: string;
}

const isOpen = (suggestion: OfferSuggestionRecord, proposals: Proposal[], answer: ProposalState): boolean =>
  proposals.some((one) => one.state === 'open') || (suggestion.words !== '' && answer === 'open');

/**
 * Decides about fields, words, or both; accepted fields are changed in the same transaction.
 * @throws NotFound, Invalid, or Conflict when it was decided meanwhile or, with `conflicts`, when a field was changed
 * since it was looked at: then nothing is written.
 */
export async function decideSuggestion(
  unit: Unit,
  person: Maintainer,
  id: string,
  { decisions, answer, reason }: Decided,
): Promise<{ accepted: string[]; declined: string[]; done: boolean }> {
  const { suggestion, maintained } = await requireSuggestion(person, id, unit.session);
  const { kind, recordId, proposals } = suggestion;
  const openOf = (field: string) => proposals.find((one) => one.field === field && one.state === 'open');
  const isLate = suggestion.decidedAt !== null || (answer !== 'open' && suggestion.answer !== 'open');
  if (isLate || decisions.some(({ field }) => !openOf(field)))
    throw new Conflict('suggestions.errors.decidedMeanwhile');
  const commands = decisions
    .filter(({ state }) => state === 'accepted')
    .map(({ field, base }) => ({ field, value: openOf(field)!.value ?? null, base }));
  if (commands.length > 0) await changeEntry(unit, person, kind, recordId, commands, 'suggested', id);
  const byField = new Map(decisions.map((one) => [one.field, one]));
  const decided = proposals.map((one) => ({ ...one, ...pick(byField.get(one.field)) }));
  const words = answer === 'open' ? suggestion.answer : answer;
  const done = !isOpen(suggestion, decided, words);
  const set = {
    proposals: decided,
    answer: words,
    ...(answer === 'open' ? {} : { reason }),
    ...(done ? { decidedAt: unit.now, decidedBy: person.id, body: maintained.body } : {}),
  };
  await OfferSuggestionModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
  const named = (state: ProposalState) =>
    decided.filter((one) => one.state === state).map((one) => one.field);
  unit.note({ suggestion: id, accepted: named('accepted'), declined: named('declined') });
  return { accepted: named('accepted'), declined: named('declined'), done };
}

const pick = (decision: Decision | undefined): Partial<Proposal> =>
  decision ? { state: decision.state, reason: decision.reason } : {};

/** Removes the address of who made a suggestion. @returns it, for the one mail that is left to send. */
export async function takeAddress({ session, now }: Unit, suggestionId: string): Promise<string | null> {
  const taken = await SuggestionAddressModel.findOneAndDelete({ _id: suggestionId }, { session }).lean();
  return taken && taken.until > now ? taken.email : null;
}
