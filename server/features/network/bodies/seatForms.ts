import { type SeatValues, seatFields } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import { formPage } from './formPage.ts';
import type { SeatInput } from './forms.ts';
import { requireBody, type SeenBody } from './queries.ts';
import { choicesOf, fieldsFor, organisationWords } from './seatChoices.ts';
import { seatsOf } from './seatViews.ts';
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

export const crumb = ({ body }: SeenBody, wording: Wording) => ({
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
