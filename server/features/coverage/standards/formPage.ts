import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import { allPlatforms } from '../register/queries.ts';
import { choicesFor, type StandardChoices } from './choices.ts';
import type { Draft } from './draft.ts';
import { type Choice, fieldView, type ShownForm } from './formFields.ts';
import { expectedRows, obstacleRows, transitionRows } from './formRows.ts';
import { type Inputs, inputsOf } from './inputs.ts';
import { type Said, saidIn, standardWords } from './wording.ts';

/** What somebody else changed while this form was open; it stands in the form, or beside what it says. */
export interface Meeting {
  by: string;
  at: Date;
  taken: { about: string; to: string }[];
  disputed: { about: string; theirs: string; yours: string }[];
}

export interface StandardForm {
  title: string;
  /** Where it is sent, and where one goes back to. */
  target: string;
  back: { href: string; said: Said };
  /** What the form begins from. */
  draft: Draft;
  /** The platforms it can be for. */
  platforms: string[];
  hidden: Record<string, string | number>;
  meeting?: Meeting;
}

function numbersOf(form: ShownForm, { types }: StandardChoices) {
  const cell = (name: string) => ({ name, value: form.values[name] ?? '', error: form.errors[name] ?? null });
  return types.map(({ value, text }) => ({
    name: text,
    weeks: cell(`weeks_${value}`),
    kilometres: cell(`kilometres_${value}`),
  }));
}

async function platformChoices({ language }: ShownForm, platforms: string[]): Promise<Choice[]> {
  const own = (await allPlatforms()).filter((one) => platforms.includes(one._id));
  return own.map((one) => ({ value: one._id, text: saidIn(one.names, { language }).text }));
}

/** Asking for another row is no mistake: then nothing is wrong. */
const shownOf = (visit: SignedInVisit<unknown>, draft: Draft): ShownForm => {
  const { refused, t, language } = visit;
  const values: Inputs = refused ? refused.values : inputsOf(draft);
  return { t, language, values, errors: refused?.errors ?? {} };
};

function plainFields(form: ShownForm) {
  const { t } = form;
  const number = (name: string) =>
    fieldView(form, 'number', name, t(`standards.form.${name}`), { hint: t(`standards.form.${name}Hint`) });
  return {
    names: fieldView(form, 'localised', 'names', t('standards.fields.names'), { maximum: 150 }),
    months: number('months'),
    overlapFrom: number('overlapFrom'),
    weeks: number('weeks'),
    kilometres: number('kilometres'),
    share: number('share'),
  };
}

/** The form of a standard: to begin one, or to make the next version. */
export async function formPage(visit: SignedInVisit<unknown>, asked: StandardForm): Promise<Answer> {
  const { draft, platforms, meeting = null } = asked;
  const form = shownOf(visit, draft);
  const words = await standardWords(visit);
  const choices = await choicesFor(visit, platforms, draft, words);
  const numbers = numbersOf(form, choices);
  const isMoreRows = Object.keys(form.errors).length === 0;
  return page('coverage/standards/form', {
    ...{ title: asked.title, target: asked.target, back: asked.back, hidden: asked.hidden, meeting },
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/standards.css'],
    refused: isMoreRows ? null : visit.refused,
    platforms:
      platforms.length > 1 && asked.target === paths.standards()
        ? fieldView(form, 'one', 'platform', visit.t('standards.form.platform'), {
            choices: await platformChoices(form, platforms),
          })
        : null,
    fields: plainFields(form),
    source: { value: form.values.source ?? '', error: form.errors.source ?? null },
    mustBeKnown: [form.values.mustBeKnown ?? []].flat().length > 0,
    numbers,
    hasOwnNumbers: numbers.some(({ weeks, kilometres }) => weeks.value !== '' || kilometres.value !== ''),
    rows: [
      { kind: 'obstacles', all: obstacleRows(form, choices) },
      { kind: 'expected', all: expectedRows(form, choices) },
      { kind: 'transitions', all: transitionRows(form, choices) },
    ],
  });
}
