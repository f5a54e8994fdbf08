import { type Answer, fragment, json, redirect } from '../../core/answers.ts';
import { Conflict, NotFound } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import { formats, isLanguage, translator } from '../../core/i18n.ts';
import type { Person } from '../../core/person.ts';
import type { SignedInVisit, Visit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { browserOf, describedBrowser } from '../accounts/session.ts';
import { textsReadableBy } from '../cases/queries.ts';
import { redactedTexts } from '../plans/history/queries.ts';
import { giveLease, markOwn, unmarkOwn } from './actions.ts';
import type { MarkForm, StateQuery } from './forms.ts';
import { leaseOf, leaseState } from './queries.ts';

const aboutMe = ({ person }: SignedInVisit) => ({ record: { type: 'person', id: person.id } });
const day = 24 * 60 * 60_000;

/** Back to the plan it was said on, or to the person's own page. */
const placeFrom = (to: string): string => (/^\/plans\/[0-9a-f-]{36}$/.test(to) ? to : paths.account());

export async function mark(visit: SignedInVisit<MarkForm>): Promise<Answer> {
  const { house, request, person, input } = visit;
  if (house.offlineDays === 0) throw new NotFound();
  const name = describedBrowser(request);
  const browser = await browserOf(request, house);
  const about = { ...aboutMe(visit), details: { device: name } };
  await visit.act(about, (unit) => markOwn(house, unit, { person: person.id, browser, name }));
  request.session.notice = { key: 'devices.marked' };
  return redirect(placeFrom(input.to));
}

export async function unmark(visit: SignedInVisit): Promise<Answer> {
  const { person, params, request } = visit;
  await visit.act(aboutMe(visit), (unit) => unmarkOwn(unit, person.id, params.id ?? ''));
  request.session.notice = { key: 'devices.unmarked' };
  return redirect(paths.account());
}

/** What a copy may hold: which texts, and of those in which words were redacted, none from before. */
async function keepable(house: House, person: Person) {
  const readable = await textsReadableBy(house, person);
  const redacted = await redactedTexts(house, readable);
  return { readable, redacted, restoration: house.fence.restoration };
}

/**
 * A lease for the copy on this browser. The times are lengths and not moments: they are counted by the clock of the
 * device, which may be a wrong one.
 */
export async function lease(visit: SignedInVisit): Promise<Answer> {
  const { house, request, person, language } = visit;
  if (house.offlineDays === 0) throw new Conflict('devices.notOwn');
  const browser = await browserOf(request, house);
  await visit.act(aboutMe(visit), (unit) => giveLease(unit, person.id, browser));
  const given = await leaseOf(house, person.id, browser);
  if (!given) throw new NotFound(); // ended again meanwhile
  const texts = await keepable(house, person);
  return json({ ...given, person: person.id, language, milliseconds: house.offlineDays * day, ...texts });
}

/** What a browser with a copy has to know at its first contact, signed in or not: whether it may keep it. */
export async function state(visit: Visit<StateQuery>): Promise<Answer> {
  const { house, person, input } = visit;
  // Where nothing may be kept any more, what was kept goes.
  const found = house.offlineDays === 0 ? 'gone' : await leaseState(input.device, input.lease);
  const texts = person?.secondFactorGiven ? await keepable(house, person) : { readable: null };
  return json({ lease: found, person: person?.id ?? null, ...texts });
}

/** What the service worker keeps to show without a network: words of the site in one language, nothing of anybody. */
export function shell(visit: Visit): Answer {
  const { code } = visit.params;
  if (!isLanguage(code)) throw new NotFound();
  return fragment('devices/shell', { t: translator(code), language: code, ...formats(code) });
}
