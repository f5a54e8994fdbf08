import { bodiesWithRole, hasRole, type Person } from '../../core/person.ts';
import { paths } from '../../paths.ts';
import { circuitReading } from '../coverage/circuits/policy.ts';
import { gapReading } from '../coverage/register/policy.ts';
import { signalReading } from '../coverage/signals/policy.ts';
import { wordReading } from '../coverage/wordsAndTasks/policy.ts';
import { activityReading } from '../network/activities/policy.ts';
import { platformBodies } from '../network/bodies/policy.ts';
import { itemReading } from '../network/items/policy.ts';
import { yearPlanReading } from '../network/yearPlan/policy.ts';
import { offerUpkeep } from '../offer/policy.ts';

interface MenuGroup {
  space: 'platform' | 'network' | 'case';
  items: { href: string; label: string }[];
}

/** As aria-current says it: the page itself, or what it is part of. */
type Current = 'page' | 'true' | null;

/**
 * The side navigation by space, with the item a page belongs to: the one whose address is the longest beginning of its
 * own. Labels are translation keys.
 */
export function menuOf(person: Person | null, path: string) {
  const groups = groupsOf(person);
  const hrefs = groups.flatMap(({ items }) => items.map((one) => one.href));
  const above = hrefs.filter((href) => path === href || path.startsWith(`${href}/`));
  const nearest = above.reduce((best, href) => (href.length > best.length ? href : best), '');
  const currentOf = (href: string): Current => (href !== nearest ? null : href === path ? 'page' : 'true');
  return groups.map(({ space, items }) => ({
    space,
    items: items.map((one) => ({ ...one, current: currentOf(one.href) })),
  }));
}

/** Only what the person's roles open. */
function groupsOf(person: Person | null): MenuGroup[] {
  if (!person) return [];
  const platform = [{ href: paths.offer(), label: 'accounts.menu.offer' }];
  if (gapReading.permits(person)) {
    platform.push({ href: paths.coverage(), label: 'accounts.menu.coverage' });
    platform.push({ href: paths.gaps(), label: 'accounts.menu.gaps' });
  }
  if (signalReading.permits(person)) platform.push({ href: paths.signals(), label: 'accounts.menu.signals' });
  if (circuitReading.permits(person))
    platform.push({ href: paths.circuits(), label: 'accounts.menu.circuits' });
  if (wordReading.permits(person)) platform.push({ href: paths.words(), label: 'accounts.menu.words' });
  if (yearPlanReading.permits(person))
    platform.push({ href: paths.yearPlans(), label: 'accounts.menu.yearPlans' });
  const administers = hasRole(person, 'administrator');
  const coordinates = bodiesWithRole(person, 'coordinator');
  if (administers || coordinates.length > 1)
    platform.push({ href: paths.platforms(), label: 'accounts.menu.platforms' });
  else if (coordinates[0]) {
    platform.push({ href: paths.platform({ id: coordinates[0].bodyId }), label: 'accounts.menu.myPlatform' });
  }
  if (administers) {
    platform.push({ href: paths.authorities(), label: 'accounts.menu.authorities' });
    platform.push({ href: paths.administrators(), label: 'accounts.menu.administrators' });
  }
  const groups: MenuGroup[] = [{ space: 'platform', items: platform }];
  const network: MenuGroup['items'] = [{ href: paths.bodies(), label: 'accounts.menu.bodies' }];
  if (platformBodies.permits(person)) network.push({ href: paths.networks(), label: 'network.menu' });
  if (activityReading.permits(person))
    network.push({ href: paths.activities(), label: 'accounts.menu.activities' });
  if (offerUpkeep.permits(person)) {
    network.push({ href: paths.upkeep(), label: 'accounts.menu.upkeep' });
    network.push({ href: paths.offerBoards(), label: 'accounts.menu.board' });
  }
  network.push({ href: paths.meetings(), label: 'accounts.menu.meetings' });
  if (itemReading.permits(person)) network.push({ href: paths.promises(), label: 'agenda.menu' });
  if (hasRole(person, 'organisationAdministrator') || coordinates.length > 0) {
    network.push({ href: paths.organisations(), label: 'accounts.menu.organisations' });
  }
  groups.push({ space: 'network', items: network });
  if (hasRole(person, 'caregiver') || coordinates.length > 0) {
    groups.push({ space: 'case', items: [{ href: paths.plans(), label: 'accounts.menu.plans' }] });
  }
  return groups;
}

/** At most two letters for the face beside a name. */
export const initials = (name: string): string => {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  return chosen
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
};
