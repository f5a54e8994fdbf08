import { createHash, randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { liveUpdatesOf } from '../../../models/LiveUpdate.ts';
import { frame } from '../../../public/scripts/live/frames.ts';
import { type LineStyle, rootName } from '../../../public/scripts/live/protocol.ts';
import type { ActDraft } from '../../core/acts.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Person } from '../../core/person.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { createLog } from '../../live/log.ts';
import { inviteToCase, openCase, recordConsent } from '../cases/actions.ts';
import type { CaseAccess } from '../cases/policy.ts';
import { requireCaseAccess } from '../cases/queries.ts';
import { recordFailedSearch } from '../cases/searches/actions.ts';
import { addAction, addGoal } from './actions.ts';
import type { ActionInput, GoalInput } from './forms.ts';
import { addVersion } from './history/actions.ts';
import { textEpoch } from './history/queries.ts';
import { loadDemoRemarks } from './remarks/demo.ts';
import { deskOf } from './remarks/queries.ts';

/** Who the fictional case needs; `affiliations` as the session would have them. */
export interface DemoCasePeople {
  owner: Pick<Person, 'id' | 'affiliations'>;
  colleague: Pick<Person, 'id' | 'affiliations'>;
  coordinator: Pick<Person, 'id' | 'affiliations'>;
}

/** Always the same id for the same word, so that a demo that is kept is not filled twice. */
function fixedId(word: string): string {
  const hex = createHash('sha256').update(`schakel demo ${word}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const demoCaseId = fixedId('case');

interface PlannedGoal extends Omit<GoalInput, 'inszKept'> {
  actions: (Omit<ActionInput, 'inszKept' | 'due' | 'who'> & { who: string; dueIn?: number })[];
}

/** A plan as caregivers would write it; every word of it is made up. */
function plannedGoals(people: DemoCasePeople): PlannedGoal[] {
  const owner = `caregiver:${people.owner.id}`;
  const colleague = `caregiver:${people.colleague.id}`;
  return [
    {
      ownWords: 'Zaterdag is van mijn dochter en mij',
      dimension: 'social',
      lifeDomain: 'relationships',
      actions: [
        { what: 'Een vast bezoekuur afspreken', who: owner, dueIn: 8, whenWords: '', status: 'ongoing' },
        { what: 'Elke woensdag bellen', who: 'client', whenWords: 'woensdag om 18 uur', status: 'agreed' },
      ],
    },
    {
      ownWords: 'Opstaan voor acht, ook op maandag',
      dimension: 'functional',
      lifeDomain: 'dayActivity',
      actions: [
        {
          what: 'Drie dagdelen in het dagcentrum',
          who: colleague,
          dueIn: 4,
          whenWords: '',
          status: 'agreed',
        },
        {
          what: 'Samen ontbijten op maandag',
          who: 'environment:sibling',
          whenWords: 'elke maandag',
          status: 'ongoing',
        },
      ],
    },
    {
      ownWords: 'Minder drinken, en weten wat ik doe als het moeilijk wordt',
      dimension: 'clinical',
      lifeDomain: 'substanceUse',
      actions: [
        {
          what: 'Een plan maken voor moeilijke avonden',
          who: colleague,
          dueIn: 12,
          whenWords: '',
          status: 'agreed',
        },
      ],
    },
  ];
}

/** What was looked for and not found; as made up as the plan. */
const searches = [
  { type: 'aftercare', area: '12000', age: 'adults', target: '', obstacle: 'waiting_list' },
  { type: 'day_programme', area: '13000', age: 'adults', target: 'parents', obstacle: 'too_far' },
  {
    type: 'short_residential',
    area: '13000',
    age: 'adults',
    target: 'dual_diagnosis',
    obstacle: 'turned_away',
  },
] as const;

const narrative: { style: LineStyle | null; text: string }[] = [
  { style: 'heading', text: 'Wat voor mij telt' },
  {
    style: null,
    text: 'Ik wil mijn dochter op zaterdag weer zelf van de turnles halen. En dat ze niet schrikt als ik opendoe.',
  },
  { style: 'heading', text: 'Wat goed gaat' },
  { style: 'bullet', text: 'Drie weken na elkaar naar de tekengroep geweest.' },
  { style: 'bullet', text: 'Het budget staat op papier en klopt.' },
  { style: 'heading', text: 'Wat we afspraken' },
  {
    style: null,
    text: 'Valt het tegen, dan bellen we elkaar eerst. Terugval is geen mislukking: we kijken samen wat er nodig is.',
  },
];

/** The line that the colleague writes, and a sentence that does not stay. */
const followUp = narrative.at(-1)!.text;
const takenOut = ' Dit jaar nog.';

/** Fills the demo's case; safe to repeat: every act has a fixed id. */
export async function loadDemoCase(house: House, people: DemoCasePeople): Promise<void> {
  if (house.keys.state !== 'ready') return; // a demo that was kept, without its key: the pages say so
  const { owner, colleague, coordinator } = people;
  const organisation = owner.affiliations.find((one) => one.role === 'caregiver')!.bodyId;
  const partner = colleague.affiliations.find((one) => one.role === 'caregiver')!.bodyId;
  const platform = coordinator.affiliations.find((one) => one.role === 'coordinator')!.bodyId;
  const caseId = demoCaseId;
  const step = <T>(
    word: string,
    name: string,
    work: (unit: Unit, access: CaseAccess) => Promise<T>,
  ): Promise<T> =>
    house.unitOfWork.do(draft(word, name, owner.id, organisation), async (unit) =>
      work(unit, await requireCaseAccess(house, owner, caseId, unit.session)),
    );

  await house.unitOfWork.do(draft('opened', 'case.opened', owner.id, organisation), (unit) =>
    openCase(house, unit, { caseId, pseudonym: 'Wilg 47', personId: owner.id, organisation }),
  );
  const today = brusselsDay(house.clock.now());
  const nextYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace('-02-29', '-02-28');
  const reach = { bodies: new Set([partner, platform]), informants: new Set([owner.id]) };
  await step('consent', 'consent.recorded', (unit, access) =>
    recordConsent(
      unit,
      access,
      {
        bodies: [partner, platform],
        scope: ['records', 'narrative'],
        purpose: 'jointPlan',
        language: 'nl',
        givenOn: today,
        method: 'spoken',
        informedBy: owner.id,
        until: nextYear,
      },
      reach,
    ),
  );
  await step('colleague', 'caseMember.invited', (unit, access) =>
    inviteToCase(unit, access, { personId: colleague.id, body: partner, role: 'caregiver' }),
  );
  for (const [index, { actions, ...goal }] of plannedGoals(people).entries()) {
    const { goalId } = await step(`goal ${index}`, 'goal.added', (unit, access) =>
      addGoal(house, unit, access, { ...goal, inszKept: false }),
    );
    for (const [place, { dueIn, ...action }] of actions.entries()) {
      const due =
        dueIn === undefined ? '' : brusselsDay(new Date(house.clock.now().getTime() + dueIn * 86_400_000));
      await step(`action ${index} ${place}`, 'action.added', (unit, access) =>
        addAction(house, unit, access, goalId, { ...action, due, inszKept: false }),
      );
    }
  }
  const colleagueHand = { personId: colleague.id, organisationId: partner };
  await writeNarrative(house, { personId: owner.id, organisationId: organisation }, colleagueHand);
  await step('version', 'version.added', async (unit, access) =>
    addVersion(house, unit, access, {
      name: 'Besproken op het eerste overleg',
      sequence: 2,
      inszKept: false,
      epoch: await textEpoch(house, access),
    }),
  );
  for (const [index, search] of searches.entries()) {
    await step(`search ${index}`, 'search.recorded', (unit, access) =>
      recordFailedSearch(house, unit, access, search),
    );
  }
  const hands = {
    owner: { person: owner, body: organisation },
    colleague: { person: colleague, body: partner },
  };
  await loadDemoRemarks(house, caseId, (word, name, who, work) => {
    const { person, body } = hands[who];
    return house.unitOfWork.do(draft(word, name, person.id, body), async (unit) => {
      const access = await requireCaseAccess(house, person, caseId, unit.session);
      return work(unit, { ...deskOf(house, access), epoch: await textEpoch(house, access) });
    });
  });
}

function draft(word: string, name: string, personId: string, bodyId: string): ActDraft {
  return {
    id: fixedId(word),
    name,
    actor: { personId, bodyId },
    record: { type: name.split('.')[0]!, id: demoCaseId, caseId: demoCaseId },
  };
}

interface Hand {
  personId: string;
  organisationId: string;
}

/** The shared text, as if the two had typed it over some days: so that its history has something to tell. */
async function writeNarrative(house: House, owner: Hand, colleague: Hand): Promise<void> {
  const log = createLog(house.connection, house.fence);
  const document = `plan:${demoCaseId}`;
  if (await liveUpdatesOf(house.connection).exists({ document })) return;
  const cipher = await house.keys.cipher(demoCaseId);
  const pages = new Map([owner, colleague].map((hand) => [hand, new Y.Doc()]));
  let sequence = 0;
  for (const { hand, hoursAgo, work } of writing(owner, colleague)) {
    const doc = pages.get(hand)!;
    const before = Y.encodeStateVector(doc);
    let update = new Uint8Array();
    doc.once('update', (made: Uint8Array) => {
      update = Uint8Array.from(made);
    });
    doc.transact(() => work(doc.getXmlFragment(rootName)));
    const clients = Y.decodeUpdate(update).structs.length > 0 ? [doc.clientID] : [];
    sequence += 1;
    const at = new Date(house.clock.now().getTime() - hoursAgo * 3_600_000);
    const entry = { id: randomUUID(), clients, ...hand };
    await log.append(document, { sequence, at, entries: [entry], updates: frame([update]) }, cipher);
    for (const other of pages.values()) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, before));
  }
}

const textOf = (prose: Y.XmlFragment, line: number): Y.XmlText =>
  (prose.get(line) as Y.XmlElement).get(0) as Y.XmlText;

/** Who wrote what, and how long ago: the first text, what a colleague added and what was taken out again. */
function writing(owner: Hand, colleague: Hand) {
  const draft = narrative.with(1, { ...narrative[1]!, text: `${narrative[1]!.text}${takenOut}` });
  const lines = draft.map(({ style, text }) => {
    const line = new Y.XmlElement('line');
    if (style) line.setAttribute('style', style);
    line.insert(0, [new Y.XmlText(text === followUp ? '' : text)]);
    return line;
  });
  const last = narrative.length - 1;
  return [
    { hand: owner, hoursAgo: 75, work: (prose: Y.XmlFragment) => prose.insert(0, lines) },
    {
      hand: colleague,
      hoursAgo: 50,
      work: (prose: Y.XmlFragment) => textOf(prose, last).insert(0, followUp),
    },
    {
      hand: colleague,
      hoursAgo: 26,
      work: (prose: Y.XmlFragment) => textOf(prose, 1).delete(narrative[1]!.text.length, takenOut.length),
    },
  ];
}
