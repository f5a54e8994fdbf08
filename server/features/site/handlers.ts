import { type Answer, json, page, redirect } from '../../core/answers.ts';
import { NotFound } from '../../core/errors.ts';
import { brusselsDay, isLanguage } from '../../core/i18n.ts';
import { languageCookie } from '../../core/language.ts';
import { bodiesWithRole, hasRole } from '../../core/person.ts';
import type { SignedInVisit, Visit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import { casesVisibleTo } from '../cases/queries.ts';
import { gapsWaitingFor } from '../coverage/register/queries.ts';
import { waitingSignals } from '../coverage/signals/queries.ts';
import { meetingsToAnswer } from '../meetings/queries.ts';
import { summariesFor } from '../network/activities/summary/queries.ts';
import { openPromisesOf } from '../network/items/outcomes/queries.ts';
import { plansWaitingFor } from '../network/yearPlan/waiting/queries.ts';
import { offerUpkeep } from '../offer/policy.ts';
import { openSuggestionsOf } from '../offer/suggestions/queries.ts';
import { waitingOf } from '../offer/upkeep/queries.ts';
import { openActionsOf } from '../plans/queries.ts';
import type { LanguageInput } from './forms.ts';

/** Visitors find the care offer; people who are signed in, what waits for them. */
export async function showHome(visit: Visit): Promise<Answer> {
  if (!visit.person) return redirect(paths.offer());
  return homeOf(visit as SignedInVisit);
}

async function homeOf(visit: SignedInVisit): Promise<Answer> {
  const { house, person } = visit;
  const inCaseSpace =
    person.secondFactorGiven && (hasRole(person, 'caregiver') || hasRole(person, 'coordinator'));
  const accesses = inCaseSpace ? (await casesVisibleTo(house, person)).map((one) => one.access) : [];
  const actions = await openActionsOf(accesses);
  return page('site/home', {
    title: visit.t('site.home.title'),
    plans: accesses.length,
    actions: { count: actions.length, firstDue: actions.find((action) => action.due)?.due ?? null },
    owesSecondFactor: !house.demo && hasRole(person, 'caregiver') && !person.hasSecondFactor,
    upkeep: offerUpkeep.permits(person) ? await upkeepOf(visit) : null,
    administers: hasRole(person, 'administrator'),
    meetings: await meetingsToAnswer(person, visit.now),
    summaries: await summariesFor(person, visit.now),
    promises: await openPromisesOf(house, person),
    gaps: hasRole(person, 'coordinator') ? await gapsOf(person) : null,
    yearPlans: hasRole(person, 'coordinator')
      ? await plansWaitingFor(person, visit.now, visit.language)
      : null,
    platforms: bodiesWithRole(person, 'coordinator'),
    organisations: bodiesWithRole(person, 'organisationAdministrator'),
  });
}

/** What waits in the registers this person coordinates; the list opens on what is named. */
async function gapsOf(person: SignedInVisit['person']) {
  const [counts, signals] = await Promise.all([gapsWaitingFor(person), waitingSignals(person)]);
  const waiting = [
    { label: 'site.home.gapsReported', count: counts.reported, href: paths.gaps({ status: 'reported' }) },
    { label: 'site.home.gapsOwner', count: counts.withoutOwner, href: paths.gaps({ lacks: 'owner' }) },
    {
      label: 'site.home.gapsExperience',
      count: counts.withoutExperience,
      href: paths.gaps({ lacks: 'experience' }),
    },
    { label: 'site.home.gapsToSign', count: signals.toSign, href: paths.signals() },
    { label: 'site.home.gapsUnanswered', count: signals.unanswered, href: paths.signals() },
  ];
  return { open: counts.open, waiting: waiting.filter(({ count }) => count > 0) };
}

/** What waits at the entries this person keeps; nobody else is counted for. */
async function upkeepOf({ person, now }: SignedInVisit) {
  const kept = person.affiliations.filter((one) =>
    ['organisationAdministrator', 'contributor'].includes(one.role),
  );
  const [waiting, suggestions] = await Promise.all([
    waitingOf(
      kept.map((one) => one.bodyId),
      brusselsDay(now),
    ),
    openSuggestionsOf(person),
  ]);
  return { waiting, suggestions: suggestions.length };
}

/** Remembers the language on this device for a year. Changes nothing else, so following a link may do it. */
export function chooseLanguage(visit: Visit<LanguageInput>): Answer {
  const { code } = visit.params;
  if (!isLanguage(code)) throw new NotFound();
  const secure = visit.house.publicUrl.startsWith('https:') ? '; Secure' : '';
  const cookie = `${languageCookie}=${code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure}`;
  return { ...redirect(visit.input.to), headers: { 'Set-Cookie': cookie } };
}

/** A page where somebody is typing says so now and then: the session of who is writing does not run out. */
export const stillHere = (_visit: SignedInVisit): Answer => json({ ok: true });
