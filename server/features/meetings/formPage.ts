import type { MeetingRecord } from '../../../models/Meeting.ts';
import {
  type MeetingField,
  type MeetingValues,
  meetingFieldNames,
  meetingForms,
} from '../../../models/meetingFields.ts';
import { type Answer, page } from '../../core/answers.ts';
import type { FieldConflict } from '../../core/fieldCommands.ts';
import { inLanguage, languages } from '../../core/i18n.ts';
import type { SignedInVisit } from '../../core/route.ts';
import { hasInsz } from '../../fields/insz.ts';
import { conflictsPage } from '../../fields/review.ts';
import { paths } from '../../paths.ts';
import type { SeenBody } from '../network/bodies/queries.ts';
import { personNames } from '../network/queries.ts';
import { plannableBodies } from './queries.ts';
import { isTwice } from './wallClock.ts';
import { fieldWords } from './wording.ts';

/** What the fields of a meeting show: what was typed where the form was refused. */
export function fieldsView(
  { t, refused }: Pick<SignedInVisit<unknown>, 't' | 'refused'>,
  values: Partial<MeetingValues>,
) {
  const typed = (field: string): string => {
    const value = refused?.values[field];
    return typeof value === 'string' ? value : '';
  };
  const shown = Object.fromEntries(
    meetingFieldNames.map((field) => [field, refused ? typed(field) : (values[field] ?? '')]),
  ) as Record<MeetingField, string>;
  const asksClock =
    refused?.errors.clock !== undefined ||
    shown.clock !== '' ||
    isTwice(shown.day, shown.from) ||
    isTwice(shown.day, shown.until);
  return {
    values: shown,
    asksClock,
    forms: meetingForms.map((value) => ({ value, text: t(`meetings.form.${value}`) })),
    languageChoices: languages.map((value) => ({ value, text: t(`general.languages.${value}`) })),
  };
}

export const bodyName = ({ body }: SeenBody, { language }: Pick<SignedInVisit, 'language'>): string =>
  inLanguage(body.values.name, language).text;

/** Of which body: those this person plans meetings of. */
export async function choicePage(visit: SignedInVisit<unknown>, isSeries: boolean): Promise<Answer> {
  const bodies = await plannableBodies(visit.person, visit.now);
  const path = isSeries ? paths.newSeries : paths.newMeeting;
  return page('meetings/choice', {
    title: visit.t(isSeries ? 'meetings.series.new' : 'meetings.new'),
    space: 'network',
    bodies: bodies
      .map((one) => ({ name: bodyName(one, visit), href: path({ body: one.body._id }) }))
      .sort((a, b) => a.name.localeCompare(b.name, visit.language)),
  });
}

export function newPage(visit: SignedInVisit<unknown>, seen: SeenBody): Answer {
  const { t, language } = visit;
  const name = bodyName(seen, visit);
  const begin = { title: name, form: 'in_person' as const, language: seen.body.values.language || language };
  return page('meetings/form', {
    title: t('meetings.new'),
    space: 'network',
    narrow: true,
    crumb: { href: paths.meetings({ body: seen.body._id }), text: name },
    target: paths.meetings(),
    back: paths.meetings({ body: seen.body._id }),
    body: seen.body._id,
    bodyName: name,
    bases: [],
    isCalled: false,
    refused: visit.refused,
    insz: hasInsz(visit),
    ...fieldsView(visit, begin),
  });
}

/** The form of a meeting that is planned. */
export function editPage(
  visit: SignedInVisit<unknown>,
  { _id, values, fields, state }: MeetingRecord,
): Answer {
  const { t, refused } = visit;
  return page('meetings/form', {
    title: t('meetings.edit'),
    space: 'network',
    narrow: true,
    crumb: { href: paths.meeting({ id: _id }), text: values.title },
    target: paths.meetingFields({ id: _id }),
    back: paths.meeting({ id: _id }),
    body: '',
    bodyName: '',
    bases: meetingFieldNames.map((field) => ({
      field,
      version: refused?.values[`base_${field}`] ?? fields[field]?.version ?? 0,
    })),
    isCalled: state === 'called',
    refused,
    insz: hasInsz(visit),
    ...fieldsView(visit, values),
  });
}

/** Both values of every field that changed meanwhile, for the one who came second. */
export const reviewPage = (
  visit: SignedInVisit<Record<string, unknown>>,
  id: string,
  conflicts: FieldConflict<MeetingField>[],
): Promise<Answer> =>
  conflictsPage(visit, conflicts, {
    title: visit.t('meetings.edit'),
    target: paths.meetingFields({ id }),
    back: paths.meeting({ id }),
    label: (field) => visit.t(`meetings.fields.${field}`),
    words: (field, text) => fieldWords(visit, field, text),
    names: personNames,
    space: 'network',
  });
