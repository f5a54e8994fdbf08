import type { OfferSuggestionRecord, Proposal } from '../../../../models/OfferSuggestion.ts';
import { Invalid, type Message } from '../../../core/errors.ts';
import { messageOf } from '../../../core/forms.ts';
import { textOf } from '../upkeep/kinds.ts';
import type { Decided, Decision } from './actions.ts';
import { type DecisionInput, reasonText } from './forms.ts';

/**
 * What a form decides about a suggestion: field by field, or everything that is open at once. A reason may stand beside
 * a field or below for all; whatever is declined has one.
 * @throws Invalid
 */
export function decisionsIn(suggestion: OfferSuggestionRecord, input: DecisionInput): Decided {
  const errors: Record<string, Message> = {};
  const { all } = input;
  const decisions = suggestion.proposals
    .filter((one) => one.state === 'open')
    .flatMap((one) => decisionOn(one, input, errors));
  const hasWords = suggestion.words !== '' && suggestion.answer === 'open';
  const answer = hasWords ? all || input.answer : 'open';
  if (decisions.length === 0 && answer === 'open')
    errors.decisions = { key: 'suggestions.errors.nothingDecided' };
  if (answer === 'declined' && input.reason === '')
    errors.reason = { key: 'suggestions.errors.reasonMissing' };
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return { decisions, answer, reason: input.reason };
}

function decisionOn(
  { field }: Proposal,
  input: DecisionInput,
  errors: Record<string, Message>,
): Decision | never[] {
  const state = input.all || textOf(input, `state_${field}`);
  if (state !== 'accepted' && state !== 'declined') return [];
  const base = textOf(input, `base_${field}`);
  if (!/^\d{1,9}$/.test(base)) throw new Invalid({ form: 'forms.invalid' });
  const read = reasonText.safeParse(textOf(input, `reason_${field}`), { reportInput: true });
  if (!read.success) errors[`reason_${field}`] = messageOf(read.error.issues[0]!);
  const reason = (read.data ?? '') || input.reason;
  if (state === 'declined' && reason === '')
    errors[`reason_${field}`] ??= { key: 'suggestions.errors.reasonMissing' };
  return { field, state, reason, base: Number(base) };
}
