import type { ActivityField, ActivityType } from '../../../../models/activityFields.ts';

/** The fields every activity has, in the order of its form. */
export const commonFields: readonly ActivityField[] = [
  'type',
  'day',
  'title',
  'platform',
  'body',
  'bodyWords',
  'place',
  'areas',
  'summary',
  'until',
  'year',
  'times',
  'language',
  'follows',
  'link',
  'source',
];

/** The few fields a type has of its own. */
export const ownFields: Readonly<Record<ActivityType, readonly ActivityField[]>> = {
  meeting: ['outcome'],
  training: ['led', 'themes'],
  intervision: ['led', 'themes'],
  supervision: ['led', 'themes'],
  work_visit: ['service', 'serviceWords'],
  shadowing: ['service', 'serviceWords', 'days', 'people'],
  personnel_exchange: ['service', 'serviceWords', 'days', 'people'],
  study_day: ['led', 'themes'],
  meeting_day: ['themes'],
  round_table: ['themes', 'synthesis'],
  bilateral_visit: ['service', 'serviceWords'],
  publication: ['edition'],
  other_body: ['outcome'],
  research: ['service', 'serviceWords', 'themes', 'outcome'],
};

/** Every type that has a field. */
export const typesWith = (field: ActivityField): ActivityType[] =>
  (Object.keys(ownFields) as ActivityType[]).filter((type) => ownFields[type].includes(field));

export const isOwnField = (field: ActivityField): boolean => typesWith(field).length > 0;

/** Whether an activity of a type says this: what another type has stays kept, and is not asked or shown. */
export const hasField = (type: ActivityType, field: ActivityField): boolean =>
  commonFields.includes(field) || ownFields[type].includes(field);
