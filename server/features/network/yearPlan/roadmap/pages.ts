import type { RoadmapItemRecord } from '../../../../../models/RoadmapItem.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import { inLanguage } from '../../../../core/i18n.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { paths } from '../../../../paths.ts';
import { bodyNames, personNames } from '../../queries.ts';
import { changesOfAll, workPointsLinkedTo } from '../queries.ts';
import { pointView, sayIn, wordingFor } from '../wording.ts';
import { itemsOf, requireRoadmap, type SeenRoadmap } from './queries.ts';
import { wordsOf, wordsOfText } from './wording.ts';

type Visit = SignedInVisit<unknown>;

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
        from: wordsOfText(visit, names, field, from),
        to: wordsOfText(visit, names, field, to),
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
