import type { ClientSession } from 'mongodb';
import type { SignalField, SignalValues } from '../../../../models/signalFields.ts';
import { Invalid } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { rightsOn } from '../register/policy.ts';
import { admissionsOf, allPlatforms } from '../register/queries.ts';
import { allAuthorities, gapsNamed } from './queries.ts';

/**
 * Checks what only the store knows: the authority, the platforms, the gaps. A gap is of one of the platforms that sign,
 * and whoever names it may read it.
 * @param changed only these fields are looked at: what is there already may be of yesterday.
 * @throws Invalid beside the field that names what is not there
 */
export async function checkReferences(
  person: Pick<Person, 'affiliations'>,
  { authority, platforms, gaps }: SignalValues,
  changed: readonly SignalField[],
  session: ClientSession | null,
): Promise<void> {
  const [authorities, known, found, admissions] = await Promise.all([
    allAuthorities(session),
    allPlatforms(session),
    gapsNamed(gaps, session),
    admissionsOf(person, session),
  ]);
  const isOurs = found.every(
    ({ values }) =>
      values.platforms.some((one) => platforms.includes(one)) &&
      rightsOn(person, admissions, values.platforms).read,
  );
  const holds: Partial<Record<SignalField, boolean>> = {
    authority: authorities.some((one) => one._id === authority),
    platforms: platforms.every((one) => known.some(({ _id }) => _id === one)),
    gaps: found.length === gaps.length && isOurs,
  };
  const wrong = changed.filter((field) => holds[field] === false);
  // Taking a platform away may leave a gap behind that is of no other.
  if (changed.includes('platforms') && !wrong.includes('platforms') && !holds.gaps) wrong.push('platforms');
  if (wrong.length > 0)
    throw new Invalid(Object.fromEntries(wrong.map((field) => [field, `signals.errors.unknown.${field}`])));
}
