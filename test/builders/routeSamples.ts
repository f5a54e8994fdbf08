import { randomUUID } from 'node:crypto';
import { ActivityModel } from '../../models/Activity.ts';
import { AgendaItemModel } from '../../models/AgendaItem.ts';
import { AmendmentModel } from '../../models/Amendment.ts';
import { activityFields } from '../../models/activityFields.ts';
import { agendaItemFields } from '../../models/agendaFields.ts';
import { BodyModel } from '../../models/Body.ts';
import { BodyTaskModel } from '../../models/BodyTask.ts';
import { bodyFields, functionFields, seatFields } from '../../models/bodyFields.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { CircuitModel } from '../../models/Circuit.ts';
import { CircuitPartModel } from '../../models/CircuitPart.ts';
import { CircuitShareModel } from '../../models/CircuitShare.ts';
import { CoordinatingFunctionModel } from '../../models/CoordinatingFunction.ts';
import { circuitFields, partFields, shareFields } from '../../models/circuitFields.ts';
import { EvaluationModel } from '../../models/Evaluation.ts';
import { GapModel } from '../../models/Gap.ts';
import { GovernmentSignalModel } from '../../models/GovernmentSignal.ts';
import { emptyGap } from '../../models/gapFields.ts';
import { InventoryAnswerModel } from '../../models/InventoryAnswer.ts';
import { InviteeModel } from '../../models/Invitee.ts';
import { MeetingModel } from '../../models/Meeting.ts';
import { MeetingMailModel } from '../../models/MeetingMail.ts';
import { MeetingSeriesModel } from '../../models/MeetingSeries.ts';
import { OfferImportModel } from '../../models/OfferImport.ts';
import { OfferLinkModel } from '../../models/OfferLink.ts';
import { OfferSuggestionModel } from '../../models/OfferSuggestion.ts';
import { RecommendationModel } from '../../models/Recommendation.ts';
import { ReconciliationModel } from '../../models/Reconciliation.ts';
import { ReconciliationPartModel } from '../../models/ReconciliationPart.ts';
import { RoadmapItemModel } from '../../models/RoadmapItem.ts';
import { RoomEventModel } from '../../models/RoomEvent.ts';
import { SeatModel } from '../../models/Seat.ts';
import { taskFields } from '../../models/statementFields.ts';
import { WorkPointModel } from '../../models/WorkPoint.ts';
import { WorkPointCommentModel } from '../../models/WorkPointComment.ts';
import { YearPlanModel } from '../../models/YearPlan.ts';
import { inventoryAnswerFields, roadmapItemFields, workPointFields } from '../../models/yearPlanFields.ts';
import { ZoneModel } from '../../models/Zone.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import type { Role } from '../../server/core/person.ts';
import type { RouteRow } from '../../server/core/route.ts';
import { newToken, tokenHash } from '../../server/core/tokens.ts';
import { makeMember, makePerson } from '../../server/features/accounts/people.ts';
import { inHalfAYear } from '../../server/features/coverage/candidates/page.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { emptyValues } from '../../server/fields/values.ts';
import { paths } from '../../server/paths.ts';
import type { TestApp } from './app.ts';
import { actionWords, consentFor, goalWords, type KnownCase, personIdOf, searchWords } from './cases.ts';
import { anItemOf, itemBodies } from './itemSamples.ts';
import type { Name } from './people.ts';
import { aStandardOf, proposalForm } from './standards.ts';

/** The kinds of record an address can name, and whose they are. */
export interface Records {
  app: TestApp;
  /** Each with the people who have a place in it now. */
  cases: { record: KnownCase; members: Name[] }[];
  ownerId: string;
}

type Params = Record<string, string>;

export const isCaseRow = (row: RouteRow): boolean => /^\/(plans|cases)\/:id/.test(row.path.pattern);

export const addressOf = (row: RouteRow, params: Params): string =>
  (row.path as unknown as (params: Params) => string)(params);

/** The ends of a passage that stands in no text. */
const end = JSON.stringify({ item: { client: 1, clock: 0 }, assoc: 0 });
const nowhere = { start: end, end };

/** Never written before, and in letters: the digits of an id may pass for a national number, which no form keeps unasked. */
const anyWord = (): string => randomUUID().replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

/** A body that passes the row's form, so that the answer tells about permission. Rows without one send nothing. */
export function bodyOf(row: RouteRow, { app, ownerId }: Records): Record<string, unknown> {
  const consent = () => consentFor(app, ownerId, ['demo-het-baken']);
  const bodies: Record<string, () => Record<string, unknown>> = {
    [paths.caseConsents.pattern]: consent,
    [paths.caseConsentWithdrawal.pattern]: () => ({ body: 'demo-het-baken' }),
    [paths.caseMembers.pattern]: () => ({ person: `${randomUUID()}@demo-het-baken` }),
    [paths.caseSearches.pattern]: () => searchWords,
    [paths.planGoals.pattern]: () => goalWords,
    [paths.planGoal.pattern]: () => ({ dimension: 'personal', base_dimension: 1 }),
    [paths.planRestorations.pattern]: () => ({ passage: '1.0.1' }),
    [paths.planRedaction.pattern]: () => ({ words: 'Woorden die nergens staan' }),
    [paths.planRedactions.pattern]: () => ({
      words: 'Woorden die nergens staan',
      reason: 'Per vergissing geplakt',
    }),
    [paths.planVersion.pattern]: () => ({ newName: 'Na het overleg', base: 1 }),
    [paths.planComments.pattern]: () => ({ ...nowhere, words: 'Klopt dit nog?' }),
    [paths.planCommentAnswers.pattern]: () => ({ words: 'Ja' }),
    [paths.planCommentPassage.pattern]: () => nowhere,
    [paths.planSuggestions.pattern]: () => ({ ...nowhere, quote: 'dit', proposal: 'dat' }),
    [paths.planSuggestionAnswers.pattern]: () => ({ words: 'Ja' }),
    [paths.planSuggestionPassage.pattern]: () => nowhere,
    [paths.planVersions.pattern]: () => ({ name: 'Na het overleg' }),
    [paths.planActions.pattern]: () => actionWords,
    [paths.planAction.pattern]: () => ({ status: 'ongoing', base_status: 1 }),
  };
  const invited = (role: Role) => () => ({
    name: 'Iemand Nieuw',
    email: `${randomUUID()}@demo.example`,
    role,
    language: 'nl',
  });
  Object.assign(bodies, {
    [paths.platformNames.pattern]: () => ({ nameNl: 'Een andere naam' }),
    [paths.authorities.pattern]: () => ({ nameNl: 'Een overheid' }),
    [paths.authority.pattern]: () => ({ nameNl: 'Een overheid' }),
    [paths.platformOrganisations.pattern]: () => ({
      organisationName: `Huis ${anyWord()}`,
      actorType: 'general_welfare',
    }),
    [paths.platformCoordinators.pattern]: invited('coordinator'),
    [paths.organisationPeople.pattern]: invited('organisationAdministrator'),
    [paths.authorityOfficials.pattern]: invited('official'),
    [paths.administrators.pattern]: invited('administrator'),
    [paths.upkeepSites.pattern]: () => ({ base_kind: '0', kind: 'building' }),
    [paths.upkeepUnits.pattern]: () => ({ base_name: '0', name: `Eenheid ${anyWord()}` }),
    [paths.offerReport.pattern]: () => ({ words: `Dit klopt niet: ${anyWord()}` }),
    [paths.offerLink.pattern]: () => ({ answer: 'correct', steps: '0', words: 'Dit klopt niet' }),
    [paths.upkeepSuggestion.pattern]: () => ({ answer: 'accepted' }),
    [paths.upkeepLinks.pattern]: () => ({ name: 'Iemand', days: '7' }),
    [paths.upkeepLinkMail.pattern]: () => ({ email: 'iemand@voorbeeld.example', language: 'fr' }),
    [paths.reconciliationConfirmation.pattern]: () => ({ same: '90817:demo-de-brug' }),
    [paths.listLineDecision.pattern]: () => ({ decision: 'aside', reason: 'Hoort hier niet' }),
    [paths.listLineOrganisation.pattern]: () => ({ actorType: 'other' }),
    [paths.gaps.pattern]: () => ({
      platform: 'BE-VAN',
      kind: 'missing',
      title: `Geen nazorg ${anyWord()}`,
    }),
    [paths.gapFields.pattern]: () => ({ base_workingGroup: '0', workingGroup: `Groep ${anyWord()}` }),
    [paths.gapSteps.pattern]: () => ({
      status: 'solved',
      why: 'Bestond al',
      solvedBy: 'Een module',
      seen: 1,
    }),
    [paths.gapEvidence.pattern]: () => ({ evidenceKind: 'practice', evidenceSource: 'Een telling' }),
    [paths.signals.pattern]: () => ({ authority: 'fod-cel-drugs', language: 'nl', gaps: [gapOfAntwerp] }),
    [paths.signalFields.pattern]: () => ({ base_tried: '0', tried: `Overlegd ${anyWord()}` }),
    [paths.signalSignature.pattern]: () => ({ platform: 'BE-VAN', revision: '1' }),
    [paths.signalDispatch.pattern]: () => ({ revision: '1' }),
    [paths.signalWithdrawal.pattern]: () => ({ revision: '1', why: `Nog niet rijp ${anyWord()}` }),
    [paths.signalAcknowledgement.pattern]: () => ({ day: brusselsDay(app.clock.now()) }),
    [paths.signalAnswers.pattern]: () => ({
      ...{ day: brusselsDay(app.clock.now()), text: 'Wij nemen dit op', follows: 'goes_on' },
    }),
    [paths.gapContributions.pattern]: () => ({ words: 'Wij zien dit ook' }),
    [paths.candidateDismissals.pattern]: () => ({
      ...{ key: 'gap/99999/nazorg////', list: 'gaps', why: 'Bestaat al' },
      until: inHalfAYear(brusselsDay(new Date())),
    }),
    [paths.candidateReturns.pattern]: () => ({ key: 'gap/99999/nazorg////', list: 'gaps' }),
    [paths.statements.pattern]: () => ({
      ...{ task: 'training', body: 'demo-de-brug', platforms: ['BE-VAN', 'BE-VLI'] },
      source: `Een verslag ${anyWord()}`,
    }),
    [paths.statementFields.pattern]: () => ({ base_source: '0', source: `Een verslag ${anyWord()}` }),
    [paths.statementEnd.pattern]: () => ({ base_until: '0', until: brusselsDay(app.clock.now()) }),
    ...itemBodies(app, anyWord),
    [paths.bodies.pattern]: () => ({
      ...{ kind: 'working_group', openness: 'members', name_nl: `Werkgroep ${anyWord()}` },
      platforms: ['BE-VAN', 'BE-VLI'],
    }),
    [paths.bodyFields.pattern]: () => ({ base_source: '0', source: `Een verslag ${anyWord()}` }),
    [paths.bodyEnd.pattern]: () => ({ why: 'Het werk is klaar', on: '2026-01-31' }),
    [paths.bodyResumption.pattern]: () => ({ why: 'Er is weer werk' }),
    [paths.seats.pattern]: () => ({ mandate: 'member', name: `Iemand ${anyWord()}` }),
    [paths.seat.pattern]: () => ({ base_mandate: '0', mandate: 'observer' }),
    [paths.seatDelegate.pattern]: () => ({ name: `Iemand ${anyWord()}`, from: '2026-01-31', seen: '0' }),
    [paths.seatCorrection.pattern]: () => ({ why: 'Een naamgenoot' }),
    [paths.functions.pattern]: () => ({ share: 'whole', workingTime: 'halftijds' }),
    [paths.functionFields.pattern]: () => ({ base_workingTime: '0', workingTime: 'drie vierde' }),
    [paths.circuits.pattern]: () => ({
      ...{ kind: 'circuit', status: 'draft', name_nl: `Circuit ${anyWord()}` },
      platforms: ['BE-VAN', 'BE-VLI'],
    }),
    [paths.circuitFields.pattern]: () => ({ base_source: '0', source: `Een verslag ${anyWord()}` }),
    [paths.circuitPlace.pattern]: () => ({ after: randomUUID() }),
    [paths.circuitItems.pattern]: () => ({ type: 'aftercare', organisation: 'demo-de-brug' }),
    [paths.circuitItem.pattern]: () => ({
      ...{ base_note: '0', note_nl: `Zes plaatsen ${anyWord()}` },
      ...{ base_means: '0', means_nl: `Een kamer ${anyWord()}` },
    }),
    [paths.standards.pattern]: () => ({ ...proposalForm, platform: 'BE-VAN', from: 'own', fromVersion: '1' }),
    [paths.standardVersions.pattern]: () => ({ ...proposalForm, base: '1' }),
    [paths.activities.pattern]: () => ({
      ...{ platform: 'BE-VAN', type: 'training', title: `Vorming ${anyWord()}`, times: '1' },
      day: brusselsDay(app.clock.now()),
    }),
    [paths.activityFields.pattern]: () => ({ base_place: '0', place: `Zaal ${anyWord()}` }),
    [paths.activityConfirmation.pattern]: () => ({ day: brusselsDay(app.clock.now()) }),
    [paths.activityEnd.pattern]: () => ({ way: 'aside', why: 'Dubbel ingevoerd' }),
    [paths.activityRepeats.pattern]: () => ({ rhythm: 'weekly', count: '1' }),
    [paths.activityImports.pattern]: () => ({ from: '2026-01-01', until: '2026-12-31' }),
    [paths.activityImportRows.pattern]: () => ({
      ...{ platform: 'BE-VAN', take_0: 'on', title_0: `Vorming ${anyWord()}`, type_0: 'training' },
      row_0: JSON.stringify({ key: tokenHash(newToken()), day: '2026-03-01' }),
    }),
    [paths.activitySending.pattern]: () => ({ to: 'platform' }),
    [paths.activityEvaluation.pattern]: () => ({
      ...{ opensOn: brusselsDay(app.clock.now()), closesOn: '2099-12-31' },
    }),
    [paths.evaluation.pattern]: () => ({ useful: '4', good: `Goed: ${anyWord()}` }),
    [paths.recommendations.pattern]: () => ({ recommendation: `Meer overleg ${anyWord()}` }),
    [paths.recommendationAdoption.pattern]: () => ({ adoptedIn: laterOfAntwerp }),
    [paths.zones.pattern]: () => aZoneForm,
    [paths.zone.pattern]: () => aZoneForm,
    [paths.meetings.pattern]: () => meetingForm,
    [paths.meetingRoom.pattern]: () => ({ kind: 'opened' }),
    [paths.roomArrivals.pattern]: () => ({ name: `Iemand ${anyWord()}` }),
    [paths.minutesRestorations.pattern]: () => ({ passage: '1.0.1' }),
    [paths.minutesRedaction.pattern]: () => ({ words: 'Woorden die nergens staan' }),
    [paths.minutesRedactions.pattern]: () => ({
      ...{ words: 'Woorden die nergens staan', reason: 'Per vergissing geplakt' },
    }),
    [paths.amendments.pattern]: () => ({ item: itemOfMeeting, text: `Anders ${anyWord()}` }),
    [paths.amendmentDecision.pattern]: () => ({ state: 'accepted' }),
    [paths.minutesReopening.pattern]: () => ({ why: `Een fout ${anyWord()}` }),
    [paths.meetingFields.pattern]: () => ({ base_place: '0', place: `Zaal ${anyWord()}` }),
    [paths.meetingCancellation.pattern]: () => ({ why: `Te weinig mensen ${anyWord()}` }),
    [paths.meetingAnswers.pattern]: () => ({ response: 'yes' }),
    [paths.meetingAnswer.pattern]: () => ({ response: 'yes' }),
    [paths.meetingInvitees.pattern]: () => ({ name: `Iemand ${anyWord()}` }),
    [paths.inviteeAnswers.pattern]: () => ({ response: 'maybe' }),
    [paths.inviteeRemoval.pattern]: () => ({ why: 'Verkeerde persoon' }),
    [paths.seriesPlan.pattern]: () => ({
      ...{ ...meetingForm, kind: 'weeks', everyWeeks: '26', revision: '1', changeFrom: '2030-02-01' },
    }),
    [paths.seriesEnd.pattern]: () => ({ endFrom: '2030-02-01', revision: '1', why: 'Gedaan' }),
    [paths.seriesList.pattern]: () => ({
      ...{ ...meetingForm, kind: 'weeks', everyWeeks: '26' },
      firstDay: '2030-01-01',
    }),
    [paths.yearPlans.pattern]: () => ({ platform: 'BE-VAN', year: '2028' }),
    [paths.workPoints.pattern]: () => ({ plan: 'BE-VAN-2028', title_nl: `Een werkpunt ${anyWord()}` }),
    [paths.workPointFields.pattern]: () => ({ base_timing: '0', timing: `Elke maand ${anyWord()}` }),
    [paths.workPointProgress.pattern]: () => ({
      ...{ base_state: '0', state: 'busy', base_result: '0', result_nl: `Begonnen ${anyWord()}` },
    }),
    [paths.workPointPlace.pattern]: () => ({ before: randomUUID() }),
    [paths.workPointComments.pattern]: () => ({ words: 'Wie doet dit?' }),
    [paths.commentAnswers.pattern]: () => ({ words: 'Wij' }),
    [paths.commentSettlement.pattern]: () => ({ settled: 'yes' }),
    [paths.yearPlanSteps.pattern]: () => ({ state: 'draft', why: 'Een punt vergeten', seen: '1' }),
    [paths.roadmap.pattern]: () => ({ name_nl: `Een groep ${anyWord()}` }),
    [paths.roadmapItem.pattern]: () => ({ base_timing: '0', timing: `Later ${anyWord()}` }),
    [paths.inventoryAnswer.pattern]: () => ({ base_answer: '0', answer_nl: `Een antwoord ${anyWord()}` }),
    [paths.upkeepRestorations.pattern]: () => ({ step: randomUUID(), field: 'name', base: '0' }),
  });
  return row.verb === 'post' ? (bodies[row.path.pattern]?.() ?? {}) : {};
}

const meetingForm = {
  ...{ title: 'Overleg', day: '2030-01-08', from: '10:00', until: '12:00' },
  ...{ form: 'in_person', place: 'Zaal A', language: 'nl' },
};

const aZoneForm = {
  platform: 'BE-VAN',
  names_nl: 'Kempen',
  parts: '13000',
  source: 'Overleg van 3 november 2026',
};

/** Somebody new with a role in a body: for what ends memberships or hands over passwords. */
async function aMemberOf(app: TestApp, kind: 'organisation' | 'platform', body: string, role: Role) {
  const draft = { name: 'test.made', actor: null, record: { type: 'system', id: 'schakel' } };
  const email = `${randomUUID()}@demo.example`;
  const personId = await app.house.unitOfWork.do(draft, async (unit) => {
    const id = await makePerson(unit, { name: 'Iemand', email, passwordHash: '-', language: 'nl' });
    await makeMember(unit, id, { role, kind, body });
    return id;
  });
  const memberships = app.house.connection.db!.collection<{ _id: string; person: string }>('memberships');
  const membership = await memberships.findOne({ person: personId });
  return { personId, membershipId: membership!._id };
}

/** What somebody looks after: by name, the platform, the organisation, and whose memberships. */
const lookedAfter: Partial<Record<Name, { platform?: string; organisation?: string }>> = {
  admin: { platform: 'BE-VAN' },
  'coordinator.antwerpen': { platform: 'BE-VAN', organisation: 'demo-de-brug' },
  'coordinator.limburg': { platform: 'BE-VLI', organisation: 'demo-noordster' },
  'beheer.debrug': { organisation: 'demo-de-brug' },
  'beheer.noordster': { organisation: 'demo-noordster' },
  'beheer.hetbaken': { organisation: 'demo-het-baken' },
};
/** What somebody of the same kind looks after, and this person does not. */
const foreign: Partial<Record<Name, { platform?: string; organisation?: string }>> = {
  'coordinator.antwerpen': { platform: 'BE-VLI' },
  'coordinator.limburg': { platform: 'BE-VAN', organisation: 'demo-de-brug' },
  'beheer.debrug': { organisation: 'demo-noordster' },
  'beheer.noordster': { organisation: 'demo-het-baken' },
  'beheer.hetbaken': { organisation: 'demo-de-brug' },
};

/** The board of a platform that somebody may follow, and of one that they may not. */
const boards: Record<'own' | 'foreign', Partial<Record<Name, Params>>> = {
  own: {
    'coordinator.antwerpen': { platform: 'BE-VAN' },
    'coordinator.limburg': { platform: 'BE-VLI' },
    'beheer.debrug': { platform: 'BE-VAN' },
    'aanbod.debrug': { platform: 'BE-VAN' },
    'beheer.noordster': { platform: 'BE-VLI' },
    'beheer.hetbaken': { platform: 'BE-VAN' },
  },
  foreign: {
    'coordinator.antwerpen': { platform: 'BE-VLI' },
    'coordinator.limburg': { platform: 'BE-VAN' },
    'beheer.debrug': { platform: 'BE-VLI' },
    'aanbod.debrug': { platform: 'BE-WLG' },
    'beheer.noordster': { platform: 'BE-WLG' },
    'beheer.hetbaken': { platform: 'BE-VLI' },
  },
};

/** The first record of the list an address of one record belongs to. */
async function aProgramsRecord(app: TestApp, pattern: string): Promise<string | undefined> {
  const list = await fetch(app.address + pattern.replace('/:id', '?per_page=1'));
  const { contents } = (await list.json()) as { contents: { id: string }[] };
  return contents[0]?.id;
}

/** The parameters that name a record of this visitor, of another, or of nobody; null when there is no such record. */
export async function paramsOf(
  row: RouteRow,
  name: Name,
  whose: 'own' | 'foreign',
  { app }: Records,
): Promise<Params | null> {
  const { pattern } = row.path;
  const after = (whose === 'own' ? lookedAfter : foreign)[name] ?? {};
  const idOf = (id: string | undefined): Params | null => (id ? { id } : null);
  if (!pattern.includes(':')) return whose === 'own' ? {} : null;
  if (pattern === paths.language.pattern) return whose === 'own' ? { code: 'fr' } : null;
  if (pattern === paths.offerEntry.pattern || pattern === paths.offerReport.pattern)
    return whose === 'own' ? idOf(await anEntry(app)) : null;
  if (pattern === paths.offerLink.pattern) return whose === 'own' ? { token: await anOfferLink(app) } : null;
  if (pattern.startsWith(paths.upkeepImports.pattern)) return anImport(app, whose, name);
  if (pattern.startsWith(paths.reconciliations.pattern)) return aListLine(app, whose, name);
  if (pattern.startsWith('/hsds/')) return whose === 'own' ? idOf(await aProgramsRecord(app, pattern)) : null;
  if (pattern === paths.openDataFile.pattern) return whose === 'own' ? { file: 'modules.csv' } : null;
  if (pattern.startsWith('/coverage/candidates/'))
    return after.platform && name !== 'admin' ? { platform: after.platform } : null;
  if (pattern.startsWith('/coverage/words/')) return aStatementFor(pattern, whose, name);
  if (pattern.startsWith('/gaps/recognised/')) return aPublication(pattern, whose, name);
  if (pattern.startsWith('/gaps/')) return aGapFor(whose, name);
  if (pattern.startsWith('/signals/')) return aSignalFor(app, pattern, whose, name);
  if (pattern.startsWith('/year-plans/')) return aYearPlanFor(pattern, whose, name);
  if (pattern === paths.evaluation.pattern) return whose === 'own' ? { token: await anEvaluation() } : null;
  if (pattern.startsWith('/activities/')) return anActivityFor(pattern, whose, name);
  if (pattern.startsWith('/circuits/')) return aCircuitFor(pattern, whose, name);
  if (pattern.startsWith('/network/')) return aNetworkFor(whose, name);
  if (pattern.startsWith('/bodies/platforms/')) return aFunctionFor(pattern, whose, name);
  if (/^\/(meetings\/:id\/agenda|agenda-items|outcomes)(\/|$)/.test(pattern)) {
    const body = await aBodyFor(pattern, whose, name);
    return body && anItemOf(app, pattern, body.id!);
  }
  if (/^\/(meetings|series|meeting-answers)\//.test(pattern)) return aMeetingFor(app, pattern, whose, name);
  if (pattern.startsWith('/calendars/')) return null;
  if (pattern.startsWith('/bodies/')) return aBodyFor(pattern, whose, name);
  // Everybody who reads gaps reads every standard and zone: for nobody of them is there one that is not.
  if (pattern.startsWith('/coverage/') && whose === 'foreign') return null;
  if (pattern.startsWith('/coverage/standards/')) return { id: await aStandardOf(platformOf(name)) };
  if (pattern.startsWith('/coverage/zones/')) return { id: await aZoneOf(platformOf(name)) };
  if (pattern.startsWith('/offer/board/')) return boards[whose][name] ?? null;
  if (pattern.startsWith('/upkeep/')) return anUpkeepEntry(app, pattern, whose, name);
  if (pattern.startsWith('/platforms/')) return idOf(after.platform);
  if (pattern.startsWith('/organisations/')) return idOf(after.organisation);
  if (pattern.startsWith('/authorities/')) return idOf(whose === 'own' ? 'fod-cel-drugs' : undefined);
  if (/^\/(memberships|people)\//.test(pattern)) {
    // Of the platforms that admitted Noordster, Antwerpen was first: only it looks after its administrators.
    if (name === (whose === 'own' ? 'coordinator.limburg' : 'admin')) return null;
    const made = await somebodyOf(app, name, after);
    return idOf(pattern.startsWith('/people/') ? made?.personId : made?.membershipId);
  }
  return null;
}

function somebodyOf(app: TestApp, name: Name, after: { platform?: string; organisation?: string }) {
  if (name === 'admin') return aMemberOf(app, 'platform', 'BE-VAN', 'coordinator');
  if (!after.organisation) return null;
  return aMemberOf(app, 'organisation', after.organisation, 'organisationAdministrator');
}

/** A platform that shows its list to everyone; for the switch, the own one or another's. */
function aPublication(pattern: string, whose: 'own' | 'foreign', name: Name): Params | null {
  if (pattern === paths.platformGaps.pattern) return whose === 'own' ? { platform: 'BE-VWV' } : null;
  const after = (whose === 'own' ? lookedAfter : foreign)[name]?.platform;
  return after ? { platform: after } : null;
}

const platformOf = (name: Name): string => lookedAfter[name]?.platform ?? 'BE-VAN';

async function aZoneOf(platform: string): Promise<string> {
  const _id = randomUUID();
  const values = { names: { nl: 'Kempen' }, parts: ['13000'], source: 'Overleg van 3 november 2026' };
  const made = { madeAt: new Date(), madeBy: null, endedAt: null };
  await ZoneModel.create({ _id, platform, values, language: 'nl', fields: {}, ...made });
  return _id;
}

/** A reported gap of the platform of this visitor or of another; officials read all of them. */
async function aGapFor(whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  const isOfLimburg = name === 'coordinator.limburg';
  const isOfBoth = /noordster/.test(name);
  if (whose === 'foreign' && /^(fod|vlaanderen)$/.test(name)) return null;
  const own = isOfLimburg || isOfBoth ? 'BE-VLI' : 'BE-VAN';
  const platform = whose === 'own' ? own : 'BE-WNA';
  const _id = randomUUID();
  const at = new Date();
  const values = {
    ...emptyGap,
    kind: 'missing' as const,
    title: { nl: 'Geen nazorg' },
    platforms: [platform],
  };
  const steps = [{ status: 'reported' as const, at, by: null, body: platform }];
  await GapModel.create({ _id, values, status: 'reported' as const, steps, evidence: [], reportedAt: at });
  return { id: _id };
}

/** A gap of the demo that its platform verified. */
const gapOfAntwerp = idOf('gap', 'antwerp-therapeutic-community');

const drafted: readonly string[] = [
  paths.signalFields.pattern,
  paths.signalSignature.pattern,
  paths.signalFieldParts.pattern,
  paths.signalDispatch.pattern,
  paths.signalWithdrawal.pattern,
  paths.signalResumption.pattern,
];

/** A draft, or one that was thrown away, where its address is about one, else a letter that was sent; of the platform of this visitor, or of another. */
async function aSignalFor(
  app: TestApp,
  pattern: string,
  whose: 'own' | 'foreign',
  name: Name,
): Promise<Params | null> {
  const isDraft = drafted.includes(pattern);
  const isThrownAway = pattern === paths.signalResumption.pattern;
  const status = isThrownAway ? ('withdrawn' as const) : isDraft ? ('draft' as const) : ('sent' as const);
  const isOfficial = /^(fod|vlaanderen)$/.test(name);
  if (isDraft && isOfficial) return null;
  const isOfLimburg = /limburg|noordster/.test(name);
  const platform = whose === 'foreign' ? 'BE-WNA' : isOfLimburg ? 'BE-VLI' : 'BE-VAN';
  const authority = (name === 'vlaanderen') === (whose === 'own') ? 'vlaamse-overheid-zorg' : 'fod-cel-drugs';
  const at = app.clock.now();
  const made = { at, by: null, body: platform };
  const id = randomUUID();
  const words = { title: 'Geen nazorg', missing: 'Nazorg', asked: 'Een module' };
  const rest = {
    concerned: '',
    size: '',
    scientific: '',
    practice: '',
    experience: '',
    demand: '',
    tried: '',
  };
  const content = { authority: 'FOD', platforms: [platform], gaps: [], cells: [] };
  await GovernmentSignalModel.create({
    ...{ _id: id, fields: {}, revision: 1, signatures: [], made, acknowledged: null, answers: [] },
    values: { authority, language: 'nl', platforms: [platform], gaps: [gapOfAntwerp], ...words, ...rest },
    status,
    withdrawals:
      status === 'withdrawn' ? [{ ...made, why: 'Nog niet rijp', signatures: [], resumed: null }] : [],
    sent: isDraft ? null : { ...made, content },
  });
  return { id };
}

/** The organisation of somebody, by their name. */
const houseOf = (name: Name): string => {
  const houses: Record<string, string> = {
    debrug: 'demo-de-brug',
    noordster: 'demo-noordster',
    hetbaken: 'demo-het-baken',
  };
  return houses[name.split('.')[1] ?? ''] ?? 'demo-de-kade';
};

/** A task of this visitor's organisation for their platform, or of another's; officials read all of them. */
async function aStatementFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  if (!pattern.includes(':id')) return whose === 'own' ? { kind: 'tasks' } : null;
  if (whose === 'foreign' && /^(fod|vlaanderen)$/.test(name)) return null;
  const own = /limburg|noordster/.test(name) ? 'BE-VLI' : 'BE-VAN';
  const platform = whose === 'own' ? own : 'BE-WNA';
  const id = randomUUID();
  const said = { task: 'training', body: houseOf(name), platforms: [platform] };
  const values = { ...emptyValues(taskFields), ...said } as never;
  const added = { at: new Date(), by: null, body: platform };
  await BodyTaskModel.create([{ _id: id, values, fields: {}, added }]);
  return { kind: 'tasks', id };
}

/** A share of the coordinating function of the platform of this visitor, or of another. */
async function aFunctionFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  if (whose === 'foreign' && /^(fod|vlaanderen)$/.test(name)) return null;
  const platform = whose === 'own' ? platformOf(name) : 'BE-WNA';
  if (!pattern.includes(':item')) return { platform };
  const [id, added] = [randomUUID(), { at: new Date(), by: null, body: platform }];
  const values = { ...emptyValues(functionFields), share: 'whole' } as never;
  await CoordinatingFunctionModel.create([{ _id: id, platform, values, fields: {}, added }]);
  return { platform, item: id };
}

/**
 * A body with a seat. Coordinators have one of their platform, people of an organisation one inside it, all others one
 * that is open; of the others there is one inside another organisation, which is there for nobody.
 */
async function aBodyFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  const belongs = /^(coordinator|beheer|aanbod|hulpverlener|buitenstaander)/.test(name);
  if (whose === 'own' && !belongs && pattern === paths.seatDelegate.pattern) return null;
  const isInside = whose === 'foreign' || (belongs && !name.startsWith('coordinator.'));
  const organisation = isInside ? (whose === 'own' ? houseOf(name) : 'demo-nobody') : null;
  const platform = platformOf(name);
  const [id, seat] = [randomUUID(), randomUUID()];
  const added = { at: new Date(), by: null, body: organisation ?? platform };
  const openness = isInside ? 'inside' : belongs ? 'members' : 'open';
  const said = {
    kind: 'working_group',
    openness,
    name: { nl: 'Werkgroep' },
    platforms: isInside ? [] : [platform],
  };
  const values = { ...emptyValues(bodyFields), ...said } as never;
  await BodyModel.create([{ _id: id, values, fields: {}, organisation, revision: 0, added, ended: null }]);
  const sits = { ...emptyValues(seatFields), name: 'Iemand', mandate: 'member' } as never;
  const seated = { body: id, values: sits, fields: {}, added, replaces: null, mistaken: null };
  await SeatModel.create([{ _id: seat, ...seated }]);
  return { id, item: seat };
}

/** What a partner needs to know of a circuit first, which these addresses do not say: the part they speak of. */
const needsPart: string[] = [paths.newCircuitItem.pattern, paths.circuitItems.pattern];

/** A circuit of the platform of this visitor or of another, with a part and what somebody brings to it; officials read all of them. */
async function aCircuitFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  if (whose === 'foreign' && /^(fod|vlaanderen)$/.test(name)) return null;
  const coordinates = name.startsWith('coordinator.');
  if (whose === 'own' && !coordinates && needsPart.includes(pattern)) return null;
  const own = /limburg|noordster/.test(name) ? 'BE-VLI' : 'BE-VAN';
  const platform = whose === 'own' ? own : 'BE-WNA';
  const [id, part, share] = [randomUUID(), randomUUID(), randomUUID()];
  const organisation = coordinates ? 'demo-noordster' : houseOf(name);
  const added = { at: new Date(), by: null, body: platform };
  const said = { ...emptyValues(circuitFields), kind: 'circuit', status: 'draft', platforms: [platform] };
  const values = { ...said, name: { nl: 'Nazorg' } } as never;
  await CircuitModel.create([{ _id: id, values, fields: {}, order: [part], revision: 0, added }]);
  const item = { circuit: id, fields: {}, added, removed: null };
  const wanted = { ...emptyValues(partFields), type: 'aftercare', partner: organisation } as never;
  await CircuitPartModel.create([{ ...item, _id: part, values: wanted }]);
  const brought = { ...emptyValues(shareFields), organisation } as never;
  await CircuitShareModel.create([{ ...item, _id: share, part, values: brought }]);
  if (pattern === paths.circuitPlace.pattern) return { id, item: part };
  return coordinates ? { id, kind: 'parts', item: part } : { id, kind: 'shares', item: share };
}

/** The platform whose network this visitor may look at, or another one; officials look at every one. */
function aNetworkFor(whose: 'own' | 'foreign', name: Name): Params | null {
  const isOfNone = name === 'admin' || name === 'buitenstaander';
  const isOfficial = /^(fod|vlaanderen)$/.test(name);
  if (whose === 'foreign') return isOfficial ? null : { platform: 'BE-WNA' };
  return isOfNone ? null : { platform: /limburg|noordster/.test(name) ? 'BE-VLI' : 'BE-VAN' };
}

/** Each row its own year, so that no answer depends on the row before. */
let planYear = 1000;

/** A year plan of the platform of this visitor or of another, with a point, a comment, an answer and a step of its roadmap. */
async function aYearPlanFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  const isOfficial = /^(fod|vlaanderen)$/.test(name);
  const coordinates = name.startsWith('coordinator.');
  const isDraft = coordinates && pattern !== paths.commentAnswers.pattern;
  const own = /limburg|noordster/.test(name) ? 'BE-VLI' : 'BE-VAN';
  const platform = whose === 'own' ? own : 'BE-WNA';
  planYear = planYear === 1000 ? 2030 : planYear + 1;
  const needsFour = pattern.includes('/questions');
  const year = needsFour ? 2030 + (planYear % 69) : planYear;
  const [id, comment, item] = [randomUUID(), randomUUID(), randomUUID()];
  const plan = `${platform}-${year}`;
  const trace = { at: new Date(), by: null, body: platform };
  const state = whose === 'foreign' || isDraft ? 'draft' : 'submitted';
  const authorities = ['fod-cel-drugs', 'vlaamse-overheid-zorg'];
  await YearPlanModel.deleteOne({ _id: plan });
  await YearPlanModel.create([
    { _id: plan, platform, year, state, authorities, order: [id], steps: [{ state, why: '', ...trace }] },
  ]);
  const values = {
    ...emptyValues(workPointFields),
    ...{ state: 'planned', title: { nl: 'Een werkpunt' }, owner: coordinates ? platform : houseOf(name) },
  } as never;
  const of = { platform, year, fields: {}, added: trace };
  await WorkPointModel.create([{ ...of, _id: id, plan, number: '1', values, line: id }]);
  const said = { words: 'Wie?', language: 'fr', at: new Date(), by: randomUUID() } as const;
  const body = name === 'vlaanderen' ? 'vlaamse-overheid-zorg' : 'fod-cel-drugs';
  await WorkPointCommentModel.create([{ ...said, _id: comment, point: id, plan, body, answers: [] }]);
  const name_ = { ...emptyValues(roadmapItemFields), name: { nl: 'Een groep' } } as never;
  await RoadmapItemModel.deleteMany({ platform });
  await RoadmapItemModel.create([{ _id: item, platform, values: name_, fields: {}, added: trace }]);
  if (pattern === paths.inventoryReuse.pattern) {
    await InventoryAnswerModel.deleteMany({ platform, question: 2 });
    const answer = { ...emptyValues(inventoryAnswerFields), answer: { nl: 'Ja' } } as never;
    const before = {
      platform,
      year: 2001,
      question: 2,
      fields: {},
      added: trace,
      written: trace,
      version: 1,
    };
    await InventoryAnswerModel.create([{ ...before, _id: randomUUID(), values: answer } as never]);
  } else if (needsFour) await InventoryAnswerModel.deleteMany({ platform, year });
  const isOfPlatform = pattern.includes(':platform');
  // Officials read the roadmap of every platform, and what was put before any government.
  if (isOfficial && whose === 'foreign' && isOfPlatform && pattern.includes('/roadmap')) return null;
  // A digit of its own could not be told apart in the page that says there is nothing.
  const question = whose === 'own' ? '2' : randomUUID();
  const all = isOfPlatform ? { platform, year: String(year), question, id: item } : { id, comment };
  return Object.fromEntries(Object.entries(all).filter(([key]) => pattern.includes(`:${key}`)));
}

/** An activity of the demo in 2010, as those that adopt are. */
const laterOfAntwerp = idOf('activity', 'study-day-ghb');

/** The form of an evaluation that is open. */
async function anEvaluation(): Promise<string> {
  const token = newToken();
  const days = { opensOn: '2020-01-01', closesOn: '2099-12-31' };
  const added = { at: new Date(), by: null, body: 'BE-VAN' };
  await EvaluationModel.create([{ _id: randomUUID(), token, ...days, added, answers: [] }]);
  return token;
}

const draftedActivities: readonly string[] = [paths.activityConfirmation.pattern];

/** An activity of the platform of this visitor or of another, with a recommendation and a form that is open; officials read all of them. */
async function anActivityFor(pattern: string, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  if (whose === 'foreign' && /^(fod|vlaanderen)$/.test(name)) return null;
  const own = /limburg|noordster/.test(name) ? 'BE-VLI' : 'BE-VAN';
  const platform = whose === 'own' ? own : 'BE-WNA';
  const [id, item] = [randomUUID(), randomUUID()];
  const added = { at: new Date(), by: null, body: platform };
  const said = { type: 'training', title: 'Vorming', platform, year: 2010, day: '', times: 1 };
  const values = { ...emptyValues(activityFields), ...said } as never;
  const isEnded = pattern === paths.activityReturn.pattern;
  const state = isEnded ? 'aside' : draftedActivities.includes(pattern) ? 'draft' : 'confirmed';
  const rest = {
    attendance: [],
    attendanceState: null,
    state: state as 'draft',
    why: '',
    repeats: null,
    calendar: null,
  };
  if (pattern === paths.activitySending.pattern)
    Object.assign(values, { type: 'bilateral_visit', summary: 'Een korte samenvatting' });
  if (pattern === paths.activityRepeats.pattern) Object.assign(values, { day: '2010-01-01' });
  await ActivityModel.create([{ _id: id, values, fields: {}, ...rest, added }]);
  const recommendation = {
    _id: item,
    activity: id,
    text: 'Meer overleg',
    added,
    adopted: null,
    withdrawn: null,
  };
  await RecommendationModel.create([recommendation]);
  const days = { opensOn: '2020-01-01', closesOn: '2099-12-31' };
  await EvaluationModel.create([{ _id: id, token: newToken(), ...days, added, answers: [] }]);
  return pattern.includes(':item') ? { id, item } : { id };
}

const keepers: Name[] = ['coordinator.antwerpen', 'coordinator.limburg', 'beheer.debrug', 'aanbod.debrug'];

/** An import that waits for the yes of this visitor, or of another. */
async function anImport(app: TestApp, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  if (!keepers.includes(name)) return null;
  const sender = whose === 'own' ? name : keepers.find((one) => one !== name)!;
  const id = randomUUID();
  const counts = { new: 0, changed: 0, unchanged: 1, conflict: 0, refused: 0 };
  const by = await personIdOf(app, sender);
  const sent = {
    by,
    body: 'demo-de-brug',
    at: app.clock.now(),
    hash: '-',
    state: 'waiting' as const,
    counts,
  };
  await OfferImportModel.create({ _id: id, ...sent });
  return { id };
}

/** A line of an official list of this coordinator's platform, or of another's; before its columns are chosen, of all. */
async function aListLine(app: TestApp, whose: 'own' | 'foreign', name: Name): Promise<Params | null> {
  const own = { 'coordinator.antwerpen': 'BE-VAN', 'coordinator.limburg': 'BE-VLI' }[name as string];
  if (!own) return null;
  const platform = whose === 'own' ? own : own === 'BE-VAN' ? 'BE-VLI' : 'BE-VAN';
  const id = randomUUID();
  const list = { platform, source: `Lijst ${id}`, date: '2026-11-01', by: await personIdOf(app, name) };
  const read = { at: app.clock.now(), hash: '-', heads: ['Naam'], lines: 1, matchedAt: app.clock.now() };
  await ReconciliationModel.create({ _id: id, ...list, ...read });
  const organisation = platform === 'BE-VAN' ? 'demo-de-brug' : 'demo-noordster';
  const values = { name: 'Een nieuwe naam' };
  const proposals = [{ organisation, score: 60, isSure: true, reasons: [] }];
  const lines = [{ row: 90817, keys: [`n ${id}`], values, proposals }];
  await ReconciliationPartModel.create({ _id: `${id}:0`, reconciliation: id, place: 0, lines });
  return { id, row: '90817' };
}

/** Of De Brug for who keeps its entries, of Noordster for who keeps those; of the other one when it must be foreign. */
async function anUpkeepEntry(
  app: TestApp,
  pattern: string,
  whose: 'own' | 'foreign',
  name: Name,
): Promise<Params | null> {
  const own: Partial<Record<Name, string>> = {
    'coordinator.antwerpen': 'demo-de-brug',
    'coordinator.limburg': 'demo-noordster',
    'beheer.debrug': 'demo-de-brug',
    'aanbod.debrug': 'demo-de-brug',
    'beheer.noordster': 'demo-noordster',
    'beheer.hetbaken': 'demo-het-baken',
  };
  const foreign: Partial<Record<Name, string>> = {
    'coordinator.limburg': 'demo-de-brug',
    'beheer.debrug': 'demo-noordster',
    'aanbod.debrug': 'demo-noordster',
    'beheer.noordster': 'demo-de-brug',
    'beheer.hetbaken': 'demo-de-brug',
  };
  const organisation = (whose === 'own' ? own : foreign)[name];
  if (!organisation) return null;
  if (/\/(offer|organisations)\/:id/.test(pattern)) return { id: organisation };
  if (pattern.includes('/sites/:id')) return aSiteOf(app, organisation);
  const units = app.house.connection.db!.collection<{ _id: string }>('careunits');
  const ids = (await units.find({ organisationId: organisation }).toArray()).map((unit) => unit._id);
  const modules = app.house.connection.db!.collection<{ _id: string; careUnitId: string }>('caremodules');
  const module = await modules.findOne({ careUnitId: { $in: ids } });
  if (!module) return null;
  if (pattern.includes('/modules/:id')) return { id: module._id };
  if (pattern === paths.upkeepSuggestion.pattern) return { id: await aSuggestion(module._id) };
  if (pattern === paths.upkeepLinkWithdrawal.pattern || pattern === paths.upkeepLinkMail.pattern) {
    const { linkId } = await aLinkFor(app, 'module', module._id);
    return { kind: 'modules', id: module._id, linkId };
  }
  return pattern.includes('/units/:id')
    ? { id: module.careUnitId }
    : { kind: 'units', id: module.careUnitId };
}

async function aSiteOf(app: TestApp, organisationId: string): Promise<Params | null> {
  const sites = app.house.connection.db!.collection<{ _id: string }>('sites');
  const site = await sites.findOne({ organisationId });
  return site && { id: site._id };
}

async function anEntry(app: TestApp): Promise<string | undefined> {
  const page = await app.house.connection.db!.collection<{ _id: string }>('careunits').findOne({});
  return page?._id;
}

/** What somebody without account says about a module. */
async function aSuggestion(recordId: string): Promise<string> {
  const [made] = await OfferSuggestionModel.create([
    {
      _id: randomUUID(),
      kind: 'module',
      recordId,
      words: 'Dit klopt niet',
      proposals: [],
      language: 'nl',
      madeAt: new Date(),
      answer: 'open',
    },
  ]);
  return made!._id;
}

/** A link for somebody without account, by who looks after De Brug. */
async function aLinkFor(
  app: TestApp,
  kind: 'unit' | 'module',
  recordId: string,
): Promise<{ linkId: string; token: string }> {
  const [linkId, token] = [randomUUID(), newToken()];
  const madeBy = await personIdOf(app, 'beheer.debrug');
  const expiresAt = new Date(app.clock.now().getTime() + 86_400_000);
  const about = { kind, recordId, name: 'Iemand', madeBy, createdAt: app.clock.now(), expiresAt };
  await OfferLinkModel.create([{ _id: linkId, tokenHash: tokenHash(token), ...about }]);
  return { linkId, token };
}

async function anOfferLink(app: TestApp): Promise<string> {
  const unit = await CareUnitModel.findOne({ organisationId: 'demo-de-brug' }).lean().orFail();
  return (await aLinkFor(app, 'unit', unit._id)).token;
}

/** The state in which something can be done in the room of a meeting, or with its minutes. */
const roomStates: Record<string, 'open' | 'closed' | 'approved'> = {
  [paths.roomArrivals.pattern]: 'open',
  [paths.amendments.pattern]: 'closed',
  [paths.amendmentDecision.pattern]: 'closed',
  [paths.minutesApproval.pattern]: 'closed',
  [paths.minutesReopening.pattern]: 'approved',
};

/** The one item of whichever meeting was made last. */
const itemOfMeeting = randomUUID();

/** Of a body somebody coordinates, called and with them among the invited; or a draft of another's, which is not there for them. */
async function aMeetingFor(
  app: TestApp,
  pattern: string,
  whose: 'own' | 'foreign',
  name: Name,
): Promise<Params | null> {
  const own = { 'coordinator.antwerpen': 'antwerp-og-pmg', 'coordinator.limburg': 'lizom' }[name as string];
  const isByLink = pattern === paths.meetingAnswer.pattern;
  if (whose === 'own' ? own === undefined && !isByLink : isByLink) return null;
  const key = whose === 'own' ? (own ?? 'lizom') : own === 'antwerp-og-pmg' ? 'lizom' : 'antwerp-og-pmg';
  const [id, invitee, at] = [randomUUID(), randomUUID(), app.clock.now()];
  const values = { ...meetingForm, form: 'in_person' as const, clock: '' as const, link: '' };
  const { title, from, until, form, place, language } = values;
  const isSeries = pattern.startsWith('/series/');
  const body = idOf('body', isSeries && whose === 'foreign' ? 'liege-alcohol' : key);
  if (isSeries) {
    const rule = { kind: 'weeks' as const, every: 4, nth: 1, weekday: 2, monthDay: 1, days: [] };
    const plan = { title, from, until, form, place, language, link: '', rule };
    const days = { firstDay: '2030-01-01', lastDay: '2030-12-31', madeUntil: '2030-12-31' };
    await MeetingSeriesModel.create({ _id: id, body, plan, ...days, revision: 1, steps: [] });
    return { id };
  }
  const isDraft = whose === 'foreign' || pattern === paths.meetingCall.pattern;
  const state = isDraft ? ('draft' as const) : (roomStates[pattern] ?? ('called' as const));
  const [startsAt, endsAt] = [new Date('2030-01-08T09:00:00Z'), new Date('2030-01-08T11:00:00Z')];
  await MeetingModel.create({
    ...{ _id: id, body, series: null, seriesDay: '', isApart: false, values, fields: {}, startsAt, endsAt },
    ...{ state, sequence: 0, changedAt: at, steps: [{ state: 'draft', at, by: null, body: '', why: '' }] },
  });
  const person = own && whose === 'own' ? await personIdOf(app, name as Exclude<Name, 'nobody'>) : null;
  const isOff = pattern === paths.inviteeRestoration.pattern;
  await InviteeModel.create({
    ...{ _id: invitee, meeting: id, seat: null, person, name: 'Iemand', added: { at, by: null } },
    removed: isOff ? { at, by: 'somebody', why: 'Per vergissing' } : null,
  });
  await AgendaItemModel.create({
    ...{
      _id: itemOfMeeting,
      body,
      meeting: id,
      order: 1,
      fields: {},
      state: 'planned',
      steps: [],
      standing: '',
    },
    ...{
      values: { ...emptyValues(agendaItemFields), title: 'Punt', purpose: 'discuss' },
      added: { at, by: null },
    },
  } as never).catch(() => AgendaItemModel.updateOne({ _id: itemOfMeeting }, { meeting: id, body }));
  if (pattern === paths.roomArrivals.pattern)
    await RoomEventModel.create({
      ...{ _id: `${id}/1`, meeting: id, sequence: 1, at, by: 'somebody', kind: 'opened' },
    });
  if (pattern === paths.amendmentDecision.pattern) {
    const amendment = randomUUID();
    const said = {
      meeting: id,
      item: itemOfMeeting,
      text: 'Anders',
      at,
      by: 'somebody',
      state: 'open' as const,
    };
    await AmendmentModel.create({ _id: amendment, ...said });
    return { id, amendment };
  }
  if (pattern.includes('/minutes/:item/')) return { id, item: itemOfMeeting };
  if (!isByLink) return pattern.includes(':invitee') ? { id, invitee } : { id };
  const token = newToken();
  await MeetingMailModel.create({
    ...{ _id: randomUUID(), meeting: id, invitee, method: 'REQUEST', sequence: 0, state: 'handed', tries: 0 },
    ...{ dueAt: at, madeAt: at, tokenHash: tokenHash(token) },
  });
  return { token };
}
