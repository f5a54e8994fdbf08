import { randomUUID } from 'node:crypto';
import { emptyGap, type GapField, type GapValues } from '../../../../models/gapFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { paths } from '../../../paths.ts';
import { recommendationNamed } from '../../network/activities/queries.ts';
import { candidateOf, isKeptFor, statementNamed } from '../wordsAndTasks/queries.ts';
import { addEvidence, changeGap, contribute, reportGap, setPublication } from './actions.ts';
import { fieldsPage, reviewPage } from './fieldsPage.ts';
import type {
  ChangeInput,
  ContributionInput,
  EvidenceInput,
  ListInput,
  PublicationInput,
  ReportInput,
  StepInput,
} from './forms.ts';
import { gapFragment, gapPage } from './gapPage.ts';
import { listFragment, listPage } from './listPage.ts';
import { keepsPicture, picturesNow } from './pictures.ts';
import { requireGap } from './queries.ts';
import { newGapPage, reportedTo } from './reportPage.ts';
import { takeStep } from './steps.ts';
import { commandsIn } from './values.ts';

export { publishersPage as showPublishers, recognisedPage as showRecognised } from './publicPage.ts';

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

export const showGaps = (visit: SignedInVisit<ListInput>): Promise<Answer> => listPage(visit);

/** Pages that are open fetch this again after a change; so with the parts of a gap. */
export const showRows = (visit: SignedInVisit<ListInput>): Promise<Answer> => listFragment(visit);

export const showNewGap = (visit: SignedInVisit<unknown>): Promise<Answer> => newGapPage(visit);

/** The address is known before the report is: a repeat of the request leads to the same gap. */
export async function report(visit: SignedInVisit<ReportInput>): Promise<Answer> {
  const { input, language, person } = visit;
  const registers = await reportedTo(visit);
  const register =
    registers.length === 1 ? registers[0] : registers.find((one) => one.platform._id === input.platform);
  if (!register) throw new Invalid({ platform: 'gaps.errors.platform' });
  const values: Pick<GapValues, 'kind' | 'title' | 'platforms'> & Partial<GapValues> = {
    kind: input.kind,
    title: { [language]: input.title },
    description: input.description === '' ? {} : { [language]: input.description },
    functions: input.function === '' ? [] : [input.function],
    areas: input.area === '' ? [] : [input.area],
    from: input.from,
    to: input.to,
    ages: input.ages,
    targetGroups: input.targetGroups,
    settings: input.settings,
    problems: input.problems,
    origin: input.cell ? 'inventory' : 'actor_report',
    platforms: [register.platform._id],
  };
  const { evidenceKind: kind, evidenceSource: source } = input;
  const evidence = kind === '' ? [] : [{ kind, source, says: '' }];
  const pictures = input.cell ? await picturesNow(visit.house, { ...emptyGap, ...values }) : [];
  const named = await statementNamed(person, input.statement);
  const candidate = named && isKeptFor(named, register.platform._id) ? candidateOf(named) : null;
  const recommended = await recommendationNamed(person, input.recommendation);
  const recommendation =
    recommended?.activity.values.platform === register.platform._id ? input.recommendation : null;
  const id = randomUUID();
  const { gap } = await visit.act({ record: { type: 'gap', id }, bodyId: register.body }, (unit) =>
    reportGap(unit, person, id, { values, evidence, pictures, candidate, recommendation }),
  );
  leaveNotice(visit, 'gaps.notice.reported');
  return redirect(paths.gap({ id: gap }));
}

export async function showGap(visit: SignedInVisit<unknown>): Promise<Answer> {
  return gapPage(visit, await requireGap(visit.person, visit.params.id));
}

export async function showGapParts(visit: SignedInVisit<unknown>): Promise<Answer> {
  return gapFragment(visit, await requireGap(visit.person, visit.params.id));
}

/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toGap = (visit: SignedInVisit<undefined>): Answer => redirect(paths.gap({ id: idOf(visit) }));
export const toGaps = (): Answer => redirect(paths.gaps());

export async function showFields(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { gap, rights } = await requireGap(visit.person, visit.params.id);
  if (!rights.write) throw new Forbidden();
  return fieldsPage(visit, gap);
}

/** Runs a write on a gap for the body this person does it for. */
async function write<T>(visit: SignedInVisit<unknown>, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { rights } = await requireGap(visit.person, visit.params.id);
  return visit.act({ record: { type: 'gap', id: idOf(visit) }, bodyId: rights.body }, work);
}

export async function change(visit: SignedInVisit<ChangeInput>): Promise<Answer> {
  const commands = commandsIn(visit.input);
  try {
    await write(visit, (unit) => changeGap(unit, visit.person, idOf(visit), commands));
  } catch (error) {
    if (!(error instanceof Conflict) || !error.details.conflicts) throw error;
    const { gap } = await requireGap(visit.person, visit.params.id);
    return reviewPage(visit, gap, error.details.conflicts as FieldConflict<GapField>[]);
  }
  leaveNotice(visit, 'gaps.notice.changed');
  return redirect(paths.gap({ id: idOf(visit) }));
}

export async function step(visit: SignedInVisit<StepInput>): Promise<Answer> {
  const { gap } = await requireGap(visit.person, visit.params.id);
  const pictures = keepsPicture(visit.input.status) ? await picturesNow(visit.house, gap.values) : [];
  await write(visit, (unit) => takeStep(unit, visit.person, idOf(visit), { ...visit.input, pictures }));
  leaveNotice(visit, 'gaps.notice.stepTaken');
  return redirect(paths.gap({ id: idOf(visit) }));
}

export async function addSource(visit: SignedInVisit<EvidenceInput>): Promise<Answer> {
  const { evidenceKind: kind, evidenceSource: source, says } = visit.input;
  await write(visit, (unit) => addEvidence(unit, visit.person, idOf(visit), { kind, source, says }));
  return redirect(`${paths.gap({ id: idOf(visit) })}#evidence`);
}

export async function say(visit: SignedInVisit<ContributionInput>): Promise<Answer> {
  await write(visit, (unit) => contribute(unit, visit.person, idOf(visit), visit.input.words));
  return redirect(`${paths.gap({ id: idOf(visit) })}#discussion`);
}

export async function publish(visit: SignedInVisit<PublicationInput>): Promise<Answer> {
  const { platform = '' } = visit.params;
  const { publishes } = visit.input;
  await visit.act({ record: { type: 'platform', id: platform }, bodyId: platform }, (unit) =>
    setPublication(unit, visit.person, platform, publishes),
  );
  leaveNotice(visit, publishes ? 'gaps.notice.published' : 'gaps.notice.unpublished');
  return redirect(paths.gaps());
}
