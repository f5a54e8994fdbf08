import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { Values } from './plain.ts';

/** What fields must be to each other: input to translation key. Days are YYYY-MM-DD. */
type Wrong = Record<string, string>;

const isLater = (day: unknown, than: unknown): boolean =>
  typeof day === 'string' && typeof than === 'string' && day > than;

function numbersWrong(values: Values, today: string): Wrong {
  const wrong: Wrong = {};
  const { 'capacity.maximum': maximum, 'capacity.available': available } = values;
  const counted = ['maximum', 'funded', 'available', 'updated'].some(
    (part) => values[`capacity.${part}`] !== null,
  );
  if (counted && values['capacity.unit'] === null) wrong['capacity.unit'] = 'upkeep.errors.unitMissing';
  if (typeof maximum === 'number' && typeof available === 'number' && available > maximum)
    wrong['capacity.available'] = 'upkeep.errors.moreFreeThanThere';
  if (isLater(values['capacity.updated'], today)) wrong['capacity.updated'] = 'upkeep.errors.dayInFuture';
  return wrong;
}

function waitingWrong(values: Values, today: string): Wrong {
  const counted = values['waitingList.persons'] !== null || values['waitingList.weeks'] !== null;
  const day = values['waitingList.countedOn'] ?? null;
  if (counted && day === null) return { 'waitingList.countedOn': 'upkeep.errors.countedOnMissing' };
  return isLater(day, today) ? { 'waitingList.countedOn': 'upkeep.errors.dayInFuture' } : {};
}

function namesWrong(values: Values): Wrong {
  const rows = values.names as { from: string | null; until: string | null }[];
  const at = rows.findIndex((row) => isLater(row.from, row.until));
  return at < 0 ? {} : { [`names_${at}_until`]: 'upkeep.errors.untilBeforeFrom' };
}

/** What is wrong with the values of a record taken together. */
export function wrongIn(kind: OfferKind, values: Values, today: string): Wrong {
  if (kind === 'organisation') return namesWrong(values);
  if (kind === 'site')
    return values.kind === 'online' && values.street !== null
      ? { street: 'upkeep.errors.onlineHasNoStreet' }
      : {};
  if (kind === 'unit') return {};
  return {
    ...numbersWrong(values, today),
    ...waitingWrong(values, today),
    ...(isLater(values.from, values.until) ? { until: 'upkeep.errors.untilBeforeFrom' } : {}),
  };
}

/**
 * What follows from a change: numbers somebody entered are numbers of today, unless they say of when.
 * @returns further changes, by field.
 */
export function following(kind: OfferKind, before: Values, after: Values, today: string): Values {
  if (kind !== 'module') return {};
  return { ...capacityFollows(before, after, today), ...waitingFollows(before, after, today) };
}

function waitingFollows(before: Values, after: Values, today: string): Values {
  const changed = (name: string): boolean => before[`waitingList.${name}`] !== after[`waitingList.${name}`];
  const isKnown = after['waitingList.persons'] !== null || after['waitingList.weeks'] !== null;
  const isCounted = (changed('persons') || changed('weeks')) && isKnown;
  return isCounted && !changed('countedOn') ? { 'waitingList.countedOn': today } : {};
}

function capacityFollows(before: Values, after: Values, today: string): Values {
  const changed = (name: string): boolean => before[name] !== after[name];
  const parts = ['maximum', 'funded', 'available'].map((part) => `capacity.${part}`);
  const counted = parts.some(changed);
  // A day alone says nothing.
  if ([...parts, 'capacity.unit'].every((name) => after[name] === null))
    return after['capacity.updated'] === null ? {} : { 'capacity.updated': null };
  return counted && !changed('capacity.updated') && after['capacity.updated'] !== today
    ? { 'capacity.updated': today }
    : {};
}
