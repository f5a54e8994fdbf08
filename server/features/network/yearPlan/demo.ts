import { readFileSync } from 'node:fs';
import { InventoryAnswerModel, type InventoryAnswerRecord } from '../../../../models/InventoryAnswer.ts';
import { RoadmapItemModel, type RoadmapItemRecord } from '../../../../models/RoadmapItem.ts';
import { WorkPointModel, type WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { WorkPointCommentModel, type WorkPointCommentRecord } from '../../../../models/WorkPointComment.ts';
import { YearPlanModel, type YearPlanRecord } from '../../../../models/YearPlan.ts';
import {
  inventoryAnswerFields,
  roadmapItemFields,
  type WorkPointValues,
  workPointFields,
} from '../../../../models/yearPlanFields.ts';
import type { House } from '../../../core/house.ts';
import { emptyValues } from '../../../fields/values.ts';
import type { DemoPeople } from '../../accounts/demo.ts';
import { allPlatforms } from '../../coverage/register/queries.ts';
import { idOf } from '../../offer/ids.ts';
import { plansOfDemo } from './demoPlans.ts';
import { answersOfDemo, commentsOfDemo, roadmapOfAdvice } from './demoWords.ts';
import { planId } from './queries.ts';

interface GivenPoint {
  number: string;
  title: string;
  group?: string;
  goal?: string;
  /** Keys of the bodies the text names. */
  bodies?: string[];
}

interface PlanFile {
  /** `on` is the last day of which the source speaks, as far as it says. */
  source: { name: string; on: string };
  plans: { platform: string; year: number; points: GivenPoint[] }[];
}

export const pointId = (platform: string, year: number, number: string): string =>
  idOf('workPoint', `${platform}-${year}-${number}`);

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

const valuesOf = (said: Partial<WorkPointValues>): WorkPointValues => ({
  ...(emptyValues(workPointFields) as unknown as WorkPointValues),
  state: 'planned',
  ...said,
});

/** A plan as the report prints it. What came of its points the report does not say. */
function printedPlan({ source }: PlanFile, { platform, year, points }: PlanFile['plans'][number]) {
  const trace = { at: noon(source.on), by: null, body: platform };
  const plan = planId(platform, year);
  const all = points.map(({ number, title, group = '', goal, bodies = [] }): WorkPointRecord => {
    const id = pointId(platform, year, number);
    const values = valuesOf({
      ...{ group, title: { nl: title }, goal: goal ? { nl: goal } : {} },
      bodies: bodies.map((key) => idOf('body', key)),
    });
    const own = { _id: id, plan, platform, year, number, values, fields: {}, added: trace };
    return { ...own, from: null, line: id };
  });
  const record: YearPlanRecord = {
    ...{ _id: plan, platform, year, state: 'closed', authorities: [], order: all.map((one) => one._id) },
    ...{ steps: [{ state: 'closed', why: '', ...trace }], source: source.name },
  };
  return { plan: record, points: all, comments: [] as WorkPointCommentRecord[] };
}

/** Antwerp goes on in the demo: a closed year and the one that is being carried out. */
function examplePlans({ people }: Pick<DemoPeople, 'people'>) {
  const coordinator = people['coordinator.antwerpen'];
  return plansOfDemo.map(({ platform, year, steps, authorities, points }) => {
    const plan = planId(platform, year);
    const trace = { at: noon(steps[0]!.on), by: coordinator, body: platform };
    const all = points.map(({ number, isCarried, gaps = [], bodies = [], ...said }): WorkPointRecord => {
      const id = pointId(platform, year, number);
      const from = isCarried ? pointId(platform, year - 1, number) : null;
      const values = valuesOf({
        ...said,
        gaps: gaps.map((key) => idOf('gap', key)),
        bodies: bodies.map((key) => idOf('body', key)),
      });
      const own = { _id: id, plan, platform, year, number, values, fields: {}, added: trace };
      return { ...own, from, line: from ?? id };
    });
    const record: YearPlanRecord = {
      ...{ _id: plan, platform, year, authorities, order: all.map((one) => one._id), source: '' },
      state: steps.at(-1)!.state,
      steps: steps.map(({ state, on, official }) => ({
        ...{ state, why: '', at: noon(on) },
        by: official ? people.fod : coordinator,
        body: official ? 'fod-cel-drugs' : platform,
      })),
      fictional: true,
    };
    const comments = commentsOfDemo
      .filter((one) => one.year === year)
      .map(
        ({ number, on, words, language, answer }): WorkPointCommentRecord => ({
          ...{
            _id: idOf('workPointComment', `${plan}-${number}`),
            point: pointId(platform, year, number),
            plan,
          },
          ...{ words, language, at: noon(on), by: people.fod, body: 'fod-cel-drugs', settled: null },
          answers: answer
            ? [
                {
                  words: answer.words,
                  language: answer.language,
                  at: noon(answer.on),
                  by: coordinator,
                  body: platform,
                },
              ]
            : [],
        }),
      );
    return { plan: record, points: all, comments };
  });
}

type Plan = ReturnType<typeof printedPlan>;

async function putPlan(house: House, { plan, points, comments }: Plan): Promise<void> {
  if (await YearPlanModel.exists({ _id: plan._id })) return;
  const draft = { name: 'yearPlan.begun', actor: null, record: { type: 'yearPlan', id: plan._id } };
  await house.unitOfWork.do(draft, async ({ session }) => {
    await YearPlanModel.create([plan], { session });
    await WorkPointModel.create(points, { session, ordered: true });
    if (comments.length > 0) await WorkPointCommentModel.create(comments, { session, ordered: true });
  });
}

async function putAnswers(house: House, coordinator: string): Promise<void> {
  for (const { platform, year, question, on, from, ...said } of answersOfDemo) {
    const id = `${platform}-${year}-${question}`;
    if (await InventoryAnswerModel.exists({ _id: id })) continue;
    const trace = { at: noon(on), by: coordinator, body: platform };
    const record = {
      ...{ _id: id, platform, year, question, fields: {}, added: trace, written: trace, version: 1 },
      values: { ...emptyValues(inventoryAnswerFields), ...said },
      from: from ? `${platform}-${from}-${question}` : null,
    } as unknown as InventoryAnswerRecord;
    const draft = { name: 'yearPlan.questionAnswered', actor: null, record: { type: 'inventoryAnswer', id } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      await InventoryAnswerModel.create([record], { session });
    });
  }
}

/** The sub-groups for which the advice of 2010 asks every platform for a roadmap; when, the platforms are to say. */
async function putRoadmaps(house: House): Promise<void> {
  for (const { _id: platform } of await allPlatforms()) {
    for (const { key, on, ...said } of roadmapOfAdvice) {
      const id = idOf('roadmapItem', `${platform}-${key}`);
      if (await RoadmapItemModel.exists({ _id: id })) continue;
      const values = { ...emptyValues(roadmapItemFields), ...said };
      const added = { at: noon(on), by: null, body: platform };
      const item = { _id: id, platform, values, fields: {}, added } as unknown as RoadmapItemRecord;
      const draft = { name: 'yearPlan.roadmapAdded', actor: null, record: { type: 'roadmapItem', id } };
      await house.unitOfWork.do(draft, async ({ session }) => {
        await RoadmapItemModel.create([item], { session });
      });
    }
  }
}

/** The 35 work points the report of 2010 prints, word for word, and how Antwerp's plan could go on; safe to repeat. */
export async function loadDemoYearPlans(house: House, demo: Pick<DemoPeople, 'people'>): Promise<void> {
  const file = JSON.parse(
    readFileSync(new URL('reference/plans2010.json', import.meta.url), 'utf8'),
  ) as PlanFile;
  for (const plan of [...file.plans.map((one) => printedPlan(file, one)), ...examplePlans(demo)])
    await putPlan(house, plan);
  await putAnswers(house, demo.people['coordinator.antwerpen']);
  await putRoadmaps(house);
}
