import type { FieldValue } from '../../../../../models/fieldRule.ts';
import type { RoadmapItemRecord } from '../../../../../models/RoadmapItem.ts';
import {
  type RoadmapItemField,
  type RoadmapItemValues,
  roadmapItemFields,
} from '../../../../../models/yearPlanFields.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import { Forbidden } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import { inLanguage } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { type Choice, fieldInput } from '../../../../fields/inputs.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { conflictsPage } from '../../../../fields/review.ts';
import { emptyValues, valueOfText } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import { bodyNames, personNames } from '../../queries.ts';
import { partnerChoices } from '../choices.ts';
import { changesOfAll, workPointsLinkedTo } from '../queries.ts';
import { allWords, pointView, sayIn, wordingFor } from '../wording.ts';
import { itemsOf, requireItem, requireRoadmap, type SeenItem, type SeenRoadmap } from './queries.ts';

type Visit = SignedInVisit<unknown>;

const fieldNames = Object.keys(roadmapItemFields) as RoadmapItemField[];

/** One value in words, '' when not known. */
function wordsOf(
  { t }: Visit,
  names: Map<string, string>,
  field: RoadmapItemField,
  value: FieldValue,
): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((one) => names.get(one) ?? one).join(', ');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return allWords(value);
  return field === 'subGroup' && value !== '' ? t(`offer.target.${value}`) : value;
}

/** What is known of all steps at once, in one question a kind. */
async function around(visit: Visit, items: readonly RoadmapItemRecord[], { rights, platform }: SeenRoadmap) {
  const [points, changes] = await Promise.all([
    workPointsLinkedTo(
      visit.person,
      items.map((one) => `roadmap:${one._id}`),
    ),
    changesOfAll(items.map((one) => one._id)),
  ]);
  const ids = [platform._id, ...items.flatMap((one) => one.values.partners)];
  const [wording, people, names] = await Promise.all([
    wordingFor(visit, points),
    rights.seesNames ? personNames(changes.map((one) => one.by)) : new Map<string, string>(),
    bodyNames(visit.house, [...new Set(ids)], visit.language),
  ]);
  return { rights, points, changes, wording, people, names };
}

function itemView(visit: Visit, item: RoadmapItemRecord, all: Awaited<ReturnType<typeof around>>) {
  const { values, added, _id: id, platform } = item;
  const { rights, wording, people, names } = all;
  const said = sayIn(visit.language);
  const points = all.points.filter((one) => one.values.links.includes(`roadmap:${id}`));
  const changes = all.changes.filter((one) => one.record === id);
  return {
    id,
    name: said(values.name),
    why: said(values.why),
    subGroup: wordsOf(visit, names, 'subGroup', values.subGroup),
    when: [values.year === null ? '' : String(values.year), values.timing].filter(Boolean).join(', '),
    partners: [wordsOf(visit, names, 'partners', values.partners), values.partnerWords]
      .filter(Boolean)
      .join(', '),
    source: values.source,
    addedAt: added.by === null ? null : added.at,
    points: points.map((one) => pointView(one, wording, visit.t)),
    edit: rights.write ? paths.roadmapItem({ platform, id }) : null,
    make: rights.write && points.length === 0 ? paths.newWorkPoint({ roadmap: id }) : null,
    changes: changes.map((one) => ({
      at: one.at,
      who: { person: people.get(one.by) ?? null, body: names.get(one.body) ?? one.body },
      fields: one.changes.map(({ field, from, to }) => ({
        label: `yearPlans.roadmap.fields.${field}`,
        from: wordsOf(
          visit,
          names,
          field as RoadmapItemField,
          valueOfText(roadmapItemFields[field as RoadmapItemField], from),
        ),
        to: wordsOf(
          visit,
          names,
          field as RoadmapItemField,
          valueOfText(roadmapItemFields[field as RoadmapItemField], to),
        ),
      })),
    })),
  };
}

/** For which further sub-groups a platform means to take up its function, when, with whom and why. */
export async function roadmapPage(visit: Visit): Promise<Answer> {
  const { t, language, person, params } = visit;
  const { platform, rights } = await requireRoadmap(person, params.platform);
  const items = await itemsOf(platform._id);
  const known = await around(visit, items, { platform, rights });
  const all = items.map((item) => itemView(visit, item, known));
  const name = inLanguage(platform.names, language).text;
  return page('yearPlan/roadmap', {
    title: t('yearPlans.roadmap.title', { platform: name }),
    space: 'platform',
    styles: ['/styles/yearPlan.css'],
    items: all,
    add: rights.write ? paths.newRoadmapItem({ platform: platform._id }) : null,
  });
}

async function formPage(
  visit: Visit,
  platform: string,
  values: RoadmapItemValues,
  form: {
    title: string;
    target: string;
    versions: RoadmapItemRecord['fields'];
  },
): Promise<Answer> {
  const { t } = visit;
  const partners = await partnerChoices(visit, platform);
  const subGroups = (roadmapItemFields.subGroup.allowed ?? []).map((value) => ({
    value,
    text: t(`offer.target.${value}`),
  }));
  const choices: Partial<Record<RoadmapItemField, Choice[]>> = {
    partners,
    subGroup: [{ value: '', text: t('yearPlans.roadmap.noSubGroup') }, ...subGroups],
  };
  const back = paths.roadmap({ platform });
  return page('yearPlan/itemForm', {
    ...{ title: form.title, space: 'platform', refused: visit.refused, insz: hasInsz(visit) },
    styles: ['/styles/offer.css'],
    ...{ lead: t('yearPlans.roadmap.formLead'), target: form.target, back },
    crumbs: [{ href: back, text: t('yearPlans.roadmap.short') }],
    fields: fieldNames.map((name) =>
      fieldInput(visit, {
        ...{ name, rule: roadmapItemFields[name], value: values[name] },
        version: form.versions[name]?.version ?? 0,
        label: t(`yearPlans.roadmap.fields.${name}`),
        hint: name === 'name' || name === 'year' ? t(`yearPlans.roadmap.hints.${name}`) : null,
        choices: choices[name] ?? [],
      }),
    ),
  });
}

/** @throws NotFound, Forbidden */
export async function newItemPage(visit: Visit): Promise<Answer> {
  const { platform, rights } = await requireRoadmap(visit.person, visit.params.platform);
  if (!rights.write) throw new Forbidden();
  const values = emptyValues(roadmapItemFields) as unknown as RoadmapItemValues;
  return formPage(visit, platform._id, values, {
    title: visit.t('yearPlans.roadmap.add'),
    target: paths.roadmap({ platform: platform._id }),
    versions: {},
  });
}

/** @throws NotFound, Forbidden */
export async function itemPage(visit: Visit): Promise<Answer> {
  const { item, rights } = await requireItem(visit.person, visit.params);
  if (!rights.write) throw new Forbidden();
  const { platform, _id: id, values, fields } = item;
  return formPage(visit, platform, values, {
    title: sayIn(visit.language)(values.name).text,
    target: paths.roadmapItem({ platform, id }),
    versions: fields,
  });
}

/** Both values of every field of a step that changed meanwhile. */
export async function itemReviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { item }: SeenItem,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const said = conflicts.flatMap((one) => [one.current, one.yours].flatMap((text) => text.split(' ')));
  const names = await bodyNames(visit.house, said, visit.language);
  const { platform, _id: id } = item;
  return conflictsPage(visit, conflicts, {
    title: sayIn(visit.language)(item.values.name).text,
    target: paths.roadmapItem({ platform, id }),
    back: paths.roadmap({ platform }),
    label: (field) => visit.t(`yearPlans.roadmap.fields.${field}`),
    words: (field, text) =>
      wordsOf(
        visit,
        names,
        field as RoadmapItemField,
        valueOfText(roadmapItemFields[field as RoadmapItemField], text),
      ),
    names: personNames,
  });
}
