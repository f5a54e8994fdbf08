import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict } from '../../../core/errors.ts';
import { typedValues } from '../../../core/forms.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { OfferConflict } from '../upkeep/commands.ts';
import { decideSuggestion, takeAddress } from './actions.ts';
import { suggestionPage } from './decisionPages.ts';
import { decisionsIn } from './decisions.ts';
import type { DecisionInput } from './forms.ts';
import { refuseInsz, textsIn } from './identity.ts';
import { suggestionsPage } from './listPage.ts';
import { mailOutcome } from './mails.ts';
import { requireSuggestion } from './queries.ts';

export const showSuggestions = (visit: SignedInVisit): Promise<Answer> => suggestionsPage(visit);

export const showSuggestion = (visit: SignedInVisit<unknown>): Promise<Answer> => suggestionPage(visit);

/** Decides; whoever left an address hears of it once, when nothing is open any more. */
export async function decide(visit: SignedInVisit<DecisionInput>): Promise<Answer> {
  const { person, input, house } = visit;
  const id = visit.params.id ?? '';
  const { suggestion, maintained } = await requireSuggestion(person, id);
  if (suggestion.decidedAt) throw new Conflict('suggestions.errors.decidedMeanwhile');
  const reasons = ['reason', ...suggestion.proposals.map((one) => `reason_${one.field}`)];
  refuseInsz(textsIn(input, reasons), input.inszKept);
  const decided = decisionsIn(suggestion, input);
  const { kind, recordId } = suggestion;
  const taken: string[] = [];
  const about = { record: { type: kind, id: recordId }, bodyId: maintained.body };
  try {
    const outcome = await visit.act({ ...about, name: `${kind}.suggestionDecided` }, async (unit) => {
      const made = await decideSuggestion(unit, person, id, decided);
      taken.length = 0;
      if (made.done) taken.push(...[await takeAddress(unit, id)].filter((one) => one !== null));
      return made;
    });
    for (const email of taken) await mailOutcome(house, email, suggestion, outcome);
    leaveNotice(visit, outcome.done ? 'suggestions.decide.done' : 'suggestions.decide.partly');
    return redirect(outcome.done ? paths.upkeepSuggestions() : paths.upkeepSuggestion({ id }));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    return changedMeanwhile(visit, error.details.conflicts as OfferConflict[]);
  }
}

/** A field was changed while it was being decided about: the page again, with what it says now and what was typed. */
function changedMeanwhile(visit: SignedInVisit<DecisionInput>, conflicts: OfferConflict[]): Promise<Answer> {
  const told = visit.t('suggestions.errors.changedWhileDeciding');
  const errors = Object.fromEntries(conflicts.map(({ field }) => [field, told]));
  return suggestionPage({ ...visit, refused: { values: typedValues(visit.input), errors } }, 409);
}
