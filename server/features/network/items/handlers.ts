import { randomUUID } from 'node:crypto';
import { type AboutKind, type AgendaItemValues, agendaItemFields } from '../../../../models/agendaFields.ts';
import { type Answer, redirect } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import { leaveNotice } from '../../../core/notices.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { valuesIn } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { aboutLink } from './about.ts';
import { addItem } from './actions.ts';
import { agendaFragment, agendaPage } from './agendaPage.ts';
import { planItem, type Whereto } from './agendaSteps.ts';
import { backlogPage, standingPage } from './backlogPage.ts';
import { beginningPage, standingFor } from './beginningPage.ts';
import { choosingPage } from './choosingPage.ts';
import { itemForm } from './formPage.ts';
import type { BeginInput, BeginningInput, FieldsInput } from './forms.ts';
import { type Place, requireMeetingPlace, requirePlace } from './place.ts';
import { itemsAt } from './records.ts';
import { usualItems } from './usual.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;
const idOf = ({ params }: Pick<Visit, 'params'>): string => params.id ?? '';

const meetingPlace = ({ person, now, ...visit }: Visit) => requireMeetingPlace(person, idOf(visit), now);
const bodyPlace = ({ person, now, ...visit }: Visit) => requirePlace(person, idOf(visit), now);

export const showAgenda = async (visit: Visit): Promise<Answer> =>
  agendaPage(visit, await meetingPlace(visit));
/** Pages that are open fetch this again after a change. */
export const showRows = async (visit: Visit): Promise<Answer> =>
  agendaFragment(visit, await meetingPlace(visit));
export const showBacklog = async (visit: Visit): Promise<Answer> =>
  backlogPage(visit, await bodyPlace(visit));
export const showStanding = async (visit: Visit): Promise<Answer> =>
  standingPage(visit, await bodyPlace(visit));
/** Where the address of a form leads that is only sent to: after reloading or choosing another language. */
export const toStanding = (visit: Visit<undefined>): Answer =>
  redirect(paths.standingItems({ id: idOf(visit) }));

/** What is known of a new item: what was typed when it was refused, or what the page one comes from says. */
async function known({ person, input, refused, language }: Visit): Promise<Record<string, unknown>> {
  if (refused) return { about: [refused.values.about ?? []].flat() };
  const { about, title } = input as BeginInput;
  if (about === '') return { title, about: [] };
  const of = await aboutLink(person, about, language);
  if (!of) throw new NotFound();
  return { title: title || of.title.slice(0, 150), about: [about] };
}

function must(isAllowed: boolean): void {
  if (!isAllowed) throw new Forbidden();
}

export async function showNewItem(visit: Visit): Promise<Answer> {
  const place = await meetingPlace(visit);
  must(place.rights.keep);
  const back = paths.meetingAgenda({ id: idOf(visit) });
  return itemForm(visit, place, {
    ...{ title: visit.t('agenda.new.item'), values: await known(visit), fields: {}, target: back, back },
    ...{ crumb: { href: back, text: visit.t('agenda.title') }, save: visit.t('agenda.new.add') },
  });
}

export async function showNewProposal(visit: Visit): Promise<Answer> {
  const place = await bodyPlace(visit);
  must(place.rights.propose);
  const back = paths.backlog({ id: idOf(visit) });
  return itemForm(visit, place, {
    ...{ title: visit.t('agenda.new.proposal'), values: await known(visit), fields: {}, target: back, back },
    ...{ crumb: { href: back, text: visit.t('agenda.backlog.title') }, save: visit.t('agenda.new.propose') },
  });
}

export async function showNewStanding(visit: Visit): Promise<Answer> {
  const place = await bodyPlace(visit);
  must(place.rights.keep);
  const back = paths.standingItems({ id: idOf(visit) });
  return itemForm(visit, place, {
    ...{ title: visit.t('agenda.new.standing'), values: await known(visit), fields: {}, target: back, back },
    ...{ crumb: { href: back, text: visit.t('agenda.standing.title') }, save: visit.t('agenda.new.add') },
  });
}

/** The address is known before the item is: a repeat of the request leads to the same one. */
async function add(visit: Visit<FieldsInput>, place: Place, to: Whereto): Promise<string> {
  const { person, input } = visit;
  const values = valuesIn(agendaItemFields, input) as unknown as AgendaItemValues;
  const id = randomUUID();
  const about = { record: { type: 'agendaItem', id }, details: { body: place.body._id } };
  const { item } = await visit.act({ ...about, ...bodyIdOf(place) }, (unit) =>
    addItem(unit, person, id, { to, values }),
  );
  return item;
}

/** For whom an act is done, where this person has somebody to act for. */
export const bodyIdOf = ({ rights }: Pick<Place, 'rights'>) =>
  rights.body === '' ? {} : { bodyId: rights.body };

export async function addToAgenda(visit: Visit<FieldsInput>): Promise<Answer> {
  const place = await meetingPlace(visit);
  await add(visit, place, { meeting: idOf(visit) });
  leaveNotice(visit, 'agenda.notice.added');
  return redirect(paths.meetingAgenda({ id: idOf(visit) }));
}

export async function propose(visit: Visit<FieldsInput>): Promise<Answer> {
  const item = await add(visit, await bodyPlace(visit), { body: idOf(visit) });
  leaveNotice(visit, 'agenda.notice.proposed');
  return redirect(paths.agendaItem({ id: item }));
}

export async function addStanding(visit: Visit<FieldsInput>): Promise<Answer> {
  await add(visit, await bodyPlace(visit), { body: idOf(visit), standing: true });
  leaveNotice(visit, 'agenda.notice.added');
  return redirect(paths.standingItems({ id: idOf(visit) }));
}

/** The items most bodies begin and end with, in the language of the body. */
export async function addUsual(visit: Visit<undefined>): Promise<Answer> {
  const { person, language } = visit;
  const place = await bodyPlace(visit);
  const all = usualItems(place.body.values.language || language).map((values) => ({
    id: randomUUID(),
    values,
  }));
  const body = place.body._id;
  await visit.act({ record: { type: 'body', id: body }, ...bodyIdOf(place) }, async (unit) => {
    const there = await itemsAt(body, null, true, unit.session);
    const missing = all.filter(({ values }) => !there.some((one) => one.values.title === values.title));
    for (const { id, values } of missing)
      await addItem(unit, person, id, { to: { body, standing: true }, values });
    if (missing.length === 0) must(place.rights.keep);
    return { added: missing.length };
  });
  return redirect(paths.standingItems({ id: body }));
}

export const showBeginning = async (visit: Visit): Promise<Answer> =>
  beginningPage(visit, await meetingPlace(visit));

/** Puts the chosen standing items on the agenda as new ones, and the chosen ones of the backlog as they are. */
export async function begin(visit: Visit<BeginningInput>): Promise<Answer> {
  const { person, input } = visit;
  const place = await meetingPlace(visit);
  must(place.rights.keep);
  const id = idOf(visit);
  const fresh = new Map(input.items.map((one) => [one, randomUUID()]));
  await visit.act({ record: { type: 'meeting', id }, ...bodyIdOf(place) }, async (unit) => {
    const standing = await standingFor(place, unit.session);
    const waiting = (await itemsAt(place.body._id, null, false, unit.session)).map((one) => one._id);
    const first = standing.filter((one) => !isLast(one.values.title, standing)).map((one) => one._id);
    const last = standing.map((one) => one._id).filter((one) => !first.includes(one));
    let added = 0;
    for (const one of [...first, ...waiting, ...last].filter((of) => input.items.includes(of))) {
      const model = standing.find((of) => of._id === one);
      if (model)
        await addItem(unit, person, fresh.get(one)!, {
          ...{ to: { meeting: id }, values: { ...model.values, about: [...model.values.about] } },
          standing: one,
        });
      else await planItem(unit, person, one, id);
      added += 1;
    }
    unit.note({ added });
    return { added };
  });
  leaveNotice(visit, 'agenda.notice.begun');
  return redirect(paths.meetingAgenda({ id }));
}

/** What stands last among the standing items, as any other business, stays last. */
const isLast = (title: string, standing: { values: { title: string } }[]): boolean =>
  standing.length > 1 && standing.at(-1)?.values.title === title;

/** The bodies on whose agenda this person can put what a page is about. */
const bringing =
  (kind: AboutKind) =>
  (visit: Visit): Promise<Answer> =>
    choosingPage(visit, `${kind}:${idOf(visit)}`);
export const showBodiesForGap = bringing('gap');
export const showBodiesForWorkPoint = bringing('workPoint');
export const showBodiesForActivity = bringing('activity');
export const showBodiesForCircuit = bringing('circuit');
export const showBodiesForSignal = bringing('signal');
