import type { RoadmapItemRecord } from '../../../../../models/RoadmapItem.ts';
import {
  type RoadmapItemField,
  type RoadmapItemValues,
  roadmapItemFields,
} from '../../../../../models/yearPlanFields.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import { Forbidden } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { type Choice, fieldInput } from '../../../../fields/inputs.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { conflictsPage } from '../../../../fields/review.ts';
import { emptyValues } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import { bodyNames, personNames } from '../../queries.ts';
import { partnerChoices } from '../choices.ts';
import { sayIn } from '../wording.ts';
import { requireItem, requireRoadmap, type SeenItem } from './queries.ts';
import { wordsOfText } from './wording.ts';

type Visit = SignedInVisit<unknown>;

const fieldNames = Object.keys(roadmapItemFields) as RoadmapItemField[];

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
    words: (field, text) => wordsOfText(visit, names, field, text),
    names: personNames,
  });
}
