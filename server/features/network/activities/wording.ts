import type { ActivityRecord } from '../../../../models/Activity.ts';
import {
  type ActivityField,
  type ActivityValues,
  type AttendanceRow,
  activityFields,
} from '../../../../models/activityFields.ts';
import type { FieldValue } from '../../../../models/fieldRule.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { formats, inLanguage } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import { valueOfText } from '../../../fields/values.ts';
import { areaName } from '../../../geography/geography.ts';
import { bodyNames } from '../queries.ts';
import { rowsOfText } from './attendance.ts';
import { bodyTitles, titlesRead } from './names.ts';

type Asking = Pick<Visit, 'house' | 'language' | 't' | 'person'>;

/** How activities name things for one reader. */
export interface Wording {
  /** One value in words, '' when not known. */
  value(field: ActivityField, value: FieldValue): string;
  /** A field from its text, as history and review keep it; who came too. */
  ofText(field: string, text: string): string;
  body(id: string): string;
  who(row: AttendanceRow): string;
  /** Which day or year, in words. */
  when(values: ActivityValues): string;
  /** Of or in which body, and with which service. */
  partOf(values: ActivityValues): string;
}

/** Names are looked up for these activities and bodies, in one question a kind. */
export async function wordingFor(
  visit: Asking,
  activities: readonly Pick<ActivityRecord, 'values' | 'attendance'>[],
  others: readonly string[] = [],
): Promise<Wording> {
  const { house, language, t } = visit;
  const rows = activities.flatMap((one) => one.attendance);
  const organisations = [
    ...activities.flatMap(({ values }) => [values.platform, values.service]),
    ...rows.map((one) => one.organisation),
    ...others,
  ].filter((id) => id !== '');
  const siteIds = [...rows.map((one) => one.site), ...others].filter((id) => id !== '');
  const [bodies, names, titles, sites] = await Promise.all([
    bodyNames(house, [...new Set(organisations)], language),
    bodyTitles(visit, [...activities.map(({ values }) => values.body), ...others]),
    titlesRead(visit, [...activities.map(({ values }) => values.follows), ...others]),
    SiteModel.find({ _id: { $in: siteIds } }).lean<SiteRecord[]>(),
  ]);
  const antennas = new Map(sites.map((one) => [one._id, inLanguage(one.name ?? {}, language).text]));
  const { day, number } = formats(language);
  const body = (id: string): string => bodies.get(id) ?? id;
  const code = (field: ActivityField, one: string): string => {
    if (one === '') return '';
    if (field === 'type') return t(`activities.types.${one}`);
    if (field === 'language') return t(`general.languages.${one}`);
    if (field === 'platform' || field === 'service') return body(one);
    if (field === 'body') return names.get(one) ?? t('activities.aBody');
    if (field === 'follows') return titles.get(one) ?? t('activities.anActivity');
    if (field === 'areas') return areaName(one, language);
    return activityFields[field].kind === 'day' ? day(one) : one;
  };
  const value: Wording['value'] = (field, said) => {
    if (said === null) return '';
    if (Array.isArray(said)) return said.map((one) => code(field, one)).join(', ');
    if (typeof said === 'number') return field === 'year' ? String(said) : number(said);
    return typeof said === 'string' ? code(field, said) : '';
  };
  const who: Wording['who'] = (row) => {
    const kind = t(`activities.kinds.${row.kind}`);
    const named = [row.organisation && body(row.organisation), row.site && (antennas.get(row.site) ?? '')];
    return [kind, ...named, row.level && t(`activities.levels.${row.level}`)].filter(Boolean).join(' · ');
  };
  const counted = (row: AttendanceRow): string =>
    (['invited', 'present', 'excused'] as const)
      .filter((one) => row[one] !== null)
      .map((one) => `${t(`activities.${one}`)} ${number(row[one]!)}`)
      .join(', ');
  return {
    value,
    who,
    body,
    ofText: (field, text) =>
      field === 'attendance'
        ? rowsOfText(text)
            .map((row) => `${who(row)}: ${counted(row)}`)
            .join('\n')
        : value(field as ActivityField, valueOfText(activityFields[field as ActivityField], text)),
    when: (values) => {
      if (values.day === '') return values.year === null ? '' : String(values.year);
      if (values.until === '') return day(values.day);
      return t('activities.fromUntil', { from: day(values.day), until: day(values.until) });
    },
    partOf: (values) =>
      [code('body', values.body), values.bodyWords, code('service', values.service), values.serviceWords]
        .filter(Boolean)
        .join(' · '),
  };
}
