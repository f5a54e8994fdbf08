import type { InventoryAnswerRecord } from '../../../../../models/InventoryAnswer.ts';
import {
  type InventoryAnswerField,
  type InventoryAnswerValues,
  inventoryAnswerFields,
  inventoryQuestions,
  quantityFields,
} from '../../../../../models/yearPlanFields.ts';
import { type Answer, page } from '../../../../core/answers.ts';
import { Conflict, Forbidden } from '../../../../core/errors.ts';
import type { FieldConflict } from '../../../../core/fieldCommands.ts';
import type { SignedInVisit } from '../../../../core/route.ts';
import { fieldInput } from '../../../../fields/inputs.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { conflictsPage } from '../../../../fields/review.ts';
import { emptyValues, valueOfText } from '../../../../fields/values.ts';
import { paths } from '../../../../paths.ts';
import { bodyNames, personNames } from '../../queries.ts';
import { changesOf } from '../queries.ts';
import { sayIn } from '../wording.ts';
import { numbersBeside } from './numbers.ts';
import { answersBefore, answersOf, questionIn, requireInventory } from './queries.ts';
import { changedSince, factsOf, questionView, whoIn, words } from './wording.ts';

type Visit = SignedInVisit<unknown>;

const fieldNames = Object.keys(inventoryAnswerFields) as InventoryAnswerField[];

/** The eight questions of a platform in a year, each with its answer, what changed and what the registers say now. */
export async function questionsPage(visit: Visit): Promise<Answer> {
  const { person, params, t, house, language } = visit;
  const inventory = await requireInventory(person, params);
  const { platform, year, mayWrite } = inventory;
  const [answers, before, beside, names] = await Promise.all([
    answersOf(platform, year),
    answersBefore(platform, year),
    numbersBeside(visit, platform),
    bodyNames(house, [platform], language),
  ]);
  const who = await whoIn(visit, inventory, [...answers.values(), ...before.values()]);
  const said = sayIn(language);
  const answerView = (one: InventoryAnswerRecord) => ({
    ...{
      said: said(one.values.answer),
      facts: factsOf(visit, one.values),
      year: one.year,
      at: one.written.at,
    },
    who: who(one),
    version: one.version,
    isTakenOver: one.from !== null && one.version === 1,
  });
  const address = { platform, year: String(year) };
  return page('yearPlan/questions', {
    title: t('yearPlans.answer.title', { platform: names.get(platform) ?? platform, year }),
    space: 'platform',
    styles: ['/styles/yearPlan.css'],
    crumb: { href: paths.yearPlans(), text: t('yearPlans.title') },
    plan: { href: paths.yearPlan(address), text: t('yearPlans.plan.short', { year }) },
    year,
    questions: inventoryQuestions.map((question) => {
      const [own, last] = [answers.get(question), before.get(question)];
      return {
        ...questionView(visit, question),
        answer: own ? answerView(own) : null,
        last: !own && last ? answerView(last) : null,
        changed: own ? changedSince(last, own) : null,
        lastYear: last?.year ?? null,
        beside: beside[question] ?? [],
        edit: mayWrite ? paths.inventoryAnswer({ ...address, question: String(question) }) : null,
        reuse:
          mayWrite && !own && last ? paths.inventoryReuse({ ...address, question: String(question) }) : null,
      };
    }),
  });
}

/** One answer, to write or to change; a new one begins with that of the year before. @throws NotFound, Forbidden, Conflict */
export async function answerPage(visit: Visit): Promise<Answer> {
  const { person, params, t } = visit;
  const inventory = await requireInventory(person, params);
  if (!inventory.rights.write) throw new Forbidden();
  if (!inventory.mayWrite) throw new Conflict('yearPlans.errors.closed');
  const question = questionIn(params);
  const { platform, year } = inventory;
  const [own, last] = [
    (await answersOf(platform, year)).get(question),
    (await answersBefore(platform, year)).get(question),
  ];
  const empty = emptyValues(inventoryAnswerFields) as unknown as InventoryAnswerValues;
  const values = own?.values ?? last?.values ?? empty;
  const shown = fieldNames.filter((field) => question === 1 || !quantityFields.includes(field));
  const choices = (field: InventoryAnswerField) => {
    const list = (inventoryAnswerFields[field].allowed ?? []).map((value) => ({
      value,
      text: field === 'subGroup' ? t(`offer.target.${value}`) : t(`gaps.evidence.kind.${value}`),
    }));
    return field === 'subGroup' ? [{ value: '', text: t('yearPlans.answer.noSubGroup') }, ...list] : list;
  };
  const address = { platform, year: String(year), question: String(question) };
  const changes = own ? await changesOf(own._id) : [];
  const people = await personNames(changes.map((one) => one.by));
  return page('yearPlan/answer', {
    title: t('yearPlans.answer.of', { question, year }),
    ...{ space: 'platform', refused: visit.refused, insz: hasInsz(visit) },
    styles: ['/styles/offer.css', '/styles/yearPlan.css'],
    question: questionView(visit, question),
    beside: (await numbersBeside(visit, platform))[question] ?? [],
    from: !own && last ? last.year : null,
    target: paths.inventoryAnswer(address),
    back: `${paths.inventoryQuestions(address)}#question-${question}`,
    crumb: { href: paths.inventoryQuestions(address), text: t('yearPlans.answer.short', { year }) },
    fields: shown.map((name) =>
      fieldInput(visit, {
        ...{ name, rule: inventoryAnswerFields[name], value: values[name], choices: choices(name) },
        version: own?.fields[name]?.version ?? 0,
        label: t(`yearPlans.answer.fields.${name}`),
        hint: name === 'quantity' || name === 'evidence' ? t(`yearPlans.answer.hints.${name}`) : null,
      }),
    ),
    changes: changes.map((one) => ({
      at: one.at,
      who: { person: people.get(one.by) ?? null, body: '' },
      fields: one.changes.map(({ field, from, to }) => ({
        label: `yearPlans.answer.fields.${field}`,
        from: textInWords(visit, field, from),
        to: textInWords(visit, field, to),
      })),
    })),
  });
}

function textInWords(visit: Visit, name: string, text: string): string {
  const field = name as InventoryAnswerField;
  return words(visit, field, valueOfText(inventoryAnswerFields[field], text));
}

/** Both values of every field of an answer that changed meanwhile. */
export function answerReviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  conflicts: FieldConflict<string>[],
): Promise<Answer> {
  const { platform = '', year = '', question = '' } = visit.params;
  const address = { platform, year, question };
  return conflictsPage(visit, conflicts, {
    title: visit.t('yearPlans.answer.of', { question, year }),
    target: paths.inventoryAnswer(address),
    back: paths.inventoryQuestions(address),
    label: (field) => visit.t(`yearPlans.answer.fields.${field}`),
    words: (field, text) => textInWords(visit, field, text),
    names: personNames,
  });
}
