import { type SeatValues, seatFields } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';
import { peopleOf } from '../queries.ts';
import { fixedChoices, formPage, withPresent } from './formPage.ts';
import type { SeatInput } from './forms.ts';
import { mayNameDelegate } from './policy.ts';
import { requireBody, type SeenBody, seatsOf } from './queries.ts';
import { versionOf } from './seatActions.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

/** In an address, for somebody of no organisation in Schakel. */
export const elsewhere = 'elsewhere';

async function seen(visit: Visit): Promise<SeenBody> {
  const found = await requireBody(visit.person, visit.params.id ?? '', visit.now);
  return found;
}

/** A seat with the body it stands in. @throws NotFound for none, and for one that was a mistake */
export async function seatSeen(visit: Visit): Promise<SeenBody & { seat: SeatRecord }> {
  const found = await seen(visit);
  const seat = (await seatsOf([found.body._id])).find((one) => one._id === visit.params.item);
  if (!seat || seat.mistaken) throw new NotFound();
  return { ...found, seat };
}

const crumb = ({ body }: SeenBody, wording: Wording) => ({
  href: paths.body({ id: body._id }),
  ...wording.said(body.values.name),
});

/** Whom the seat is of: with what the page before knew. */
async function organisationPage(visit: Visit<SeatInput>, found: SeenBody): Promise<Answer> {
  const { t, now, language, input } = visit;
  const { body } = found;
  const all = await partnersOf(body.values.platforms);
  const fitting = all.filter((one) => input.type === '' || one.actorType === input.type);
  const wording = await wordingFor(visit, { bodies: [body], organisations: body.values.platforms });
  const choices: Choice[] = [
    ...fitting
      .map((one) => ({ value: one._id, text: nameOn(one, now) }))
      .sort((a, b) => a.text.localeCompare(b.text, language)),
    ...(input.type === ''
      ? body.values.platforms.map((one) => ({ value: one, text: wording.organisation(one) }))
      : []),
    { value: elsewhere, text: t('bodies.seat.elsewhere') },
  ];
  const { type, level, voice, profession } = input;
  return page('bodies/organisation', {
    title: t('bodies.seat.new'),
    space: 'network',
    crumb: crumb(found, wording),
    choices,
    of: type === '' ? null : t(`accounts.actorTypes.${type}`),
    target: paths.newSeat({ id: body._id }),
    all: type === '' ? null : paths.newSeat({ id: body._id }),
    back: paths.body({ id: body._id }),
    hidden: Object.entries({ type, level, voice, profession }).filter(([, value]) => value !== ''),
  });
}

/** People who can be named for an organisation, and its sites. */
async function choicesOf(visit: Visit, values: SeatValues): Promise<Record<string, Choice[]>> {
  const { t, language } = visit;
  const { organisation } = values;
  const [people, { sites }] = await Promise.all([
    organisation === '' ? [] : peopleOf([organisation], language),
    offerOf(organisation === '' ? [] : [organisation]),
  ]);
  const wording = await wordingFor(visit, { sites: sites.map((one) => one._id), people: [values.person] });
  const words = (field: string, value: string): string => wording.value('seat', field, value);
  const asked = {
    ...fixedChoices('seat', words, t('bodies.form.notKnown')),
    person: [
      { value: '', text: t('bodies.seat.noAccount') },
      ...people.map((one) => ({ value: one.person, text: one.name })),
    ],
    site: [
      { value: '', text: t('bodies.seat.wholeOrganisation') },
      ...sites.map((one) => ({ value: one._id, text: wording.site(one._id) })),
    ],
  };
  return withPresent(asked, values as unknown as FieldValues, words);
}

/** The fields of a seat: of an organisation here, or of somebody of none. */
function fieldsFor(
  values: SeatValues,
  choices: Record<string, Choice[]>,
): { shown: string[]; more: string[] } {
  const isOf = values.organisation !== '';
  const shown = isOf
    ? ['person', 'name', 'mandate', 'level']
    : ['name', 'organisationWords', 'actorType', 'mandate', 'level'];
  const site = isOf && choices.site!.length > 1 ? ['site'] : [];
  return { shown: [...shown, ...site, 'voice', 'profession'], more: ['email', 'from', 'until'] };
}

const organisationWords = (visit: Visit, wording: Wording, { organisation }: SeatValues): string =>
  organisation === '' ? visit.t('bodies.seat.elsewhere') : wording.organisation(organisation);

/** A new seat. @throws NotFound, Forbidden */
export async function newSeatPage(visit: Visit): Promise<Answer> {
  const { t, refused, now } = visit;
  const found = await seen(visit);
  const { body, rights } = found;
  if (!rights.keep) throw new Forbidden();
  const asked = visit.input as SeatInput;
  const given = refused ? String(refused.values.organisation ?? '') || elsewhere : asked.organisation;
  const organisation = body.organisation ?? given;
  if (organisation === '') return organisationPage(visit as Visit<SeatInput>, found);
  const begun: Partial<SeatInput> = refused ? {} : asked;
  const values: SeatValues = {
    ...(emptyValues(seatFields) as unknown as SeatValues),
    ...{ organisation: organisation === elsewhere ? '' : organisation, mandate: 'member' },
    ...{ level: begun.level ?? '', voice: begun.voice ?? '', profession: begun.profession ?? '' },
    ...{ site: begun.site ?? '', actorType: organisation === elsewhere ? (begun.type ?? '') : '' },
    from: brusselsDay(now),
  };
  const wording = await wordingFor(visit, { bodies: [body], organisations: [values.organisation] });
  const choices = await choicesOf(visit, values);
  return formPage(visit, {
    ...{ kind: 'seat', values: values as unknown as FieldValues, fields: {}, choices },
    ...fieldsFor(values, choices),
    title: t('bodies.seat.new'),
    lead: t('bodies.seat.newLead'),
    hidden: { organisation: values.organisation },
    fixed: [{ label: t('bodies.fields.seat.organisation'), text: organisationWords(visit, wording, values) }],
    target: paths.seats({ id: body._id }),
    back: paths.body({ id: body._id }),
    crumbs: [crumb(found, wording)],
  });
}

/** Everything of a seat but whose it is, to change. @throws NotFound, Forbidden */
export async function seatPage(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const found = await seatSeen(visit);
  const { body, rights, seat } = found;
  if (!rights.keep) throw new Forbidden();
  const wording = await wordingFor(visit, { bodies: [body], seats: [seat] });
  const choices = await choicesOf(visit, seat.values);
  return formPage(visit, {
    ...{ kind: 'seat', values: seat.values as unknown as FieldValues, fields: seat.fields, choices },
    ...fieldsFor(seat.values, choices),
    title: t('bodies.seat.change'),
    lead: t('bodies.seat.changeLead'),
    hidden: {},
    fixed: [
      { label: t('bodies.fields.seat.organisation'), text: organisationWords(visit, wording, seat.values) },
    ],
    target: paths.seat({ id: body._id, item: seat._id }),
    back: `${paths.body({ id: body._id })}#seat-${seat._id}`,
    crumbs: [crumb(found, wording)],
  });
}

/** Who takes a seat over: two questions and a button. @throws NotFound, Forbidden for a seat that is not theirs to name */
export async function delegatePage(visit: Visit): Promise<Answer> {
  const { t, person, now, refused } = visit;
  const found = await seatSeen(visit);
  const { body, rights, seat } = found;
  if (!mayNameDelegate(person, rights, seat.values)) throw new Forbidden();
  const wording = await wordingFor(visit, { bodies: [body], seats: [seat] });
  const { values } = seat;
  const choices = await choicesOf(visit, { ...values, person: '' });
  const typed = (name: string, otherwise: string): string => String(refused?.values[name] ?? otherwise);
  return page('bodies/delegate', {
    title: t(values.person || values.name ? 'bodies.delegate.replace' : 'bodies.delegate.name'),
    space: 'network',
    styles: ['/styles/offer.css'],
    refused,
    insz: hasInsz(visit),
    crumb: crumb(found, wording),
    organisation: organisationWords(visit, wording, values),
    present: values.person ? wording.person(values.person) : values.name,
    mandate: wording.value('seat', 'mandate', values.mandate),
    people: choices.person!.filter((one) => one.value !== values.person || one.value === ''),
    typed: {
      person: typed('person', ''),
      name: typed('name', ''),
      email: typed('email', ''),
      from: typed('from', brusselsDay(now)),
    },
    seen: versionOf(seat),
    target: paths.seatDelegate({ id: body._id, item: seat._id }),
    back: `${paths.body({ id: body._id })}#seat-${seat._id}`,
  });
}

/** Why nobody was meant to sit there. @throws NotFound, Forbidden */
export async function correctionPage(visit: Visit): Promise<Answer> {
  const { t, refused } = visit;
  const found = await seatSeen(visit);
  const { body, rights, seat } = found;
  if (!rights.keep) throw new Forbidden();
  const wording = await wordingFor(visit, { bodies: [body], seats: [seat] });
  const { values } = seat;
  return page('bodies/correction', {
    title: t('bodies.correction.title'),
    space: 'network',
    refused,
    insz: hasInsz(visit),
    crumb: crumb(found, wording),
    organisation: organisationWords(visit, wording, values),
    present: values.person ? wording.person(values.person) : values.name,
    why: refused ? String(refused.values.why ?? '') : '',
    target: paths.seatCorrection({ id: body._id, item: seat._id }),
    back: `${paths.body({ id: body._id })}#seat-${seat._id}`,
  });
}
