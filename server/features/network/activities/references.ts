import type { ClientSession } from 'mongodb';
import { z } from 'zod';
import { ActivityModel } from '../../../../models/Activity.ts';
import type { ActivityValues } from '../../../../models/activityFields.ts';
import { Invalid } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Person } from '../../../core/person.ts';
import { areaOf } from '../../../geography/geography.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import { bodiesVisibleTo } from '../bodies/queries.ts';

const address = z.url({ protocol: /^https?$/, hostname: z.regexes.domain });

/** The year an activity counts in is that of its day, as soon as that is known. */
export const withYear = (values: ActivityValues): ActivityValues =>
  values.day === '' ? values : { ...values, year: Number(values.day.slice(0, 4)) };

/** Bodies this person may name: those that are inside one organisation are not named at a platform. */
export async function bodyChoices(house: House, person: Person, platform: string) {
  const all = await bodiesVisibleTo(house, person);
  return all.filter((one) => one.kind === 'external' || one.platform === platform);
}

/**
 * Checks what the fields say of each other, and what only the store knows.
 * @param bodies ids of the bodies that may be named
 * @throws Invalid beside the field that is to be mended
 */
export async function checkActivity(
  values: ActivityValues,
  changed: readonly string[],
  { bodies, session }: { bodies: readonly string[]; session: ClientSession | null },
): Promise<void> {
  const partners = await partnersOf([values.platform], session);
  const earlier =
    values.follows === '' ||
    (await ActivityModel.exists({ _id: values.follows, 'values.platform': values.platform }).session(
      session,
    ));
  const faults: Record<string, string | false> = {
    day: values.day === '' && values.year === null && 'activities.errors.day',
    until:
      values.until !== '' && (values.day === '' || values.until < values.day) && 'activities.errors.until',
    year:
      values.year !== null &&
      (values.year < 1990 || !Number.isInteger(values.year)) &&
      'activities.errors.year',
    body: values.body !== '' && !bodies.includes(values.body) && 'activities.errors.fromList',
    service:
      values.service !== '' &&
      !partners.some((one) => one._id === values.service) &&
      'activities.errors.fromList',
    areas: !values.areas.every((nis) => areaOf(nis) !== undefined) && 'activities.errors.fromList',
    follows: !earlier && 'activities.errors.fromList',
    link: values.link !== '' && !address.safeParse(values.link).success && 'activities.errors.link',
  };
  const asked = [
    ...changed,
    ...(changed.includes('day') ? ['until'] : []),
    ...(changed.includes('year') ? ['day'] : []),
  ];
  const wrong = Object.entries(faults).filter(([field, fault]) => fault && asked.includes(field));
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong) as Record<string, string>);
}
