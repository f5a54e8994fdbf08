import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { mayNameDelegate } from './policy.ts';
import { choicesOf, organisationWords } from './seatChoices.ts';
import { crumb, seatSeen } from './seatForms.ts';
import { versionOf } from './seatWriting.ts';
import { wordingFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

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
