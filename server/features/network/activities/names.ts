import { ActivityModel, type ActivityRecord } from '../../../../models/Activity.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { bodiesVisibleTo } from '../bodies/queries.ts';
import { activitiesReadBy } from './queries.ts';

type Asking = Pick<Visit, 'house' | 'language' | 'person'>;

/** Names of the bodies this reader may know of, by id. */
export async function bodyTitles(
  { house, language, person }: Asking,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (!person || ids.every((id) => id === '')) return new Map();
  const all = await bodiesVisibleTo(house, person);
  return new Map(all.map((one) => [one.id, inLanguage(one.name, language).text]));
}

/** Titles of the activities that this reader may know of, by id. */
export async function titlesRead(
  { person }: Pick<Asking, 'person'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter((id) => id !== '');
  if (!person || asked.length === 0) return new Map();
  return new Map((await activitiesReadBy(person, asked)).map((one) => [one._id, one.values.title]));
}

/** Titles of activities, by id, whoever reads them. */
export async function titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter((id) => id !== '');
  if (asked.length === 0) return new Map();
  const found = await ActivityModel.find({ _id: { $in: asked } }, { 'values.title': 1 }).lean<
    ActivityRecord[]
  >();
  return new Map(found.map((one) => [one._id, one.values.title]));
}
