import { type AgendaItemField, agendaItemFields } from '../../../../models/agendaFields.ts';
import type { FieldState } from '../../../../models/fieldState.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { emptyValues } from '../../../fields/values.ts';
import { aboutLink } from './about.ts';
import type { Place } from './place.ts';
import { organisationsAround } from './references.ts';
import { namesFor } from './views.ts';

type Visit = SignedInVisit<unknown>;
interface Choice {
  value: string;
  text: string;
}

const hinted: readonly string[] = ['question', 'minutes', 'owner', 'organisations'];

export interface ItemForm {
  title: string;
  values: Record<string, unknown>;
  fields: Partial<Record<AgendaItemField, FieldState>>;
  target: string;
  back: string;
  crumb: { href: string; text: string };
  save: string;
}

/** Who brings it and whom it concerns, and what it is about as far as this person may read that. */
async function choicesFor({ person, language, now, t }: Visit, place: Place, form: ItemForm) {
  const names = await namesFor(
    place.seats.map((one) => `seat:${one.id}`),
    now,
  );
  const seats: Choice[] = place.seats.map((one) => ({
    value: one.id,
    text: names.get(`seat:${one.id}`) || t('agenda.form.seatToBeNamed'),
  }));
  const organisations = (await organisationsAround(place))
    .map((one) => ({ value: one._id, text: nameOn(one, now) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
  const about = await Promise.all(
    ((form.values.about ?? []) as string[]).map(async (one) => ({
      value: one,
      text: (await aboutLink(person, one, language))?.title ?? t('agenda.about.unreadable'),
    })),
  );
  return {
    purpose: agendaItemFields.purpose.allowed!.map((one) => ({
      value: one,
      text: t(`agenda.purpose.${one}`),
    })),
    owner: [{ value: '', text: t('agenda.form.nobody') }, ...seats],
    organisations,
    about,
  } as Partial<Record<string, Choice[]>>;
}

/** The form of an agenda item, new or to change. */
export async function itemForm(visit: Visit, place: Place, form: ItemForm): Promise<Answer> {
  const { t } = visit;
  const choices = await choicesFor(visit, place, form);
  const values: Record<string, unknown> = {
    ...emptyValues(agendaItemFields),
    purpose: 'discuss',
    ...form.values,
  };
  const shown = (Object.keys(agendaItemFields) as AgendaItemField[]).filter(
    (name) => name !== 'about' || (choices.about ?? []).length > 0,
  );
  return page('agenda/form', {
    title: form.title,
    space: 'network',
    styles: ['/styles/offer.css'],
    ...{
      refused: visit.refused,
      insz: hasInsz(visit),
      target: form.target,
      back: form.back,
      crumb: form.crumb,
    },
    ...{ save: form.save, lead: null, kinds: null },
    fields: shown.map((name) =>
      fieldInput(visit, {
        ...{ name, rule: agendaItemFields[name], value: values[name] as string },
        version: form.fields[name]?.version ?? 0,
        label: t(`agenda.fields.${name}`),
        hint: hinted.includes(name) ? t(`agenda.hints.${name}`) : null,
        choices: choices[name] ?? [],
      }),
    ),
  });
}
