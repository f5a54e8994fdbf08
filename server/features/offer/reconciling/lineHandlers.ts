import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Invalid } from '../../../core/errors.ts';
import { typedValues } from '../../../core/forms.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { OfferConflict } from '../upkeep/commands.ts';
import { requireMaintained } from '../upkeep/queries.ts';
import { addFromLine, type Choice, type Decision, decideLine, settleDifferences } from './actions.ts';
import type { DecisionInput, DifferencesInput, OrganisationInput } from './forms.ts';
import { linePage } from './linePage.ts';
import { requireReconciliation, standingLine } from './queries.ts';

export const showLine = (visit: SignedInVisit<unknown>): Promise<Answer> => linePage(visit);

const lineAddress = ({ params }: SignedInVisit<unknown>): string =>
  paths.listLine({ id: params.id ?? '', row: params.row ?? '' });

/** The addresses forms are sent to, opened by hand. */
export const toLine = (visit: SignedInVisit): Answer => redirect(lineAddress(visit));

function decisionIn({ decision, organisation, reason }: DecisionInput): Decision {
  if (decision === 'aside') return { decision, reason };
  if (decision === 'reopened') return { decision };
  return { decision, organisation };
}

export async function decide(visit: SignedInVisit<DecisionInput>): Promise<Answer> {
  const { person, params, input } = visit;
  const record = await requireReconciliation(person, params.id);
  const { line } = await standingLine(record, params.row);
  const about = { record: { type: 'reconciliation', id: record._id }, bodyId: record.platform };
  await visit.act(about, async (unit) => {
    await decideLine(unit, record, line, person, decisionIn(input));
    unit.note({ decision: input.decision });
    return null;
  });
  leaveNotice(visit, `reconciling.decided.${input.decision}`);
  if (input.decision === 'aside') return redirect(paths.reconciliation({ id: record._id }));
  return redirect(lineAddress(visit));
}

/** What was chosen of each difference the form showed. */
const choicesIn = (input: DifferencesInput): Choice[] =>
  Object.entries(input).flatMap(([name, choice]) => {
    const key = name.replace(/^choice_/, '');
    const base = Number(input[`base_${key}`]);
    if (key === name || (choice !== 'take' && choice !== 'leave') || !Number.isInteger(base)) return [];
    return [{ key, choice, base }];
  });

export async function settle(visit: SignedInVisit<DifferencesInput>): Promise<Answer> {
  const { person, params } = visit;
  const record = await requireReconciliation(person, params.id);
  const { decision } = await standingLine(record, params.row);
  if (!decision?.organisation) throw new Conflict('reconciling.errors.notSame');
  const { body } = await requireMaintained(person, 'organisation', decision.organisation);
  const about = { record: { type: 'organisation', id: decision.organisation }, bodyId: body };
  const choices = choicesIn(visit.input);
  if (choices.length === 0) throw new Invalid({ differences: 'reconciling.errors.noneChosen' });
  try {
    const { taken } = await visit.act(about, (unit) =>
      settleDifferences(unit, record, params.row, person, choices),
    );
    leaveNotice(visit, taken > 0 ? 'reconciling.taken' : 'reconciling.leftAll', { count: taken });
    return redirect(lineAddress(visit));
  } catch (error) {
    if (error instanceof Conflict && error.details.conflicts)
      return changedMeanwhile(visit, error.details.conflicts as OfferConflict[]);
    throw error;
  }
}

/** A field was changed while it was being compared: the page again, with what it says now and what was chosen. */
async function changedMeanwhile(
  visit: SignedInVisit<DifferencesInput>,
  conflicts: OfferConflict[],
): Promise<Answer> {
  const told = visit.t('reconciling.errors.changedMeanwhile');
  const errors = Object.fromEntries(conflicts.map(({ field }) => [`difference_${field}`, told]));
  const answer = await linePage({ ...visit, refused: { values: typedValues(visit.input), errors } });
  return { ...answer, status: 409 };
}

export async function addOrganisation(visit: SignedInVisit<OrganisationInput>): Promise<Answer> {
  const { person, params, input } = visit;
  const record = await requireReconciliation(person, params.id);
  const about = { record: { type: 'reconciliation', id: record._id }, bodyId: record.platform };
  await visit.act(about, (unit) => addFromLine(unit, record, params.row, person, input.actorType));
  leaveNotice(visit, 'reconciling.added');
  return redirect(lineAddress(visit));
}
